"""The issue list by votes, and the one issue that the room works on: what is known, what was said, what comes of it."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q

from organizations.words import own_words
from rhythm.models import AgendaItem, CaptureKind, Disposition, Issue, IssueState, IssueVote, Poll, PollAnswer, SegmentKind
from rhythm.reads.contents.rows import MOST, Group, Place, Row, about, put
from rhythm.reads.contents.stuck import stuck
from rhythm.reads.known import known_of
from rhythm.reads.queue import on_list_of, queue_of

TOP = 3  # as many as there is time for


def triage(place: Place) -> dict[str, Any]:
    """Three queries: the list by votes, what is parked, and how many have voted; two more where no other part has what is stuck."""
    listed = on_list_of(place.scope) | Q(pk__in=place.ids_about(Issue))
    found = list(queue_of(place.room.meeting, listed).select_related("owner", "raised_by", "passed_from")[: MOST + 1])
    rows = [put(place, queued(one, number)) for number, one in enumerate(found, start=1)]
    counts = Issue.objects.filter(listed, state=IssueState.OPEN).aggregate(
        up=Count("id", filter=Q(parked_on=None)), parked=Count("id", filter=Q(parked_on__isnull=False))
    )
    voters = IssueVote.objects.filter(meeting=place.room.meeting).values("person").distinct().count()
    group = Group("", rows[:MOST], counts["up"] - min(len(rows), MOST), page="rhythm:issues", asks=place.team_asks)
    words = own_words()
    has_stuck = any(line.segment.kind == SegmentKind.DEPENDENCIES for line in place.room.segments)
    in_the_way = Group("") if has_stuck else stuck(place)
    return {
        "groups": [group] if rows else [],
        "stuck": in_the_way if in_the_way.rows else None,
        "calm": f"{counts['parked']:,} parked" if counts["parked"] else "",
        "clear": f"The list is empty. Nobody has {words['an_issue']} for us.",
        "voters": voters,
        "top": min(TOP, len(rows)),
        "has_issues": any(line.segment.kind == "issues" for line in place.room.segments),
    }


def queued(issue: Issue, number: int) -> Row:
    given: int = issue.given  # type: ignore[attr-defined]
    came = f"passed on by {issue.passed_from}" if issue.passed_from else "came back" if issue.again_of_id else ""
    return Row(
        about=about(issue),
        title=issue.title,
        figure=f"{given} {'vote' if given == 1 else 'votes'}" if given else "",
        words=came,
        who=issue.owner or issue.raised_by,
        has_owner=False,
        page="rhythm:issue",
        pk=issue.pk,
        is_raised=True,
        more={"votes": given, "is_top": number <= TOP and given > 0},
    )


def issues(place: Place) -> dict[str, Any]:
    """The issue on the clock with all that helps to settle it; without one, the issues of the segment and how they ended."""
    room = place.room
    item = room.item if room.item in place.items else None
    if item is None:
        return {"groups": [agenda(place)] if place.items else [], "item": None, "clear": clear()}
    captures = [line for line in room.captures if line.item_id == item.pk]
    return {
        "item": item,
        "known": item.known if item.disposition else known_of([item], place.room.now, place.today).get(item.pk, []),
        "said": [line for line in captures if line.kind == CaptureKind.NOTE],
        "concerns": concerns(item),
        "taken": [line for line in captures if line.kind != CaptureKind.NOTE],
        "is_settled": bool(item.disposition),
        "clear": clear(),
    }


def clear() -> str:
    return f"No {own_words()['issues']} are left. Take the time back, or raise what nobody has said yet."


def concerns(item: AgendaItem) -> list[PollAnswer]:
    """What was said against proposals on it, the newest proposal's first."""
    polls = Poll.objects.filter(item=item)
    rows = PollAnswer.objects.filter(poll__in=polls).exclude(concern="").select_related("person").order_by("-poll_id", "id")
    return list(rows[:12])


def agenda(place: Place) -> Group:
    rows = [
        Row(
            about=about(item.issue) if item.issue else about(item),
            title=item.title,
            mark="done" if item.disposition else "",
            figure=item.ending if item.disposition else f"{item.minutes} min" if item.minutes else "if there is time",
            words=item.note if item.disposition in {Disposition.DROPPED, Disposition.ROUTED} else "",
            why=item.why,
            who=item.issue.owner if item.issue else item.raised_by,
            has_owner=False,
            page="rhythm:issue" if item.issue_id else "",
            pk=item.issue_id or 0,
            item=item,
            is_raised=True,
        )
        for item in sorted(place.items, key=lambda item: (bool(item.disposition), item.position))
    ]
    return Group("", rows[:MOST], max(0, len(rows) - MOST))
