"""The stage: the calendar of the quarter, everybody and everything by name, and the scenes in the order in which they happen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any
from zoneinfo import ZoneInfo

from organizations.measures import monday_of
from organizations.models import Organization, Person, Team

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WEEKS = 13
THIS_WEEK = 8
CURTAIN = time(8, 30)  # the story ends on the morning of the day on which it is told

Scene = Callable[[datetime], object]  # what a verb gives back is nobody's here


@dataclass(frozen=True)
class Calendar:
    """The quarter around a day: whatever that day is, it lies in the eighth of thirteen weeks."""

    today: date
    zone: ZoneInfo

    @property
    def starts_on(self) -> date:
        return monday_of(self.today) - timedelta(weeks=THIS_WEEK - 1)

    @property
    def ends_on(self) -> date:
        return self.starts_on + timedelta(weeks=WEEKS, days=-1)

    def day(self, when: str) -> date:
        """`6 Wed` is the Wednesday of the quarter's sixth week; weeks below 1 lie before it."""
        week, weekday = when.split()[:2]
        return self.starts_on + timedelta(weeks=int(week) - 1, days=WEEKDAYS.index(weekday))

    def moment(self, when: str) -> datetime:
        """`6 Wed 11:20`, on the company's clock."""
        return datetime.combine(self.day(when), time.fromisoformat(when.split()[2]), self.zone)

    def curtain(self, real_now: datetime) -> datetime:
        """The last moment of the story; never one that is still to come when the day is today."""
        end = datetime.combine(self.today, CURTAIN, self.zone)
        return min(end, real_now) if real_now.astimezone(self.zone).date() == self.today else end


@dataclass
class Stage:
    """Who and what is in the story, each by the name that the chapters call it by."""

    organization: Organization
    calendar: Calendar
    now: datetime
    people: dict[str, Person] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    rows: dict[str, Any] = field(default_factory=dict)  # objectives, measures, decisions, promises ... by key
    scenes: list[tuple[datetime, Scene]] = field(default_factory=list)
    played: datetime | None = None  # up to when

    def at(self, when: str, scene: Scene) -> None:
        """Let something happen at `6 Wed 11:20`; what would happen after the curtain does not, until the curtain moves."""
        self.scenes.append((self.calendar.moment(when), scene))

    def go_on_to(self, today: date) -> None:
        """Move the curtain to a later morning of the same week."""
        self.calendar = replace(self.calendar, today=today)
        self.now = datetime.combine(today, CURTAIN, self.calendar.zone)

    def who(self, name: str) -> Person | None:
        return self.people[name] if name else None

    def team(self, name: str) -> Team | None:
        return self.teams[name] if name else None

    def row(self, key: str) -> Any:
        return self.rows[key] if key else None

    def day(self, when: str) -> date | None:
        return self.calendar.day(when) if when else None

    def days(self) -> Iterator[tuple[date, list[tuple[datetime, Scene]]]]:
        """Each day that is not played yet, up to today, with its scenes in order; days on which nothing happens included."""
        ahead = [scene for scene in self.scenes if scene[0] <= self.now and (self.played is None or scene[0] > self.played)]
        by_day = {day: list(scenes) for day, scenes in groupby(sorted(ahead, key=itemgetter(0)), key=lambda scene: scene[0].date())}
        day = self.played.date() if self.played else min(by_day)
        while day <= self.calendar.today:
            yield day, by_day.get(day, [])
            day += timedelta(days=1)
        self.played = self.now
