"""How a fact is written in a cell of the bundle: one writer a column type, and what a row must say to need an extension column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from peakos.bundles.ballots import write_reasons, write_scores, write_votes
from peakos.bundles.columns import CONTROL, Column
from peakos.bundles.frozen import write_facts
from peakos.bundles.guarding import guard
from peakos.bundles.pages import write_page

Write = Callable[[Any], str]
UNGUARDED = frozenset({"number", "float", "int"})  # a number is no formula, whatever its sign


def written(column: Column, value: Any) -> str:
    """The cell of a column; not stated is empty, and what a spreadsheet would run is guarded.

    Invisible control characters go: an import refuses the row that holds one.
    """
    if value is None:
        return ""
    cell = CONTROL.sub("", WRITERS.get(column.type, str)(value))
    return cell if column.type in UNGUARDED else guard(cell)


def write_number(value: Decimal | float | int) -> str:
    """A point, no exponent, no idle zeros: 12.500000 -> 12.5."""
    plain = format(Decimal(repr(value)) if isinstance(value, float) else Decimal(value), "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def write_time(value: time) -> str:
    return f"{value:%H:%M}"


def write_when(value: datetime | date) -> str:
    """A moment to the second, in UTC; or a day, where only a day was stated."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"
    return value.isoformat()


def write_moment(value: datetime) -> str:
    return value.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def write_list(values: Sequence[Any]) -> str:
    return "; ".join(str(value) for value in values if value is not None)


def write_lines(values: Sequence[str]) -> str:
    """One item a line; a line break inside an item becomes a blank, or it would come back as two."""
    return "\n".join(" ".join(value.splitlines()) for value in values)


def write_flag(value: bool) -> str:
    return "yes" if value else ""


WRITERS: dict[str, Write] = {
    "number": write_number,
    "date": date.isoformat,
    "when": write_when,
    "time": write_time,
    "dates": write_list,
    "list": write_list,
    "refs": write_list,
    "lines": write_lines,
    "phrases": write_lines,
    "moment": write_moment,
    "float": write_number,
    "facts": write_facts,
    "by_option": write_reasons,
    "votes": write_votes,
    "scores": write_scores,
    "flag": write_flag,
    "page": write_page,
}
