"""The scores of objectives at the end of their cycle, from what is stored: three queries however many objectives there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from alignment.arithmetic import text
from alignment.guards import is_broken, with_latest
from alignment.measures import Numbers
from alignment.models import Guard, KeyResult, Objective, ObjectiveHealth
from alignment.models.objectives import Bound, ObjectiveState
from alignment.scores import THREE, Result, held_below_a_hit, is_hit, original_score, score


@dataclass(frozen=True, slots=True)
class Tally:
    """What an objective comes to; scores 0 to 1, None where nothing measures it. `broken`: a sentence for each broken guard."""

    score: Decimal | None = None
    original_score: Decimal | None = None
    source: str = ""  # key_results | below | state; empty when nothing tells
    broken: list[str] = field(default_factory=list)
    is_capped: bool = False

    @property
    def cap_sentence(self) -> str:
        """Why the score ends below a hit; empty while its guards hold."""
        return f"{'; '.join(self.broken)}. A hit with a broken guard is not a hit." if self.broken else ""


def tallies(objectives: Sequence[Objective]) -> dict[int, Tally]:
    """The tally of each of these objectives, by its id."""
    ids = [objective.pk for objective in objectives]
    results: dict[int, list[Result]] = defaultdict(list)
    for key_result in KeyResult.objects.filter(objective_id__in=ids):
        results[key_result.objective_id].append(result_of(key_result))
    broken: dict[int, list[str]] = defaultdict(list)
    for guard in with_latest(Guard.objects.filter(objective_id__in=ids).order_by("id")):
        if is_broken(guard.bound, guard.limit_value, guard.latest):
            broken[guard.objective_id].append(broken_sentence(guard))
    stored = ObjectiveHealth.objects.filter(objective_id__in=ids, progress__isnull=False).values_list("objective_id", "progress")
    below = {pk: Decimal(str(progress)) for pk, progress in stored}
    return {one.pk: tally_of(one, results[one.pk], below.get(one.pk), broken[one.pk]) for one in objectives}


def tally_of(objective: Objective, results: list[Result], below: Decimal | None, broken: list[str]) -> Tally:
    """From its own key results; else from what carries it, as stored; what was completed without any measure is reached."""
    reached, at_first, source = score(results), original_score(results), "key_results"
    if reached is None:
        known = Decimal(1) if objective.state == ObjectiveState.COMPLETED else below
        source = "" if known is None else "state" if objective.state == ObjectiveState.COMPLETED else "below"
        reached = at_first = None if known is None else known.quantize(THREE)
    is_capped = bool(broken) and is_hit(reached, objective.ambition)
    if broken:
        reached, at_first = (held_below_a_hit(one, objective.ambition) for one in (reached, at_first))
    return Tally(reached, at_first, source, broken, is_capped)


def result_of(key_result: KeyResult) -> Result:
    numbers = Numbers(
        kind=key_result.kind,
        state=key_result.state,
        start=key_result.start_value,
        target=key_result.target_value,
        current=key_result.current_value,
    )
    return Result(numbers, key_result.original_target_value, key_result.weight)


def broken_sentence(guard: Guard) -> str:
    side = "at or above" if guard.bound == Bound.AT_LEAST else "at or below"
    return f"“{guard.metric}” was to stay {side} {text(guard.limit_value)} and is at {text(guard.latest)}"  # type: ignore[attr-defined]


def edition(objective: Objective) -> str:
    """The choice that stands, as one word for a form to carry; two that differ were made by different hands."""
    if not objective.outcome:
        return "none"
    return "/".join(map(str, (objective.outcome, objective.score, objective.carried_to_id or "", len(objective.outcome_note))))
