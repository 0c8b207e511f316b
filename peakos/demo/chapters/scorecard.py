"""Chapter: the scorecard. Twelve numbers with an owner each, measured every Friday."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial

from alignment.actions import add_metric, record_measurement
from alignment.models.metrics import Better, MetricKind
from peakos.demo.stage import Stage

LAG, LEAD, GUARD = MetricKind.LAG, MetricKind.LEAD, MetricKind.GUARDRAIL
UP, DOWN = Better.UP, Better.DOWN


@dataclass(frozen=True)
class Number:
    """A metric, its goal, and a value a week: the week before the quarter, then each of its weeks."""

    title: str
    team: str
    owner: str
    unit: str
    kind: MetricKind
    better: Better
    goal: float
    weeks: Sequence[float]
    serves: str = ""


NUMBERS = (
    Number(
        "New utilities live per week",
        "Customer Success",
        "Ruth Adeyemi",
        "",
        LAG,
        UP,
        1.2,
        (0, 0, 1, 1, 1, 1, 0, 0, 1),
        "mid-market-live",
    ),
    Number(
        "Open onboarding questions",
        "Customer Success",
        "Hanna Virtanen",
        "",
        LEAD,
        DOWN,
        20,
        (61, 58, 52, 44, 40, 33, 31, 27, 25),
        "go-live-desk",
    ),
    Number(
        "Revenue renewed this week",
        "Sales",
        "Daniel Brooks",
        "€k",
        LAG,
        UP,
        360,
        (90, 190, 330, 340, 350, 380, 337, 329, 244),
        "renewals",
    ),
    Number(
        "Duplicate records in the CRM",
        "Sales",
        "Sofia Greco",
        "%",
        GUARD,
        DOWN,
        2,
        (9.8, 9.7, 9.5, 9.3, 9.1, 9.1, 9.1, 9.1, 9.1),
        "crm-clean-up",
    ),
    Number(
        "Certified partners who sold last month",
        "Partnerships",
        "Wen Li",
        "",
        LEAD,
        UP,
        9,
        (4, 4, 5, 5, 6, 6, 6, 6, 6),
        "tier-2-certification",
    ),
    Number(
        "Slowest tenth of outage reports",
        "Grid API",
        "Priya Raman",
        "s",
        LAG,
        DOWN,
        240,
        (610, 590, 560, 520, 470, 430, 380, 345, 330),
        "outage-reports",
    ),
    Number("Reports lost under load", "Platform", "Freya Holm", "", GUARD, DOWN, 0, (3, 2, 2, 0, 1, 4, 0, 0, 0), "storm-load-test"),
    Number(
        "Invoices questioned",
        "Billing",
        "Bram de Wit",
        "per 100",
        LAG,
        DOWN,
        4,
        (14, 13.4, 12.6, 11.8, 11, 10, 9, 8.6, 8.3),
        "checkable-invoices",
    ),
    Number("Merges to the new rater", "Billing", "Aiko Tanaka", "", LEAD, UP, 8, (9, 11, 8, 7, 5, 3, 2, 0, 0), "usage-rater"),
    Number(
        "Applications for field work",
        "People",
        "Farid Rahimi",
        "",
        LEAD,
        UP,
        30,
        (12, 41, 36, 31, 28, 33, 38, 44, 47),
        "field-engineers",
    ),
    Number(
        "Night calls answered within ten minutes",
        "Support",
        "Tomasz Zielinski",
        "%",
        GUARD,
        UP,
        95,
        (97, 96, 96, 95, 93, 92, 90, 88, 87),
    ),
    Number("Days to close the month", "Finance", "Joanna Pell", "days", LAG, DOWN, 5, (8, 8, 8, 7, 7, 7, 6, 6, 6), "usage-revenue"),
)


def tell(stage: Stage) -> None:
    for number in NUMBERS:
        stage.at("1 Mon 09:10", partial(add, stage, number))
        for week, value in enumerate(number.weeks):
            when = f"{week} Fri 17:20" if week else "1 Mon 09:20"
            stage.at(when, partial(measure, stage, number, value, not week))


def add(stage: Stage, number: Number, now: datetime) -> None:
    stage.rows[number.title] = add_metric(
        organization=stage.organization,
        title=number.title,
        team=stage.team(number.team),
        owner=stage.who(number.owner),
        objective=stage.row(number.serves),
        unit=number.unit,
        kind=number.kind,
        better=number.better,
        goal=Decimal(str(number.goal)),
        by=stage.who(number.owner),
        now=now,
    )


def measure(stage: Stage, number: Number, value: float, is_first: bool, now: datetime) -> None:
    """The first value is that of the Friday before the quarter."""
    on = stage.calendar.day("0 Fri") if is_first else None
    record_measurement(metric=stage.rows[number.title], value=Decimal(str(value)), on=on, by=stage.who(number.owner), now=now)
