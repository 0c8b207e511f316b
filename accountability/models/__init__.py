"""Facts: what somebody has promised to do, the seats that answer for outcomes, and who covers for whom."""

from accountability.models.commitments import (
    OPEN_STATES,
    WAITING_STATES,
    Commitment,
    CommitmentState,
    MissReason,
)
from accountability.models.cover import OPEN_COVERS, Cover, CoverItem, CoverState
from accountability.models.seats import Seat, SeatFit, SeatHolder, SeatMetric, SeatPart

__all__ = [
    "OPEN_COVERS",
    "OPEN_STATES",
    "WAITING_STATES",
    "Commitment",
    "CommitmentState",
    "Cover",
    "CoverItem",
    "CoverState",
    "MissReason",
    "Seat",
    "SeatFit",
    "SeatHolder",
    "SeatMetric",
    "SeatPart",
]
