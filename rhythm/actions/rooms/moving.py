"""Verbs: the room moves on, its clock is stopped, started and given more time. Only who leads it moves it, and never unseen."""

from __future__ import annotations

from datetime import datetime

from organizations.logbook import verb
from organizations.models import Person
from organizations.refusals import NotSaid, OutOfTurn
from rhythm.actions.rooms.acts import ALL, changed, first_open, led, stop_clock
from rhythm.actions.rooms.freezing import freeze
from rhythm.actions.votes import order_by_votes
from rhythm.models import AgendaItem, Meeting, MeetingRun, Segment, SegmentKind

MOST_EXTRA = 60


@verb
def move_room(
    *,
    meeting: Meeting,
    by: Person | None,
    now: datetime,
    segment: Segment | None = None,
    item: AgendaItem | None = None,
    seen: int | None = None,
) -> MeetingRun:
    """To a segment, or to an item of one; time runs on there, and everybody is asked anew whether they are ready."""
    run = led(meeting, by=by, seen=seen)
    target = item.segment if item else segment
    if target is None or target.meeting_id != run.meeting_id:
        raise NotSaid("Choose a segment of this meeting.")
    go_to(run, target, item, now)
    changed(run, *ALL, fields=["segment", "item", "move", "stretch_began_at"])
    return run


@verb
def next_step(*, meeting: Meeting, by: Person | None, now: datetime, seen: int | None = None) -> MeetingRun:
    """On to the next item of the segment that has a clock of its own and is not settled, else to the next segment."""
    run = led(meeting, by=by, seen=seen)
    item = item_after(run)
    segment = run.segment if item else segment_beside(run, +1)
    if segment is None:
        raise OutOfTurn("This is the last segment. Close the meeting when you are done.")
    go_to(run, segment, item, now)
    changed(run, *ALL, fields=["segment", "item", "move", "stretch_began_at"])
    return run


@verb
def step_back(*, meeting: Meeting, by: Person | None, now: datetime, seen: int | None = None) -> MeetingRun:
    """Back to the item before this one, else to the segment before."""
    run = led(meeting, by=by, seen=seen)
    item = item_before(run)
    segment = run.segment if item else segment_beside(run, -1)
    if segment is None:
        raise OutOfTurn("This is the first segment.")
    go_to(run, segment, item, now)
    changed(run, *ALL, fields=["segment", "item", "move", "stretch_began_at"])
    return run


@verb
def pause_clock(*, meeting: Meeting, by: Person | None, now: datetime) -> MeetingRun:
    """The clock stands; paused twice it stands all the same."""
    run = led(meeting, by=by)
    stop_clock(run, now)
    changed(run, "head", "foot", fields=["stretch_began_at"])
    return run


@verb
def start_clock(*, meeting: Meeting, by: Person | None, now: datetime) -> MeetingRun:
    """The clock goes on; what it had used stays used."""
    run = led(meeting, by=by)
    if run.suspended_at is not None:
        raise OutOfTurn("The meeting is broken off. Resume it first.")
    run.stretch_began_at = run.stretch_began_at or now
    changed(run, "head", "foot", fields=["stretch_began_at"])
    return run


@verb
def give_time(*, meeting: Meeting, by: Person | None, now: datetime, minutes: int = 2) -> MeetingRun:
    """More minutes for the current issue where it has a clock of its own, else for the segment."""
    run = led(meeting, by=by)
    row = run.item if run.item is not None and run.item.minutes else run.segment
    if row is None or not 1 <= minutes <= MOST_EXTRA:
        raise NotSaid(f"Give it between 1 and {MOST_EXTRA} more minutes.")
    row.extra_minutes += minutes
    row.save(update_fields=["extra_minutes"])
    changed(run, "head", "now")
    return run


def go_to(run: MeetingRun, segment: Segment, item: AgendaItem | None, now: datetime) -> None:
    """Write down what the place took that is left, and start the clock of the new one unless the room is paused."""
    was_running = run.stretch_began_at is not None
    stop_clock(run, now)
    if run.segment_id != segment.pk:
        freeze(run, now)
        if run.segment is not None and run.segment.kind == SegmentKind.TRIAGE:
            order_by_votes(run.meeting)
    run.segment, run.item = segment, item or first_open(segment)  # by votes, now that they are counted
    run.move += 1
    run.stretch_began_at = now if was_running else None


def item_after(run: MeetingRun) -> AgendaItem | None:
    """The next item with a clock of its own that nobody has settled."""
    if run.item is None:
        return None
    rest = AgendaItem.objects.filter(segment=run.segment, disposition="", minutes__gt=0, position__gt=run.item.position)
    following: AgendaItem | None = rest.order_by("position").first()
    return following


def item_before(run: MeetingRun) -> AgendaItem | None:
    if run.item is None:
        return None
    before = AgendaItem.objects.filter(segment=run.segment, minutes__gt=0, position__lt=run.item.position)
    previous: AgendaItem | None = before.order_by("-position").first()
    return previous


def segment_beside(run: MeetingRun, step: int) -> Segment | None:
    if run.segment is None:
        return None
    beside = Segment.objects.filter(meeting=run.meeting)
    found: Segment | None = (
        beside.filter(position__gt=run.segment.position).order_by("position").first()
        if step > 0
        else beside.filter(position__lt=run.segment.position).order_by("-position").first()
    )
    return found
