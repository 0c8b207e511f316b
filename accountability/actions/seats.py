"""Verbs: the accountability chart is drawn, seats are filled and vacated, and what was stays to be read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from django.db import connection

from accountability import policy
from accountability.models import Seat, SeatHolder, SeatMetric, SeatPart
from accountability.models.seats import LONGEST_LINE
from accountability.seating import above_below
from alignment.models import Metric
from organizations.logbook import record, verb
from organizations.models import Organization, Person, Team
from organizations.models.people import PersonStatus
from organizations.models.teams import TeamStatus
from organizations.refusals import AlreadyClosed, AlreadyThere, NotAllowed, NotSaid, OutOfTurn, WouldBeCircle
from organizations.tenancy import new_key
from organizations.verbs import day_of, locked, whom_to_ask, worded

ASK_TITLE = "Give the seat a title, like Head of Platform."
MOST_LINES = 20


class SeatWords(TypedDict, total=False):
    """What may be said of a seat beside its title."""

    team: Team | None
    outcomes: Sequence[str]
    rights: Sequence[str]
    is_critical: bool


class SeatChanges(SeatWords, total=False):
    title: str


@verb
def add_seat(
    *,
    organization: Organization,
    title: str,
    by: Person | None,
    now: datetime,
    above: Seat | None = None,
    key: str = "",
    **said: Unpack[SeatWords],
) -> Seat:
    """A new seat on the chart, vacant until somebody is named."""
    hold_chart(organization.pk)
    if not policy.may_change_below(by, above):
        raise NotAllowed(f"You may not add a seat here. Ask {whom_to_ask(*holders_of(above))}.")
    check_is_open(above)
    seat = Seat(organization=organization, key=key or new_key(), title=worded(title, ASK_TITLE), above=above)
    for field, value in read_words(said).items():
        setattr(seat, field, value)
    seat.save()
    record("seat.added", by=by, about=seat, now=now, above=above.pk if above else None)
    return seat


@verb
def change_seat(*, seat: Seat, by: Person | None, now: datetime, **changes: Unpack[SeatChanges]) -> Seat:
    """Other words for what it answers for and may decide; the logbook has what was and what is."""
    seat = held_open(seat, by)
    wanted = read_words(changes)
    if "title" in wanted:
        wanted["title"] = worded(wanted["title"], ASK_TITLE)
    moved = {field: value for field, value in wanted.items() if getattr(seat, field) != value}
    if not moved:
        return seat
    before_and_after = {field: [told(getattr(seat, field)), told(value)] for field, value in moved.items()}
    for field, value in moved.items():
        setattr(seat, field, value)
    seat.save(update_fields=list(moved))
    record("seat.changed", by=by, about=seat, now=now, changes=before_and_after)
    return seat


@verb
def move_seat(*, seat: Seat, above: Seat | None, by: Person | None, now: datetime) -> Seat:
    """To another place on the chart, with everything below it."""
    hold_chart(seat.organization_id)
    seat = held_open(seat, by)
    check_is_open(above)
    if not policy.may_change_below(by, above):
        raise NotAllowed(f"You may not place a seat there. Ask {whom_to_ask(*holders_of(above))}.")
    former = seat.above
    if former == above:
        raise AlreadyThere(f"“{seat}” is there already. Choose another place.")
    check_no_circle(seat, above)
    seat.above = above
    seat.save(update_fields=["above"])
    changes = {"above": [str(former) if former else None, str(above) if above else None]}
    record("seat.moved", by=by, about=seat, now=now, changes=changes)
    return seat


@verb
def fill_seat(
    *, seat: Seat, person: Person | None, by: Person | None, now: datetime, part: SeatPart = SeatPart.HOLDER
) -> SeatHolder:
    """Somebody holds it from today on, or is its backup; two holders are possible, and are shown as one too many."""
    seat = held_open(seat, by)
    if person is None:
        raise NotSaid("Say who.")
    check_is_here(person)
    if SeatHolder.objects.filter(seat=seat, person=person, end_on=None).exists():
        raise AlreadyThere(f"{person.name} sits there already. End that first, or name somebody else.")
    row = seat_person(seat, person, part, day_of(now, seat.organization))
    record("seat.filled", by=by, about=seat, now=now, person=person.pk, who=person.name, part=part)
    return row


@verb
def vacate_seat(*, holder: SeatHolder, by: Person | None, now: datetime) -> SeatHolder:
    """Somebody holds it no longer; that they did stays."""
    seat = held_open(holder.seat, by)
    holder = locked(holder)
    if holder.end_on is not None:
        raise AlreadyClosed("That has ended already.")
    unseat(holder, day_of(now, seat.organization))
    record("seat.vacated", by=by, about=seat, now=now, person=holder.person_id, who=holder.person.name, part=holder.part)
    return holder


@verb
def measure_seat(*, seat: Seat, metrics: Sequence[Metric], by: Person | None, now: datetime) -> Seat:
    """Choose the numbers by which it is seen how the seat does."""
    seat = held_open(seat, by)
    before = {
        row.metric_id: row.metric.title for row in SeatMetric.objects.filter(seat=seat).select_related("metric").order_by("pk")
    }
    after = {metric.pk: metric.title for metric in metrics}
    if before == after:
        return seat
    SeatMetric.objects.filter(seat=seat).exclude(metric__in=after).delete()
    SeatMetric.objects.bulk_create(
        SeatMetric(organization_id=seat.organization_id, seat=seat, metric_id=pk) for pk in after if pk not in before
    )
    record("seat.measured", by=by, about=seat, now=now, changes={"metrics": [list(before.values()), list(after.values())]})
    return seat


@verb
def close_seat(*, seat: Seat, reason: str, by: Person | None, now: datetime) -> Seat:
    """It is not needed any more: nobody holds it, nothing hangs below it, and it stays to be read."""
    hold_chart(seat.organization_id)
    seat = held_open(seat, by)
    below = list(Seat.objects.filter(above=seat, closed_on=None).order_by("title").values_list("title", flat=True)[:5])
    if below:
        raise OutOfTurn(f"Move what hangs below “{seat}” first: {', '.join(below)}.")
    today = day_of(now, seat.organization)
    seat.closing_reason = worded(reason, "Say why it is not needed any more.", limit=1000)
    seat.closed_on = today
    seat.save(update_fields=["closed_on", "closing_reason"])
    ended = list(SeatHolder.objects.filter(seat=seat, end_on=None).order_by("pk"))
    for holder in ended:
        unseat(holder, today)
    record("seat.closed", by=by, about=seat, now=now, reason=seat.closing_reason, ended=[holder.pk for holder in ended])
    return seat


def held_open(seat: Seat, by: Person | None) -> Seat:
    """The seat, held; refuses who may not change it, and what is closed."""
    seat = locked(seat)
    check_may_change(by, seat)
    return seat


def check_may_change(by: Person | None, seat: Seat) -> None:
    check_may_draw(by, seat)
    if seat.closed_on is not None:
        raise AlreadyClosed(f"The seat “{seat}” is closed. Open it again, or add a new one.")


def check_may_add(by: Person | None) -> None:
    """Whether there is any place for a seat of theirs."""
    if not policy.may_add_some_seat(by):
        raise NotAllowed(f"You hold no seat that another could hang below. Ask {whom_to_ask()}.")


def check_may_draw(by: Person | None, seat: Seat) -> None:
    """Whether the seat is open or not."""
    if not policy.may_change_seat(by, seat):
        raise NotAllowed(f"You may not change the seat “{seat}”. Ask {whom_to_ask(*holders_of(seat.above))}.")


def check_is_open(above: Seat | None) -> None:
    if above is not None and not Seat.objects.filter(pk=above.pk, closed_on=None).exists():
        raise NotSaid(f"The seat “{above}” is closed. Choose another one above.")


def check_is_here(person: Person) -> None:
    if person.status == PersonStatus.INACTIVE:
        raise NotSaid(f"{person.name} is not here any more. Choose somebody who is.")


def check_no_circle(seat: Seat, above: Seat | None) -> None:
    """Raises WouldBeCircle with its members."""
    if above is None:
        return
    parents = dict(Seat.objects.filter(closed_on=None).values_list("pk", "above_id"))
    circle = above_below(parents, seat.pk, above.pk)
    if circle or above.pk == seat.pk:
        titles = dict(Seat.objects.filter(pk__in=circle or [seat.pk]).values_list("pk", "title"))
        way = " → ".join(titles[pk] for pk in circle or [seat.pk, seat.pk])
        raise WouldBeCircle(f"“{seat}” would stand above itself: {way}. Choose a seat that does not lie below it.")


def hold_chart(organization_id: int) -> None:
    """Let moves on an organization's chart follow each other: two that pass each other could close a circle that neither sees."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('seats move', %s))", [organization_id])


def holders_of(seat: Seat | None) -> list[Person]:
    """Who holds a seat today, and is here."""
    if seat is None:
        return []
    rows = SeatHolder.objects.filter(seat=seat, end_on=None, part=SeatPart.HOLDER).exclude(person__status=PersonStatus.INACTIVE)
    return [row.person for row in rows.select_related("person").order_by("id")]


def seat_person(seat: Seat, person: Person, part: str, today: date) -> SeatHolder:
    row: SeatHolder = SeatHolder.objects.create(
        organization_id=seat.organization_id, seat=seat, person=person, part=part, start_on=today
    )
    return row


def unseat(holder: SeatHolder, today: date) -> None:
    holder.end_on = max(today, holder.start_on)
    holder.save(update_fields=["end_on"])


def read_words(said: Any) -> dict[str, Any]:
    """The words as the columns take them.

    Raises NotSaid for a team that is archived, for too many lines and for lines that are too long.
    """
    wanted: dict[str, Any] = dict(said)
    for field in ("outcomes", "rights"):
        if field in wanted:
            lines = list(dict.fromkeys(line.strip() for line in wanted[field] if line.strip()))
            wanted[field] = [worded(line, "", limit=LONGEST_LINE) for line in lines]
            if len(lines) > MOST_LINES:
                raise NotSaid(f"Keep it to {MOST_LINES} lines: a seat that answers for everything answers for nothing.")
    team = wanted.get("team")
    if team is not None and team.status == TeamStatus.ARCHIVED:
        raise NotSaid(f"The team {team.name} is archived. Choose another one.")
    return wanted


def told(value: Any) -> Any:
    """A value as the logbook keeps it."""
    return value if isinstance(value, str | bool | list | None) else str(value)
