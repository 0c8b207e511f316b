"""How well teams keep what they agree with each other (DOMAIN 2.7): formulas without a framework, each with its unit and source."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from statistics import median

TOO_FEW = 5  # a ratio of fewer tells nothing
SLOW_ABOVE = 5  # working days from asking to a yes or no
AHEAD_DAYS = 30
# How long something may have waited for an answer, in days, and the words for it.
AGES = ((3, "up to 3 days"), (7, "4 to 7 days"), (14, "8 to 14 days"), (None, "more than 14 days"))


def gap_days(needed_by: date | None, promised_by: date | None) -> int | None:
    """Days from the day it is needed to the day it is promised for: above 0 is a risk, below is time in hand. Source: R37."""
    return (promised_by - needed_by).days if needed_by and promised_by else None


def working_days(start: date, end: date) -> int:
    """Days from Monday to Friday after `start`, up to and with `end`; 0 where the end does not come later."""
    if end <= start:
        return 0
    weeks, rest = divmod((end - start).days, 7)
    return weeks * 5 + sum((start + timedelta(days=day)).weekday() < 5 for day in range(1, rest + 1))


def handshake_time(answered: Iterable[tuple[date, date]]) -> float | None:
    """The median of the working days from asking to a yes or no, of (requested_on, answered_on); unknown without any.

    Above `SLOW_ABOVE` it is an alert. Source: this product's own (DOMAIN 2.7), alert of 5 working days.
    """
    days = [working_days(start, end) for start, end in answered]
    return float(median(days)) if days else None


def kept_share(kept: int, due: int) -> float | None:
    """Delivered and accepted on or before the agreed day, of those that were due: 0 to 1; hidden (None) where fewer than five were.

    The same formula is a team's dependency reliability, and a pair's promises kept. Source: this product's own (DOMAIN 2.7).
    """
    return kept / due if due >= TOO_FEW else None


def unagreed_share(unagreed: int, needed_soon: int) -> float | None:
    """Of the dependencies that are needed within `AHEAD_DAYS`, those without an agreement: 0 to 1; unknown where none is.

    Source: this product's own (DOMAIN 2.7).
    """
    return unagreed / needed_soon if needed_soon else None
