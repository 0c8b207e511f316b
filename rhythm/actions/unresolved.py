"""Verb: a promise that stayed unresolved twice becomes an issue on the table of its team, once."""

from __future__ import annotations

from datetime import datetime

from accountability.models import Commitment
from organizations.logbook import record, verb
from organizations.verbs import day_of
from rhythm.models import Issue, IssueState
from rhythm.unresolved import KEY


@verb
def raise_unresolved(*, commitment: Commitment, root: int, why: str, now: datetime) -> Issue | None:
    """Nothing where the promise is private or nobody's team's, or where its issue has been raised already."""
    if commitment.is_private or commitment.team_id is None or Issue.objects.filter(key=f"{KEY}{root}").exists():
        return None
    issue: Issue = Issue.objects.create(
        organization_id=commitment.organization_id,
        key=f"{KEY}{root}",
        title=f"Twice unresolved: {commitment.title}"[:250],
        description=why,
        state=IssueState.OPEN,
        raised_on=day_of(now, commitment.organization),
        owner_id=commitment.owner_id,
        team_id=commitment.team_id,
        objective_id=commitment.objective_id,
    )
    record("issue.raised", by=None, about=issue, now=now, team=commitment.team_id, commitment=commitment.pk)
    return issue
