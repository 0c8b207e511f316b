"""Facts of this room, by what they are about."""

from accountability.models.commitments import OPEN_STATES, Commitment, CommitmentState

__all__ = ["OPEN_STATES", "Commitment", "CommitmentState"]
