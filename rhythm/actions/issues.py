"""Verbs: a challenge or an opportunity is put on the table, and taken off it again with an answer."""

from __future__ import annotations

from datetime import date, datetime

from alignment.models import Objective
from decisions.models import Decision
from organizations.logbook import record, verb
from organizations.models import Organization, Person, Team
from organizations.refusals import NotAllowed, NotSaid
from organizations.tenancy import new_key
from organizations.verbs import States, check_next, day_of, locked, whom_to_ask, worded
from rhythm import policy
from rhythm.models import Issue, IssueState

STATES: States = {
    "": frozenset(IssueState),
    IssueState.OPEN: frozenset({IssueState.MITIGATED, IssueState.CLOSED}),
    IssueState.MITIGATED: frozenset({IssueState.OPEN, IssueState.CLOSED}),
    IssueState.CLOSED: frozenset(),
}


@verb
def raise_issue(
    *,
    organization: Organization,
    title: str,
    by: Person | None,
    now: datetime,
    key: str = "",
    description: str = "",
    team: Team | None = None,
    owner: Person | None = None,
    objective: Objective | None = None,
    decision: Decision | None = None,
    likelihood: int | None = None,
    impact: int | None = None,
    raised_on: date | None = None,
) -> Issue:
    """Put something on a team's table, one's own or another's; one line is enough."""
    if not policy.may_raise_issue(by, organization):
        raise NotAllowed("You may look, but not write here. Ask an admin of the organization to change that.")
    for number in (likelihood, impact):
        if number is not None and not 1 <= number <= 5:
            raise NotSaid("Say how likely and how bad it is as numbers from 1 to 5.")
    issue: Issue = Issue.objects.create(
        organization=organization,
        key=key or new_key(),
        title=worded(title, "Say what the issue is, in one line."),
        description=description.strip(),
        state=IssueState.OPEN,
        likelihood=likelihood,
        impact=impact,
        raised_on=raised_on or day_of(now, organization),
        owner=owner,
        team=team,
        objective=objective,
        decision=decision,
    )
    record("issue.raised", by=by, about=issue, now=now, team=team.pk if team else None)
    return issue


@verb
def close_issue(*, issue: Issue, answer: str, by: Person | None, now: datetime, decision: Decision | None = None) -> Issue:
    """Take an issue off the table: it ends in a decision, a commitment, or an explicit "no action, because"."""
    issue = locked(issue)
    if not policy.may_close_issue(by, issue):
        raise NotAllowed(f"“{issue}” is on another table. Ask {whom_to_ask(issue.owner)}.")
    check_next(STATES, issue, IssueState.CLOSED)
    issue.mitigation = worded(answer, "Say what came of it: a decision, a commitment, or why nothing is done.", limit=4000)
    issue.state, issue.closed_on = IssueState.CLOSED, day_of(now, issue.organization)
    issue.decision = decision or issue.decision
    issue.save(update_fields=["state", "mitigation", "closed_on", "decision"])
    record("issue.closed", by=by, about=issue, now=now, answer=issue.mitigation[:250])
    return issue
