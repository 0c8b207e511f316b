"""Verbs: a challenge or an opportunity is put on a table, parked, passed on, taken off with an answer, and put there again."""

from __future__ import annotations

from datetime import date, datetime

from alignment.models import Dependency, Objective
from decisions.models import Decision
from organizations.logbook import record, verb
from organizations.models import Organization, Person, Team
from organizations.models.teams import TeamStatus
from organizations.refusals import AlreadyClosed, AlreadyThere, NotAllowed, NotSaid, OutOfTurn
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
    dependency: Dependency | None = None,
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
        dependency=dependency,
        raised_by=by,
    )
    record("issue.raised", by=by, about=issue, now=now, team=team.pk if team else None)
    return issue


@verb
def raise_issue_again(*, issue: Issue, why: str, by: Person | None, now: datetime, key: str = "") -> Issue:
    """What was solved has come back: a new issue on the same table, tied to the one before, so that it is seen how often."""
    check_may_raise(issue, by)
    issue = locked(issue)
    if issue.state != IssueState.CLOSED:
        raise OutOfTurn(f"“{issue}” has not been solved yet. Put your words to it where it is.")
    later = Issue.objects.filter(again_of=issue).exclude(state=IssueState.CLOSED).first()
    if later is not None and later.key != key:
        raise AlreadyThere(f"“{issue}” has been raised again already, and is open.")
    again: Issue = later or Issue.objects.create(
        organization_id=issue.organization_id,
        key=key or new_key(),
        title=issue.title,
        description=worded(why, "Say what has come back, and how you see it.", limit=4000),
        state=IssueState.OPEN,
        likelihood=issue.likelihood,
        impact=issue.impact,
        raised_on=day_of(now, issue.organization),
        owner=issue.owner,
        team=issue.team,
        objective=issue.objective,
        dependency=issue.dependency,
        raised_by=by,
        again_of=issue,
    )
    if later is None:
        record("issue.raised_again", by=by, about=again, now=now, before=issue.pk, team=issue.team_id)
    return again


@verb
def park_issue(*, issue: Issue, by: Person | None, now: datetime) -> Issue:
    """Not now: it stays on the list, and off the next agendas until somebody takes it out of the parking lot."""
    issue = on_own_table(issue, by)
    if issue.parked_on is not None:
        raise AlreadyThere(f"“{issue}” is parked already.")
    issue.parked_on = day_of(now, issue.organization)
    issue.save(update_fields=["parked_on"])
    record("issue.parked", by=by, about=issue, now=now)
    return issue


@verb
def unpark_issue(*, issue: Issue, by: Person | None, now: datetime) -> Issue:
    """Back into the queue of the next meeting."""
    issue = on_own_table(issue, by)
    if issue.parked_on is None:
        raise AlreadyThere(f"“{issue}” is not parked.")
    issue.parked_on = None
    issue.save(update_fields=["parked_on"])
    record("issue.unparked", by=by, about=issue, now=now)
    return issue


@verb
def pass_issue(*, issue: Issue, to: Team, why: str, by: Person | None, now: datetime) -> Issue:
    """To the team that can solve it, with a reason; its lead hears of it, and who passed it on stays known."""
    issue = on_own_table(issue, by)
    why = worded(why, f"Say why {to.name} is the team to solve it.", limit=1000)
    if issue.team_id == to.pk:
        raise AlreadyThere(f"“{issue}” is on the table of {to.name} already.")
    if to.status == TeamStatus.ARCHIVED:
        raise OutOfTurn(f"{to.name} does not meet any more. Choose a team that does.")
    before, issue.passed_from, issue.team = issue.team, issue.team, to
    issue.owner, issue.parked_on = None, None
    issue.save(update_fields=["passed_from", "team", "owner", "parked_on"])
    record("issue.passed", by=by, about=issue, now=now, team=to.pk, before=before.pk if before else None, why=why)
    return issue


def on_own_table(issue: Issue, by: Person | None) -> Issue:
    """The issue, held until the verb's transaction ends, if it is this person's to move and still open."""
    issue = locked(issue)
    check_may_move(issue, by)
    if issue.state == IssueState.CLOSED:
        raise AlreadyClosed(f"“{issue}” is solved already. If it is back, raise it again.")
    return issue


def check_may_move(issue: Issue, by: Person | None) -> None:
    if not policy.may_close_issue(by, issue):
        raise NotAllowed(f"“{issue}” is on another table. Ask {whom_to_ask(issue.owner)}.")


def check_may_raise(issue: Issue, by: Person | None) -> None:
    if not policy.may_raise_issue(by, issue.organization):
        raise NotAllowed("You may look, but not write here. Ask an admin of the organization to change that.")


@verb
def close_issue(*, issue: Issue, answer: str, by: Person | None, now: datetime, decision: Decision | None = None) -> Issue:
    """Take an issue off the table: it ends in a decision, a commitment, or an explicit "no action, because"."""
    issue = locked(issue)
    check_may_move(issue, by)
    check_next(STATES, issue, IssueState.CLOSED)
    issue.mitigation = worded(answer, "Say what came of it: a decision, a commitment, or why nothing is done.", limit=4000)
    issue.state, issue.closed_on, issue.parked_on = IssueState.CLOSED, day_of(now, issue.organization), None
    issue.decision = decision or issue.decision
    issue.save(update_fields=["state", "mitigation", "closed_on", "parked_on", "decision"])
    record("issue.closed", by=by, about=issue, now=now, answer=issue.mitigation[:250])
    return issue
