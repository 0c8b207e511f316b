"""Verbs: the agenda of a series is set, and the agenda of one meeting builds itself from what its group can change this week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from organizations.logbook import record, verb
from organizations.models import Person
from organizations.refusals import AlreadyClosed, ChangedMeanwhile, NotAllowed, NotSaid
from organizations.verbs import day_of, locked, whom_to_ask, worded
from rhythm import policy
from rhythm.agendas import Part, agenda_for
from rhythm.models import AgendaItem, Issue, Meeting, MeetingRun, MeetingSeries, MeetingState, Segment, SegmentKind, SegmentPlan
from rhythm.ranking import CARRIED, HAND, RULES, STEP, Carried, Filled, Ranked, Slot, allotted, arranged, ranked, wanted_facts
from rhythm.reads.candidates import Candidates, candidates, carried_as
from rhythm.written import check_is_together

MOST_SEGMENTS = 30
LONGEST = 1_440  # minutes of a segment
KEPT_BEYOND = 20


@verb
def set_agenda(
    *, series: MeetingSeries, segments: Sequence[Part], by: Person | None, now: datetime, seen: str | None = None
) -> MeetingSeries:
    """The whole list at once, in its order; meetings that are built from now on begin with it.

    `seen` is the fingerprint of the agenda that the change was made over: another one means somebody was quicker.
    """
    series = locked(series)
    if not policy.may_keep_meeting(by, series):
        raise NotAllowed(f"“{series}” is not your meeting. Ask {whom_to_ask(series.organizer)}.")
    if seen is not None and seen != fingerprint(parts_of(series)):
        raise ChangedMeanwhile(f"Somebody has changed the agenda of “{series}” since you opened it. Yours is kept below.")
    parts = [checked(part) for part in segments]
    if not parts:
        raise NotSaid("Leave one segment at least, or start from the box again.")
    if len(parts) > MOST_SEGMENTS:
        raise NotSaid(f"Leave {MOST_SEGMENTS} segments at most; nobody keeps more apart.")
    SegmentPlan.objects.filter(series=series).delete()
    SegmentPlan.objects.bulk_create(
        SegmentPlan(
            organization_id=series.organization_id, series=series, position=at,
            kind=part.kind, title=part.title, minutes=part.minutes, purpose=part.purpose,
        )
        for at, part in enumerate(parts)
    )  # fmt: skip
    record("agenda.set", by=by, about=series, now=now, segments=len(parts), minutes=sum(part.minutes for part in parts))
    return series


def checked(part: Part) -> Part:
    if part.kind not in SegmentKind.values:
        raise NotSaid("Choose what the segment shows from the list.")
    if not 1 <= part.minutes <= LONGEST:
        raise NotSaid(f"Give each segment between 1 and {LONGEST:,} minutes.")
    purpose = part.purpose.strip()
    if len(purpose) > 1_000:
        raise NotSaid("Shorten the purpose to 1,000 characters.")
    return replace(part, title=worded(part.title, "Give each segment a name.", limit=120), purpose=purpose)


def parts_of(series: MeetingSeries) -> list[Part]:
    """The agenda that a meeting of the series begins with: its own, or the one in the box."""
    own = [Part(plan.kind, plan.title, plan.minutes, plan.purpose) for plan in SegmentPlan.objects.filter(series=series)]
    return own or agenda_for(series.kind, series.duration_minutes)


def fingerprint(parts: Sequence[Part]) -> str:
    """What an agenda was, as one word."""
    return sha256(repr([(part.kind, part.title, part.minutes, part.purpose) for part in parts]).encode()).hexdigest()[:16]


@verb
def build_agenda(*, meeting: Meeting, by: Person | None, now: datetime) -> Meeting:
    """The segments of the series, filled with what this group can change this week, the most urgent first.

    Built again before the opening it ranks anew: what somebody put there stays, what somebody took off stays off.
    """
    meeting = locked(meeting)
    meeting.series = MeetingSeries.objects.select_related("team", "organizer").get(pk=meeting.series_id)
    check_may_arrange(meeting, by)
    parts = parts_of(meeting.series)
    AgendaItem.objects.filter(meeting=meeting, disposition="").exclude(rule=HAND).delete()
    kept = list(AgendaItem.objects.filter(meeting=meeting).order_by("position", "id"))
    segments = laid_out(meeting, parts, kept)
    found = candidates(meeting, day_of(now, meeting.organization), now, wanted_facts([part.kind for part in parts]))
    count = fill(meeting, segments, kept, found)
    record("agenda.built", by=by, about=meeting.series, now=now, meeting=meeting.pk, items=count)
    return meeting


def check_may_arrange(meeting: Meeting, by: Person | None) -> None:
    """Raises NotAllowed for who is not asked, AlreadyClosed once the room is open: then the agenda stands."""
    if not policy.may_facilitate(by, meeting.series):
        raise NotAllowed(f"You are not asked to “{meeting.series}”. Ask {whom_to_ask(meeting.series.organizer)}.")
    if meeting.state == MeetingState.HELD or MeetingRun.objects.filter(meeting=meeting).exists():
        raise AlreadyClosed("The meeting has been opened, and its agenda stands. Raise it in the room, or for the next one.")
    if meeting.state == MeetingState.SKIPPED:
        raise AlreadyClosed("This meeting was called off. Plan another one in its place.")
    check_is_together(meeting)


def laid_out(meeting: Meeting, parts: Sequence[Part], kept: Sequence[AgendaItem]) -> list[Segment]:
    """The meeting's segments as the parts say; those that it has are kept where they fit, and their items with them."""
    old = list(Segment.objects.filter(meeting=meeting).order_by("position"))
    new: list[Segment] = []
    for at, part in enumerate(parts):
        same = next((one for one in old if (one.kind, one.title) == (part.kind, part.title)), None)
        segment = same or next((one for one in old if one.kind == part.kind), None)
        if segment is None:
            segment = Segment(organization_id=meeting.organization_id, meeting=meeting)
        else:
            old.remove(segment)
        segment.position, segment.kind, segment.title = at, part.kind, part.title
        segment.minutes, segment.purpose, segment.known = part.minutes, part.purpose, {}
        new.append(segment)
    Segment.objects.bulk_create([one for one in new if one.pk is None])
    move_homeless(kept, old, new)
    if old:
        Segment.objects.filter(pk__in=[one.pk for one in old]).delete()
    return new


def move_homeless(kept: Sequence[AgendaItem], gone: Sequence[Segment], new: Sequence[Segment]) -> None:
    """What somebody put into a segment that is no more goes to the issues, or to the first segment."""
    lost = {one.pk for one in gone}
    moved = [item for item in kept if item.segment_id in lost]
    for item in moved:
        item.segment = next((one for one in new if one.kind == SegmentKind.ISSUES), new[0])
        item.position += 1_000  # out of the way of the items there, until all are placed
    AgendaItem.objects.bulk_update(moved, ["segment", "position"])


def fill(meeting: Meeting, segments: Sequence[Segment], kept: Sequence[AgendaItem], found: Candidates) -> int:
    """Place what was found around what is kept, and write down what there was no time for; how many items now stand."""
    taken = {(item.about_type, item.about_id) for item in kept if item.about_id}
    order = ranked([one for one in found.facts if (one.about, one.id) not in taken], found.carried)
    order = sorted([*order, *map(loose, found.loose)], key=lambda one: -one.rank)
    slots = [Slot(one.kind, one.minutes, sum(item.segment_id == one.pk for item in standing(kept))) for one in segments]
    filled = arranged(order, slots)
    made: list[AgendaItem] = []
    for segment, places in zip(segments, filled, strict=True):
        segment.known = said_beside(segment, places, found.on_track)
        made += placed(meeting, segment, [item for item in kept if item.segment_id == segment.pk], places)
    Segment.objects.bulk_update(segments, ["position", "kind", "title", "minutes", "purpose", "known"])
    AgendaItem.objects.bulk_update(kept, ["position", "minutes"])
    AgendaItem.objects.bulk_create(made)
    return len(made) + len(standing(kept))


def standing(items: Sequence[AgendaItem]) -> list[AgendaItem]:
    """Without those that were taken off."""
    return [item for item in items if not item.disposition]


def loose(item: AgendaItem) -> Ranked:
    """An item that is about nothing but itself, carried over from an earlier meeting."""
    carried = carried_as(item)
    why = f"Carried over from {carried.on.day} {carried.on:%b}{', for the third time' if carried.times > 2 else ''}"
    rank = RULES[CARRIED][0] + STEP * carried.times
    return Ranked("", item.pk, item.title, CARRIED, rank, why, carried, segment_before=item.segment.kind)


def placed(meeting: Meeting, segment: Segment, kept: Sequence[AgendaItem], places: Filled) -> list[AgendaItem]:
    """By hand first, then by rank; in the segment of issues each has its minutes, as far as they go."""
    here, off = standing(kept), [item for item in kept if item.disposition]
    made = [row_of(meeting, segment, one) for one in [*places.items, *places.waiting]]
    for at, item in enumerate([*here, *made, *off]):
        item.position = at
    if segment.kind == SegmentKind.ISSUES:
        timed = [item for item in [*here, *made[: len(places.items)]] if not item.minutes]
        given = sum(item.minutes for item in here)
        for item, minutes in zip(timed, allotted(segment.minutes, len(timed), given), strict=True):
            item.minutes = minutes
    return made


def row_of(meeting: Meeting, segment: Segment, one: Ranked) -> AgendaItem:
    return AgendaItem(
        organization_id=meeting.organization_id,
        meeting=meeting,
        segment=segment,
        title=one.title,
        why=one.why[:500],
        rule=one.rule,
        rank=one.rank,
        about_type=one.about,
        about_id=one.id if one.about else None,
        issue_id=one.id if one.about == Issue._meta.label else None,
        carried_from_id=one.carried.item if isinstance(one.carried, Carried) else None,
    )


def said_beside(segment: Segment, places: Filled, on_track: int) -> dict[str, object]:
    """What a segment says beside its items: how much is on track and not read out, and what there was no time for."""
    known: dict[str, object] = {}
    if segment.kind == SegmentKind.PRIORITIES and on_track:
        known["on_track"] = on_track
    if places.beyond:
        known["beyond"] = [
            {"about_type": one.about, "about_id": one.id, "title": one.title, "why": one.why} for one in places.beyond[:KEPT_BEYOND]
        ]
        known["beyond_count"] = len(places.beyond)
    return known
