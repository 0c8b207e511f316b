"""Line of sight over objectives and promises: what serves what, up to the strategy and down to the work; and what leads nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from accountability.days import day_at
from accountability.models import OPEN_STATES, Commitment
from accountability.reads.commitments import CommitmentRow, commitment_row
from alignment.coherence import Ratio
from alignment.models import Objective, StrategyLine
from alignment.reads.findings.graph import rows_of
from alignment.reads.sight import TRACES, Below, Carrier, Line, carried_by, line_up, sentence
from organizations.listing import PAGE_SIZE, Page


@dataclass(frozen=True, slots=True)
class Carrying:
    """An objective below with the promises made for it: those still open, and all."""

    carrier: Carrier
    open_count: int
    promised_count: int


@dataclass(frozen=True, slots=True)
class Sight:
    """The way up, and what carries it from below."""

    up: Line | None
    page: Page[Carrying]
    count: int


def sight_of_objective(objective: Objective, number: int) -> Sight:
    """From an objective up to the strategy, and down to the evidence."""
    return Sight(line_up(objective.pk), *with_promises(carried_by(objective_id=objective.pk, number=number)))


def sight_of_sentence(pk: int, number: int) -> tuple[StrategyLine, Sight] | None:
    """From a sentence of the strategy down to the evidence."""
    line = sentence(pk)
    return (line, Sight(None, *with_promises(carried_by(line_id=pk, number=number)))) if line else None


def with_promises(below: Below) -> tuple[Page[Carrying], int]:
    """The promises of all of them counted in one query."""
    counts = Commitment.objects.filter(objective__in=below.ids).values("objective").order_by("objective")
    found = {
        row["objective"]: (row["open"], row["all"])
        for row in counts.annotate(open=Count("id", filter=Q(state__in=OPEN_STATES)), all=Count("id"))
    }
    rows = [Carrying(carrier, *found.get(carrier.row.id, (0, 0))) for carrier in below.page]
    return Page(rows, below.page.number, below.page.has_more), below.count


# Promises under way, those that lead to the strategy by the objective that they name; and all of the last four weeks.
TRACED = f"""{TRACES}
SELECT count(*) FILTER (WHERE is_open) AS open_count, count(*) FILTER (WHERE is_open AND leads) AS leading_count,
       count(*) FILTER (WHERE is_recent) AS recent_count, count(*) FILTER (WHERE is_recent AND serves) AS resourced_count,
       (array_agg(id ORDER BY due_on NULLS LAST, id) FILTER (WHERE is_open AND NOT leads))[%(first)s:%(last)s] AS astray
FROM (
    SELECT c.id, c.due_on, c.state IN ('open', 'in_progress') AS is_open, l.id IS NOT NULL AS leads, p.id IS NOT NULL AS serves,
           c.created_on > %(today)s::date - 28 AND c.created_on <= %(today)s::date AS is_recent
    FROM accountability_commitment c LEFT JOIN aligned l ON l.id = c.objective_id LEFT JOIN priority p ON p.id = c.objective_id
    WHERE c.organization_id = %(organization)s AND NOT c.is_private
) c
"""  # noqa: S608  our own text


@dataclass(frozen=True, slots=True)
class Tracing:
    """How much of the open work leads to the strategy, how much of the new work serves a priority, and what is astray."""

    leading: Ratio  # open commitments that lead to the strategy, of all that are open
    resourced: Ratio  # commitments of the last four weeks that serve a team's priority, of all of them (DOMAIN 2.1)
    page: Page[CommitmentRow]


def tracing(today: date, now: datetime, number: int = 1, size: int = PAGE_SIZE) -> Tracing:
    """Open work held against the strategy; two queries."""
    first = (number - 1) * size + 1
    row = rows_of(TRACED, today=today, first=first, last=first + size)[0]
    astray = row["astray"] or []
    if not astray and number > 1:
        return tracing(today, now, 1, size)
    found = {one.pk: one for one in Commitment.objects.filter(pk__in=astray).select_related("owner", "team")}
    rows = [commitment_row(found[pk], day_at(found[pk].owner, now, today)) for pk in astray[:size]]
    return Tracing(
        Ratio(row["leading_count"], row["open_count"]),
        Ratio(row["resourced_count"], row["recent_count"]),
        Page(rows, number, len(astray) > size),
    )
