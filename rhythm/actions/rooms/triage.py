"""Verbs: the room votes, takes the top of its list up, and parks, passes on or drops the rest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from organizations.logbook import record, verb
from organizations.models import Person, Team
from organizations.refusals import NotSaid, OutOfTurn
from organizations.words import own_words
from rhythm.actions.rooms.acts import changed, led, taken_part_in
from rhythm.actions.rooms.endings import end_issue, end_items
from rhythm.actions.votes import cast_votes
from rhythm.models import AgendaItem, Disposition, Issue, Meeting, MeetingRun, Segment, SegmentKind
from rhythm.reads.queue import on_list_of, queue_of
from rhythm.reads.scope import scope_of
from rhythm.shares import minutes_by_votes

TOP = 3


@verb
def vote_here(*, meeting: Meeting, issue: Issue, votes: int, by: Person, now: datetime) -> int:
    """So many of one's three votes, while the room looks on; how many are left."""
    run = taken_part_in(meeting, by=by, now=now)
    left = cast_votes(meeting=run.meeting, issue=issue, votes=votes, by=by, now=now)
    changed(run, "head", "now", whose=[by.pk])
    return left


@verb
def take_up_top(*, meeting: Meeting, by: Person | None, now: datetime, most: int = TOP) -> list[AgendaItem]:
    """The issues with most votes are what the room works on, in that order, with minutes by their votes; the rest waits behind."""
    run = led(meeting, by=by)
    segment = issues_segment(run)
    if run.segment_id == segment.pk:
        raise OutOfTurn(f"The room works on its {own_words()['issues']} already. Go back to the triage to choose anew.")
    wanted = queue_of(run.meeting, on_list_of(scope_of(run.meeting.series)))[:most]
    top = list(wanted.select_related("raised_by", "owner"))
    if not top:
        raise OutOfTurn(f"The list is empty: there are no {own_words()['issues']} to take up.")
    taken = [item_of(run, segment, issue) for issue in top]
    for item, minutes in zip(taken, minutes_by_votes(segment.minutes, [issue.given for issue in top]), strict=True):
        item.minutes = minutes
    put_in_front(segment, taken)
    changed(run, "head", "now")
    record("meeting.triaged", by=by, about=run.meeting.series, now=now, meeting=run.meeting_id, titles=[one.title for one in taken])
    return taken


def issues_segment(run: MeetingRun) -> Segment:
    found: Segment | None = Segment.objects.filter(meeting=run.meeting, kind=SegmentKind.ISSUES).order_by("position").first()
    if found is None:
        raise OutOfTurn(f"This meeting has no segment for {own_words()['issues']}. They wait for the next one that has.")
    return found


def item_of(run: MeetingRun, segment: Segment, issue: Issue) -> AgendaItem:
    """The item about it, brought here from wherever on the agenda it stands, or a new one."""
    item: AgendaItem | None = AgendaItem.objects.filter(
        meeting=run.meeting, about_type=Issue._meta.label, about_id=issue.pk
    ).first()
    given: int = issue.given  # type: ignore[attr-defined]
    if item is None:
        item = AgendaItem(
            organization_id=run.organization_id, meeting=run.meeting, about_type=Issue._meta.label, about_id=issue.pk, rule="issue"
        )
    item.segment, item.issue, item.title = segment, issue, issue.title
    item.raised_by = item.raised_by or issue.raised_by or issue.owner
    item.why = f"{given} {'vote' if given == 1 else 'votes'} in this meeting" if given else item.why
    item.disposition, item.disposed_at = "", None
    return item


def put_in_front(segment: Segment, taken: Sequence[AgendaItem]) -> None:
    """The chosen ones first, in their order; what else stands there follows without minutes of its own."""
    chosen = {item.about_id for item in taken}
    others = [item for item in AgendaItem.objects.filter(segment=segment).order_by("position") if item.about_id not in chosen]
    for item in others:
        item.minutes = item.minutes if item.disposition else 0
    for place, item in enumerate([*taken, *others]):
        item.position = place
    AgendaItem.objects.bulk_update(others, ["position", "minutes"])
    for item in taken:
        item.save()


@verb
def sort_out(
    *, meeting: Meeting, issue: Issue, deed: str, by: Person, now: datetime, note: str = "", to: Team | None = None
) -> Issue:
    """Not today: parked, passed on to the team that can solve it, or dropped on purpose; the last two say why."""
    run = taken_part_in(meeting, by=by, now=now)
    if deed not in DEEDS:
        raise NotSaid("Say whether it is parked, passed on or dropped.")
    items = AgendaItem.objects.filter(meeting=run.meeting, issue=issue, disposition="").select_related("meeting__organization")
    end_items(list(items), DEEDS[deed], note=note, now=now)
    issue = end_issue(issue, DEEDS[deed], note=note, to=to, by=by, now=now)
    changed(run, "head", "now", whose=[by.pk])
    return issue


DEEDS = {"park": Disposition.PARKED, "pass": Disposition.ROUTED, "drop": Disposition.DROPPED}
