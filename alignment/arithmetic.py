"""How a roll-up is worked out, as a line that anybody can check: 48% = (2 × 30% + 1 × 84%) / 3. Plain Python.

The figures are those of `measures.objective_progress`; what is stored comes from the database (docs/health.md), and the tests
hold the line, the formula and the stored figure together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from alignment.measures import weighted_mean

MOST_TERMS = 12  # a longer sum is told in words, its terms are in the table below it


@dataclass(frozen=True, slots=True)
class Term:
    """What one key result, or one objective below, brings: its share done (0 to 1, None: not known) and its weight."""

    title: str
    share: Decimal | None
    weight: Decimal
    why_not: str = ""  # why it is left out although it stands there

    @property
    def counts(self) -> bool:
        return self.share is not None and self.weight > 0 and not self.why_not

    @property
    def said(self) -> str:
        return "–" if self.share is None else per_cent(self.share)


@dataclass(frozen=True, slots=True)
class Sum:
    """Where the progress of an objective comes from; `result` is None when nothing tells."""

    source: str  # key results | children | completed | ""
    terms: Sequence[Term]
    result: Decimal | None

    @property
    def is_weighted(self) -> bool:
        return any(term.weight != 1 for term in self.terms if term.counts)

    @property
    def formula(self) -> str:
        return formula([term for term in self.terms if term.counts], self.result)


def summed(state: str, own: Sequence[Term], below: Sequence[Term]) -> Sum:
    """The same choice as the stored figure: completed is all; else its own key results; else what lies below."""
    if state == "completed":
        return Sum("completed", (), Decimal(1))
    for source, terms in (("key results", own), ("children", below)):
        result = weighted_mean((term.share, term.weight) for term in terms if term.counts)
        if result is not None:
            return Sum(source, terms, result)
    return Sum("key results" if own else "children" if below else "", own or below, None)


def formula(counted: Sequence[Term], result: Decimal | None) -> str:
    """ "48% = (2 × 30% + 1 × 84%) / 3"; without weights "48% = (30% + 66%) / 2"; nothing for nothing."""
    if result is None:
        return ""
    if not counted:
        return f"{per_cent(result)} = completed"
    if len(counted) == 1:
        return f"{per_cent(result)} = {per_cent(counted[0].share)}"
    if len(counted) > MOST_TERMS:
        return f"{per_cent(result)} = the mean of {len(counted)}" + (", by weight" if any(t.weight != 1 for t in counted) else "")
    is_weighted = any(term.weight != 1 for term in counted)
    parts = [f"{text(t.weight)} × {per_cent(t.share)}" if is_weighted else per_cent(t.share) for t in counted]
    return f"{per_cent(result)} = ({' + '.join(parts)}) / {text(sum((t.weight for t in counted), Decimal(0)))}"


def per_cent(share: Decimal | None) -> str:
    """A share as whole per cent; with one decimal where whole ones would hide what a reader checks."""
    if share is None:
        return "?"
    tenths = (share * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{text(tenths)}%"


def text(number: Decimal | int | None) -> str | None:
    """A number as the logbook keeps it: exact, without trailing noughts."""
    if number is None:
        return None
    plain = f"{Decimal(number):f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
