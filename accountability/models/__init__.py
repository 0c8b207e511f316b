"""Facts: what somebody has promised to do, the seats that answer for outcomes, and who covers for whom."""

from accountability.models.commitments import OPEN_STATES, Commitment, CommitmentState
from accountability.models.cover import OPEN_COVERS, Cover, CoverItem, CoverState
from accountability.models.seats import Seat, SeatFit, SeatHolder, SeatMetric, SeatPart

__all__ = [
    "OPEN_COVERS",
    "OPEN_STATES",
    "Commitment",
    "CommitmentState",
    "Cover",
    "CoverItem",
    "CoverState",
    "Seat",
    "SeatFit",
    "SeatHolder",
    "SeatMetric",
    "SeatPart",
]
