"""When a series meets next, and how its rule reads in words; pure, after RFC 5545."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil.rrule import rrule, rrulestr

MOST_STEPS = 5_000  # periods that a rule may run through before the day we ask for; more would cost seconds
HORIZON = timedelta(days=800)  # a rule that finds nothing by then has no next date for anybody
STEP_DAYS = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 28, "YEARLY": 365}
DAYS = {"MO": "Monday", "TU": "Tuesday", "WE": "Wednesday", "TH": "Thursday", "FR": "Friday", "SA": "Saturday", "SU": "Sunday"}
PLACES = {"1": "first", "2": "second", "3": "third", "4": "fourth", "5": "fifth", "-1": "last", "-2": "second last"}
UNITS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}


def parts_of(rule: str) -> dict[str, str]:
    """FREQ=WEEKLY;BYDAY=MO as a dictionary; what is not a part is left out."""
    pairs = (part.split("=", 1) for part in rule.upper().split(";") if "=" in part)
    return {name.strip(): value.strip() for name, value in pairs}


def zone_of(name: str, other: str = "UTC") -> ZoneInfo:
    """The time zone of this name, or the other one when there is none."""
    for one in (name, other):
        try:
            if one:
                return ZoneInfo(one)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    return ZoneInfo("UTC")


def next_starts(  # noqa: PLR0913 - a recurrence has these six parts
    rule: str,
    *,
    start_on: date | None,
    start_time: time | None,
    exdates: Collection[date],
    zone: ZoneInfo,
    now: datetime,
    most: int = 5,
) -> list[datetime]:
    """The next starts in the series' own zone, at most `most`. None when the rule alone does not say which days they fall on.

    A day without a time of day still counts while it lasts.
    """
    here = now.astimezone(zone).replace(tzinfo=None)
    since = here if start_time else datetime.combine(here.date(), time())
    if not rule:
        once = [datetime.combine(start_on, start_time or time())] if start_on else []
        return [day.replace(tzinfo=zone) for day in once if day >= since and day.date() not in exdates]
    found = (day for day in recurring(rule, start_on, start_time or time(), since) if day >= since and day.date() not in exdates)
    return [day.replace(tzinfo=zone) for day in islice(found, most)]


def recurring(rule: str, start_on: date | None, at: time, since: datetime) -> Iterator[datetime]:
    """The days of a rule around `since`, in local time, never more than MOST_STEPS periods of work."""
    parts = parts_of(rule)
    step = STEP_DAYS.get(parts.get("FREQ", ""))
    anchor = first_day(parts, start_on, since.date()) if step else None
    if step is None or anchor is None or (since.date() - anchor).days // step > MOST_STEPS:
        return
    try:
        made = rrulestr(rule, dtstart=datetime.combine(anchor, at), ignoretz=True)
    except (ValueError, TypeError, KeyError, OverflowError):
        return  # a rule that no calendar reads names no day
    if not isinstance(made, rrule):
        return
    end = since + HORIZON
    until = min(made._until, end) if getattr(made, "_until", None) else end
    yield from made.replace(until=until, count=None) if "COUNT" not in parts else until_day(made, end)


def until_day(made: rrule, end: datetime) -> Iterator[datetime]:
    """A rule with a number of times to go ends by itself, or at our horizon."""
    for index, day in enumerate(made):
        if day > end or index > MOST_STEPS:
            return
        yield day


def first_day(parts: dict[str, str], start_on: date | None, today: date) -> date | None:
    """Where to start counting: the first day, moved near today by whole periods; without one only a rule that names its days will do."""
    interval = max(1, int(parts["INTERVAL"])) if parts.get("INTERVAL", "").isdigit() else 1
    if start_on:
        period = {"DAILY": interval, "WEEKLY": 7 * interval}.get(parts["FREQ"])
        if period is None or "COUNT" in parts or start_on >= today:
            return start_on
        return start_on + timedelta(days=(today - start_on).days // period * period)
    named = "BYDAY" in parts or "BYMONTHDAY" in parts or parts["FREQ"] == "DAILY"
    if interval > 1 or "COUNT" in parts or not named or parts["FREQ"] == "YEARLY":
        return None
    return today.replace(day=1) if parts["FREQ"] == "MONTHLY" else today - timedelta(days=today.weekday())


def rule_in_words(rule: str) -> str:
    """FREQ=WEEKLY;INTERVAL=2;BYDAY=TU as "Every other Tuesday"; empty when there are no plain words for it."""
    parts = parts_of(rule)
    unit = UNITS.get(parts.get("FREQ", ""))
    if unit is None:
        return ""
    interval = int(parts["INTERVAL"]) if parts.get("INTERVAL", "").isdigit() else 1
    named = days_in_words(parts)
    if unit == "week" and named:
        return {1: f"Every {named}", 2: f"Every other {named}"}.get(interval, f"Every {interval} weeks on {named}")
    each = {1: f"every {unit}", 2: f"every other {unit}"}.get(interval, f"every {interval} {unit}s")
    if unit == "month" and named:
        return f"{named[0].upper()}{named[1:]} of {each}"
    if unit == "month" and parts.get("BYMONTHDAY"):
        return f"Day {parts['BYMONTHDAY'].replace(',', ', ')} of {each}"
    return f"{each[0].upper()}{each[1:]}"


def days_in_words(parts: dict[str, str]) -> str:
    """MO,WE as "Monday and Wednesday", 1TU as "the first Tuesday"; empty when a day is not understood."""
    words = []
    for code in filter(None, parts.get("BYDAY", "").split(",")):
        place, day = code[:-2].lstrip("+") or parts.get("BYSETPOS", ""), DAYS.get(code[-2:])
        if day is None or (place and place not in PLACES):
            return ""
        words.append(f"the {PLACES[place]} {day}" if place else day)
    if words == list(DAYS.values())[:5]:
        return "weekday"
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""
