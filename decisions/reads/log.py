"""The log of decisions: what waits, what was decided, what is to be looked at again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, FloatField, Min, Q
from django.db.models.functions import Extract

from alignment.models import Objective
from decisions.models import (
    Decision,
    DecisionRole,
    DecisionState,
    Part,
)
from decisions.reads.rows import WAITING, DecisionRow, decision_row, with_rows
from organizations.listing import Asked, Named, Page, all_words, page_of
from organizations.models import Person, Team

SHOWS = {"waiting": "Waiting", "decided": "Decided", "revisit": "To revisit", "other": "Put off or dropped", "all": "All"}
DECIDED = Q(state__in=[DecisionState.ACCEPTED, DecisionState.REJECTED, DecisionState.SUPERSEDED])
REVISIT = Q(state=DecisionState.ACCEPTED, review_on__isnull=False)
CONDITIONS = {"waiting": WAITING, "decided": DECIDED, "revisit": REVISIT, "other": ~(WAITING | DECIDED), "all": Q(pk__gt=0)}
LOOK_BACK = 91  # days that the median is taken over


class Median(Aggregate):
    """percentile_cont of PostgreSQL: the middle value."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


@dataclass(frozen=True, slots=True)
class DecisionFilter:
    """What the reader asked the log for."""

    show: str
    text: str
    team: Named
    owner: Named
    objective: Objective | None
    page: int

    @property
    def is_narrow(self) -> bool:
        return bool(self.text or self.team or self.owner or self.objective)

    def conditions(self) -> Q:
        found = all_words(self.text, "title", "outcome") & self.team.narrow("team")
        if self.owner:
            roles = DecisionRole.objects.filter(self.owner.narrow("person"), part__in=[Part.DECIDER, Part.APPROVER])
            found &= Q(pk__in=roles.values("decision"))
        return found & Q(objective=self.objective) if self.objective else found


def asked_decisions(asked: Asked) -> DecisionFilter:
    objective_id = asked.number("objective")
    return DecisionFilter(
        show=asked.one_of("show", SHOWS),
        text=asked.text(),
        team=asked.named("team", Team),
        owner=asked.named("owner", Person),
        objective=Objective.objects.filter(pk=objective_id).first() if objective_id else None,
        page=asked.page,
    )


@dataclass(frozen=True, slots=True)
class DecisionLog:
    """One page of the log with the figures of its sentence."""

    page: Page[DecisionRow]
    show: str
    counts: dict[str, int]
    oldest: int | None  # days that the oldest has waited
    median: int | None  # days, of the last quarter's


def decision_log(asked: DecisionFilter, today: date) -> DecisionLog:
    """What waits, the longest wait first; or what was decided, newest first; or what is to be looked at again, soonest first."""
    scope = Decision.objects.filter(asked.conditions())
    taken = Extract(ExpressionWrapper(F("decided_on") - F("proposed_on"), output_field=DurationField()), "epoch")
    lately = DECIDED & Q(decided_on__gt=today - timedelta(days=LOOK_BACK), proposed_on__isnull=False)
    counts = scope.aggregate(
        oldest=Min("proposed_on", filter=WAITING),
        median=Median(taken, filter=lately),
        **{name: Count("id", filter=condition) for name, condition in CONDITIONS.items()},
    )
    oldest, median = counts.pop("oldest"), counts.pop("median")
    show = asked.show or next(name for name in ("waiting", "decided", "all") if counts[name] or name == "all")
    page = page_of(in_order(with_rows(scope.filter(CONDITIONS[show])), show), asked.page, lambda row: decision_row(row, today))
    days = None if median is None else round(median / 86_400)
    return DecisionLog(page, show, counts, (today - oldest).days if oldest else None, days)


def in_order(decisions: Any, show: str) -> Any:
    if show == "waiting":
        return decisions.order_by(F("proposed_on").asc(nulls_last=True), "id")
    if show == "revisit":
        return decisions.order_by("review_on", "id")
    return decisions.order_by(F("decided_on").desc(nulls_last=True), "-id")
