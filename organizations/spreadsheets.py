"""The mark that keeps a spreadsheet from running a cell that we wrote, and its removal on the way back in."""

from __future__ import annotations

GUARDED = frozenset("=+-@\t\r'")


def guard(cell: str) -> str:
    """A cell that no spreadsheet runs: one apostrophe before what starts like a formula, or like a guarded cell."""
    return f"'{cell}" if cell[:1] in GUARDED else cell


def unguard(cell: str) -> str:
    """The cell before `guard`. Only for files whose manifest says that they are guarded: elsewhere an apostrophe is a letter."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in GUARDED else cell
