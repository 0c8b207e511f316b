"""The report of a closed cycle: what was reached, of what was said then and of what was first said; carried, dropped, moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, F, IntegerField, Q, Value, When

from alignment.measures import weighted_mean
from alignment.models import Objective
from alignment.models.objectives import Outcome
from alignment.reads.closing import with_all
from alignment.reads.goalposts import First, moved_since_first
from alignment.scores import HEALTHY_FROM, THREE, Scored, band, completion, predictability
from organizations.listing import Page, page_of
from organizations.models import Cycle

SIZE = 60
MOST_SCORED = 20_000  # objectives of a cycle that the figures are reckoned from
SHOWN_MOVED = 40
IS_SCORED = Q(archived_on=None) & ~Q(outcome="") & ~Q(state="rejected")
SCORED = ("ambition", "outcome", "score", "original_score", "weight")
AS_READ = Case(
    When(outcome=Outcome.DONE, then=Value(0)),
    When(outcome=Outcome.CARRIED, then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One objective of the report."""

    objective: Objective
    mark: str
    original_mark: str

    @property
    def score(self) -> Decimal | None:
        return self.objective.score

    @property
    def original_score(self) -> Decimal | None:
        return self.objective.original_score


@dataclass(frozen=True, slots=True)
class Figures:
    """The cycle in numbers; shares 0 to 1, None where nothing was scored."""

    done: int
    of: int
    carried: int
    dropped: int
    predictability: Decimal | None
    score: Decimal | None
    original_score: Decimal | None

    @property
    def completion(self) -> float | None:
        return self.done / self.of if self.of else None

    @property
    def is_short(self) -> bool:
        """Under 80 % done: talk about it before the next cycle is set (R6)."""
        return self.completion is not None and self.completion < HEALTHY_FROM

    @property
    def is_predictable(self) -> bool:
        return self.predictability is not None and self.predictability >= HEALTHY_FROM


@dataclass(frozen=True, slots=True)
class ReportPage:
    """The figures, one page of the objectives, and the goalposts that were moved."""

    cycle: Cycle
    figures: Figures
    lines: Page[Line]
    moved: Sequence[First]
    moved_count: int

    def of(self, outcome: str) -> list[Line]:
        return [line for line in self.lines if line.objective.outcome == outcome]

    @property
    def groups(self) -> list[tuple[str, list[Line]]]:
        """As they are read."""
        titles = ((Outcome.DONE, "Ended here"), (Outcome.CARRIED, "Carried over"), (Outcome.DROPPED, "Dropped"))
        return [(title, self.of(outcome)) for outcome, title in titles]


def report_page(cycle: Cycle, page: int) -> ReportPage:
    ours = Objective.objects.filter(cycle=cycle, archived_on=None).exclude(outcome="")
    ordered = with_all(ours).order_by(AS_READ, F("score").desc(nulls_last=True), "title", "id")
    moved = moved_since_first(cycle)
    return ReportPage(cycle, figures_of(cycle), page_of(ordered, page, line_of, size=SIZE), moved[:SHOWN_MOVED], len(moved))


def line_of(objective: Objective) -> Line:
    ambition = objective.ambition
    return Line(objective, band(objective.score, ambition), band(objective.original_score, ambition))


def figures_of(cycle: Cycle) -> Figures:
    """From every objective of the cycle that got a choice; an idea that was never published was no promise."""
    rows = [Scored(*row) for row in Objective.objects.filter(IS_SCORED, cycle=cycle).values_list(*SCORED)[:MOST_SCORED]]
    done, of = completion(rows)
    outcomes = [row.outcome for row in rows]
    return Figures(
        done=done,
        of=of,
        carried=outcomes.count(Outcome.CARRIED),
        dropped=outcomes.count(Outcome.DROPPED),
        predictability=predictability(rows),
        score=weighted_mean(((row.score, row.weight) for row in rows), THREE),
        original_score=weighted_mean(((row.original_score, row.weight) for row in rows), THREE),
    )
