"""What was known and expected when a decision was taken, what it rests on, and what was seen when it was looked at again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from decisions.measures import in_words
from decisions.models import UNDECIDED, Assumption, AssumptionState, Decision, DecisionReview, DecisionState, Evidence
from decisions.reads.effect import Effect, effect_of
from organizations.models import Event

MOST = 20
MARKS = {
    AssumptionState.HOLDS: "on_track",
    AssumptionState.BROKEN: "off_track",
    AssumptionState.CONFIRMED: "done",
    AssumptionState.DROPPED: "ended",
}


@dataclass(frozen=True, slots=True)
class Known:
    """One answer with what was visible then; days as days and numbers as numbers again."""

    evidence: Evidence
    objectives: list[dict[str, Any]] = field(default_factory=list)
    risks: list[dict[str, Any]] = field(default_factory=list)
    dependencies: list[dict[str, Any]] = field(default_factory=list)
    metrics: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.objectives or self.risks or self.dependencies or self.metrics)


@dataclass(frozen=True, slots=True)
class Rest:
    """An assumption as a row."""

    assumption: Assumption
    mark: str
    is_watched: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """A review as a row: process and outcome apart, in words."""

    review: DecisionReview
    words: str
    per_cent: int | None


@dataclass(frozen=True, slots=True)
class KnownPage:
    """Everything of the slot."""

    decision: Decision
    effect: Effect
    latest: Known | None
    earlier: Sequence[Known]
    assumptions: list[Rest]
    reviews: list[Seen]
    is_due: bool
    reopened: Event | None  # why it is open again

    @property
    def is_in_force(self) -> bool:
        return self.decision.state == DecisionState.ACCEPTED

    @property
    def may_open(self) -> bool:
        """Whether its state lets it be opened again."""
        return self.decision.state in {DecisionState.ACCEPTED, DecisionState.REJECTED}

    @property
    def may_rest(self) -> bool:
        return self.decision.state in {*UNDECIDED, DecisionState.ACCEPTED}


def known_page(decision: Decision, today: date) -> KnownPage:
    """Six queries."""
    answers = Evidence.objects.filter(decision=decision).select_related("by").order_by("-at", "-id")[:MOST]
    known = [known_of(evidence) for evidence in answers]
    assumptions = Assumption.objects.filter(decision=decision).select_related("metric", "dependency").order_by("id")[: MOST * 2]
    reviews = DecisionReview.objects.filter(decision=decision).select_related("by").order_by("-on", "-id")[:MOST]
    return KnownPage(
        decision=decision,
        effect=effect_of(decision, today),
        latest=known[0] if known else None,
        earlier=known[1:],
        assumptions=[Rest(row, MARKS[AssumptionState(row.state)], row.state == AssumptionState.HOLDS) for row in assumptions],
        reviews=[seen(review) for review in reviews],
        is_due=decision.state == DecisionState.ACCEPTED and decision.review_on is not None and decision.review_on <= today,
        reopened=reopening_of(decision),
    )


def reopening_of(decision: Decision) -> Event | None:
    """The line that opened it again, while it is open."""
    if decision.state != DecisionState.PROPOSED:
        return None
    lines = Event.objects.filter(about_type=decision._meta.label, about_id=decision.pk, name="decision.reopened")
    line: Event | None = lines.select_related("actor").order_by("-id").first()
    return line


def seen(review: DecisionReview) -> Seen:
    share = review.came_true
    words = in_words(review.judgement, review.turned_out_well)
    return Seen(review, words, None if share is None else round(share * 100))


def known_of(evidence: Evidence) -> Known:
    """What was kept, read back; a list that a former version did not write is empty."""
    kinds = ("objectives", "risks", "dependencies", "metrics")
    return Known(evidence, *([read(row) for row in evidence.facts.get(kind, [])] for kind in kinds))


DAYS = {"due_on", "checked_in_on", "needed_by", "promised_by", "expected_on", "heading_on", "on"}
NUMBERS = {"start", "target", "value", "heading", "goal"}


def read(row: dict[str, Any]) -> dict[str, Any]:
    found = {name: read_one(name, value) for name, value in row.items()}
    if "key_results" in row:
        found["key_results"] = [read(each) for each in row["key_results"]]
    return found


def read_one(name: str, value: Any) -> Any:
    if value is None:
        return None
    return date.fromisoformat(value) if name in DAYS else Decimal(value) if name in NUMBERS else value
