"""A page that was published, as one cell: JSON whose lines name their rows by key in a bundle, and by id in the workspace."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import F, Func, JSONField

from alignment.models.strategy import Section
from peakos.bundles.columns import Column
from peakos.bundles.findings import quoted

Line = dict[str, Any]

KEYED = """(SELECT COALESCE(jsonb_agg((e.line - 'id') || jsonb_build_object('key', r.key) ORDER BY e.place), '[]')
    FROM jsonb_array_elements(%(expressions)s) WITH ORDINALITY AS e(line, place)
    LEFT JOIN alignment_strategyline r ON r.id = (e.line ->> 'id')::bigint)"""
# A line whose sentence is not in the workspace keeps its words, and no id.
WITH_IDS = """(SELECT COALESCE(jsonb_agg((e.line - 'key') || jsonb_build_object('id', r.id) ORDER BY e.place), '[]')
    FROM jsonb_array_elements({cell}) WITH ORDINALITY AS e(line, place)
    LEFT JOIN alignment_strategyline r ON r.organization_id = %(org)s AND r.key = e.line ->> 'key')"""


def keyed(field: str) -> Func:
    """The stored page with keys in place of ids."""
    return Func(F(field), template=KEYED, output_field=JSONField())


def with_ids(cell: str) -> str:
    """SQL for the page of a staged cell, with ids in place of keys."""
    return WITH_IDS.format(cell=f"COALESCE({cell}, '[]'::jsonb)")


def write_page(lines: list[Line]) -> str:
    return json.dumps(lines, ensure_ascii=False, sort_keys=True)


def read_page(column: Column, text: str) -> list[Line]:
    """The lines of a cell.

    Raises ValueError with the sentence of the finding when it is no list of lines.
    """
    try:
        lines = json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError(f"{quoted(text, 30)} is no JSON. Leave the cell as it was exported, or empty.") from None
    if not isinstance(lines, list) or not all(is_line(line) for line in lines):
        raise ValueError(f"{column.name} is no list of lines, each with key, section and text. Leave the cell as it was exported.")
    return [{"key": line.get("key"), "section": line["section"], "text": line["text"]} for line in lines]


def is_line(line: Any) -> bool:
    if not isinstance(line, dict) or line.get("section") not in Section.values:
        return False
    text, key = line.get("text"), line.get("key")
    return (
        isinstance(text, str)
        and "\0" not in text
        and len(text) <= 1000
        and (key is None or (isinstance(key, str) and "\0" not in key))
    )
