"""Verbs: what somebody holds goes to somebody else, for some days or for good, and what was lent comes back."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from accountability import policy
from accountability.models import OPEN_COVERS, Cover, CoverItem, CoverState
from organizations.actions.absences import LONGEST, away_between
from organizations.handing import Change, Kind, kinds
from organizations.logbook import record, record_each, verb
from organizations.models import Person
from organizations.models.people import PersonStatus
from organizations.policy import may_write
from organizations.refusals import AlreadyClosed, AlreadyThere, NotAllowed, NotSaid, Refused
from organizations.verbs import check_order, day_of, locked, whom_to_ask

State = CoverState


@verb
def hand_over(
    *,
    person: Person,
    to: Person | None,
    by: Person | None,
    now: datetime,
    starts_on: date | None = None,
    ends_on: date | None = None,
    note: str = "",
) -> Cover:
    """All live things of a person go to another: until a day, or for good; from a later day on they go on that day."""
    if to is None:
        raise NotSaid("Say who takes it over.")
    person, to = held_people(person, to)
    if not policy.may_hand_over(by, person):
        raise NotAllowed(f"You may not hand over what {person.name} owns. Ask {whom_to_ask(person)}.")
    today = day_of(now, person.organization)
    starts_on = starts_on or today
    check_days(person, starts_on, ends_on, today)
    check_is_free(person)
    check_takes(person, to, starts_on, ends_on)
    cover: Cover = Cover.objects.create(
        organization_id=person.organization_id,
        person=person,
        to=to,
        state=State.KEPT if ends_on is None else State.PLANNED,
        starts_on=starts_on,
        ends_on=ends_on,
        note=note.strip()[:250],
        by=by,
        made_at=now,
        closed_at=now if ends_on is None else None,
    )
    if starts_on > today:
        days = {"starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat() if ends_on else None}
        record("cover.planned", by=by, about=person, now=now, cover=cover.pk, to=to.pk, **days)
    else:
        begin(cover, by=by, now=now)
    return cover


@verb
def return_cover(*, cover: Cover, by: Person | None, now: datetime) -> Cover:
    """Back earlier: what was lent comes back now, and what was only planned does not begin."""
    cover = held_cover(cover)
    if not policy.may_hand_over(by, cover.person) and (by is None or by.pk != cover.to_id):
        raise NotAllowed(f"You may not end this. Ask {whom_to_ask(cover.person, cover.to)}.")
    if cover.state not in OPEN_COVERS:
        raise AlreadyClosed("This hand-over is over already.")
    if cover.state == State.PLANNED:
        return cancel(cover, "cover.cancelled", by=by, now=now)
    return give_back(cover, by=by, now=now)


@verb
def settle_cover(*, cover: Cover, by: None, now: datetime) -> Cover:
    """What the day brings: a planned one begins, a lent one comes back; on every other day, and a second time, nothing."""
    cover = held_cover(cover)
    today = day_of(now, cover.organization)
    assert cover.ends_on or cover.state not in OPEN_COVERS
    is_over = cover.ends_on is not None and cover.ends_on < today
    if cover.state == State.RUNNING and is_over:
        return give_back(cover, by=by, now=now)
    if cover.state == State.PLANNED and cover.starts_on <= today:
        problem = what_hinders(cover, today)
        if is_over or problem:
            return cancel(cover, "cover.fell_through", by=by, now=now, reason=problem or "Its days are over.")
        begin(cover, by=by, now=now)
    return cover


def held_people(*people: Person) -> list[Person]:
    """As they stand now, held in one order, so that two hand-overs at once follow each other."""
    rows = Person.objects.select_related("organization").filter(pk__in=[person.pk for person in people])
    fresh = {row.pk: row for row in rows.select_for_update(of=("self",), no_key=True).order_by("pk")}
    return [fresh[person.pk] for person in people]


def held_cover(cover: Cover) -> Cover:
    held_people(cover.person, cover.to)
    cover = locked(cover)
    cover.person, cover.to = held_people(cover.person, cover.to)
    return cover


def check_days(person: Person, starts_on: date, ends_on: date | None, today: date) -> None:
    if starts_on < today:
        raise NotSaid("Choose a first day from today on: what is past stays as it was.")
    if ends_on is None:
        if starts_on > today:
            raise NotSaid("For good it goes at once. Name a last day, or begin today.")
        return
    check_order(starts_on, ends_on, "Choose a last day that is not before the first.")
    if ends_on - starts_on > LONGEST:
        raise NotSaid("That is more than a year. Hand it over for good instead: leave the last day empty.")
    if person.status == PersonStatus.INACTIVE:
        raise NotSaid(f"{person.name} has left, so nothing would come back. Leave the last day empty.")


def check_is_free(person: Person) -> None:
    there = Cover.objects.filter(person=person, state__in=OPEN_COVERS).select_related("to").first()
    if there is not None:
        raise AlreadyThere(
            f"{person.name} hands over to {there.to.name} already, from {there.starts_on:%-d %B} to {there.ends_on:%-d %B}. "
            "End that first."
        )


def check_takes(person: Person, to: Person, starts_on: date, ends_on: date | None) -> None:
    """Raises NotSaid when the other could not hold it."""
    if to.pk == person.pk:
        raise NotSaid("Name somebody else: nobody hands over to themselves.")
    if to.status == PersonStatus.INACTIVE:
        raise NotSaid(f"{to.name} is not here any more. Choose somebody who is.")
    if not may_write(to):
        raise NotSaid(f"{to.name} only reads here. Name somebody who may write.")
    last = ends_on or starts_on
    away = away_between(to, starts_on, last)
    if away is not None:
        raise NotSaid(f"{to.name} is away then too, until {away.ends_on:%-d %B}. Name somebody else.")
    own = Cover.objects.filter(person=to, state__in=OPEN_COVERS, starts_on__lte=last, ends_on__gte=starts_on).first()
    if own is not None:
        raise NotSaid(f"{to.name} hands over what is theirs until {own.ends_on:%-d %B}. Name somebody else.")


def what_hinders(cover: Cover, today: date) -> str:
    """Why a planned hand-over cannot begin any more; nothing when it can."""
    if cover.person.status == PersonStatus.INACTIVE:
        return f"{cover.person.name} has left."
    try:
        check_takes(cover.person, cover.to, max(cover.starts_on, today), cover.ends_on)
    except Refused as problem:
        return str(problem)
    return ""


def begin(cover: Cover, *, by: Person | None, now: datetime) -> None:
    """Everything that is live goes, kind by kind, each thing with its line."""
    change = Change(cover.person, cover.to, by, day_of(now, cover.organization), now)
    until = end_of(cover.ends_on, cover.organization.timezone)
    count = 0
    for kind in kinds.values():
        things = list(kind.named([cover.person_id], until).select_for_update(of=("self",), no_key=True))
        if things:
            write_down(cover, kind, things)
            pass_on(kind, things, change)
            count += len(things)
    if cover.state == State.PLANNED:
        cover.state = State.RUNNING
        cover.save(update_fields=["state"])
    ends_on = cover.ends_on.isoformat() if cover.ends_on else None
    record("cover.begun", by=by, about=cover.person, now=now, cover=cover.pk, to=cover.to_id, ends_on=ends_on, count=count)


def write_down(cover: Cover, kind: Kind, things: list[Any]) -> None:
    """What goes, as it is called today, and whether the other has a place in it already."""
    shared = set(kind.held([cover.to_id]).filter(pk__in=[thing.pk for thing in things]).values_list("pk", flat=True))
    common = {"organization_id": cover.organization_id, "cover": cover, "kind": kind.name}
    CoverItem.objects.bulk_create(
        CoverItem(**common, row_id=thing.pk, title=thing.words[:250], is_shared=thing.pk in shared) for thing in things
    )


def give_back(cover: Cover, *, by: Person | None, now: datetime) -> Cover:
    """What is still in the hands that it was lent to comes back; what was settled, or given on by its own way, stays."""
    if cover.person.status == PersonStatus.INACTIVE:
        close(cover, State.KEPT, now)
        record("cover.kept", by=by, about=cover.person, now=now, cover=cover.pk, to=cover.to_id)
        return cover
    count = 0
    for kind in kinds.values():
        count += give_back_of(cover, kind, by=by, now=now)
    close(cover, State.RETURNED, now)
    record("cover.returned", by=by, about=cover.person, now=now, cover=cover.pk, to=cover.to_id, count=count)
    return cover


def give_back_of(cover: Cover, kind: Kind, *, by: Person | None, now: datetime) -> int:
    """The things of one kind; how many came back."""
    lent = {item.row_id: item for item in CoverItem.objects.filter(cover=cover, kind=kind.name, is_back=False)}
    if not lent:
        return 0
    today, count = day_of(now, cover.organization), 0
    for holder, rows in hands_of(cover, kind, set(lent)).items():
        things = list(kind.held([holder.pk]).filter(pk__in=rows).order_by("pk").select_for_update(of=("self",), no_key=True))
        for stays in (False, True):
            change = Change(holder, cover.person, by, today, now, giver_stays=stays)
            pass_on(kind, [thing for thing in things if lent[thing.pk].is_shared == stays], change, is_return=True)
        if things:
            CoverItem.objects.filter(pk__in=[lent[thing.pk].pk for thing in things]).update(is_back=True)
            count += len(things)
    return count


def hands_of(cover: Cover, kind: Kind, rows: set[int]) -> dict[Person, set[int]]:
    """In whose hands each lent thing may be now: whom it was lent to, and to whom these handed it over in turn."""
    found: dict[Person, set[int]] = {cover.to: set(rows)}
    later = CoverItem.objects.filter(kind=kind.name, row_id__in=rows, cover_id__gt=cover.pk).select_related(
        "cover__person", "cover__to"
    )
    for item in later.order_by("id"):
        if item.row_id in found.get(item.cover.person, set()):
            found.setdefault(item.cover.to, set()).add(item.row_id)
    found.pop(cover.person, None)
    return found


def pass_on(kind: Kind, things: list[Any], change: Change, *, is_return: bool = False) -> None:
    if not things:
        return
    kind.give(things, change)
    said = {"kind": kind.name, "former": change.giver.name, "to": change.taker.pk, "to_name": change.taker.name}
    lines = [(thing, said) for thing in things]
    record_each("thing.came_back" if is_return else "thing.handed_over", lines, by=change.by, now=change.now)


def cancel(cover: Cover, event: str, *, by: Person | None, now: datetime, reason: str = "") -> Cover:
    close(cover, State.CANCELLED, now)
    if event == "cover.fell_through":
        record("cover.fell_through", by=by, about=cover.person, now=now, cover=cover.pk, to=cover.to_id, reason=reason)
    else:
        record("cover.cancelled", by=by, about=cover.person, now=now, cover=cover.pk, to=cover.to_id)
    return cover


def close(cover: Cover, state: CoverState, now: datetime) -> None:
    cover.state, cover.closed_at = state, now
    cover.save(update_fields=["state", "closed_at"])


def end_of(day: date | None, timezone: str) -> datetime | None:
    """The moment at which the last day is over."""
    return datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(timezone)) if day else None
