"""On which days a rule after RFC 5545 falls, and how it reads in words; pure (docs/decisions/0005).

Written here and not left to a library: the usual one looks for a day that never comes (31 February) until the year 9999, and
a rule is what somebody put into a spreadsheet. The tests hold it to that library's answers on rules that do have dates.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

HORIZON = timedelta(days=800)  # what meets first after that has no next date for anybody
OLDEST_COUNTED = 20 * 366  # days back that a rule with a number of times is counted through
MOST_APART = 1_000
DAYS = {"MO": "Monday", "TU": "Tuesday", "WE": "Wednesday", "TH": "Thursday", "FR": "Friday", "SA": "Saturday", "SU": "Sunday"}
CODES = list(DAYS)
PLACES = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last", -2: "second last"}
UNITS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}


class Unreadable(ValueError):
    """A rule that no calendar reads."""


@dataclass(frozen=True, slots=True)
class Rule:
    """The parts of an RRULE that say when; weekdays run from 0 for Monday, each with its place in the month or year, or 0."""

    freq: str
    interval: int = 1
    count: int | None = None
    until: str = ""
    weekdays: tuple[tuple[int, int], ...] = ()  # (place, weekday)
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    places: tuple[int, ...] = ()
    week_start: int = 0


def read_rule(text: str) -> Rule:
    """FREQ=WEEKLY;BYDAY=MO as a Rule.

    Raises Unreadable for anything else.
    """
    parts = dict(part.split("=", 1) for part in text.upper().replace(" ", "").split(";") if "=" in part)
    freq = parts.get("FREQ", "")
    try:
        rule = Rule(
            freq=freq,
            interval=int(parts.get("INTERVAL", "1")),
            count=int(parts["COUNT"]) if "COUNT" in parts else None,
            until=parts.get("UNTIL", ""),
            weekdays=tuple((int(code[:-2] or 0), CODES.index(code[-2:])) for code in listed(parts, "BYDAY")),
            month_days=tuple(map(int, listed(parts, "BYMONTHDAY"))),
            months=tuple(map(int, listed(parts, "BYMONTH"))),
            places=tuple(map(int, listed(parts, "BYSETPOS"))),
            week_start=CODES.index(parts.get("WKST", "MO")),
        )
    except ValueError as problem:
        raise Unreadable(text) from problem
    if freq not in UNITS or not 1 <= rule.interval <= MOST_APART:
        raise Unreadable(text)
    return rule


def listed(parts: dict[str, str], name: str) -> list[str]:
    return [item for item in parts.get(name, "").split(",") if item]


def recurring(text: str, start_on: date | None, since: date, zone: ZoneInfo) -> Iterator[date]:
    """The days of a rule from `since`, as far as our horizon; all of them from the first day when they have to be counted."""
    try:
        rule = read_rule(text)
    except Unreadable:
        return
    first = start_on or day_without_start(rule, since)
    if first is None or (rule.count is not None and (since - first).days > OLDEST_COUNTED):
        return
    end = min(since + HORIZON, last_day(rule.until, zone) or date.max)
    yield from islice((day for day in days_of(rule, first, since, end) if day >= first), rule.count)


def day_without_start(rule: Rule, since: date) -> date | None:
    """A day to count from where no first day is known: any will do, if the rule names its days and skips no period."""
    if rule.interval > 1 or rule.count is not None or not (rule.weekdays or rule.month_days or rule.freq == "DAILY"):
        return None
    return since.replace(day=1) - timedelta(days=7)


def last_day(until: str, zone: ZoneInfo) -> date | None:
    """UNTIL in the series' own calendar; it is a day, a local time, or a time in UTC."""
    for form, length in (("%Y%m%dT%H%M%S", 15), ("%Y%m%d", 8)):
        try:
            moment = datetime.strptime(until[:length], form)
        except ValueError:
            continue
        with suppress(OverflowError):  # the calendar ends before that zone gets there
            return moment.replace(tzinfo=UTC).astimezone(zone).date() if until.endswith("Z") else moment.date()
    return None


def days_of(rule: Rule, first: date, since: date, end: date) -> Iterator[date]:
    """The days of a rule, period by period, up to `end`; from the period of `since` where nothing has to be counted."""
    start = place_of(rule, first)
    skipped = 0 if rule.count is not None else max(0, (place_of(rule, since) - start) // rule.interval)
    place = start + skipped * rule.interval
    while True:
        period = period_at(rule, place)
        if not period or period[0] > end:
            return
        chosen = [day for day in period if fits(rule, first, day)]
        if rule.places:
            chosen = sorted({chosen[i - 1 if i > 0 else i] for i in rule.places if i and abs(i) <= len(chosen)})
        yield from (day for day in chosen if day <= end)
        place += rule.interval


def place_of(rule: Rule, day: date) -> int:
    """The number of the day, week, month or year that a day is in."""
    if rule.freq == "DAILY":
        return day.toordinal()
    if rule.freq == "WEEKLY":
        return (day.toordinal() - 1 - rule.week_start) // 7
    return day.year * 12 + day.month - 1 if rule.freq == "MONTHLY" else day.year


def period_at(rule: Rule, place: int) -> list[date]:
    """All days of the day, week, month or year with this number; none past the end of the calendar."""
    try:
        if rule.freq == "DAILY":
            return [date.fromordinal(place)]
        if rule.freq == "WEEKLY":
            monday = place * 7 + 1 + rule.week_start
            return [date.fromordinal(day) for day in range(monday, monday + 7)]
        if rule.freq == "MONTHLY":
            return month(*divmod(place, 12))
        return [day for number in range(12) for day in month(place, number)]
    except (ValueError, OverflowError):
        return []


def month(year: int, number: int) -> list[date]:
    return [date(year, number + 1, day + 1) for day in range(monthrange(year, number + 1)[1])]


def fits(rule: Rule, first: date, day: date) -> bool:
    """Whether a day of the period is one that the rule means; what it leaves open is as on the first day."""
    length = monthrange(day.year, day.month)[1]
    if rule.months and day.month not in rule.months:
        return False
    if rule.month_days and not {day.day, day.day - length - 1} & set(rule.month_days):
        return False
    if rule.weekdays:
        return any(weekday == day.weekday() and (not place or place in places_of(rule, day)) for place, weekday in rule.weekdays)
    if rule.month_days or rule.freq == "DAILY":
        return True
    if rule.freq == "WEEKLY":
        return day.weekday() == first.weekday()
    return day.day == first.day and (rule.freq == "MONTHLY" or bool(rule.months) or day.month == first.month)


def places_of(rule: Rule, day: date) -> tuple[int, int]:
    """The how manyth of its weekday a day is, from the front and from the back: of the month, or of the year."""
    if rule.freq == "YEARLY" and not rule.months:
        last = date(day.year, 12, 31).timetuple().tm_yday
        number = day.timetuple().tm_yday
    else:
        number, last = day.day, monthrange(day.year, day.month)[1]
    return (number - 1) // 7 + 1, -((last - number) // 7 + 1)


def rule_in_words(text: str, start: date | None = None) -> str:
    """FREQ=WEEKLY;INTERVAL=2;BYDAY=TU as "Every other Tuesday"; empty when there are no plain words for it.

    Of every twelve months it is the one of its start.
    """
    try:
        rule = read_rule(text)
    except Unreadable:
        return ""
    unit, named = UNITS[rule.freq], days_in_words(rule)
    if unit == "week" and named:
        return {1: f"Every {named}", 2: f"Every other {named}"}.get(rule.interval, f"Every {rule.interval} weeks on {named}")
    each = {1: f"every {unit}", 2: f"every other {unit}"}.get(rule.interval, f"every {rule.interval} {unit}s")
    if unit == "month" and rule.interval == 12 and start:
        each = f"{start:%B} each year"
    if unit == "month" and named:
        return f"{named[0].upper()}{named[1:]} of {each}"
    if unit == "month" and 0 < len(rule.month_days) <= 5:
        return f"Day {', '.join(map(str, rule.month_days))} of {each}"
    return f"{each[0].upper()}{each[1:]}"


def days_in_words(rule: Rule) -> str:
    """MO,WE as "Monday and Wednesday", 1TU as "the first Tuesday"; empty when there is no day, or no word for its place."""
    names = list(DAYS.values())
    words = []
    for place, weekday in rule.weekdays:
        at = place or (rule.places[0] if rule.places else 0)
        if at and at not in PLACES:
            return ""
        words.append(f"the {PLACES[at]} {names[weekday]}" if at else names[weekday])
    if words == names[:5]:
        return "weekday"
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""
