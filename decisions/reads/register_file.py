"""The register as a file: what is asked for, a line each, in the order of the page."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO
from typing import Any

from django.db.models import F, OuterRef, Subquery

from decisions.models import DecisionRole, Door, Part
from decisions.reads.log import CONDITIONS, ORDERS, USUAL, DecisionFilter
from decisions.reads.stages import STAGES
from organizations.spreadsheets import guard

COLUMNS = (
    "key", "title", "kind", "stage", "team", "decider", "door", "asked", "needed_by", "first_needed_by", "put_off", "decided",
    "told", "review", "days_taken", "confidence", "objective", "tags", "outcome", "source",
)  # fmt: skip
AT_ONCE = 500


def register_file(asked: DecisionFilter, today: date) -> str:
    """Comma-separated lines, the names of the columns first; no cell is a formula. One query."""
    file = StringIO()
    lines = csv.writer(file)
    lines.writerow(COLUMNS)
    for row in rows_asked(asked, today).iterator(chunk_size=AT_ONCE):
        lines.writerow([guard(cell) for cell in cells(row)])
    return file.getvalue()


def rows_asked(asked: DecisionFilter, today: date) -> Any:
    """Without a view in the address all of them, as the page counts them."""
    show = asked.show or "all"
    order = ORDERS[asked.sort or USUAL.get(show, "newest")]
    deciders = DecisionRole.objects.filter(decision=OuterRef("pk"), part=Part.DECIDER)
    found = asked.decisions(today).filter(CONDITIONS[show]).annotate(keyset=order.place)
    sign = "-" if order.is_down else ""
    return found.annotate(
        decider_name=Subquery(deciders.values("person__name")[:1]), team_name=F("team__name"), objective_title=F("objective__title")
    ).order_by(f"{sign}keyset", f"{sign}pk")


def cells(row: Any) -> list[str]:
    taken = (row.decided_on - row.proposed_on).days if row.decided_on and row.proposed_on else ""
    values = (
        row.key, row.title, row.type, STAGES[row.stage], row.team_name, row.decider_name, Door(row.door).label if row.door else "",
        row.proposed_on, row.need_by, row.original_need_by, row.put_off_count or None, row.decided_on,
        row.communicated_on, row.review_on, taken, row.confidence, row.objective_title, "; ".join(row.tags), row.outcome, row.url,
    )  # fmt: skip
    return ["" if value is None else value.isoformat() if isinstance(value, date) else str(value) for value in values]
