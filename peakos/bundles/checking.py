"""One row, or one header, by itself: what it holds, and what is wrong with it whatever the workspace holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import md5
from typing import Any

from accountability.models import OPEN_COVERS
from accountability.repeating import next_day
from decisions.models import Way
from organizations.models.bundles import Severity
from peakos.bundles.ballots import REASONS
from peakos.bundles.cells import KEY_FORM, read_cell
from peakos.bundles.columns import KEY_MAX, Column, Table
from peakos.bundles.findings import Problem, quoted
from peakos.bundles.format_seats import TURN
from peakos.bundles.guarding import unguard

BOUND_TO = {"metric": ("metric", "bound", "limit"), "dependency": ("dependency", "until_date"), "date": ("until_date",)}


@dataclass(frozen=True)
class Header:
    """The columns of a file as they stand in it."""

    table: Table
    names: Sequence[str]
    columns: Mapping[int, Column]  # place in the row -> column; unknown ones are left out
    problems: Sequence[Problem]

    @property
    def is_refused(self) -> bool:
        return any(problem.is_error for problem in self.problems)

    @property
    def present(self) -> list[str]:
        """The columns that the rows state, each exactly: what a refining column adds is kept in the one it refines."""
        names = [column.name for column in self.columns.values()]
        return names + [column.refines for column in self.columns.values() if column.refines and column.refines not in names]


@dataclass
class Row:
    """A row's typed values, by column, and its faults."""

    key: str
    values: dict[str, Any]
    problems: list[Problem]

    @property
    def is_faulty(self) -> bool:
        return any(problem.is_error for problem in self.problems)


def read_header(table: Table, cells: Sequence[str], *, is_ours: bool) -> Header:
    """The header row; extension columns count only in a bundle with our manifest."""
    names = [cell.strip() for cell in cells]
    known = {name: column for name, column in table.by_name.items() if is_ours or table.is_extension or not column.is_extension}
    columns = {place: known[name] for place, name in enumerate(names) if name in known}
    return Header(table, names, columns, list(_header_problems(table, names, known)))


def _header_problems(table: Table, names: Sequence[str], known: Mapping[str, Column]) -> Iterator[Problem]:
    for name, count in Counter(name for name in names if name).items():
        if count > 1:
            yield Problem(
                "duplicate_column", f"The column {quoted(name)} is there {count} times. Keep one. The file is left out.", name
            )
    for name in dict.fromkeys(names):
        if name not in known:
            yield Problem("unknown_column", _unknown_column(name, known), name, Severity.WARNING)
    for name, column in known.items():
        if column.is_required and name not in names:
            message = f"The required column “{name}” is missing, so {table.file} is left out as a whole. Add the column."
            yield Problem("missing_column", message, name)


def _unknown_column(name: str, known: Mapping[str, Column]) -> str:
    if not name:
        return "A column has no name; it is ignored. Name it, or delete it."
    if name.lower() in known:
        return f"The column {quoted(name)} is ignored. Write its name in lower case: {name.lower()}."
    return f"The column {quoted(name)} is not in the format; it is ignored. It can be left out."


def read_row(header: Header, cells: Sequence[str], *, is_guarded: bool) -> Row:
    """A row of cells against its header."""
    table = header.table
    if len(cells) > len(header.names):
        return Row(_key_alone(header, cells), {}, [_ragged(header, cells)])
    problems = [_ragged(header, cells)] if len(cells) < len(header.names) else []
    texts = {
        column.name: unguard(cells[place].strip()) if is_guarded else cells[place].strip()
        for place, column in header.columns.items()
        if place < len(cells)
    }
    values = dict(_values(table, texts, problems))
    problems += _row_problems(table, texts, values)
    _refine(table, values, problems)
    return Row(_identity(table, texts, values), values, problems)


def _values(table: Table, texts: Mapping[str, str], problems: list[Problem]) -> Iterator[tuple[str, Any]]:
    """The typed value of each cell that is stated and sound."""
    for name, text in texts.items():
        column = table.by_name[name]
        if text:
            value = read_cell(column, text, problems)
            if value is not None:
                yield name, value
        elif column.is_required:
            problems.append(Problem("missing_value", f"{name} is empty and every row needs it. Fill it in.", name))


def _ragged(header: Header, cells: Sequence[str]) -> Problem:
    more = len(cells) > len(header.names)
    hint = "A comma inside a cell wants double quotes around the cell." if more else "Write a comma for each empty cell too."
    return Problem("ragged_row", f"The row has {len(cells)} cells, the header {len(header.names)}. {hint}")


def _row_problems(table: Table, texts: Mapping[str, str], values: Mapping[str, Any]) -> Iterator[Problem]:
    for start, end in table.in_order:
        if (first := values.get(start)) and (last := values.get(end)) and last < first:
            yield Problem("date_order", f"{end} {last} is before {start} {first}. Correct one of them.", end)
    if table.name == "dependencies":
        yield from _ends_problems(texts)
    if table.name == "decisions" and values.get("chosen", 0) > len(values.get("options", ())):
        yield Problem("out_of_range", "There is no option at this place. Count the lines of options from 1.", "chosen")
    yield from _decision_problems(table, values)
    yield from _repeat_problems(table, texts, values)
    if table.name == "objective_links" and texts.get("objective") == texts.get("contributes_to"):
        yield Problem("self_link", "The objective contributes to itself. Name another in contributes_to.", "contributes_to")
    if table.name == "decision_forks" and texts.get("decision") == texts.get("origin"):
        yield Problem("self_link", "The decision was asked again from itself. Name another in origin.", "origin")
    yield from _hand_over_problems(table, texts, values)
    if table.name == "absences" and texts.get("person") == texts.get("delegate"):
        message = "Nobody stands in for themselves. Name another in delegate, or leave it empty."
        yield Problem("self_link", message, "delegate")


def _decision_problems(table: Table, values: Mapping[str, Any]) -> Iterator[Problem]:
    for name in REASONS if table.name == "decisions" else ():
        if len(values.get(name, ())) > len(values.get("options", ())):
            yield Problem("out_of_range", "There are more texts than options. Count the lines of options anew.", name)
    if table.name == "decision_evidence" and "expected_value" in values:
        for name in ("baseline", "expected_date"):
            if name not in values:
                yield Problem("missing_value", f"An expected effect is told with {name}. Fill it in.", name)
    if table.name == "hearings" and values.get("way") == Way.OWN and not values.get("closed_at"):
        yield Problem("missing_value", "What the decider scored alone is over at once. Fill in closed_at.", "closed_at")
    if table.name == "assumptions":
        for name in BOUND_TO.get(values.get("watch", ""), ()):
            if name not in values:
                yield Problem("missing_value", f"What watches “{values['watch']}” is told with {name}. Fill it in.", name)


def _repeat_problems(table: Table, texts: Mapping[str, str], values: Mapping[str, Any]) -> Iterator[Problem]:
    if table.name == "commitments":
        if values.get("repeats") and not values.get("repeats_from_date"):
            message = "What repeats does so from a day on. Fill in repeats_from_date, or leave repeats empty."
            yield Problem("missing_value", message, "repeats_from_date")
        elif values.get("repeats") and not _comes_again(values["repeats"], date.fromisoformat(values["repeats_from_date"])):
            message = (
                "By this rule no day can be named that comes after repeats_from_date. It is kept, and nothing is promised anew."
            )
            yield Problem("never_again", message, "repeats", Severity.WARNING)
        if texts.get("repeat_of") and texts.get("repeat_of") == texts.get("key"):
            yield Problem("self_link", "Nothing repeats itself. Name the commitment before it in repeat_of.", "repeat_of")


def _comes_again(rule: str, first: date) -> bool:
    return next_day(rule, first, first) is not None


def _hand_over_problems(table: Table, texts: Mapping[str, str], values: Mapping[str, Any]) -> Iterator[Problem]:
    if table.name == "hand_overs":
        if texts.get("person") and texts.get("person") == texts.get("to"):
            yield Problem("self_link", "Nobody hands over to themselves. Name another in to.", "to")
        if values.get("status") in OPEN_COVERS and not values.get("end_date"):
            yield Problem("missing_value", "What is lent comes back. Say in end_date when, or that it is kept.", "end_date")
    what, kind = values.get("what"), values.get("kind")
    if table.name == "handed_over" and what and kind and (kind == TURN) != ("/" in what):
        message = "A turn is named by its meeting and when that was planned for, with a slash between; all else by its key alone."
        yield Problem("bad_value", message, "what")


def _ends_problems(texts: Mapping[str, str]) -> Iterator[Problem]:
    for side, asks in (("from", "who needs it"), ("to", "who is needed")):
        if not (texts.get(f"{side}_team") or texts.get(f"{side}_objective")):
            message = f"{side}_team and {side}_objective are both empty. Say {asks}: fill in one of them."
            yield Problem("missing_value", message, f"{side}_team")
    if texts.get("from_objective") and texts.get("from_objective") == texts.get("to_objective"):
        yield Problem("self_dependency", "The objective depends on itself. Name another in to_objective.", "to_objective")


def _refine(table: Table, values: dict[str, Any], problems: list[Problem]) -> None:
    """Let a column that says more exactly what another says take its place: `stage` for `status`."""
    for column in table.columns:
        exact = values.pop(column.name, None) if column.refines else None
        if exact is None:
            continue
        base = table.by_name[column.refines]
        if values.get(base.name, exact) not in (exact, base.words.get(base.file_word(exact))):
            message = f"{column.name} says {exact}, which does not go with {base.name}. Make them agree, or leave one empty."
            problems.append(Problem("bad_value", message, column.name))
        values[base.name] = exact


def _identity(table: Table, texts: Mapping[str, str], values: Mapping[str, Any]) -> str:
    """What names the row in its file: its key, or a digest of the columns that together are unique."""
    if table.identity == ("key",):
        return str(values.get("key", ""))
    named = (str(values.get(name, "")) if table.by_name[name].type == "moment" else texts.get(name, "") for name in table.identity)
    return digest(list(named))


def digest(parts: Sequence[str]) -> str:
    return md5("\x1f".join(parts).encode(), usedforsecurity=False).hexdigest()


def _key_alone(header: Header, cells: Sequence[str]) -> str:
    """The key of a row whose cells cannot be told apart: it stands before the fault more often than not."""
    place = next((place for place, column in header.columns.items() if column.type == "key"), None)
    key = cells[place].strip() if place is not None else ""
    return key if len(key) <= KEY_MAX and KEY_FORM.fullmatch(key) else ""
