"""Verbs: what may go wrong is said, and something is done about it."""

from __future__ import annotations

from datetime import date, datetime

from alignment import policy
from alignment.actions.objectives import refresh
from alignment.models import Objective, Risk
from alignment.models.risks import Disposition, RiskState
from organizations.logbook import record, verb
from organizations.models import Organization, Person, Team
from organizations.refusals import NotAllowed, NotSaid
from organizations.tenancy import new_key
from organizations.verbs import States, check_next, day_of, locked, whom_to_ask, worded

STATES: States = {
    "": frozenset(RiskState),
    RiskState.OPEN: frozenset({RiskState.MITIGATED, RiskState.CLOSED}),
    RiskState.MITIGATED: frozenset({RiskState.OPEN, RiskState.CLOSED}),
    RiskState.CLOSED: frozenset(),
}
# ROAM: where each answer leaves the risk. Owned and accepted ones stay open, in view.
STATE_AFTER = {
    Disposition.RESOLVED: RiskState.CLOSED,
    Disposition.MITIGATED: RiskState.MITIGATED,
}


@verb
def raise_risk(
    *,
    organization: Organization,
    title: str,
    by: Person | None,
    now: datetime,
    key: str = "",
    description: str = "",
    mitigation: str = "",
    likelihood: int | None = None,
    impact: int | None = None,
    owner: Person | None = None,
    team: Team | None = None,
    objective: Objective | None = None,
    disposition: Disposition | None = None,
    raised_on: date | None = None,
) -> Risk:
    """Say what may go wrong, how likely and how bad it is (1 to 5), and who watches it."""
    if not policy.may_raise_risk(by, organization):
        raise NotAllowed("You may look, but not write here. Ask an admin of the organization to change that.")
    for number in (likelihood, impact):
        if number is not None and not 1 <= number <= 5:
            raise NotSaid("Say how likely and how bad it is as numbers from 1 to 5.")
    risk: Risk = Risk.objects.create(
        organization=organization,
        key=key or new_key(),
        title=worded(title, "Say what may go wrong."),
        description=description.strip(),
        mitigation=mitigation.strip(),
        state=RiskState.OPEN,
        disposition=disposition or "",
        likelihood=likelihood,
        impact=impact,
        owner=owner,
        team=team,
        objective=objective,
        raised_on=raised_on or day_of(now, organization),
    )
    if objective:
        refresh(objective, now=now)
    record("risk.raised", by=by, about=risk, now=now, likelihood=likelihood, impact=impact)
    return risk


@verb
def settle_risk(
    *, risk: Risk, disposition: Disposition, by: Person | None, now: datetime, mitigation: str = "", owner: Person | None = None
) -> Risk:
    """Resolve, own, accept or mitigate a risk; the first and the last take it off the open list."""
    risk = locked(risk)
    check_may_settle(risk, by)
    state = STATE_AFTER.get(disposition, RiskState.OPEN)
    if state != risk.state or risk.state == RiskState.CLOSED:
        check_next(STATES, risk, state)
    if disposition == Disposition.MITIGATED:
        mitigation = worded(mitigation or risk.mitigation, "Say what is done about it.", limit=4000)
    risk.owner = owner or risk.owner
    if disposition == Disposition.OWNED and risk.owner is None:
        raise NotSaid("Name who owns it.")
    risk.state, risk.disposition, risk.mitigation = state, disposition, mitigation.strip() or risk.mitigation
    risk.closed_on = day_of(now, risk.organization) if state == RiskState.CLOSED else None
    risk.save(update_fields=["state", "disposition", "mitigation", "owner", "closed_on"])
    if risk.objective:
        refresh(risk.objective, now=now)
    record("risk.settled", by=by, about=risk, now=now, disposition=disposition)
    return risk


def check_may_settle(risk: Risk, by: Person | None) -> None:
    if not policy.may_settle_risk(by, risk):
        raise NotAllowed(f"You may not settle “{risk}”. Ask {whom_to_ask(risk.owner)}.")
