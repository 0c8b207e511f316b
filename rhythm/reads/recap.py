"""What a recap says: the facts of one meeting, gathered once for all who get it, and who they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q

from organizations.models import Person
from rhythm.measures import next_starts, zone_of
from rhythm.models import AgendaItem, Attendance, Disposition, Meeting, MeetingRun, MeetingState, Message
from rhythm.people import asked_to
from rhythm.reads.messages import teams_as_named
from rhythm.reads.minutes import Minutes, carried_words, minutes_of

MOST_NOTES = 3


@dataclass(frozen=True, slots=True)
class Recap:
    """One meeting as its mail tells it."""

    meeting: Meeting
    on: date
    minutes: Minutes
    carried: Sequence[AgendaItem]
    next_on: date | None  # when the series meets again
    messages: Sequence[Message]
    rated: int
    present: int
    notes: Sequence[str]  # what would have made it a ten

    @property
    def subject(self) -> str:
        """Leadership weekly: 2 decisions, 5 commitments; 2 issues carried to 24 August."""
        told = "; ".join(
            filter(None, [self.minutes.lead or "nothing decided or promised", carried_words(self.carried, self.next_on)])
        )
        return f"{self.meeting.series.title}: {told}"


def recap_of(meeting_id: int, now: datetime) -> Recap | None:
    """The recap of a meeting that ran here and is closed; none of one that was only entered afterwards."""
    related = ("series__team", "series__organizer", "organization", "run__facilitator")
    held = Meeting.objects.filter(pk=meeting_id, state=MeetingState.HELD, run__closed_at__isnull=False)
    meeting: Meeting | None = held.select_related(*related).first()
    if meeting is None:
        return None
    zone = zone_of(meeting.series.timezone, meeting.organization.timezone)
    there = list(Attendance.objects.filter(meeting=meeting, joined_at__isnull=False).order_by("id"))
    rated = [one for one in there if one.rating is not None]
    carried = AgendaItem.objects.filter(meeting=meeting, disposition=Disposition.CARRIED)
    return Recap(
        meeting=meeting,
        on=(meeting.started_at or meeting.planned_at).astimezone(zone).date(),
        minutes=minutes_of(meeting, now),
        carried=list(carried.select_related("issue").order_by("segment__position", "position")),
        next_on=next_meeting_on(meeting, now),
        messages=list(Message.objects.filter(meeting=meeting).prefetch_related(teams_as_named())),
        rated=len(rated),
        present=len(there),
        notes=[one.rating_note for one in rated if one.rating_note][:MOST_NOTES],
    )


def next_meeting_on(meeting: Meeting, now: datetime) -> date | None:
    """The day on which the series meets next after this meeting: by its own row, else by its rule."""
    series = meeting.series
    zone = zone_of(series.timezone, meeting.organization.timezone)
    later = Meeting.objects.filter(series=series, planned_at__gt=meeting.planned_at, state=MeetingState.PLANNED)
    at = later.order_by("planned_at").values_list("planned_at", flat=True).first()
    if at is not None:
        return at.astimezone(zone).date()  # type: ignore[no-any-return]
    starts = next_starts(
        series.rrule, start_on=series.start_on, start_time=series.start_time, exdates=series.exdates, zone=zone,
        now=max(now, meeting.planned_at), most=2,
    )  # fmt: skip
    after = [
        start.date() for start in starts if start > meeting.planned_at and not (series.ended_on and start.date() > series.ended_on)
    ]
    return after[0] if after else None


def people_of(recap: Recap) -> list[Person]:
    """Everybody who was asked, or was there all the same; each once, with their login."""
    came = Attendance.objects.filter(meeting=recap.meeting, person=OuterRef("pk"), joined_at__isnull=False)
    led = MeetingRun.objects.filter(meeting=recap.meeting).values("facilitator")
    asked = asked_to(recap.meeting.series).values("pk")
    found = Person.objects.filter(Q(pk__in=asked) | Exists(came) | Q(pk__in=led))
    return list(found.select_related("user", "organization").order_by("id"))
