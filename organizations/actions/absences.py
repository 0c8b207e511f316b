"""Verbs: somebody will be away, and says who stands in for them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from organizations import policy
from organizations.logbook import record, verb
from organizations.models import Absence, Person
from organizations.refusals import AlreadyClosed, AlreadyThere, NotAllowed, NotSaid
from organizations.verbs import check_order, day_of, locked, whom_to_ask

LONGEST = timedelta(days=366)


@verb
def plan_absence(
    *, person: Person, starts_on: date, ends_on: date, delegate: Person | None, by: Person | None, now: datetime, note: str = ""
) -> Absence:
    """Away from the first to the last day; what would be due meanwhile goes to the delegate, or to nobody."""
    person = locked(person)
    if not policy.may_plan_absence(by, person):
        raise NotAllowed(f"You may not say when {person.name} is away. Ask {whom_to_ask(person)}.")
    check_order(starts_on, ends_on, "Choose a last day that is not before the first.")
    if ends_on < day_of(now, person.organization):
        raise NotSaid("These days have passed. Choose a last day from today on.")
    if ends_on - starts_on > LONGEST:
        raise NotSaid("That is more than a year. Hand over what they own instead.")
    check_is_free(person, starts_on, ends_on)
    check_stands_in(person, delegate, starts_on, ends_on)
    absence: Absence = Absence.objects.create(
        organization_id=person.organization_id,
        person=person,
        starts_on=starts_on,
        ends_on=ends_on,
        delegate=delegate,
        note=note.strip()[:250],
    )
    said = {"starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat(), "delegate": delegate.pk if delegate else None}
    record("absence.planned", by=by, about=person, now=now, absence=absence.pk, **said)
    return absence


@verb
def end_absence(*, absence: Absence, by: Person | None, now: datetime) -> None:
    """Back earlier, or not away at all: what has not begun is taken back, what runs ends with yesterday."""
    absence = locked(absence)
    if not policy.may_plan_absence(by, absence.person):
        raise NotAllowed(f"You may not change when {absence.person.name} is away. Ask {whom_to_ask(absence.person)}.")
    today = day_of(now, absence.organization)
    if absence.ends_on < today:
        raise AlreadyClosed("This absence is over already.")
    person, ended = absence.person, absence.pk
    if absence.starts_on >= today:
        absence.delete()
    else:
        absence.ends_on = today - timedelta(days=1)
        absence.save(update_fields=["ends_on"])
    record("absence.ended", by=by, about=person, now=now, absence=ended)


def check_is_free(person: Person, starts_on: date, ends_on: date) -> None:
    there = away_between(person, starts_on, ends_on)
    if there is not None:
        raise AlreadyThere(
            f"{person.name} is away from {there.starts_on:%-d %B} to {there.ends_on:%-d %B} already. "
            "Take that one back first, or choose other days."
        )


def check_stands_in(person: Person, delegate: Person | None, starts_on: date, ends_on: date) -> None:
    """Raises NotSaid when the delegate could not do it."""
    if delegate is None:
        return
    if delegate.pk == person.pk:
        raise NotSaid("Name somebody else: nobody stands in for themselves.")
    if not policy.may_write(delegate):
        raise NotSaid(f"{delegate.name} cannot check in here. Name somebody who may write.")
    away = away_between(delegate, starts_on, ends_on)
    if away is not None:
        raise NotSaid(f"{delegate.name} is away then too, until {away.ends_on:%-d %B}. Name somebody else.")


def away_between(person: Person, starts_on: date, ends_on: date) -> Absence | None:
    found: Absence | None = Absence.objects.filter(person=person, starts_on__lte=ends_on, ends_on__gte=starts_on).first()
    return found
