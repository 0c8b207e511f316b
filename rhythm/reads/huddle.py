"""One huddle that is held in writing: everybody's lines, who has not written, yesterday's stucks and what became of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db.models import Q

from alignment.models import Dependency
from alignment.models.dependencies import DependencyState
from decisions.models import Blocker, BlockerState
from organizations.models import Person
from organizations.reads.absences import away_on
from organizations.verbs import day_of
from rhythm import policy
from rhythm.huddles import opens_at, title_of
from rhythm.measures import zone_of
from rhythm.models import Attendance, HuddleEntry, Issue, IssueState, Meeting, MeetingState
from rhythm.people import asked_to
from rhythm.reads.series import short_zone
from rhythm.written import closed_before, counts_of, story_of, with_entries

MOST = 200
FOLLOWED = {"soon", "open", "closing"}
MOST_DAYS = 5
OVER = {DependencyState.ACCEPTED, DependencyState.DELIVERED}
ENDED = {DependencyState.DECLINED, DependencyState.WITHDRAWN}


@dataclass(frozen=True, slots=True)
class Became:
    """What came of a stuck: its own page, its mark and how it stands."""

    page: str
    pk: int
    mark: str
    words: str


@dataclass(slots=True)
class EntryRow:
    """One person's lines, with what became of the stuck and what the reader may do about it."""

    entry: HuddleEntry
    at: datetime  # in the series' own zone
    became: list[Became]
    is_own: bool
    may_turn: bool
    words: str = ""  # for the forms of other rooms: who is stuck, and the way back
    once: str = ""  # for the forms of other rooms, so that what they make has the key of the stuck

    @property
    def title(self) -> str:
        return title_of(self.entry.stuck)

    @property
    def on(self) -> date:
        return self.at.date()


@dataclass(frozen=True, slots=True)
class Day:
    """A huddle of the last days: how many wrote, of those who were asked."""

    pk: int
    at: datetime
    wrote: int
    asked: int


@dataclass(slots=True)
class HuddlePage:
    """Everything on the page of a huddle."""

    meeting: Meeting
    phase: str  # soon | open | closing | held | missed | skipped
    at: datetime  # when it closes, in the series' own zone
    at_here: datetime | None
    opens: datetime
    zone: str
    here: str
    may_write: bool
    rows: list[EntryRow] = field(default_factory=list)
    stuck_before: list[EntryRow] = field(default_factory=list)
    missing: list[Person] = field(default_factory=list)
    away: list[Person] = field(default_factory=list)
    asked: int = 0
    before: Day | None = None
    after: Meeting | None = None
    days: list[Day] = field(default_factory=list)

    @property
    def own(self) -> HuddleEntry | None:
        return next((row.entry for row in self.rows if row.is_own), None)

    @property
    def is_open(self) -> bool:
        return self.phase == "open"

    @property
    def is_followed(self) -> bool:
        """Whether what others write is still to come."""
        return self.phase in FOLLOWED

    @property
    def version(self) -> str:
        return version_of(self.phase, [(row.entry, row.became) for row in self.rows])

    @property
    def was_yesterday(self) -> bool:
        return self.before is not None and self.at.date() - self.before.at.date() == timedelta(days=1)

    @property
    def after_on(self) -> date | None:
        return self.after.planned_at.astimezone(self.at.tzinfo).date() if self.after else None

    @property
    def wrote(self) -> int:
        return len(self.rows)


def find_huddle(pk: int) -> Meeting | None:
    """A meeting with what its page needs."""
    related = ("series__team", "series__organizer", "organization", "facilitator", "run")
    meeting: Meeting | None = Meeting.objects.select_related(*related).annotate(has_entries=with_entries()).filter(pk=pk).first()
    if meeting is not None:
        meeting.series.organization = meeting.organization
    return meeting


def huddle_page(meeting: Meeting, reader: Person, now: datetime) -> HuddlePage:
    """One huddle, for one reader; the number of queries is the same however many wrote."""
    series, organization = meeting.series, meeting.organization
    zone, home = zone_of(series.timezone, organization.timezone), zone_of(reader.timezone, organization.timezone)
    at, opens = meeting.planned_at.astimezone(zone), opens_at(meeting.planned_at, zone, closed_before(meeting))
    page = HuddlePage(
        meeting=meeting,
        phase=phase_of(meeting, opens, now),
        at=at,
        at_here=at.astimezone(home) if at.utcoffset() != at.astimezone(home).utcoffset() else None,
        opens=opens.astimezone(zone),
        zone=short_zone(zone, at),
        here=short_zone(home, at),
        may_write=policy.may_write_entry(reader, series),
    )
    read_days(page)
    read_entries(page, reader)
    read_people(page, now)
    later = Meeting.objects.filter(series=series, planned_at__gt=meeting.planned_at).exclude(state=MeetingState.SKIPPED)
    page.after = later.order_by("planned_at").first()
    return page


def newest_version(meeting: Meeting, now: datetime) -> str:
    """What a page that is open asks again and again; two queries, and three more where somebody is stuck."""
    zone = zone_of(meeting.series.timezone, meeting.organization.timezone)
    opens = opens_at(meeting.planned_at, zone, closed_before(meeting))
    entries = list(HuddleEntry.objects.filter(meeting=meeting).order_by("-written_at", "-id")[:MOST])
    became = became_of(entries)
    return version_of(phase_of(meeting, opens, now), [(entry, became.get(entry.stuck_key, [])) for entry in entries])


def version_of(phase: str, lines: Sequence[tuple[HuddleEntry, list[Became]]]) -> str:
    """The phase, and everybody's lines with what became of them, as one word: another word, another page."""
    said = [(entry.pk, entry.changed_at and entry.changed_at.timestamp(), became) for entry, became in lines]
    return f"{phase}-{sha256(repr(said).encode()).hexdigest()[:16]}"


def phase_of(meeting: Meeting, opens: datetime, now: datetime) -> str:
    if meeting.state != MeetingState.PLANNED:
        return str(meeting.state)
    if now >= meeting.planned_at:
        return "closing"  # its time has come; within minutes it is closed
    return "open" if now >= opens else "soon"


def read_days(page: HuddlePage) -> None:
    """The last huddles before this one, the newest first: who wrote, or that nobody did; and the last that was written in."""
    over = Meeting.objects.filter(series=page.meeting.series_id, planned_at__lt=page.meeting.planned_at)
    counted = over.annotate(wrote=counts_of(HuddleEntry), asked=counts_of(Attendance))
    is_written = Q(state=MeetingState.HELD, wrote__gt=0)
    rows = list(counted.filter(is_written | Q(state=MeetingState.MISSED)).order_by("-planned_at")[:MOST_DAYS])
    if rows and not any(row.wrote for row in rows):
        rows += counted.filter(is_written).order_by("-planned_at")[:1]
    days = [Day(row.pk, row.planned_at.astimezone(page.at.tzinfo), row.wrote, row.asked) for row in rows]
    page.days = days[:MOST_DAYS]
    page.before = next((day for day in days if day.wrote), None)


def read_entries(page: HuddlePage, reader: Person) -> None:
    """Everybody's lines, the newest first, and what was stuck the last time."""
    meetings = [page.meeting.pk, *([page.before.pk] if page.before else [])]
    found = HuddleEntry.objects.filter(meeting__in=meetings).select_related("person", "meeting")
    entries = list(found.order_by("-written_at", "-id")[:MOST])
    became = became_of(entries)
    leads = policy.may_turn_stucks(reader, page.meeting.series, page.meeting.facilitator_id)
    may_own = page.may_write
    for entry in entries:
        entry.meeting.series, entry.meeting.organization = page.meeting.series, page.meeting.organization
        is_own, came = entry.person_id == reader.pk, became.get(entry.stuck_key, [])
        may_turn = bool(entry.stuck) and not came and (leads or (is_own and may_own))
        row = EntryRow(
            entry, entry.written_at.astimezone(page.at.tzinfo), came, is_own, may_turn, story_of(entry) if may_turn else ""
        )
        if entry.meeting_id == page.meeting.pk:
            page.rows.append(row)
        elif entry.stuck:
            page.stuck_before.append(row)


def became_of(entries: Iterable[HuddleEntry]) -> dict[str, list[Became]]:
    """What came of each stuck, by its key: issues, requests and blockers that have it; three queries."""
    keys = [entry.stuck_key for entry in entries if entry.stuck]
    found: dict[str, list[Became]] = defaultdict(list)
    if not keys:
        return found
    for issue in Issue.objects.filter(key__in=keys).select_related("team"):
        found[issue.key].append(of_issue(issue))
    for dependency in Dependency.objects.filter(key__in=keys).select_related("to_team"):
        found[dependency.key].append(of_dependency(dependency))
    for blocker in Blocker.objects.filter(key__in=keys).select_related("owner"):
        found[blocker.key].append(of_blocker(blocker))
    return found


def of_issue(issue: Any) -> Became:
    is_over = issue.state == IssueState.CLOSED
    place = f"on the list of {issue.team.name}" if issue.team else "on the list"
    return Became("rhythm:issue", issue.pk, "done" if is_over else "unanswered", "solved" if is_over else place)


def of_dependency(dependency: Any) -> Became:
    state = dependency.state
    mark = "done" if state in OVER else "ended" if state in ENDED else "unanswered"
    team = f" of {dependency.to_team.name}" if dependency.to_team and mark == "unanswered" else ""
    return Became("alignment:dependency", dependency.pk, mark, f"asked{team}: {dependency.get_state_display().lower()}")


def of_blocker(blocker: Any) -> Became:
    if blocker.state == BlockerState.OPEN:
        return Became("decisions:blocker", blocker.pk, "unanswered", f"{blocker.owner.name} is to clear it")
    return Became("decisions:blocker", blocker.pk, "done", f"blocker {blocker.get_state_display().lower()}")


def read_people(page: HuddlePage, now: datetime) -> None:
    """Who has not written: of those who were asked then, or are asked now; who is away is named apart."""
    wrote = {row.entry.person_id for row in page.rows}
    if page.phase == MeetingState.HELD:
        rows = Attendance.objects.filter(meeting=page.meeting).select_related("person").order_by("person__name", "id")[:MOST]
        people = [row.person for row in rows]
    else:
        people = list(asked_to(page.meeting.series)[:MOST])
    page.asked = len({person.pk for person in people} | wrote)
    silent = [person for person in people if person.pk not in wrote]
    on = day_of(page.meeting.planned_at, page.meeting.organization)
    gone = set(away_on(on).filter(person__in=silent).values_list("person_id", flat=True)) if silent else set()
    page.missing = [person for person in silent if person.pk not in gone]
    page.away = [person for person in silent if person.pk in gone]


@dataclass(frozen=True, slots=True)
class HuddleLetter:
    """A huddle that is closed, as its mail tells it."""

    meeting: Meeting
    entries: list[HuddleEntry]
    people: list[Person]  # with their logins
    silent: list[str]

    @property
    def subject(self) -> str:
        """Platform huddle: 4 of 5 wrote; 1 stuck."""
        stuck = sum(1 for entry in self.entries if entry.stuck)
        asked = len(self.entries) + len(self.silent)
        return f"{self.meeting.series.title}: {len(self.entries)} of {asked} wrote{f'; {stuck} stuck' if stuck else ''}"


def letter_of(meeting_id: int) -> HuddleLetter | None:
    """What each wrote, and who was asked; none where nobody wrote."""
    meeting = find_huddle(meeting_id)
    if meeting is None or meeting.state != MeetingState.HELD:
        return None
    entries = list(HuddleEntry.objects.filter(meeting=meeting).select_related("person").order_by("written_at", "id")[:MOST])
    if not entries:
        return None
    seats = Attendance.objects.filter(meeting=meeting).select_related("person__user", "person__organization").order_by("person_id")
    wrote = {entry.person_id for entry in entries}
    people = [seat.person for seat in seats]
    silent = sorted(seat.person.name for seat in seats if seat.person_id not in wrote and seat.is_expected)
    return HuddleLetter(meeting, entries, people, silent)
