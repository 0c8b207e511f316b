"""Verbs: something is stuck; one person says by when, hands it on or clears it; or it is none, or is one again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from accountability.models import Commitment
from alignment.models import Dependency, Initiative, KeyResult, Objective
from decisions import policy
from decisions.actions.states import check_is_here, decider_of
from decisions.clocks import day_of_blocker, team_day, team_that_waits
from decisions.models import Blocker, BlockerKind, BlockerSpan, BlockerState, Decision
from decisions.under_way import is_under_way
from organizations.logbook import record, verb
from organizations.models import Membership, Organization, Person, Team
from organizations.models.people import PersonStatus
from organizations.models.teams import LEADS
from organizations.refusals import AlreadyThere, DatesOutOfOrder, NotAllowed, NotSaid
from organizations.tenancy import new_key
from organizations.verbs import States, check_next, locked, whom_to_ask, worded

State = BlockerState
STATES: States = {
    State.OPEN: frozenset({State.CLEARED, State.WITHDRAWN}),
    State.CLEARED: frozenset({State.OPEN}),  # stuck again
    State.WITHDRAWN: frozenset({State.OPEN}),
}
LONGEST = 1000
FURTHEST = timedelta(days=3653)  # a later day, or one so long ago, is a slip of the pen
ASK = "Say what stands in the way."


@dataclass(frozen=True, slots=True)
class Stuck:
    """What cannot go on: an objective, of which a measure or an initiative may be meant, or a commitment."""

    objective: Objective | None = None
    commitment: Commitment | None = None
    key_result: KeyResult | None = None
    initiative: Initiative | None = None

    @property
    def thing(self) -> Objective | Commitment | None:
        return self.objective or self.commitment


@verb
def raise_blocker(
    *,
    organization: Organization,
    stuck: Stuck,
    title: str,
    owner: Person | None,
    by: Person | None,
    now: datetime,
    kind: str = "",
    since_on: date | None = None,
    hoped_on: date | None = None,
    clears_when: str = "",
    decision: Decision | None = None,
    dependency: Dependency | None = None,
    key: str = "",
) -> Blocker:
    """Say that something is stuck, and who clears it; one that waits on a decision is cleared by whoever decides that."""
    if not policy.may_raise_blocker(by, organization):
        raise NotAllowed("You may look, but not write here. Ask an admin of the organization to change that.")
    check_is_under_way(stuck)
    check_is_undecided(decision, dependency)
    owner = owner or owner_by(decision, dependency)
    if owner is None:
        raise NotSaid("Say who clears it: one person.")
    check_is_here(owner)
    today = team_day(team_that_waits(stuck.thing), now, organization)
    begun = check_days(since_on or today, hoped_on, today)
    blocker: Blocker = Blocker.objects.create(
        organization=organization,
        key=key or new_key(),
        title=worded(title, ASK),
        kind=kind_by(kind, decision, dependency),
        **{name: getattr(stuck, name) for name in ("objective", "commitment", "key_result", "initiative")},
        decision=decision,
        dependency=dependency,
        owner=owner,
        raised_by=by,
        raised_at=now,
        hoped_on=hoped_on,
        clears_when=fits(clears_when),
    )
    BlockerSpan.objects.create(organization=organization, blocker=blocker, since_on=begun)
    record("blocker.raised", by=by, about=blocker, now=now, owner=owner.pk, since=begun.isoformat(), **told_of(blocker))
    return blocker


def check_is_under_way(stuck: Stuck) -> None:
    """What has ended waits for nothing; and what is only theirs is not told to others through a blocker."""
    objective, commitment = stuck.objective, stuck.commitment
    if (objective is None) == (commitment is None):
        raise NotSaid("Say what is stuck: one objective, or one promise.")
    if objective is not None:
        if not is_under_way(objective):
            raise NotSaid(f"“{objective}” is not under way, so nothing stands in its way.")
        for part in (stuck.key_result, stuck.initiative):
            if part is not None and part.objective_id != objective.pk:
                raise NotSaid(f"“{part}” is no part of “{objective}”. Choose one of its own.")
    if commitment is not None:
        if commitment.is_private:
            raise NotSaid("This promise is private, and a blocker can be read by everybody. Ask whoever can help directly.")
        if not is_under_way(commitment):
            raise NotSaid(f"“{commitment}” is closed, so nothing stands in its way.")


def check_is_undecided(decision: Decision | None, dependency: Dependency | None) -> None:
    if decision is not None and dependency is not None:
        raise NotSaid("Name what it waits on once: the decision or the dependency. Raise a second blocker for the other.")
    if decision is not None and not is_under_way(decision):
        raise NotSaid(f"“{decision}” is {decision.get_state_display().lower()} already. Nothing waits on it.")
    if dependency is not None and not is_under_way(dependency):
        raise NotSaid(f"“{dependency}” is {dependency.get_state_display().lower()} already. Nothing waits on it.")


def check_days(since_on: date, hoped_on: date | None, today: date) -> date:
    """The first day, no later than today."""
    if not timedelta(0) <= today - since_on <= FURTHEST:
        raise DatesOutOfOrder("It is stuck since today or since a day before.")
    check_is_to_come(hoped_on, today)
    return since_on


def check_is_to_come(day: date | None, today: date) -> None:
    if day is not None and not timedelta(0) <= day - today <= FURTHEST:
        raise DatesOutOfOrder("Choose a day that is still to come.")


def owner_by(decision: Decision | None, dependency: Dependency | None) -> Person | None:
    """Whoever decides, or answers for, what it waits on."""
    if decision is not None:
        return decider_of(decision)
    if dependency is None:
        return None
    of_objective: Person | None = dependency.to_objective.owner if dependency.to_objective else None
    return dependency.to_owner or of_objective or lead_of(dependency.to_team)


def lead_of(team: Team | None) -> Person | None:
    leads = Membership.objects.filter(LEADS, team=team).exclude(person__status=PersonStatus.INACTIVE).select_related("person")
    lead = leads.order_by("id").first() if team else None
    person: Person | None = lead.person if lead else None
    return person


def kind_by(kind: str, decision: Decision | None, dependency: Dependency | None) -> str:
    """What it waits on says it; else whoever raises it does."""
    if decision is not None or dependency is not None:
        return BlockerKind.DECISION if decision is not None else BlockerKind.TEAM
    if kind not in BlockerKind.values:
        raise NotSaid("Say what kind of blocker it is.")
    return kind


def fits(text: str) -> str:
    text = text.strip()
    return worded(text, "", limit=LONGEST) if text else ""


@verb
def promise_blocker(*, blocker: Blocker, promised_on: date, by: Person | None, now: datetime) -> Blocker:
    """Its owner says by when it is cleared; the first day that was said is kept."""
    blocker = locked(blocker)
    if not policy.may_promise_blocker(by, blocker):
        raise NotAllowed(f"{blocker.owner.name} says by when it is cleared. Ask {whom_to_ask(blocker.owner)}.")
    check_next(STATES, blocker, State.CLEARED)  # only what is open
    check_is_to_come(promised_on, day_of_blocker(blocker, now))
    if blocker.promised_on == promised_on:
        return blocker
    before, blocker.promised_on = blocker.promised_on, promised_on
    blocker.save(update_fields=["promised_on"])
    days = {"by_day": promised_on.isoformat(), "before": before.isoformat() if before else None}
    record("blocker.promised", by=by, about=blocker, now=now, **days, **told_of(blocker))
    return blocker


@verb
def hand_on_blocker(*, blocker: Blocker, to: Person, reason: str, by: Person | None, now: datetime) -> Blocker:
    """Somebody else clears it. Its clock, and what was said before, stay; a day that the former named is not theirs."""
    blocker = locked(blocker)
    if not policy.may_hand_on_blocker(by, blocker):
        raise NotAllowed(f"You may not hand “{blocker}” on. Ask {whom_to_ask(blocker.owner)}.")
    check_next(STATES, blocker, State.CLEARED)
    if blocker.owner_id == to.pk:
        raise AlreadyThere(f"{to.name} clears this already. Choose somebody else.")
    check_is_here(to)
    reason = worded(reason, f"Say why {to.name} is to clear it.", limit=LONGEST)
    former, blocker.owner, blocker.promised_on = blocker.owner, to, None
    blocker.save(update_fields=["owner", "promised_on"])
    names = {"former": former.name, "former_id": former.pk, "to": to.pk, "to_name": to.name}
    record("blocker.handed_on", by=by, about=blocker, now=now, **names, reason=reason, **told_of(blocker))
    return blocker


@verb
def clear_blocker(*, blocker: Blocker, by: Person | None, now: datetime, how: str = "") -> Blocker:
    """It stands in the way no longer; how may be said."""
    blocker = locked(blocker)
    if not policy.may_clear_blocker(by, blocker):
        raise NotAllowed(f"You may not say that “{blocker}” is cleared. Ask {whom_to_ask(blocker.owner, blocker.raised_by)}.")
    return end(blocker, State.CLEARED, "blocker.cleared", words=fits(how), by=by, now=now)


@verb
def withdraw_blocker(*, blocker: Blocker, reason: str, by: Person | None, now: datetime) -> Blocker:
    """It is none after all: its days count for nothing."""
    blocker = locked(blocker)
    check_may_withdraw(blocker, by)
    words = worded(reason, "Say why it stands in the way no longer.", limit=LONGEST)
    return end(blocker, State.WITHDRAWN, "blocker.withdrawn", words=words, by=by, now=now)


def end(blocker: Blocker, state: State, event: str, *, words: str, by: Person | None, now: datetime) -> Blocker:
    check_next(STATES, blocker, state)
    span = BlockerSpan.objects.filter(blocker=blocker, until_on=None).first()  # none where an import brought none
    today = day_of_blocker(blocker, now)
    today = max(today, span.since_on) if span else today  # a team that moved west has not gone back in time
    blocker.state, blocker.ending, blocker.ended_on, blocker.ended_by = state, words, today, by
    blocker.save(update_fields=["state", "ending", "ended_on", "ended_by"])
    if span:
        span.until_on = today
        span.save(update_fields=["until_on"])
    record(event, by=by, about=blocker, now=now, reason=words, **told_of(blocker))
    return blocker


def check_may_withdraw(blocker: Blocker, by: Person | None) -> None:
    """Also before a form is shown: none is offered that cannot be sent."""
    if not policy.may_withdraw_blocker(by, blocker):
        raise NotAllowed(f"You may not withdraw “{blocker}”. Ask {whom_to_ask(blocker.raised_by, blocker.stuck.owner)}.")
    check_next(STATES, blocker, State.WITHDRAWN)


@verb
def reopen_blocker(*, blocker: Blocker, reason: str, by: Person | None, now: datetime) -> Blocker:
    """Stuck again, for whoever cleared it: the days between do not count."""
    blocker = locked(blocker)
    check_may_reopen(blocker, by)
    reason = worded(reason, "Say what is stuck again.", limit=LONGEST)
    check_is_here(blocker.owner)
    before, ended_on = blocker.ending, blocker.ended_on
    blocker.state, blocker.ending, blocker.ended_on, blocker.ended_by = State.OPEN, "", None, None
    today = day_of_blocker(blocker, now)
    for name in ("promised_on", "hoped_on"):  # a day that has passed was meant for the first time
        if getattr(blocker, name) and getattr(blocker, name) < today:
            setattr(blocker, name, None)
    blocker.save(update_fields=["state", "ending", "ended_on", "ended_by", "promised_on", "hoped_on"])
    since = max(filter(None, (today, ended_on)))
    scope = {"organization_id": blocker.organization_id, "blocker": blocker}
    BlockerSpan.objects.get_or_create(**scope, until_on=None, defaults={"since_on": since})
    record("blocker.reopened", by=by, about=blocker, now=now, reason=reason, ending=before, **told_of(blocker))
    return blocker


def check_may_reopen(blocker: Blocker, by: Person | None) -> None:
    if not policy.may_reopen_blocker(by, blocker):
        raise NotAllowed(f"You may not open “{blocker}” again. Ask {whom_to_ask(blocker.raised_by, blocker.owner)}.")
    check_next(STATES, blocker, State.OPEN)
    check_is_under_way(Stuck(objective=blocker.objective, commitment=blocker.commitment))


@verb
def take_along_blocker(*, blocker: Blocker, to: Stuck, by: Person | None, now: datetime) -> Blocker:
    """What was stuck goes on as another row, carried over or re-scoped: it is stuck there, and its clock goes on."""
    blocker = locked(blocker)
    check_next(STATES, blocker, State.CLEARED)
    before = str(blocker.stuck)
    if to.objective is not None and to.objective.pk != blocker.objective_id:
        blocker.key_result = blocker.initiative = None  # those stay with the former one
    blocker.objective, blocker.commitment = to.objective, to.commitment
    blocker.save(update_fields=["objective", "commitment", "key_result", "initiative"])
    record("blocker.followed", by=by, about=blocker, now=now, before=before, reason=f"{to.thing}", **told_of(blocker))
    return blocker


@verb
def change_blocker(*, blocker: Blocker, by: Person | None, now: datetime, **changes: Any) -> Blocker:
    """Other words, another kind, another day that is hoped for; what was first said is kept."""
    blocker = held(blocker, by)
    moved = {name: value for name, value in changes.items() if getattr(blocker, name) != value}
    if "title" in moved:
        moved["title"] = worded(moved["title"], ASK)
    if "clears_when" in moved:
        moved["clears_when"] = fits(moved["clears_when"])
    if "kind" in moved:
        moved["kind"] = kind_by(moved["kind"], blocker.decision, blocker.dependency)
    if "hoped_on" in moved:
        check_is_to_come(moved["hoped_on"], day_of_blocker(blocker, now))
    before_and_after = {name: [told(getattr(blocker, name)), told(value)] for name, value in moved.items()}
    for name, value in moved.items():
        setattr(blocker, name, value)
    if moved:
        blocker.save(update_fields=list(moved))
        record("blocker.changed", by=by, about=blocker, now=now, changes=before_and_after, **told_of(blocker))
    return blocker


def held(blocker: Blocker, by: Person | None) -> Blocker:
    blocker = locked(blocker)
    check_may_change(blocker, by)
    return blocker


def check_may_change(blocker: Blocker, by: Person | None) -> None:
    if not policy.may_change_blocker(by, blocker):
        raise NotAllowed(f"You may not change “{blocker}”. Ask {whom_to_ask(blocker.raised_by, blocker.stuck.owner)}.")
    check_next(STATES, blocker, State.CLEARED)


def told(value: Any) -> str | None:
    """A value as the logbook keeps it."""
    return None if value is None else str(value)


def told_of(blocker: Blocker) -> dict[str, int | None]:
    """Which thing is stuck, for readers of the logbook."""
    return {"objective": blocker.objective_id, "commitment": blocker.commitment_id}
