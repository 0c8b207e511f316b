"""Facts of this room, by what they are about."""

from decisions.models.assumptions import Assumption, AssumptionState, Watch
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
from decisions.models.evidence import DecisionReview, Evidence, Verdict

__all__ = [
    "Assumption",
    "AssumptionState",
    "Decision",
    "DecisionCommitment",
    "DecisionFinding",
    "DecisionReview",
    "DecisionRisk",
    "DecisionRole",
    "DecisionState",
    "DecisionTeam",
    "Door",
    "Evidence",
    "Fork",
    "HeldUp",
    "Option",
    "Part",
    "Reversal",
    "Supersession",
    "Verdict",
    "Watch",
]
