"""The agenda of one meeting as a page: its segments with their times, what stands in each and why, what there was no time for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Sum

from organizations.models import Person
from rhythm import policy
from rhythm.agendas import against_length
from rhythm.days import begins
from rhythm.measures import zone_of
from rhythm.models import AgendaItem, Disposition, IssueVote, Meeting, MeetingRun, MeetingState, Segment, SegmentKind
from rhythm.reads.series import short_zone

# The page that shows what an item is about, by the label of its model.
PAGES = {
    "alignment.Objective": "alignment:objective",
    "alignment.Dependency": "alignment:dependency",
    "alignment.Risk": "alignment:risk",
    "decisions.Decision": "decisions:decision",
    "decisions.Blocker": "decisions:blocker",
    "accountability.Commitment": "accountability:commitment",
    "rhythm.Issue": "rhythm:issue",
}
MARKS = {
    "contradicted_green": "contradicted", "off_track": "off_track", "at_risk": "at_risk", "no_update": "no_update",
    "dependency_refused": "ended", "dependency_late": "late", "dependency_unanswered": "unanswered",
    "dependency_slipping": "at_risk", "dependency_due": "on_track", "decision_overdue": "late", "decision_waiting": "unanswered",
    "blocker_late": "late", "blocker_open": "unanswered",
    "commitment_broken": "late", "risk_unowned": "unanswered", "risk_undecided": "unanswered",
}  # fmt: skip
WORDS = {
    "decision_overdue": "Past its day", "decision_waiting": "Waits", "commitment_broken": "Past its day",
    "blocker_late": "Past its day", "blocker_open": "Stuck", "risk_unowned": "No owner", "risk_undecided": "Nothing decided",
    "dependency_refused": "Refused", "dependency_due": "Due soon",
}  # fmt: skip
TIMED = {SegmentKind.ISSUES}  # segments whose items have clocks of their own


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item of the page."""

    item: AgendaItem
    page: str  # the URL name of what it is about; empty: nothing on record
    mark: str
    word: str
    votes: int
    is_said: bool  # whether the reason says how many votes it has


@dataclass(frozen=True, slots=True)
class SegmentLine:
    """A segment: when it begins by the plan, its items, what was taken off, and what there was no time for."""

    segment: Segment
    begins_at: datetime
    items: list[ItemLine]
    off: list[ItemLine]
    opens_a_day: bool = False  # of a meeting of several days

    @property
    def clock(self) -> str:
        return f"{self.begins_at:%H:%M}"

    @property
    def day(self) -> str:
        """Of a further day's first segment."""
        return f"{self.begins_at:%a}" if self.opens_a_day else ""

    @property
    def is_timed(self) -> bool:
        return self.segment.kind in TIMED

    @property
    def on_track(self) -> int:
        return int(self.segment.known.get("on_track", 0))

    @property
    def beyond(self) -> list[dict[str, Any]]:
        """What there was no time for, as it was written down when the agenda was built."""
        return list(self.segment.known.get("beyond", []))

    @property
    def beyond_count(self) -> int:
        return int(self.segment.known.get("beyond_count", 0))


@dataclass(frozen=True, slots=True)
class AgendaPage:
    """Everything on the page of an agenda."""

    meeting: Meeting
    at: datetime
    zone: str
    segments: list[SegmentLine]
    minutes: int
    fits: str
    may_arrange: bool
    is_opened: bool
    is_foreseen: bool = False  # not built yet: shown as it would be today

    @property
    def clock(self) -> str:
        return f"{self.at:%H:%M}"

    @property
    def series(self) -> Any:
        return self.meeting.series

    @property
    def item_count(self) -> int:
        return sum(len(line.items) for line in self.segments)


def meeting_of(pk: int, reader: Person) -> Meeting | None:
    """A meeting that the reader may look into, with its series, team and facilitator."""
    related = ("organization", "series__team", "series__organizer", "facilitator")
    meeting: Meeting | None = Meeting.objects.select_related(*related).filter(pk=pk).first()
    return meeting if meeting is not None and policy.may_enter(reader, meeting.series) else None


def agenda_page(meeting: Meeting, reader: Person) -> AgendaPage:
    """Five queries and those of policy."""
    zone = zone_of(meeting.series.timezone, meeting.organization.timezone)
    is_opened = meeting.state == MeetingState.HELD or MeetingRun.objects.filter(meeting=meeting).exists()
    can_change = not is_opened and meeting.state != MeetingState.SKIPPED
    segments = list(Segment.objects.filter(meeting=meeting).order_by("position"))
    items = AgendaItem.objects.filter(meeting=meeting).select_related("raised_by").order_by("position", "id") if segments else []
    given = dict(IssueVote.objects.filter(meeting=meeting).values_list("issue").annotate(n=Sum("votes")))
    minutes = sum(segment.minutes for segment in segments)
    return AgendaPage(
        meeting=meeting,
        at=meeting.planned_at.astimezone(zone),
        zone=short_zone(zone, meeting.planned_at),
        segments=lines_of(segments, [line_of(item, given) for item in items], meeting, zone),
        minutes=minutes,
        fits=against_length(minutes, meeting.series.duration_minutes),
        may_arrange=can_change and policy.may_facilitate(reader, meeting.series),
        is_opened=is_opened,
    )


def lines_of(segments: Sequence[Segment], lines: Sequence[ItemLine], meeting: Meeting, zone: ZoneInfo) -> list[SegmentLine]:
    """Each when it begins: on a further day at the hour at which the first began."""
    found: list[SegmentLine] = []
    start, before = meeting.planned_at.astimezone(zone), 0
    places = begins([segment.minutes for segment in segments], meeting.series.duration_minutes)
    for segment, (day, into) in zip(segments, places, strict=True):
        at = (start + timedelta(days=day)).astimezone(UTC) + timedelta(minutes=into)
        here = [line for line in lines if line.item.segment_id == segment.pk]
        on = [line for line in here if line.item.disposition != Disposition.DROPPED]
        off = [line for line in here if line.item.disposition == Disposition.DROPPED]
        found.append(SegmentLine(segment, at.astimezone(zone), on, off, opens_a_day=day > before))
        before = day
    return found


def line_of(item: AgendaItem, given: dict[int, int]) -> ItemLine:
    """With its votes where the reason does not say them already: they may have been given since."""
    votes = given.get(item.issue_id, 0) if item.issue_id else 0
    return ItemLine(
        item=item,
        page=PAGES.get(item.about_type, "") if item.about_id else "",
        mark=MARKS.get(item.rule, ""),
        word=WORDS.get(item.rule, ""),
        votes=votes,
        is_said=item.why.startswith(f"{votes} vote"),
    )
