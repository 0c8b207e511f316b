"""What stands in a column of a made-up workspace: a strategy of hypothesis for each type of the format."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

from hypothesis import strategies as st

from decisions.models import BlockerState
from organizations.words import PLAIN
from peakos.bundles.columns import Column

CAST = ["Marta Lindqvist", "Ruth Adeyemi", "Daniel Brooks", "Priya Raman", "Aiko Tanaka", "Beth Moran", "Ines Carvalho", "Jürg Ös"]

letters = st.characters(exclude_categories=["Cs", "Cc"])
lines = st.one_of(st.sampled_from(CAST), st.text(letters, max_size=25), st.text("=+-@'\"; ,\t\\<&", max_size=4)).map(
    lambda text: " ".join(text.split())
)
prose = st.lists(lines, max_size=3).map("\n".join).map(str.strip)
days = st.one_of(st.dates(date(2024, 1, 1), date(2027, 1, 1)), st.sampled_from([date(1, 2, 3), date(9999, 12, 1)]))
moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(lambda at: at.replace(microsecond=0, tzinfo=UTC))
exact_moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))
numbers = st.decimals(-(10**12), 10**12, places=6)

VALUES: dict[str, Callable[[Column], st.SearchStrategy[Any]]] = {
    "text": lambda column: lines.filter(bool) if column.is_required else lines,
    "long": lambda column: prose.filter(bool) if column.is_required else prose,
    "list": lambda column: st.lists(lines.map(lambda text: text.replace(";", "").strip()).filter(bool), max_size=3, unique=True),
    "phrases": lambda column: st.lists(lines.filter(bool), max_size=3, unique=True),
    "moment": lambda column: exact_moments if column.is_required else st.none() | exact_moments,
    "float": lambda column: st.none() | st.floats(-9, 9),
    "date": lambda column: days if column.is_required else st.none() | days,
    "dates": lambda column: st.lists(days, max_size=3, unique=True),
    "when": lambda column: moments if column.is_required else st.none() | moments,
    "time": lambda column: st.none() | st.builds(time, st.integers(0, 23), st.integers(0, 59)),
    "tz": lambda column: st.sampled_from(["", "Europe/Lisbon", "CET", "America/New_York"]),
    "rrule": lambda column: st.sampled_from(["", "FREQ=WEEKLY;BYDAY=MO", "FREQ=MONTHLY;BYDAY=2TU;COUNT=5"]),
    "int": lambda column: optional(column, st.integers(column.low or 0, min(column.high or 100, 100))),
    "number": lambda column: optional(column, small(column) if column.high else numbers.map(abs) if column.low == 0 else numbers),
    "url": lambda column: st.sampled_from(["", "https://tidewater.example/a?b=c,d#e", "http://x"]),
    "email": lambda column: st.sampled_from(["", "ines@tidewater.example", "'o+hara@tidewater.example"]),
    "flag": lambda column: st.booleans(),
    "enum": lambda column: st.sampled_from([*(() if column.is_required else ("",)), *column.words.values()]),
}  # fmt: skip


own_words = st.sets(st.sampled_from(sorted(PLAIN))).map(
    lambda nouns: {noun: {"one": f"rock {noun}", "many": f"rocks, {noun}"} for noun in nouns}
)


def small(column: Column) -> st.SearchStrategy[Any]:
    """Weights and scores keep fewer places than measures do."""
    return st.decimals(column.low or 0, column.high, places=2)


def optional(column: Column, values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    stays = column.is_required or column.name == "position" or column.usual is not None
    return values if stays else st.none() | values


def is_stuck(fields: dict[str, Any]) -> bool:
    """Whether something can be stuck like this, once it is in the way of one thing and waits on one."""
    part = fields["key_result"] or fields["initiative"]
    fields["objective"] = part.objective if part else fields["objective"]
    fields["initiative"] = None if fields["key_result"] else fields["initiative"]
    fields["commitment"] = None if fields["objective"] else fields["commitment"]
    fields["dependency"] = None if fields["decision"] else fields["dependency"]
    is_ended = fields["state"] != BlockerState.OPEN
    return bool((fields["objective"] or fields["commitment"]) and (fields["ended_on"] or not is_ended))
