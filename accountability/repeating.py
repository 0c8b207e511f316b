"""When what repeats is due next, by a rule after RFC 5545, and how such a rule is put together and read; pure, and days only.

A promise is due on a day and not at an hour, so no clock that is changed can move it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from organizations.recurring import (
    CODES,
    HORIZON,
    OLDEST_COUNTED,
    Rule,
    Unreadable,
    days_in_words,
    days_of,
    last_day,
    read_rule,
    rule_in_words,
)

WEEKLY, FORTNIGHTLY, MONTHLY = "FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2", "FREQ=MONTHLY"
WEEKS, MONTHS = "weeks", "months"
MOST_BETWEEN = {WEEKS: 52, MONTHS: 24}  # within the horizon of a rule, so that the next day is always known
MOST_TIMES = 200
LONGEST = 120
EVERY_MONTH_HAS = 28
KNOWN = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"}
UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Often:
    """How often, as people say it: every so many weeks on these days, or every so many months on a day or on the nth weekday."""

    every: int = 1
    unit: str = WEEKS
    days: tuple[str, ...] = ()  # MO, TH; none: the weekday of the first
    month_day: int = 0  # -1 for the last; none: the day of the first
    nth: int = 0  # with a weekday instead: 1 to 4, -1 for the last
    nth_day: str = ""
    until: date | None = None
    times: int | None = None  # the first one too


def rule_of(often: Often) -> str:
    """FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;UNTIL=20261231."""
    parts = ["FREQ=WEEKLY" if often.unit == WEEKS else "FREQ=MONTHLY"]
    parts += [f"INTERVAL={often.every}"] if often.every > 1 else []
    if often.unit == WEEKS:
        days = ",".join(code for code in CODES if code in often.days)
        parts += [f"BYDAY={days}"] if days else []
    elif often.nth:
        parts.append(f"BYDAY={often.nth}{often.nth_day}")
    elif often.month_day > EVERY_MONTH_HAS:  # the last of the days up to it that the month has
        days = ",".join(map(str, range(EVERY_MONTH_HAS, often.month_day + 1)))
        parts += [f"BYMONTHDAY={days}", "BYSETPOS=-1"]
    elif often.month_day:
        parts.append(f"BYMONTHDAY={often.month_day}")
    parts += [f"UNTIL={often.until:%Y%m%d}"] if often.until else [f"COUNT={often.times}"] if often.times else []
    return ";".join(parts)


def next_day(text: str, first: date, after: date) -> date | None:
    """The first day of the rule that comes after `after`, counted from the first day of all; None when it has ended.

    The first day is one of its times, whether or not the rule would name it.
    """
    try:
        rule = kept_in_short_months(read_rule(text), first)
    except Unreadable:
        return None
    from_here = max(after, first)
    end = min(min(from_here, date.max - HORIZON) + HORIZON, last_day(rule.until, UTC) or date.max)
    if rule.count is not None and (from_here - first).days > OLDEST_COUNTED:
        return None
    if rule.count is None:
        return next((day for day in later_days(rule, first, from_here, end) if day > after), None)
    counted = enumerate(later_days(replace(rule, count=None), first, first, end), start=2)
    return next(times(counted, rule.count, after), None)


def times(counted: Iterator[tuple[int, date]], most: int, after: date) -> Iterator[date]:
    """Those after a day, of the first so many."""
    for number, day in counted:
        if number > most:
            return
        if day > after:
            yield day


def later_days(rule: Rule, first: date, since: date, end: date) -> Iterator[date]:
    return (day for day in days_of(rule, first, since, end) if day > first)


def kept_in_short_months(rule: Rule, first: date) -> Rule:
    """Every month from the 31st on is the last of a short month, and the 31st again after it: no month is without its promise."""
    says_days = rule.weekdays or rule.month_days or rule.places
    if rule.freq != "MONTHLY" or says_days or first.day <= EVERY_MONTH_HAS:
        return rule
    return replace(rule, month_days=tuple(range(EVERY_MONTH_HAS, first.day + 1)), places=(-1,))


def fault_in(text: str, first: date) -> str:
    """Why nothing can be promised by this rule, as a sentence; empty when it is sound."""
    names = [part.partition("=")[0].strip().upper() for part in text.split(";")]
    try:
        rule = read_rule(text)
    except Unreadable:
        return f"Say how it repeats by a rule such as FREQ=WEEKLY;BYDAY=MO; “{text[:40]}” is none."
    last = last_day(rule.until, UTC)
    faults = {
        "Say the rule more shortly.": len(text) > LONGEST,
        "Say each part of the rule once, and only parts that name days.": len({*names} & KNOWN) < len(names),
        "Say a last day or a number of times, not both.": rule.count is not None and bool(rule.until),
        f"Choose from 2 to {MOST_TIMES} times, or say nothing: it goes on until it is closed for good.": (
            rule.count is not None and not 2 <= rule.count <= MOST_TIMES
        ),
        "Choose a last day that comes after the first.": bool(rule.until) and (last is None or last <= first),
    }
    fault = next((sentence for sentence, is_so in faults.items() if is_so), "")
    if fault or next_day(text, first, first):
        return fault
    return "By this rule no day comes after the first one. Choose other days, or a later last day."


def in_words(text: str) -> str:
    """Every 3 weeks on Monday and Thursday, until 31 December 2026; a rule that came in and cannot be read, as it is."""
    try:
        rule = read_rule(text)
    except Unreadable:
        return text and f"By the rule {text}"
    unit = {"WEEKLY": "week", "MONTHLY": "month"}.get(rule.freq)
    if unit is None:
        said = rule_in_words(text)
    else:
        each = {1: f"Every {unit}", 2: f"Every second {unit}"}.get(rule.interval, f"Every {rule.interval} {unit}s")
        said = f"{each}{on_days(rule)}"
    last = last_day(rule.until, UTC)
    return said + (f", until {last.day} {last:%B %Y}" if last else f", {rule.count} times" if rule.count else "")


def on_days(rule: Rule) -> str:
    if rule.weekdays:
        named = days_in_words(rule)
        return " from Monday to Friday" if named == "weekday" else f" on {named}" if named else ""
    days = rule.month_days
    if days == (-1,):
        return " on the last day"
    if rule.places == (-1,) and days[:1] == (EVERY_MONTH_HAS,):
        return f" on the {ordinal(days[-1])}, or the last day of a shorter month"
    return f" on the {' and '.join(map(ordinal, days))}" if days and not rule.places else ""


def ordinal(number: int) -> str:
    if number < 0:
        return "last" if number == -1 else f"{ordinal(-number)} last"
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
