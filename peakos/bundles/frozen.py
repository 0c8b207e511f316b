"""What was known when a decision was taken, as one cell: JSON whose rows are named by key in a bundle, by number in the workspace.

All else in it stays letter for letter as it was frozen. A row that is there no more keeps its words, and no key.
"""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Func, JSONField

from decisions.reads.evidence import DAYS, NUMBERS
from peakos.bundles.findings import quoted

Facts = dict[str, list[dict[str, Any]]]

LISTS = {
    "objectives": "alignment_objective",
    "risks": "alignment_risk",
    "dependencies": "alignment_dependency",
    "metrics": "alignment_metric",
}
INSIDE = {"objectives": ("key_results", "alignment_keyresult")}
FIGURES = {"progress", "confidence", "likelihood", "impact"}
TEXTS = {"title", "team", "status", "word", "unit", "from", "to"}
MOST = 1000
LARGEST = 10**15
OUT = ("id", "key", "r.id = ({one} ->> 'id')::bigint")
IN = ("key", "id", "r.organization_id = %(org)s AND r.key = {one} ->> 'key'")


def _rows(array: str, model: str, way: tuple[str, str, str], inner: str = "", name: str = "e") -> str:
    """SQL for a list of rows, each with its other name."""
    taken, given, found = way
    one = f"{name}.one"
    return f"""(SELECT COALESCE(jsonb_agg(({one} - '{taken}') || jsonb_build_object('{given}', r.{given}) {inner}
            ORDER BY {name}.place), '[]')
        FROM jsonb_array_elements({array}) WITH ORDINALITY AS {name}(one, place)
        LEFT JOIN {model} r ON {found.format(one=one)})"""


def _where_there(facts: str, kind: str, rows: str) -> str:
    """What a former version did not write stays away."""
    is_there = f"jsonb_typeof({facts} -> '{kind}') = 'array'"
    return f"CASE WHEN {is_there} THEN jsonb_build_object('{kind}', {rows}) ELSE '{{}}'::jsonb END"


def _renamed(facts: str, way: tuple[str, str, str]) -> str:
    parts = [facts]
    for kind, model in LISTS.items():
        inner = ""
        if kind in INSIDE:
            name, of = INSIDE[kind]
            inner = "|| " + _where_there("e.one", name, _rows(f"e.one -> '{name}'", of, way, name="f"))
        parts.append(_where_there(facts, kind, _rows(f"{facts} -> '{kind}'", model, way, inner)))
    return f"({' || '.join(parts)})"


def keyed(field: str) -> Func:
    """The stored facts with keys in place of numbers."""
    template = f"(SELECT {_renamed('v.facts', OUT)} FROM (VALUES (%(expressions)s)) v(facts))"
    return Func(F(field), template=template, output_field=JSONField())


def keyed_here(column: str) -> str:
    """SQL for the same."""
    return f"(SELECT {_renamed('v.facts', OUT)} FROM (SELECT {column} AS facts OFFSET 0) v)"


def numbered(cell: str) -> str:
    """SQL for the facts of a staged cell, with numbers in place of keys."""
    return _renamed(f"COALESCE({cell}, '{{}}'::jsonb)", IN)


def write_facts(facts: Facts) -> str:
    return json.dumps(facts, ensure_ascii=False, sort_keys=True) if facts else ""


def read_facts(text: str) -> Facts:
    """The facts of a cell.

    Raises ValueError with the sentence of the finding when the pages could not show them.
    """
    try:
        facts = json.loads(text, parse_constant=refuse)
    except (ValueError, RecursionError):
        raise ValueError(f"{quoted(text, 30)} is no JSON. Leave the cell as it was exported, or empty.") from None
    if not isinstance(facts, dict) or not all(
        kind in LISTS and isinstance(rows, list) and len(rows) <= MOST and all(is_row(row, kind) for row in rows)
        for kind, rows in facts.items()
    ):
        raise ValueError("This is not what is kept with a decision. Leave the cell as it was exported, or empty.")
    return facts


def refuse(constant: str) -> None:
    raise ValueError(constant)


def is_row(row: Any, kind: str) -> bool:
    """Whether it is a row as it is kept: named by a key or by none, and no value that a page would stumble over."""
    if not isinstance(row, dict) or "id" in row or not isinstance(row.get("title"), str) or "key" not in row:
        return False
    rest = dict(row)
    inner = rest.pop(INSIDE[kind][0], []) if kind in INSIDE else []
    if not isinstance(inner, list) or len(inner) > MOST or not all(is_row(one, INSIDE[kind][0]) for one in inner):
        return False
    return all(is_value(name, value) for name, value in rest.items())


def is_value(name: str, value: Any) -> bool:
    if isinstance(value, str):
        return "\0" not in value and name not in FIGURES and is_text(name, value)
    if value is None:
        return name not in TEXTS
    if name in DAYS | NUMBERS | TEXTS or not isinstance(value, bool | int | float):
        return False
    return abs(value) < LARGEST


def is_text(name: str, value: str) -> bool:
    try:
        if name in DAYS:
            return date.fromisoformat(value).isoformat() == value
        return name not in NUMBERS or abs(Decimal(value)) < LARGEST
    except (ValueError, ArithmeticError):
        return False
