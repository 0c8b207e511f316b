"""Facts of this room, by what they are about."""

from decisions.models.chains import Fork, Reversal
from decisions.models.decisions import (
    Decision,
    DecisionCommitment,
    DecisionFinding,
    DecisionRisk,
    DecisionRole,
    DecisionState,
    DecisionTeam,
    Door,
    HeldUp,
    Option,
    Part,
    Supersession,
)

__all__ = [
    "Decision",
    "DecisionCommitment",
    "DecisionFinding",
    "DecisionRisk",
    "DecisionRole",
    "DecisionState",
    "DecisionTeam",
    "Door",
    "Fork",
    "HeldUp",
    "Option",
    "Part",
    "Reversal",
    "Supersession",
]
