"""The part of RFC 5545 recurrence rules that a bundle may use, and why a text is none."""

from __future__ import annotations

import re
from datetime import datetime

from dateutil.rrule import rrulestr

WEEKDAY = "(MO|TU|WE|TH|FR|SA|SU)"
NTH = rf"[+-]?[1-5]?{WEEKDAY}"
MONTHDAY = r"-?([1-9]|[12]\d|3[01])"
MONTH = r"([1-9]|1[0-2])"
POSITIVE = r"[1-9]\d{0,8}"
SETPOS = r"-?[1-9]\d{0,2}"
FORMS = {
    name: re.compile(form, re.ASCII)
    for name, form in {
        "FREQ": r"YEARLY|MONTHLY|WEEKLY|DAILY",
        "INTERVAL": POSITIVE,
        "COUNT": POSITIVE,
        "UNTIL": r"\d{8}(T\d{6}Z?)?",
        "BYDAY": f"{NTH}(,{NTH})*",
        "BYMONTHDAY": f"{MONTHDAY}(,{MONTHDAY})*",
        "BYMONTH": f"{MONTH}(,{MONTH})*",
        "BYSETPOS": f"{SETPOS}(,{SETPOS})*",
        "WKST": WEEKDAY,
    }.items()
}
ANY_DAY = datetime(2025, 1, 1)


def rrule_problem(text: str) -> str | None:
    """Why the text is no rule, in a few words, or None."""
    seen: dict[str, str] = {}
    for part in text.split(";"):
        name, equals, value = part.partition("=")
        if not equals or name not in FORMS:
            return f"{part[:40]!r} is no part of one"
        if name in seen:
            return f"{name} is given twice"
        if not FORMS[name].fullmatch(value) or (name == "UNTIL" and not _is_moment(value.rstrip("Z"))):
            return f"{part[:40]!r} is not possible"
        seen[name] = value
    if "FREQ" not in seen:
        return "FREQ is missing"
    if "COUNT" in seen and "UNTIL" in seen:
        return "COUNT and UNTIL exclude each other"
    return None if _is_understood(text) else "its parts do not go together"


def _is_moment(text: str) -> bool:
    try:
        datetime.strptime(text, "%Y%m%dT%H%M%S" if "T" in text else "%Y%m%d")
    except ValueError:
        return False
    return True


def _is_understood(text: str) -> bool:
    """Whether the library that lays the meetings out understands it too."""
    try:
        rrulestr(re.sub(r"(UNTIL=\d{8})(T\d{6})?Z?", r"\1", text), dtstart=ANY_DAY)
    except (ValueError, TypeError, OverflowError):
        return False
    return True
