"""Verbs: before the room opens an agenda is arranged by hand: something is put on it, taken off, moved, given other minutes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from organizations.logbook import record, verb
from organizations.models import Person
from organizations.refusals import AlreadyClosed, AlreadyThere, NotSaid, OutOfTurn
from organizations.verbs import locked, worded
from rhythm.actions.agendas import LONGEST, check_may_arrange
from rhythm.models import AgendaItem, Disposition, Issue, Meeting, MeetingSeries, Segment, SegmentKind
from rhythm.ranking import EACH, HAND, RULES, allotted

MOST_ITEMS = 60  # on one agenda; what is more belongs on the list of issues


@verb
def add_item(*, segment: Segment, title: str, by: Person | None, now: datetime, issue: Issue | None = None) -> AgendaItem:
    """Something that no rule found, at the end of a segment; it stays when the agenda is built again."""
    meeting = arranged_by(segment.meeting, by)
    title = worded(title, "Say what it is about, in one line.")
    why = f"Added by {by.name}" if by else ""
    label, pk = (Issue._meta.label, issue.pk) if issue else ("", None)
    return put(meeting, segment, AgendaItem(title=title, why=why, issue=issue, about_type=label, about_id=pk), by, now)


@verb
def put_on(*, segment: Segment, about_type: str, about_id: int, by: Person | None, now: datetime) -> AgendaItem:
    """One of those that there was no time for, put on the agenda all the same."""
    meeting = arranged_by(segment.meeting, by)
    beyond = segment.known.get("beyond", [])
    found = next((one for one in beyond if (one["about_type"], one["about_id"]) == (about_type, about_id)), None)
    if found is None:
        raise OutOfTurn("It is not among those that there was no time for any more. Look at the agenda again.")
    segment.known["beyond"] = [one for one in beyond if one is not found]
    segment.known["beyond_count"] = max(0, segment.known.get("beyond_count", 1) - 1)
    segment.save(update_fields=["known"])
    item = AgendaItem(title=found["title"], why=found["why"], about_type=about_type, about_id=about_id if about_type else None)
    item.issue_id = about_id if about_type == Issue._meta.label else None
    return put(meeting, segment, item, by, now)


def put(meeting: Meeting, segment: Segment, item: AgendaItem, by: Person | None, now: datetime) -> AgendaItem:
    """Save a new item at the end of the segment, or bring back the one about the same thing that was taken off."""
    here = AgendaItem.objects.filter(meeting=meeting)
    off = here.filter(about_type=item.about_type, about_id=item.about_id).first() if item.about_id else None
    if off is not None and not off.disposition:
        raise AlreadyThere(f"“{item.title}” is on the agenda already.")
    if here.filter(disposition="").count() >= MOST_ITEMS:
        raise NotSaid(f"There are {MOST_ITEMS} things on this agenda already. Take something off first.")
    row = off or item
    row.organization_id, row.meeting, row.segment = meeting.organization_id, meeting, segment
    row.title, row.why = item.title, item.why
    row.rule, row.rank, row.disposition, row.disposed_at, row.raised_by = HAND, RULES[HAND][0], "", None, by
    row.note, row.position = "", 30_000  # after all others, until the segment is put in order
    row.save()
    put_in_order(segment)
    row.refresh_from_db(fields=["position", "minutes"])
    record("agenda.arranged", by=by, about=meeting.series, now=now, meeting=meeting.pk, what="added", title=row.title)
    return row


@verb
def take_off(*, item: AgendaItem, by: Person | None, now: datetime) -> AgendaItem:
    """Not in this meeting: it stays off when the agenda is built again, and can be put back."""
    meeting = arranged_by(item.meeting, by)
    item = locked(item)
    check_stands(item)
    item.disposition, item.disposed_at = Disposition.DROPPED, now
    item.note = f"Taken off the agenda by {by.name} before the meeting" if by else "Taken off the agenda before the meeting"
    item.minutes = 0
    item.save(update_fields=["disposition", "disposed_at", "note", "minutes"])
    put_in_order(item.segment, shared_anew=True)
    record("agenda.arranged", by=by, about=meeting.series, now=now, meeting=meeting.pk, what="taken off", title=item.title)
    return item


@verb
def move_item(*, item: AgendaItem, to: int, by: Person | None, now: datetime, segment: Segment | None = None) -> AgendaItem:
    """To this place in its segment, counted from 1, or in another segment of the meeting; minutes belong to the place."""
    meeting = arranged_by(item.meeting, by)
    item = locked(item)
    check_stands(item)
    if segment is not None and segment.meeting_id != meeting.pk:
        raise NotSaid("Choose a segment of this meeting.")
    before, after = item.segment, segment or item.segment
    there = standing_in(after)
    minutes = [one.minutes for one in there]
    others = [one for one in there if one.pk != item.pk]
    others.insert(min(max(0, to - 1), len(others)), item)
    item.segment = after
    if before.pk == after.pk:
        for one, number in zip(others, minutes, strict=True):
            one.minutes = number
    else:
        item.minutes = 0
    write(after, others)
    if before.pk != after.pk:
        put_in_order(before, shared_anew=True)
        put_in_order(after, shared_anew=True)
    record("agenda.arranged", by=by, about=meeting.series, now=now, meeting=meeting.pk, what="moved", title=item.title)
    return item


@verb
def set_item_minutes(*, item: AgendaItem, minutes: int, by: Person | None, now: datetime) -> AgendaItem:
    """Its own minutes; none means that it shares what its segment has."""
    meeting = arranged_by(item.meeting, by)
    item = locked(item)
    check_stands(item)
    if not 0 <= minutes <= LONGEST:
        raise NotSaid(f"Give it between 0 and {LONGEST:,} minutes.")
    item.minutes = minutes
    item.save(update_fields=["minutes"])
    record("agenda.arranged", by=by, about=meeting.series, now=now, meeting=meeting.pk, what="timed", title=item.title)
    return item


def arranged_by(meeting: Meeting, by: Person | None) -> Meeting:
    """The meeting, held until the verb's transaction ends, if this person may still arrange it."""
    meeting = locked(meeting)
    meeting.series = MeetingSeries.objects.select_related("team", "organizer").get(pk=meeting.series_id)
    check_may_arrange(meeting, by)
    return meeting


def check_stands(item: AgendaItem) -> None:
    if item.disposition:
        raise AlreadyClosed(f"“{item}” is not on the agenda any more. Put it back first.")


def standing_in(segment: Segment) -> list[AgendaItem]:
    return list(AgendaItem.objects.filter(segment=segment, disposition="").order_by("position", "id"))


def put_in_order(segment: Segment, *, shared_anew: bool = False) -> None:
    """Places without gaps. Among issues, what has no minutes gets some while there are any; `shared_anew`: all share them again."""
    items = standing_in(segment)
    if segment.kind == SegmentKind.ISSUES:
        share(segment, items, anew=shared_anew)
    write(segment, items)


def share(segment: Segment, items: Sequence[AgendaItem], *, anew: bool) -> None:
    fits = max(1, segment.minutes // EACH[SegmentKind.ISSUES])
    timed = list(items[:fits]) if anew else [one for one in items if not one.minutes]
    taken = 0 if anew else sum(one.minutes for one in items)
    for one in items if anew else ():
        one.minutes = 0
    for one, minutes in zip(timed, allotted(segment.minutes, len(timed), taken), strict=True):
        one.minutes = minutes


def write(segment: Segment, items: Sequence[AgendaItem]) -> None:
    """The items at their places, those that were taken off behind them."""
    off = list(AgendaItem.objects.filter(segment=segment).exclude(disposition="").order_by("position", "id"))
    for at, one in enumerate([*items, *off]):
        one.position, one.segment = at, segment
    AgendaItem.objects.bulk_update([*items, *off], ["position", "segment", "minutes"])
