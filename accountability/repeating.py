"""When what repeats is due next: pure dates."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

WEEKS = {"weekly": 1, "fortnightly": 2}


def next_day(repeats: str, first: date, after: date) -> date:
    """The first day of the rule that comes after `after`, counted from the first day of all: the 31st is the last of a short month,
    and the 31st again after it.
    """
    if repeats in WEEKS:
        step = 7 * WEEKS[repeats]
        return first + timedelta(days=step * max(1, (after - first).days // step + 1))
    months = max(1, (after.year - first.year) * 12 + after.month - first.month)
    day = months_later(first, months)
    return day if day > after else months_later(first, months + 1)


def months_later(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))
