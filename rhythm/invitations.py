"""What people hear of their meetings: a line in the product, and a mail that their calendar program takes in, one a change.

The mail goes to everybody who is asked, the one who changed it too, for their calendar cannot know otherwise; the line does not.
Its organizer is the product's own address, which sends it, under the name of the person: answers are not read, so none are asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.urls import reverse
from icalendar import Event as CalendarEvent
from icalendar import vText

from notifications import policy
from notifications.actions import notify, queue_mail
from notifications.letters import Letter, write_letter
from organizations.logbook import react_to
from organizations.models import Event, Person
from organizations.recurring import rule_in_words
from rhythm.calendars import CANCEL, REQUEST, Entry, calendar_text, events_of, one_event, plain_event
from rhythm.days import on_days
from rhythm.measures import next_starts, zone_of
from rhythm.models import Meeting, MeetingSeries
from rhythm.people import asked_to, is_asked
from rhythm.reads.calendars import entries_of

NO_LONGER = "You get this because you were asked to this meeting before."
ASKED = "You get this because you are asked to this meeting."


@dataclass(frozen=True, slots=True)
class News:
    """What has changed, for one reader: the subject, the facts, and the method of the calendar part."""

    text: str
    lines: tuple[str, ...] = ()
    method: str = REQUEST
    why: str = ASKED


@react_to("meeting_series.planned", "meeting_series.changed", "meeting_series.resumed")
def ask_people_in(event: Event, now: datetime) -> None:
    """Everybody who is asked, when what a calendar shows is new; those who were added; those who were left out hear that too."""
    entry = entry_of(event, now)
    if entry is None or entry.series.ended_on is not None:
        return
    before, asked = set(event.data.get("asked_before", ())), list(asked_to(entry.series).select_related("user", "organization"))
    shows = event.data.get("shows", True)
    added = [person for person in asked if person.pk not in before]
    stayed = [person for person in asked if person.pk in before and shows]
    gone = people(before - {person.pk for person in asked})
    post(entry, event, added, lambda person: News(f"Invitation: {headline(entry)}", facts(entry)), now=now)
    post(entry, event, stayed, lambda person: News(f"Changed: {headline(entry)}", facts(entry)), now=now)
    post(entry, event, gone, lambda person: not_asked(entry), now=now)


@react_to("meeting_series.ended")
def tell_that_it_ends(event: Event, now: datetime) -> None:
    entry = entry_of(event, now)
    if entry is None or entry.series.ended_on is None:
        return
    last = f"after {entry.series.ended_on:%a %-d %B}"
    news = News(f"{entry.series} ends: no meeting {last}", (entry.series.end_reason,))
    asked = list(asked_to(entry.series).select_related("user", "organization"))
    method = REQUEST if events_of(entry) else CANCEL
    post(entry, event, asked, lambda person: replace(news, method=method), now=now)
    tell_lines(entry.series, event, asked, lambda person: news.text, now=now)


@react_to("meeting.moved", "meeting.skipped", "meeting.restored")
def tell_of_one(event: Event, now: datetime) -> None:
    """One meeting has another time, is called off, or takes place after all."""
    entry = entry_of(event, now)
    meeting = Meeting.objects.filter(pk=event.data["meeting"]).first()
    if entry is None or meeting is None:
        return
    asked = list(asked_to(entry.series).select_related("user", "organization"))

    def news(person: Person) -> News:
        return news_of_one(event, entry.series, meeting, person)

    post(entry, event, asked, news, now=now, only=meeting)
    tell_lines(entry.series, event, asked, lambda person: news(person).text, now=now)


@react_to("meeting.turn_given", "meeting.turn_passed_on")
def tell_of_turn(event: Event, now: datetime) -> None:
    """Whoever facilitates now is asked to, by mail too; whoever did hears that they need not."""
    series = MeetingSeries.objects.select_related("organization").filter(pk=event.about_id).first()
    if series is None:
        return
    for person in people({event.data["was"], event.data["is"]} - {None, event.actor_id}):
        day = when(datetime.fromisoformat(event.data["planned_at"]), person)
        is_theirs = person.pk == event.data["is"]
        notify(
            person=person,
            event=event,
            reason="meeting.turn",
            text=f"You facilitate {series} on {day}" if is_theirs else f"{series} on {day} is facilitated by somebody else now",
            path=page_of(series),
            now=now,
            lines=[f"{event.actor.name} handed the turn on."] if event.actor else ["Whoever had the turn is away on that day."],
            ask="See the dates, or hand it on",
            why="You get this because you are in the rota of this meeting." if is_theirs else ASKED,
            is_mailed=is_theirs,
        )


@react_to("membership.started", "membership.ended")
def ask_in_with_the_team(event: Event, now: datetime) -> None:
    """Who joins a team is asked to its meetings, who leaves it no longer; those who are named beside it stay as they are."""
    person = next(iter(people({event.data.get("person")})), None)
    if person is None or not policy.may_mail(person) or not policy.is_news(event, now):
        return
    for entry in entries_of(MeetingSeries.objects.filter(team=event.about_id, ended_on=None), now):
        is_in = is_asked(person, entry.series)
        is_named = entry.series.people.filter(person=person).exists() or entry.series.organizer_id == person.pk
        if is_in and not is_named and event.name == "membership.started":
            post(entry, event, [person], lambda _, e=entry: News(f"Invitation: {headline(e)}", facts(e)), now=now)  # type: ignore[misc]
        elif not is_in and event.name == "membership.ended":
            post(entry, event, [person], lambda _, e=entry: not_asked(e), now=now)  # type: ignore[misc]


def post(
    entry: Entry,
    event: Event,
    to: Iterable[Person],
    news: Callable[[Person], News],
    *,
    now: datetime,
    only: Meeting | None = None,
) -> None:
    """A mail with a calendar part to each who may be mailed, about the series or `only` one meeting of it; one for each line."""
    if not policy.is_news(event, now):
        return
    entry = replace(entry, changed_at=max(entry.changed_at, event.at))
    for person in to:
        if not policy.may_mail(person) or person.user is None:
            continue
        said = news(person)
        calendar = calendar_for(entry, person, said, only)
        if not calendar:
            continue
        letter = Letter(
            text=said.text,
            lines=tuple(line for line in said.lines if line),
            path=page_of(entry.series),
            ask="See the meeting",
            why=said.why,
            organization=entry.series.organization.name,
        )
        queue_mail(
            key=f"event-{event.pk}/calendar-{entry.series.pk}/person-{person.pk}",
            recipient=person.user.email,
            subject=said.text,
            text=write_letter("emails/waits_on_you.txt", letter),
            html=write_letter("emails/waits_on_you.html", letter),
            calendar=calendar,
            now=now,
        )


def calendar_for(entry: Entry, person: Person, said: News, only: Meeting | None) -> str:
    """The calendar part for one reader, with nobody else's address in it; empty when there is no time to say."""
    alone = one_event(entry, only) if only is not None else None
    events = [alone] if alone is not None else events_of(entry)
    method = said.method
    if not events and (only is not None or method == CANCEL):  # it takes place at no time any more
        events, method = [empty_event(entry, only)], CANCEL
    if not events:
        return ""
    for each in events:
        each.add("organizer", f"mailto:{own_address()}", parameters={"CN": organizer_of(entry.series)})
        each.add("attendee", f"mailto:{person.user.email if person.user else ''}", parameters=part_of(person))
        if method == CANCEL:
            each["status"] = vText("CANCELLED")
    return calendar_text(events, [entry.zone] if entry.series.start_time else [], method=method, now=entry.now)


def empty_event(entry: Entry, only: Meeting | None) -> CalendarEvent:
    """The event of a series that has no day left, as it is called off."""

    return plain_event(entry, only.planned_at if only is not None else entry.now)


def part_of(person: Any) -> dict[str, str]:
    role = "OPT-PARTICIPANT" if getattr(person, "is_optional", False) else "REQ-PARTICIPANT"
    return {"CN": person.name, "CUTYPE": "INDIVIDUAL", "ROLE": role, "PARTSTAT": "NEEDS-ACTION", "RSVP": "FALSE"}


def own_address() -> str:
    """The address that sends the mail: calendar programs trust an invitation only when it is its organizer's."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1] or "peakos@localhost"


def organizer_of(series: MeetingSeries) -> str:
    return series.organizer.name if series.organizer else series.organization.name


def not_asked(entry: Entry) -> News:
    return News(f"You are not asked to {entry.series} any more", method=CANCEL, why=NO_LONGER)


def news_of_one(event: Event, series: MeetingSeries, meeting: Meeting, person: Person) -> News:
    """The words for one meeting, in the reader's own time."""
    at, reason = when(meeting.planned_at, person), str(event.data.get("reason", ""))
    if event.name == "meeting.moved":
        was = when(datetime.fromisoformat(event.data["was"]), person)
        return News(f"Moved: {series} is on {at}", (f"It was planned for {was}.", reason))
    if event.name == "meeting.skipped":
        return News(f"Called off: {series} on {at}", (reason,), method=CANCEL)
    return News(f"{series} on {at} takes place after all")


def headline(entry: Entry) -> str:
    """Leadership weekly, every Monday, 10:00 WEST."""
    series = entry.series
    start = next(iter(next_of(entry)), None)
    clock = f"{series.start_time:%H:%M} {start.tzname() if start else entry.zone.key}" if series.start_time else ""
    words = rule_in_words(series.rrule, series.start_on)
    day = f"{words[0].lower()}{words[1:]}" if words else f"{start:%a %-d %B}" if start else ""
    return ", ".join(filter(None, [series.title, day, clock]))


def facts(entry: Entry) -> tuple[str, ...]:
    series = entry.series
    start = next(iter(next_of(entry)), None)
    minutes = f", {series.duration_minutes} minutes{on_days(series.duration_minutes)}" if series.duration_minutes else ""
    return tuple(
        filter(
            None,
            [
                f"For the first time on {start:%A, %-d %B %Y}{minutes}." if start else "",
                f"Where: {series.location}." if series.location else "",
                f"Join: {series.url}" if series.url else "",
                series.description,
            ],
        )
    )


def next_of(entry: Entry) -> list[datetime]:
    series = entry.series
    return next_starts(
        series.rrule, start_on=series.start_on, start_time=series.start_time, exdates=series.exdates, zone=entry.zone,
        now=entry.now, most=1, ended_on=series.ended_on,
    )  # fmt: skip


def tell_lines(
    series: MeetingSeries, event: Event, asked: Iterable[Person], text: Callable[[Person], str], *, now: datetime
) -> None:
    """A line for everybody but the one who did it."""
    for person in asked:
        if person.pk != event.actor_id:
            path = page_of(series)
            notify(person=person, event=event, reason=event.name, text=text(person), path=path, now=now, is_mailed=False)


def when(at: datetime, person: Person) -> str:
    """Tue 25 August, 10:00 WEST, on the reader's clock."""
    local = at.astimezone(zone_of(person.timezone, person.organization.timezone))
    return f"{local:%a %-d %B, %H:%M} {local.tzname()}"


def people(numbers: Iterable[Any]) -> list[Person]:
    return list(Person.objects.filter(pk__in=list(numbers)).select_related("user", "organization").order_by("name", "pk"))


def page_of(series: MeetingSeries) -> str:
    return reverse("rhythm:series", args=[series.organization.slug, series.pk])


def entry_of(event: Event, now: datetime) -> Entry | None:
    """The series of a line, as it is now."""
    found = MeetingSeries.objects.filter(pk=event.about_id).select_related("organizer")
    return next(iter(entries_of(found, now)), None)
