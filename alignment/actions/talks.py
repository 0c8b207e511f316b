"""Verbs: what is said around a handshake: a note, a reminder, a delivery sent back, another owner; and none over an old page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from alignment import policy
from alignment.actions.dependencies import State, finish, no_say, turn
from alignment.models import Dependency
from alignment.models.dependencies import OPEN_STATES
from alignment.turns import seen_as
from organizations.logbook import record, verb
from organizations.models import Event, Person
from organizations.refusals import AlreadyThere, NotSaid, OutOfTurn, Refused
from organizations.verbs import day_of, locked, worded

IS_TALKED_OF = frozenset({"", *OPEN_STATES, State.DELIVERED})


class ChangedMeanwhile(Refused):
    """The other side has moved since the page was made; what was written is kept and shown over the new state."""


def over(dependency: Dependency, seen: str, say: Callable[[], Dependency]) -> Dependency:
    """Say it only over the state and the days that the page showed (`seen_as`; empty: whatever they are), in one transaction.

    Raises ChangedMeanwhile when they are others by now.
    """
    with transaction.atomic():
        now_is = locked(dependency)
        if seen and seen != seen_as(now_is.state, now_is.needed_by, now_is.promised_by):
            raise ChangedMeanwhile("This changed while you wrote. See how it stands now, then say it again.")
        return say()


@verb
def note_dependency(*, dependency: Dependency, text: str, by: Person | None, now: datetime) -> Dependency:
    """Either side says something without a day: the state stays as it is. "We'll look at it" is no answer."""
    dependency = locked(dependency)
    check_talked_of(dependency, by)
    said = worded(text, "Write what you want to say.", limit=1000)
    record("dependency.noted", by=by, about=dependency, now=now, said=said)
    return dependency


@verb
def nudge_dependency(*, dependency: Dependency, by: Person | None, now: datetime) -> Dependency:
    """The side that waits reminds the other, once a day at most."""
    dependency = locked(dependency)
    if not policy.may_ask_again(by, dependency):
        raise no_say(dependency)
    if dependency.state not in OPEN_STATES:
        raise OutOfTurn(f"“{dependency}” waits for nobody on the other side.")
    today = day_of(now, dependency.organization)
    lines = Event.objects.filter(about_type="alignment.Dependency", about_id=dependency.pk, name="dependency.nudged")
    last = lines.order_by("-id").first()
    if last and day_of(last.at, dependency.organization) == today:
        raise AlreadyThere("They were reminded today. Wait until tomorrow, or talk to them.")
    record("dependency.nudged", by=by, about=dependency, now=now)
    return dependency


@verb
def return_delivery(*, dependency: Dependency, reason: str, by: Person | None, now: datetime) -> Dependency:
    """The asking side has tried it, and something is missing: it is in work again."""
    dependency = turn(dependency, State.IN_PROGRESS, may=policy.may_ask_again, by=by)
    if not dependency.delivered_on:
        raise OutOfTurn(f"“{dependency}” has not been delivered, so it cannot be sent back.")
    dependency.answer = worded(reason, "Say what is missing, so that they can finish it.", limit=1000)
    dependency.delivered_on = None
    dependency.save(update_fields=["state", "answer", "delivered_on"])
    finish(dependency, "dependency.returned", by=by, now=now, said=dependency.answer)
    return dependency


@verb
def hand_over_dependency(*, dependency: Dependency, owner: Person | None, by: Person | None, now: datetime) -> Dependency:
    """Name who answers for it on one's own side: of the side that is needed where somebody speaks for both."""
    dependency = locked(dependency)
    check_talked_of(dependency, by)
    if owner is None:
        raise NotSaid("Name who answers for it.")
    field = "to_owner" if policy.may_answer_dependency(by, dependency) else "from_owner"
    before: Person | None = getattr(dependency, field)
    setattr(dependency, field, owner)
    dependency.save(update_fields=[field])
    data: dict[str, Any] = {"side": field, "owner": owner.pk, "name": owner.name, "was": before.name if before else ""}
    finish(dependency, "dependency.handed_over", by=by, now=now, **data)
    return dependency


def check_talked_of(dependency: Dependency, by: Person | None) -> None:
    """Raises NotAllowed to whom neither side is, OutOfTurn when it is over."""
    if not policy.may_negotiate_dependency(by, dependency):
        raise no_say(dependency)
    if dependency.state not in IS_TALKED_OF:
        raise OutOfTurn(f"“{dependency}” is over: {dependency.get_state_display().lower()}.")
