"""Facts: where we go (objectives, key results), what was reported of it, who needs whom, what may go wrong, and stored roll-ups."""

from alignment.models.check_ins import CheckIn
from alignment.models.dependencies import Dependency, DependencyContact
from alignment.models.health import CycleHealth, ObjectiveHealth, TeamHealth
from alignment.models.metrics import Measurement, Metric
from alignment.models.objectives import KeyResult, Objective, ObjectiveContributor, ObjectiveLink
from alignment.models.risks import Risk

__all__ = [
    "CheckIn",
    "CycleHealth",
    "Dependency",
    "DependencyContact",
    "KeyResult",
    "Measurement",
    "Metric",
    "Objective",
    "ObjectiveContributor",
    "ObjectiveHealth",
    "ObjectiveLink",
    "Risk",
    "TeamHealth",
]
