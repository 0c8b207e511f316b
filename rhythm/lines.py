"""The capture line: a sentence with `@owner` and `/date` in it, read as it is typed; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
OWNER = re.compile(r'(?<![\w@./:])@(?:["“]([^"“”\n]{1,250})["”]|([^\W\d_][\w-]*(?:\.\w[\w-]*)*))')
ISO = r"\d{4}-\d{2}-\d{2}"
DAY_MONTH = r"\d{1,2}\.?\s?[a-z]{3,9}"
WORD = r"[a-z]{3,9}"
AFTER = r"\+\d{1,3}[dw]?"
DATE = re.compile(rf"(?<![\w/.:])/({ISO}|{DAY_MONTH}|{AFTER}|{WORD})(?![\w/.-])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """What was said, who owns it as it was typed (empty: not said), and by when."""

    text: str
    owner: str = ""
    due_on: date | None = None
    unread: str = ""  # what stands after a slash and is no day: the sentence that asks back names it


def read_line(typed: str, today: date) -> Line:
    """`Extend the contractor, 38k @marta /fri` as its three parts. The last owner and the last day count.

    A slash within a sentence ("and/or", "/path/x") is left alone; a word after one that is no day is told in `unread`.
    """
    owner, due_on, unread = "", None, ""
    for quoted, bare in OWNER.findall(typed):
        owner = quoted or bare
    rest = OWNER.sub(" ", typed, count=0) if owner else typed
    for said in DATE.findall(rest):
        day = read_day(said, today)
        due_on, unread = (day, "") if day else (due_on, unread or said)
    rest = DATE.sub(lambda found: " " if read_day(found[1], today) else found[0], rest)
    return Line(tidy(rest), owner, due_on, "" if due_on else unread)


def tidy(text: str) -> str:
    """One line without the blanks and commas that the parts left behind."""
    return re.sub(r"\s+([,.;])", r"\1", " ".join(text.split())).strip(" ,;")


def read_day(said: str, today: date) -> date | None:
    """today, tomorrow, fri (the next to come, never today), 21 aug (this year or next), +3d, +2w, 2026-08-21; None for no day."""
    said = said.casefold().replace(".", "")
    if said in {"today", "tomorrow"}:
        return today + timedelta(days=said == "tomorrow")
    if (weekday := place_in(WEEKDAYS, said)) is not None:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    if said.startswith("+"):
        return after(said[1:], today)
    if re.fullmatch(ISO, said):
        return day_or_none(*map(int, said.split("-")))
    found = re.fullmatch(r"(\d{1,2})\s?([a-z]{3,9})", said)
    month = place_in(MONTHS, found[2]) if found else None
    return day_and_month(int(found[1]), month + 1, today) if found and month is not None else None


def place_in(names: tuple[str, ...], said: str) -> int | None:
    """Which of the names is meant by its first letters, three or more."""
    return next((place for place, name in enumerate(names) if len(said) >= 3 and name.startswith(said)), None)


def after(said: str, today: date) -> date | None:
    """3d, 3 or 2w from today."""
    number = int(said.rstrip("dw"))
    return today + timedelta(days=number * (7 if said.endswith("w") else 1))


def day_and_month(day: int, month: int, today: date) -> date | None:
    """This year, or next year where it has passed."""
    this_year = day_or_none(today.year, month, day)
    if this_year and this_year >= today:
        return this_year
    return next((found for year in range(today.year + 1, today.year + 5) if (found := day_or_none(year, month, day))), None)


def day_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
