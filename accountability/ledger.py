"""The ledger of promises as the logbook tells it: each line says what became of a row, and all lines together are the table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

# What a line may change; the texts of what is private are not in the logbook, which everybody may read.
FIELDS: dict[str, Any] = {
    "owner": None, "team": None, "objective": None, "state": "", "created_on": None, "due_on": None, "completed_on": None,
    "asked_by": None, "receiver": None, "asked_for_on": None, "offered_on": None, "closed_on": None, "confirmed_on": None,
    "key_result": None, "check_in": None, "reason_code": "", "agreed_by": None, "is_private": False, "repeats": "",
    "repeats_from": None, "repeat_of": None, "successor": None, "touched_on": None,
}  # fmt: skip
# How lines of a former version said how often: one word of three.
RULES_OF_OLD = {"weekly": "FREQ=WEEKLY", "fortnightly": "FREQ=WEEKLY;INTERVAL=2", "monthly": "FREQ=MONTHLY"}
TEXTS: dict[str, Any] = {"title": "", "description": "", "answer": "", "closing_reason": "", "evidence": ""}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the logbook about one promise."""

    about: int
    data: dict[str, Any]


def replayed(lines: Iterable[Line]) -> dict[int, dict[str, Any]]:
    """Every promise by its number, as the lines leave it. The first due day of all is the original one, and stays."""
    rows: dict[int, dict[str, Any]] = {}
    for line in lines:
        write(rows, line.about, line.data.get("row"))
        for begotten in line.data.get("begets", []):
            write(rows, begotten["id"], begotten["row"])
        for gone in line.data.get("unmakes", []):
            rows.pop(gone, None)
    return rows


def write(rows: dict[int, dict[str, Any]], pk: int, said: dict[str, Any] | None) -> None:
    if said is None:
        return
    row = rows.setdefault(pk, FIELDS | TEXTS | {"original_due_on": None})
    row.update(said)
    row["repeats"] = RULES_OF_OLD.get(row["repeats"], row["repeats"])
    row["original_due_on"] = row["original_due_on"] or row["due_on"]
