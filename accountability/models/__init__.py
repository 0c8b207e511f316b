"""Facts of this room, by what they are about."""

from accountability.models.commitments import (
    OPEN_STATES,
    WAITING_STATES,
    Commitment,
    CommitmentState,
    MissReason,
    Repeats,
)

__all__ = ["OPEN_STATES", "WAITING_STATES", "Commitment", "CommitmentState", "MissReason", "Repeats"]
