"""What a daily message is made of: rooms above name here what they remind of, what waits for a person, and how a week opens."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from notifications.hours import Hours, is_last_working_day, is_nearly_due
from organizations.models import Person, Team
from organizations.reads.absences import away_on


@dataclass(frozen=True, slots=True)
class Morning:
    """One working day of one person, as its daily message sees it."""

    person: Person
    hours: Hours
    now: datetime
    stands_in_for: Collection[int] = ()  # people who are away today and named this person

    @property
    def today(self) -> date:
        return self.hours.day_of(self.now)

    @property
    def following(self) -> date:
        """The next working day."""
        return self.hours.working_day_after(self.today)

    @property
    def people(self) -> list[int]:
        """Whose things are this person's today."""
        return [self.person.pk, *self.stands_in_for]

    def is_last_chance(self, due_on: date) -> bool:
        return is_last_working_day(self.today, due_on, self.following)

    def is_nearly_due(self, due_on: date) -> bool:
        return is_nearly_due(self.today, due_on, self.following)


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing that is still owed; `key` says of what, and which occasion, so that nobody is reminded of it twice."""

    rule: str
    key: str
    text: str
    path: str
    why: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits for a person, as My work has it."""

    text: str
    path: str  # where it is dealt with
    page: str  # and where all of it is read: two lines about the same page are one thing
    why: str


@dataclass(frozen=True, slots=True)
class Opening:
    """How the first message of a week begins."""

    lead: str
    heading: str
    lines: Sequence[str]  # what has changed
    path: str
    ask: str


Source = Callable[[Morning], Sequence[Reminder]]
Heap = Callable[[Person, date], Sequence[Waiting]]
Overture = Callable[[Person, date], Opening | None]

TeamSource = Callable[[Team | None, datetime], Sequence[str]]

sources: list[Source] = []
team_sources: list[TeamSource] = []
heaps: list[Heap] = []
overtures: list[Overture] = []


def reminds_of(source: Source) -> Source:
    """Have a room's reminders asked for on each working day of each person; called once, when all rooms stand."""
    sources.append(source)
    return source


def reminds_teams_of(source: TeamSource) -> TeamSource:
    """Have a room say what falls due in a team, or in the whole organization, on the day of a moment; no names of people."""
    team_sources.append(source)
    return source


def knows_what_waits(heap: Heap) -> Heap:
    """Have a room say what waits for a person, first what does most harm."""
    heaps.append(heap)
    return heap


def opens_the_week(overture: Overture) -> Overture:
    """Have a room say how the organization stands, on the first working day of a week."""
    overtures.append(overture)
    return overture


def morning_of(person: Person, hours: Hours, now: datetime) -> Morning | None:
    """The person's day; None while they are away."""
    away: dict[int, int | None] = dict(
        away_on(hours.day_of(now)).filter(Q(person=person) | Q(delegate=person)).values_list("person_id", "delegate_id")
    )
    if person.pk in away:
        return None
    return Morning(person, hours, now, tuple(sorted(away)))
