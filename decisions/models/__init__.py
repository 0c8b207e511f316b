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
    Pattern,
    Supersession,
)
from decisions.models.hearings import Answer, Hearing, OptionVote, Stance, Way
from decisions.models.telling import Dissent, TeamAcknowledgement, TeamTold

__all__ = [
    "Answer",
    "Decision",
    "DecisionCommitment",
    "DecisionFinding",
    "DecisionRisk",
    "DecisionRole",
    "DecisionState",
    "DecisionTeam",
    "Dissent",
    "Door",
    "Hearing",
    "HeldUp",
    "Option",
    "OptionVote",
    "Part",
    "Pattern",
    "Stance",
    "Supersession",
    "TeamAcknowledgement",
    "TeamTold",
    "Way",
]
