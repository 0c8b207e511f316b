"""What is not over: it can be stuck (an objective, a commitment), or something can wait on it (a decision, a dependency)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accountability.models import OPEN_STATES as PROMISED
from accountability.models import WAITING_STATES, Commitment
from alignment.models import Dependency, Objective
from alignment.models.dependencies import OPEN_STATES as UNDELIVERED
from alignment.models.dependencies import DependencyState
from alignment.reads.rows import OPEN_STATES
from decisions.models import UNDECIDED, Decision

UNDER_WAY: Mapping[Any, tuple[str, ...]] = {
    Objective: tuple(OPEN_STATES),
    Commitment: (*PROMISED, *WAITING_STATES, ""),
    Decision: UNDECIDED,
    Dependency: (*UNDELIVERED, DependencyState.DELIVERED, ""),  # until it is accepted
}


def is_under_way(thing: Objective | Commitment | Decision | Dependency) -> bool:
    """By its state; what is in the archive is over whatever its state."""
    return thing.state in UNDER_WAY[type(thing)] and getattr(thing, "archived_on", None) is None
