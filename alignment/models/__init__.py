"""Facts: where we go (strategy, objectives, key results), what was reported, who needs whom, what may go wrong, stored roll-ups."""

from alignment.models.cadences import Cadence, TeamCadence
from alignment.models.check_ins import Acknowledgement, CheckIn, HelpAsk
from alignment.models.dependencies import Dependency, DependencyContact, DependencyForecast
from alignment.models.health import CycleHealth, ObjectiveHealth, TeamHealth
from alignment.models.metrics import Measurement, Metric
from alignment.models.objectives import ChecklistItem, Guard, KeyResult, Objective, ObjectiveContributor, ObjectiveLink
from alignment.models.plans import Initiative, Settlement, TeamPlan
from alignment.models.risks import Risk
from alignment.models.strategy import PulseAnswer, PulseChoice, RecallPulse, StrategyImpact, StrategyLine, StrategyVersion

__all__ = [
    "Acknowledgement",
    "Cadence",
    "CheckIn",
    "ChecklistItem",
    "CycleHealth",
    "Dependency",
    "DependencyContact",
    "DependencyForecast",
    "Guard",
    "HelpAsk",
    "Initiative",
    "KeyResult",
    "Measurement",
    "Metric",
    "Objective",
    "ObjectiveContributor",
    "ObjectiveHealth",
    "ObjectiveLink",
    "PulseAnswer",
    "PulseChoice",
    "RecallPulse",
    "Risk",
    "Settlement",
    "StrategyImpact",
    "StrategyLine",
    "StrategyVersion",
    "TeamCadence",
    "TeamHealth",
    "TeamPlan",
]
