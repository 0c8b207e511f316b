"""How what stands on an agenda ends: with what was known of it kept, and with it the issue that it is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from decisions.models import Decision
from organizations.models import Person, Team
from organizations.refusals import AlreadyClosed, NotSaid
from rhythm.actions.issues import close_issue, park_issue, pass_issue
from rhythm.models import AgendaItem, Disposition, Issue, IssueState
from rhythm.reads.known import known_of

STAYS_OPEN = frozenset({Disposition.ISSUE, Disposition.CARRIED})


def end_items(items: Sequence[AgendaItem], disposition: Disposition, *, now: datetime, note: str = "") -> None:
    """These end so, with what was known of each at this moment."""
    known = known_of(items, now)
    for item in items:
        item.disposition, item.disposed_at, item.note = disposition, now, note.strip()[:1000]
        item.known = known.get(item.pk, [])
    AgendaItem.objects.bulk_update(items, ["disposition", "disposed_at", "note", "known"])


def end_issue(
    issue: Issue,
    disposition: Disposition,
    *,
    note: str,
    by: Person | None,
    now: datetime,
    to: Team | None = None,
    decision: Decision | None = None,
) -> Issue:
    """The issue goes the way of its item: parked, passed on `to` a team, off the table with `note` as its answer; or it stays.

    Raises NotSaid without a team to pass it to, and what the verb of the issue raises.
    """
    if disposition in STAYS_OPEN:
        if issue.state == IssueState.CLOSED:
            raise AlreadyClosed(f"“{issue}” is solved already. If it is back, raise it again.")
        return issue
    if disposition == Disposition.PARKED:
        return park_issue(issue=issue, by=by, now=now)
    if disposition == Disposition.ROUTED:
        if to is None:
            raise NotSaid("Name the team that it goes to.")
        return pass_issue(issue=issue, to=to, why=note, by=by, now=now)
    return close_issue(issue=issue, answer=note, decision=decision, by=by, now=now)
