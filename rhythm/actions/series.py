"""Verbs: a series of meetings is planned, changed, ended and taken up again; its calendar follows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any, TypedDict, Unpack
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from organizations.logbook import record, verb
from organizations.models import Organization, Person, Team
from organizations.models.people import PersonStatus
from organizations.models.teams import TeamStatus
from organizations.recurring import Unreadable, read_rule
from organizations.refusals import AlreadyClosed, DatesOutOfOrder, NotAllowed, NotSaid, OutOfTurn
from organizations.tenancy import TenantModel, new_key
from organizations.verbs import day_of, locked, whom_to_ask, worded
from rhythm import policy
from rhythm.actions.meetings import not_yours
from rhythm.actions.planning import follow_rule, plan_series_ahead
from rhythm.measures import next_starts, zone_of
from rhythm.models import HeldAs, Invited, MeetingKind, MeetingSeries, RotaTurn, SeriesPerson
from rhythm.people import asked_to


class SeriesWords(TypedDict, total=False):
    """What may be said of a series beside its title; the last four are people, by the part they have in it."""

    kind: str
    held_as: str
    team: Team | None
    organizer: Person | None
    description: str
    start_on: date | None
    start_time: time | None
    duration_minutes: int | None
    timezone: str
    rrule: str
    location: str
    url: str
    required: Sequence[Person]
    optional: Sequence[Person]
    left_out: Sequence[Person]
    rota: Sequence[Person]


class SeriesChanges(SeriesWords, total=False):
    """What may be said anew; what is left out stays."""

    title: str


PEOPLE = ("required", "optional", "left_out", "rota")
IN_CALENDARS = {
    "title", "description", "start_on", "start_time", "duration_minutes", "timezone", "rrule", "location", "url", "held_as"
}  # fmt: skip
TIMING = {"start_on", "start_time", "timezone", "rrule"}
LONGEST = {"location": 250, "url": 2000, "description": 4000}
MOST_MINUTES = 24 * 60
EARLIEST = date(2000, 1, 1)


@verb
def plan_series(
    *, organization: Organization, title: str, by: Person | None, now: datetime, key: str = "", **said: Unpack[SeriesWords]
) -> MeetingSeries:
    """A meeting that recurs by a rule, or happens once; the clock is that of its own time zone, summer and winter."""
    team = said.get("team")
    check_may_plan(by, team, organization)
    wanted: dict[str, Any] = {"title": title, **said}
    people = {part: list(wanted.pop(part)) for part in PEOPLE if part in wanted}
    series = MeetingSeries(organization=organization, key=key or new_key(), timezone=organization.timezone, organizer=by)
    wanted = {name: value for name, value in wanted.items() if value or name not in {"organizer", "timezone"}}
    check_words(wanted)
    for name, value in wanted.items():
        setattr(series, name, value)
    check_timing(series, now)
    check_held_as(series)
    series.save()
    seat(series, people)
    plan_series_ahead(series, now=now)
    record("meeting_series.planned", by=by, about=series, now=now, rrule=series.rrule, asked=asked_ids(series))
    return series


@verb
def change_series(*, series: MeetingSeries, by: Person | None, now: datetime, **changes: Unpack[SeriesChanges]) -> MeetingSeries:
    """Other words, another time, other people: the meetings to come follow, but for those that somebody has prepared."""
    series = locked(series)
    check_may_change(by, series)
    wanted: dict[str, Any] = dict(changes)
    people = {part: list(wanted.pop(part)) for part in PEOPLE if part in wanted}
    check_words(wanted)
    moved = {name: value for name, value in wanted.items() if getattr(series, name) != value}
    moved_people = {part: new for part, new in people.items() if are_others(series, part, new)}
    if not moved and not moved_people:
        return series
    if moved.get("team"):
        check_may_plan(by, moved["team"], series.organization)
    before_and_after = {name: [said(getattr(series, name)), said(value)] for name, value in moved.items()}
    before_and_after |= {part: [said(seated(series, part)), said(new)] for part, new in moved_people.items()}
    asked_before = asked_ids(series)
    for name, value in moved.items():
        setattr(series, name, value)
    if TIMING & set(moved):
        check_timing(series, now)
    check_held_as(series)
    shows = bool(IN_CALENDARS & set(moved))
    series.sequence += 1
    series.save(update_fields=[*moved, "sequence"])
    seat(series, moved_people)
    if TIMING & set(moved):
        follow_rule(series, now=now)
    record(
        "meeting_series.changed", by=by, about=series, now=now,
        changes=before_and_after, shows=shows, asked_before=asked_before, asked=asked_ids(series),
    )  # fmt: skip
    return series


@verb
def end_series(
    *, series: MeetingSeries, reason: str, by: Person | None, now: datetime, ended_on: date | None = None
) -> MeetingSeries:
    """No meeting after this day, today if none is said; what it brought stays, what was prepared for later is called off."""
    series = locked(series)
    check_may_change(by, series)
    today = day_of(now, series.organization)
    if series.ended_on is not None:
        tense = "has ended already, on" if series.ended_on < today else "ends already, after"
        raise AlreadyClosed(f"“{series}” {tense} {series.ended_on:%-d %B %Y}. Take it up again first.")
    series.ended_on = ended_on or today
    if series.ended_on < today:
        raise DatesOutOfOrder("Choose a last day from today on: what was before stays as it was.")
    series.end_reason = worded(reason, "Say why it ends: the reason is what others learn from.", limit=1000)
    series.sequence += 1
    series.save(update_fields=["ended_on", "end_reason", "sequence"])
    follow_rule(series, now=now, why=series.end_reason)
    record("meeting_series.ended", by=by, about=series, now=now, ended_on=series.ended_on.isoformat(), reason=series.end_reason)
    return series


@verb
def resume_series(*, series: MeetingSeries, by: Person | None, now: datetime) -> MeetingSeries:
    """It meets again, by its rule, from now on."""
    series = locked(series)
    check_may_change(by, series)
    if series.ended_on is None:
        raise OutOfTurn(f"“{series}” has not ended.")
    series.ended_on, series.end_reason = None, ""
    series.sequence += 1
    series.save(update_fields=["ended_on", "end_reason", "sequence"])
    plan_series_ahead(series, now=now)
    record("meeting_series.resumed", by=by, about=series, now=now)
    return series


def check_may_plan(by: Person | None, team: Team | None, organization: Organization) -> None:
    if not policy.may_plan_series(by, team):
        raise NotAllowed(f"You may not plan meetings for {team.name if team else organization.name}. Ask {whom_to_ask()}.")


def check_may_change(by: Person | None, series: MeetingSeries) -> None:
    if not policy.may_change_series(by, series):
        raise not_yours(series)


def check_words(wanted: dict[str, Any]) -> None:
    """What no series may be told: texts that do not fit, people and teams that are not here any more."""
    if "title" in wanted:
        wanted["title"] = worded(wanted["title"], "Give the meeting a name.")
    for name, limit in LONGEST.items():
        if name in wanted:
            wanted[name] = worded(wanted[name], "", limit=limit) if wanted[name].strip() else ""
    if wanted.get("kind") and wanted["kind"] not in MeetingKind.values:
        raise NotSaid("Choose the kind of meeting from the list.")
    if wanted.get("held_as") and wanted["held_as"] not in HeldAs.values:
        raise NotSaid("Say whether it is held together or in writing.")
    team, organizer = wanted.get("team"), wanted.get("organizer")
    if team is not None and team.status == TeamStatus.ARCHIVED:
        raise NotSaid(f"The team {team.name} is archived. Choose another one.")
    if organizer is not None and organizer.status == PersonStatus.INACTIVE:
        raise NotSaid(f"{organizer.name} is not here any more. Choose somebody who is.")


def check_held_as(series: MeetingSeries) -> None:
    """Only what is there for news can be written: every other meeting is a talk."""
    if series.is_in_writing and series.kind != MeetingKind.HUDDLE:
        raise NotSaid("Only a daily huddle can be held in writing. Hold this one together, or choose another kind.")
    if series.is_in_writing and series.start_time is None:
        raise NotSaid("Say by which time everybody has written.")


def check_timing(series: MeetingSeries, now: datetime) -> None:
    """Raises NotSaid for a rule, a zone or a length that no calendar understands, and for a meeting that never takes place."""
    minutes = series.duration_minutes
    if minutes is not None and not 1 <= minutes <= MOST_MINUTES:
        raise NotSaid(f"Say how many minutes it takes: one or more, at most {MOST_MINUTES:,}, which is a day.")
    try:
        ZoneInfo(series.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError) as problem:
        raise NotSaid(f"Choose a time zone such as Europe/Lisbon; nobody knows “{series.timezone[:60]}”.") from problem
    try:
        rule = read_rule(series.rrule or "FREQ=DAILY")
    except Unreadable as problem:
        raise NotSaid(f"Say how it recurs by a rule such as FREQ=WEEKLY;BYDAY=MO; “{series.rrule[:60]}” is none.") from problem
    if series.start_on is not None and series.start_on < EARLIEST:
        raise NotSaid(f"Choose a first day after {EARLIEST:%Y}.")
    if series.rrule and series.start_on and not rule.until and rule.count is None and not meets(series, now):
        raise NotSaid("By this rule no meeting takes place in the next two years. Choose other days, or an earlier first day.")


def meets(series: MeetingSeries, now: datetime) -> bool:
    zone = zone_of(series.timezone, series.organization.timezone)
    starts = next_starts(
        series.rrule, start_on=series.start_on, start_time=series.start_time, exdates=series.exdates, zone=zone, now=now, most=1
    )
    return bool(starts)


def seat(series: MeetingSeries, people: dict[str, list[Person]]) -> None:
    """Write who has which part in it, and the order of the rota; parts that are not named stay."""
    check_once(people)
    if "rota" in people:
        RotaTurn.objects.filter(series=series).delete()
        RotaTurn.objects.bulk_create(
            RotaTurn(organization_id=series.organization_id, series=series, person=person, position=position)
            for position, person in enumerate(people["rota"])
        )
    parts = {part: people[part] for part in Invited.values if part in people}
    SeriesPerson.objects.filter(series=series, part__in=list(parts)).delete()
    named = {person.pk for part in parts.values() for person in part}
    SeriesPerson.objects.filter(series=series, person__in=named).delete()  # whoever gets another part loses the former
    SeriesPerson.objects.bulk_create(
        SeriesPerson(organization_id=series.organization_id, series=series, person=person, part=part)
        for part, all_of_it in parts.items()
        for person in all_of_it
    )


def check_once(people: dict[str, list[Person]]) -> None:
    """Raises NotSaid when somebody stands twice in the rota, or has two parts."""
    for names in (people.get("rota", []), [person for part in Invited.values for person in people.get(part, [])]):
        twice = next((person for number, person in enumerate(names) if person in names[:number]), None)
        if twice is not None:
            raise NotSaid(f"{twice.name} is named twice. Name everybody once.")
        gone = next((person for person in names if person.status == PersonStatus.INACTIVE), None)
        if gone is not None:
            raise NotSaid(f"{gone.name} is not here any more. Choose somebody who is.")


def seated(series: MeetingSeries, part: str) -> list[Person]:
    """Who has a part in it, or its rota, in order."""
    if part == "rota":
        return [turn.person for turn in RotaTurn.objects.filter(series=series).select_related("person")]
    rows = SeriesPerson.objects.filter(series=series, part=part).select_related("person").order_by("person__name", "person_id")
    return [row.person for row in rows]


def all_seated(series: MeetingSeries) -> dict[str, list[Person]]:
    """Who has which part, and the rota; two queries."""
    rows = SeriesPerson.objects.filter(series=series).select_related("person").order_by("person__name", "person_id")
    found: dict[str, list[Person]] = {part: [] for part in PEOPLE} | {"rota": seated(series, "rota")}
    for row in rows:
        found[row.part].append(row.person)
    return found


def are_others(series: MeetingSeries, part: str, new: list[Person]) -> bool:
    """Whether these are not the ones who have that part; in the rota their order counts."""
    now = seated(series, part)
    return now != new if part == "rota" else set(now) != set(new)


def asked_ids(series: MeetingSeries) -> list[int]:
    return list(asked_to(series).values_list("pk", flat=True))


def said(value: Any) -> Any:
    """A value as the logbook keeps it."""
    if isinstance(value, TenantModel):
        return str(value)
    if isinstance(value, date | time):
        return value.isoformat()
    return [said(one) for one in value] if isinstance(value, Iterable) and not isinstance(value, str) else value
