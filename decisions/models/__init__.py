"""Facts of this room, by what they are about."""

from decisions.models.assumptions import Assumption, AssumptionState, Watch
from decisions.models.blockers import Blocker, BlockerKind, BlockerSpan, BlockerState
from decisions.models.chains import Fork, Reversal
from decisions.models.decisions import (
    UNDECIDED,
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
from decisions.models.evidence import DecisionReview, Evidence, Verdict
from decisions.models.hearings import Answer, Criterion, Hearing, OptionVote, Stance, Way
from decisions.models.telling import Dissent, TeamAcknowledgement, TeamTold

__all__ = [
    "UNDECIDED",
    "Answer",
    "Assumption",
    "AssumptionState",
    "Blocker",
    "BlockerKind",
    "BlockerSpan",
    "BlockerState",
    "Criterion",
    "Decision",
    "DecisionCommitment",
    "DecisionFinding",
    "DecisionReview",
    "DecisionRisk",
    "DecisionRole",
    "DecisionState",
    "DecisionTeam",
    "Dissent",
    "Door",
    "Evidence",
    "Fork",
    "Hearing",
    "HeldUp",
    "Option",
    "OptionVote",
    "Part",
    "Pattern",
    "Reversal",
    "Stance",
    "Supersession",
    "TeamAcknowledgement",
    "TeamTold",
    "Verdict",
    "Watch",
    "Way",
]
