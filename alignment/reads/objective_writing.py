"""What stands beside an objective while it is written: its parent with what is claimed there, and advice with its reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet

from alignment.advice import Advice, Written, advice
from alignment.models import KeyResult, Objective, StrategyLine
from alignment.models.objectives import KeyResultKind, KeyResultState
from alignment.reads.objectives import MOST_CYCLES, running
from alignment.reads.rows import OPEN_STATES, ObjectiveRow, row_of, with_rows, worst_first
from organizations.listing import all_words
from organizations.models import Cycle
from organizations.models.cycles import CycleStatus

MOST_LINES = 100
MOST_BESIDE = 12  # of each kind in the parent's panel


@dataclass(frozen=True, slots=True)
class Claim:
    """A measure that something below the parent has already."""

    title: str
    objective: str
    objective_id: int


@dataclass(frozen=True, slots=True)
class Beside:
    """The parent as the writer sees it: how it stands, what carries it already, which numbers are claimed there."""

    objective: Objective
    row: ObjectiveRow
    siblings: list[tuple[ObjectiveRow, Decimal]]  # with their weights
    has_more: bool
    claims: list[Claim]


def cycles_to_choose(now: Cycle | None = None) -> list[Cycle]:
    """Cycles that are not closed, the newest first, and the one that it is in now."""
    rows = list(Cycle.objects.exclude(status=CycleStatus.CLOSED).order_by("-starts_on", "-ends_on", "id")[:MOST_CYCLES])
    return rows if now is None or now in rows else [now, *rows]


def lines_to_choose(now: StrategyLine | None = None) -> list[StrategyLine]:
    """The sentences of the strategy as it stands, in the order of the page, and the one that it serves now."""
    rows = list(StrategyLine.objects.filter(ended_in=None).order_by("section", "position", "id")[:MOST_LINES])
    return rows if now is None or now in rows else [now, *rows]


def cycle_to_start_with(cycles: list[Cycle], today: date) -> Cycle | None:
    """The one that runs."""
    return running(cycles, today)


def beside(parent: Objective | None, *, but: int | None = None) -> Beside | None:
    """The panel of a parent; `but` is the objective that is being written itself. Three queries."""
    if parent is None:
        return None
    own: Objective = Objective.objects.select_related("health", "owner", "team", "cycle").get(pk=parent.pk)
    below = worst_first(with_rows(Objective.objects.filter(parent=own, archived_on=None).exclude(pk=but or 0), "weight"))
    rows = list(below[: MOST_BESIDE + 1])
    measures = KeyResult.objects.filter(objective__parent=own, objective__archived_on=None).exclude(objective_id=but or 0)
    claims = measures.exclude(state=KeyResultState.CANCELLED).order_by("objective_id", "position", "id")
    found = claims.values_list("title", "objective__title", "objective_id")[:MOST_BESIDE]
    return Beside(
        objective=own,
        row=row_of(own),
        siblings=[(row_of(row), row.weight) for row in rows[:MOST_BESIDE]],
        has_more=len(rows) > MOST_BESIDE,
        claims=[Claim(*values) for values in found],
    )


def advice_on(said: Mapping[str, Any], *, own: Objective | None = None) -> list[Advice]:
    """Advice on a form as far as it is filled; `own` is the objective when it is there already. Two queries at most."""
    team, owner, cycle = said.get("team"), said.get("owner"), said.get("cycle")
    team_has, owner_has = loads(team, owner, cycle, but=own.pk if own else None)
    measures = measured(own) if own else []
    return advice(
        Written(
            title=said.get("title") or "",
            done_means=said.get("done_means") or "",
            has_owner=owner is not None,
            has_due=bool(said.get("due_on") or cycle),
            has_team=team is not None and team.parent_id is not None,
            has_parent=said.get("parent") is not None,
            is_saved=own is not None,
            measures=len(measures),
            without_baseline=tuple(row.title for row in measures if lacks_baseline(row)),
            team_name=team.name if team else "",
            team_has=team_has,
            owner_name=owner.name if owner else "",
            owner_has=owner_has,
            weight_is_nought=said.get("weight") == 0,
        )
    )


def advice_on_saved(objective: Objective, measures: list[Any], team_has: int, owner_has: int) -> list[Advice]:
    """The same of a stored one, from what its page has read anyway; the counts include itself."""
    counted = [row for row in measures if row.state != KeyResultState.CANCELLED]
    return advice(
        Written(
            title=objective.title,
            done_means=objective.done_means,
            has_owner=objective.owner_id is not None,
            has_due=bool(objective.due_on or objective.cycle_id),
            has_team=objective.team is not None and objective.team.parent_id is not None,
            has_parent=objective.parent_id is not None,
            is_saved=True,
            measures=len(counted),
            without_baseline=tuple(row.title for row in counted if lacks_baseline(row)),
            team_name=objective.team.name if objective.team else "",
            team_has=team_has - 1,
            owner_name=objective.owner.name if objective.owner else "",
            owner_has=owner_has - 1,
            weight_is_nought=objective.weight == 0,
        )
    )


def of_cycle(cycle: Any) -> QuerySet[Objective]:
    """What is under way or proposed in it."""
    return Objective.objects.filter(cycle=cycle, state__in=OPEN_STATES, archived_on=None)


def loads(team: Any, owner: Any, cycle: Any, *, but: int | None) -> tuple[int, int]:
    """How many others the team and the owner have in the cycle already; nothing is counted without a cycle."""
    if cycle is None or (team is None and owner is None):
        return 0, 0
    others = of_cycle(cycle).exclude(pk=but or 0)
    counts = others.aggregate(team=Count("id", filter=Q(team=team)), owner=Count("id", filter=Q(owner=owner)))
    return (counts["team"] if team else 0), (counts["owner"] if owner else 0)


def measured(own: Objective) -> list[KeyResult]:
    return list(own.key_results.exclude(state=KeyResultState.CANCELLED).order_by("position", "id")[:MOST_BESIDE])


def lacks_baseline(key_result: KeyResult) -> bool:
    """A number to move without the number that it starts from."""
    return key_result.kind in {"", KeyResultKind.METRIC} and key_result.target_value is not None and key_result.start_value is None


def parents_to_choose(objective: Objective, text: str) -> list[ObjectiveRow]:
    """Objectives that it could contribute to: those with these words, or the nearest; never itself or what lies directly below."""
    rows = Objective.objects.filter(archived_on=None, state__in=OPEN_STATES).exclude(pk=objective.pk).exclude(parent=objective)
    words = all_words(text, "title", "key", "team__name") if text else Q(cycle=objective.cycle_id) & (Q(parent=None) | Q(team=None))
    return [row_of(row) for row in worst_first(with_rows(rows.filter(words)))[:MOST_BESIDE]]
