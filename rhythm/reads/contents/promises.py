"""Commitments in a meeting: open and past their day first, then what is due before the group meets again; one click each."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Count, Q

from accountability.days import day_at, day_of_owner
from accountability.models import OPEN_STATES, Commitment, CommitmentState
from alignment.explain import how_long
from rhythm.models import MeetingOutput
from rhythm.reads.contents.rows import MOST, Group, Place, Row, about, called, put

SOON = timedelta(days=7)


def commitments(place: Place) -> dict[str, Any]:
    """Two queries: how many there are, and the open ones by their day."""
    today = place.today
    there = day_of_owner(place.room.now, place.room.meeting.organization)
    made_here = Q(pk__in=MeetingOutput.objects.filter(series=place.room.meeting.series_id).values("commitment"))
    scope = Q(owner__in=place.scope.people) if place.scope.teams is None else place.scope.of("team", "owner")
    ours = Commitment.objects.filter(scope | made_here | Q(pk__in=place.ids_about(Commitment)))
    is_open = Q(state__in=OPEN_STATES)
    soon = is_open & Q(due_on__gte=there, due_on__lte=today + SOON)
    settled = Q(state=CommitmentState.DONE, completed_on__gt=today - SOON)
    counts = ours.aggregate(
        late=Count("id", filter=is_open & Q(due_on__lt=there)),
        soon=Count("id", filter=soon),
        later=Count("id", filter=is_open & (Q(due_on__gt=today + SOON) | Q(due_on=None))),
        kept=Count("id", filter=settled),
        promised=Count("id", filter=settled | is_open & Q(due_on__lt=there)),
    )
    due = ours.filter(is_open, due_on__lte=today + SOON).select_related("owner", "team").order_by("due_on", "id")
    rows = [put(place, row_of(one, place)) for one in due[: MOST + 1]]
    late = [row for row in rows if row.mark == "late"]
    coming = [row for row in rows if row.mark != "late"]
    groups = [
        Group("Past their day", late[:MOST], counts["late"] - len(late[:MOST]), **listed(place, "overdue")),
        Group("Due before the week is over", coming[: MOST - len(late)], 0, **listed(place, "open")),
    ]
    groups[1].more = counts["soon"] - len(groups[1].rows)
    return {
        "groups": [group for group in groups if group.rows or group.more > 0],
        "calm": calm(counts),
        "clear": "Nothing is past its day. What was promised is done." if counts["kept"] else "Nothing is past its day.",
        "kept": counts["kept"],
        "promised": counts["promised"],
    }


def listed(place: Place, show: str) -> dict[str, str]:
    asks = f"show={show}" + (f"&{place.team_asks}" if place.team_asks else "")
    return {"page": "accountability:commitments", "asks": asks}


def calm(counts: dict[str, int]) -> str:
    said = [f"{counts['kept']:,} of {counts['promised']:,} kept this week"] if counts["promised"] else []
    said += [f"{called(counts['later'], 'more', 'more')} for later, not read out"] if counts["later"] else []
    return ", ".join(said)


def row_of(commitment: Commitment, place: Place) -> Row:
    due = commitment.due_on
    today = day_at(commitment.owner, place.room.now, place.today)
    late = (today - due).days if due and due < today else 0
    first = commitment.original_due_on
    return Row(
        about=about(commitment),
        title=commitment.title,
        mark="late" if late else "unanswered",
        word="" if late else commitment.get_state_display(),
        figure=f"{how_long(late)} late" if late else "",
        tone="off" if late else "",
        words=f"first promised for {first:%a} {first.day} {first:%b}" if first and first != due else "",
        who=commitment.owner,
        page="accountability:commitment",
        pk=commitment.pk,
        more=commitment,
    )
