"""What hangs on objectives and teams in the rooms above them: open commitments, decisions that wait, meetings; for a preview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Q

from accountability.models import OPEN_STATES as OPEN_COMMITMENTS
from accountability.models import Commitment
from decisions.models import Decision, DecisionState
from organizations.listing import whole
from rhythm.models import MeetingSeries

MOST_IDS = 50
SHOWN = 12  # of each kind


@dataclass(frozen=True, slots=True)
class Touched:
    """A few of each, one more fetched to know that there are others."""

    commitments: list[Commitment]
    decisions: list[Decision]
    series: list[MeetingSeries]
    has_more: bool

    @property
    def is_empty(self) -> bool:
        return not (self.commitments or self.decisions or self.series)


def ids_in(text: str) -> list[int]:
    """Row numbers from an address, comma-separated; what is none is passed over."""
    return [number for number in map(whole, text.split(",")[:MOST_IDS]) if number]


def touched(objectives: Sequence[int], teams: Sequence[int]) -> Touched:
    """Three queries, none of them for what nothing hangs on."""
    promised = Commitment.objects.filter(objective__in=objectives, state__in=OPEN_COMMITMENTS).select_related("owner")
    waiting = Decision.objects.filter(objective__in=objectives, state=DecisionState.PROPOSED)
    meetings = MeetingSeries.objects.filter(Q(team__in=teams)).select_related("team")
    lists = (
        list(promised.order_by(F("due_on").asc(nulls_last=True), "id")[: SHOWN + 1]) if objectives else [],
        list(waiting.order_by(F("proposed_on").asc(nulls_last=True), "id")[: SHOWN + 1]) if objectives else [],
        list(meetings.order_by("team__name", "start_time", "id")[: SHOWN + 1]) if teams else [],
    )
    commitments, decisions, series = lists
    return Touched(commitments[:SHOWN], decisions[:SHOWN], series[:SHOWN], any(len(found) > SHOWN for found in lists))
