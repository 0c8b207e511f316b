"""Time zones as calendar files say them: by a yearly rule where there is one, so that every calendar program has our hours.

Written here since a list of single days is not read by all programs, and an hour that is wrong for somebody else is not seen here.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

from organizations.recurring import CODES

YEARS = 28  # in which every date has been every weekday
LONG_AGO = datetime(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Change:
    """The clocks change: at this local time by the old offset, to the new one."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool

    @property
    def sort(self) -> tuple[Any, ...]:
        """What its changes of other years have in common with it."""
        return self.before, self.after, self.name, self.is_summer, self.at.month, self.at.weekday(), self.at.time()


@lru_cache(maxsize=1024)
def changes_of(zone: ZoneInfo, year: int) -> tuple[Change, ...]:
    """The changes of a year, in their order."""
    days = [datetime.combine(date(year, 1, 1) + timedelta(days=number), time(), UTC) for number in range(367)]
    pairs = itertools.pairwise(days)
    return tuple(
        change_between(zone, *pair) for pair in pairs if offset(zone, pair[0]) != offset(zone, pair[1]) and pair[0].year == year
    )


def change_between(zone: ZoneInfo, early: datetime, late: datetime) -> Change:
    """The one change between two moments, to the minute."""
    before = offset(zone, early)
    while late - early > timedelta(minutes=1):
        middle = early + timedelta(minutes=(late - early) // timedelta(minutes=2))
        early, late = (early, middle) if offset(zone, middle) != before else (middle, late)
    there = late.astimezone(zone)
    local = (late + before).replace(tzinfo=None)
    return Change(local, before, offset(zone, late), there.tzname() or "", bool(there.dst()))


def offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


@lru_cache(maxsize=256)
def zone_text(zone: ZoneInfo, first_year: int) -> bytes:
    """The VTIMEZONE of a zone for everything from that year on."""
    years = range(first_year - 1, first_year + YEARS)
    by_sort: dict[tuple[Any, ...], list[Change]] = defaultdict(list)
    for year in years:
        for change in changes_of(zone, year):
            by_sort[change.sort].append(change)
    component = Timezone()
    component.add("tzid", zone.key)
    if not by_sort:
        now = datetime(first_year, 1, 1, tzinfo=zone)
        still = Change(LONG_AGO, offset(zone, now), offset(zone, now), now.tzname() or "", is_summer=False)
        component.add_component(part_of(still, {}))
    for changes in sorted(by_sort.values(), key=lambda changes: changes[0].at):
        component.add_component(part_of(changes[0], pattern_of(changes, years.stop - 1)))
    return bytes(component.to_ical())


def pattern_of(changes: list[Change], last_year: int) -> dict[str, Any]:
    """How a change comes again: by a rule when it does each year to the end, else on the days as they are."""
    first = changes[0].at
    is_yearly = [change.at.year for change in changes] == list(range(first.year, last_year + 1))
    if is_yearly and len(changes) >= YEARS:
        day, rule = CODES[first.weekday()], {"FREQ": "YEARLY", "BYMONTH": first.month}
        places = {(change.at.day - 1) // 7 + 1 for change in changes}
        is_last = all((change.at + timedelta(days=7)).month != first.month for change in changes)
        if is_last or len(places) == 1:
            return {"rrule": vRecur(rule | {"BYDAY": f"{'-1' if is_last else places.pop()}{day}"})}
        days = sorted({change.at.day for change in changes})
        if days[-1] - days[0] == 6:
            return {"rrule": vRecur(rule | {"BYDAY": day, "BYMONTHDAY": days})}
    return {"rdate": [change.at for change in changes[1:]]} if changes[1:] else {}


def part_of(change: Change, pattern: dict[str, Any]) -> Any:
    part = TimezoneDaylight() if change.is_summer else TimezoneStandard()
    part.add("dtstart", change.at)
    part.add("tzname", change.name)
    part.add("tzoffsetfrom", change.before)
    part.add("tzoffsetto", change.after)
    for name, value in pattern.items():
        part.add(name, value)
    return part
