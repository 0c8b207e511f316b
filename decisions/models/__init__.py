"""Facts of this room, by what they are about."""

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
    "HeldUp",
    "Option",
    "Part",
    "Supersession",
]
