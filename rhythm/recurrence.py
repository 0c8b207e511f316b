"""How a series recurs, as people choose it, to and from an RFC 5545 rule; pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from organizations.recurring import CODES, DAYS, PLACES, Rule, Unreadable, last_day, read_rule

WEEKLY, FORTNIGHTLY, WEEKDAYS, DAILY, MONTHLY, MONTH_DAY, ONCE, OWN = (
    "weekly", "fortnightly", "weekdays", "daily", "monthly", "month_day", "once", "own",
)  # fmt: skip
REPEATS = {
    WEEKLY: "Every week",
    FORTNIGHTLY: "Every other week",
    WEEKDAYS: "Every weekday, Monday to Friday",
    DAILY: "Every day",
    MONTHLY: "By the month, on a weekday",
    MONTH_DAY: "By the month, on a day",
    ONCE: "Once",
    OWN: "By a rule of your own",
}
EVERY_MONTHS = {1: "every month", 2: "every other month", 3: "every three months", 6: "every six months", 12: "every year"}
NTH = {number: PLACES[number].capitalize() for number in (1, 2, 3, 4, -1)}
WORKING = CODES[:5]
KNOWN = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"}
MOST_TIMES = 1_000


@dataclass(frozen=True, slots=True)
class Recurrence:
    """The answers of a form; only those that belong to `repeats` count."""

    repeats: str
    days: tuple[str, ...] = ()  # MO, TU
    nth: int = 1
    nth_day: str = "MO"
    month_day: int = 1  # -1 for the last
    months: int = 1
    until: date | None = None
    rule: str = ""


def rule_of(said: Recurrence) -> str:
    """The RRULE of what was chosen; empty for once."""
    every = "" if said.months == 1 else f";INTERVAL={said.months}"
    days = ",".join(code for code in CODES if code in said.days)
    rule = {
        WEEKLY: f"FREQ=WEEKLY;BYDAY={days}" if days else "FREQ=WEEKLY",
        FORTNIGHTLY: f"FREQ=WEEKLY;INTERVAL=2;BYDAY={days}" if days else "FREQ=WEEKLY;INTERVAL=2",
        WEEKDAYS: f"FREQ=WEEKLY;BYDAY={','.join(WORKING)}",
        DAILY: "FREQ=DAILY",
        MONTHLY: f"FREQ=MONTHLY{every};BYDAY={said.nth}{said.nth_day}",
        MONTH_DAY: f"FREQ=MONTHLY{every};BYMONTHDAY={said.month_day}",
        ONCE: "",
        OWN: said.rule.strip().upper().replace(" ", "").removeprefix("RRULE:"),
    }[said.repeats]
    return f"{rule};UNTIL={said.until:%Y%m%d}" if said.until and rule and said.repeats != OWN else rule


def recurrence_of(text: str) -> Recurrence:
    """A rule as the form has it: in plain words where there are any, else as a rule of one's own."""
    if not text:
        return Recurrence(ONCE)
    try:
        rule = read_rule(text)
    except Unreadable:
        return Recurrence(OWN, rule=text)
    until = last_day(rule.until, ZoneInfo("UTC")) if len(rule.until) == len("20260831") else None
    said = replace(chosen(rule), until=until)
    return said if said.repeats != OWN and read_rule(rule_of(said)) == simply(rule) else Recurrence(OWN, rule=text)


def chosen(rule: Rule) -> Recurrence:
    """The answers that may have given this rule."""
    codes = tuple(CODES[weekday] for _, weekday in rule.weekdays)
    if rule.freq == "WEEKLY":
        is_working_week = set(codes) == set(WORKING) and rule.interval == 1
        repeats = WEEKDAYS if is_working_week else WEEKLY if rule.interval == 1 else FORTNIGHTLY
        return Recurrence(repeats, days=codes)
    if rule.freq == "DAILY":
        return Recurrence(DAILY)
    if rule.freq == "MONTHLY" and rule.interval in EVERY_MONTHS:
        if len(rule.weekdays) == 1:
            place = rule.weekdays[0][0] or next(iter(rule.places), 0)
            return Recurrence(MONTHLY, nth=place, nth_day=codes[0], months=rule.interval) if place in NTH else Recurrence(OWN)
        if len(rule.month_days) == 1:
            return Recurrence(MONTH_DAY, month_day=rule.month_days[0], months=rule.interval)
    return Recurrence(OWN)


def simply(rule: Rule) -> Rule:
    """The same days said in the usual way: 1WE for a Wednesday of which the first is taken, weekdays in their order."""
    weekdays = tuple(sorted(rule.weekdays, key=lambda day: day[1]))
    if rule.freq == "MONTHLY" and len(weekdays) == len(rule.places) == 1 and not weekdays[0][0]:
        return replace(rule, weekdays=((rule.places[0], weekdays[0][1]),), places=())
    week_start = 0 if rule.interval == 1 or rule.freq != "WEEKLY" else rule.week_start
    return replace(rule, weekdays=weekdays, week_start=week_start)


def fault_in(text: str) -> str:
    """Why nobody should recur by this rule of their own, as a sentence; empty when it is sound."""
    parts = [part.partition("=")[0].upper() for part in text.replace(" ", "").removeprefix("RRULE:").split(";") if part]
    strange = next((part for part in parts if part not in KNOWN), "")
    try:
        rule = read_rule(text)
    except Unreadable:
        return f"Say how it recurs by a rule such as FREQ=WEEKLY;BYDAY=MO; “{text[:60]}” is none."
    faults = {
        f"Leave out {strange[:20]}: the hour and the days off are said in fields of their own.": bool(strange),
        "Say each part of the rule once.": len(set(parts)) < len(parts),
        f"No calendar reads “{text[:60]}”. Choose one of the usual ways, or put it right.": not is_rule(text, rule),
        f"Choose a number of times from 1 to {MOST_TIMES:,}, or leave it out: a series goes on until it is ended.": (
            rule.count is not None and not 1 <= rule.count <= MOST_TIMES
        ),
        "Give the last day of the rule as UNTIL=20261231.": bool(rule.until) and last_day(rule.until, ZoneInfo("UTC")) is None,
    }
    return next((sentence for sentence, is_so in faults.items() if is_so), "")


def is_rule(text: str, rule: Rule) -> bool:
    """Whether the usual library, and so most calendar programs, would take it; it only reads the rule and looks for no day."""
    if rule.freq in {"DAILY", "WEEKLY"} and any(place for place, _ in rule.weekdays):
        return False  # the second Monday of a day
    try:
        rrulestr(text.upper().replace(" ", ""), dtstart=datetime(2026, 1, 1), ignoretz=True)
    except (ValueError, TypeError, KeyError, AttributeError):
        return False
    return True


def day_names(codes: str) -> str:
    """MO,WE as "Monday, Wednesday"."""
    return ", ".join(DAYS[code] for code in codes.split(",") if code in DAYS)
