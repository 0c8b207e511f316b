"""What every kind of owed thing has in common: how it is found and counted, and how its row is put into words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, F, IntegerField, QuerySet, Value, Window

from organizations.measures import working_days
from organizations.models import Organization, Person
from organizations.policy import teams_led
from organizations.reads.absences import away_on

COLUMNS = ("kind_", "id_", "title_", "on_", "held_", "facts_", "all_")


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks, on which day of the organization's calendar, and on which where they live: a promise is due by that one."""

    person: Person
    today: date
    own_day: date

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.person.organization.timezone)

    @property
    def is_here(self) -> Any:
        """Nobody who is away owes anything; who stands in for them does."""
        return ~Exists(away_on(self.today).filter(person=self.person))

    @property
    def led(self) -> QuerySet[Any]:
        return teams_led(self.person)


Days = tuple[date, date]  # the organization's, and the reader's own


def fixed_of(person: Person, today: date, own_day: date | None) -> tuple[Days, int, str]:
    """What a statement about what somebody owes is compiled for, beside the person: the days, the cadence and the time zone."""
    return (today, own_day or today), person.organization.check_in_every_days, person.organization.timezone


def reader_of(days: Days, every_days: int, zone: str, person: int) -> Reader:
    """A reader by number: all that a statement needs to know of them."""
    return Reader(Person(pk=person, organization=Organization(check_in_every_days=every_days, timezone=zone)), *days)


@dataclass(slots=True)
class Owed:
    """One thing that waits for the reader: what it is, why me, and the verb as its button."""

    kind: str
    pk: int  # of what the verb is about
    about: int  # of what its page shows
    title: str
    why: str
    verb: str
    door: str  # the URL name of where it is done
    page: str  # and of its own page
    days: int = 0  # it has waited, or is late
    count: int = 0  # of its kind in all
    held: int = 0  # how many teams wait for it
    mark: str = "unanswered"
    is_post: bool = False  # the button does it at once
    says: dict[str, str] = field(default_factory=dict)  # and posts this with it

    @property
    def way(self) -> str:
        """The URL name that leads to where it is dealt with; what a button does at once is done on its page as well."""
        return self.page if self.is_post else self.door

    @property
    def way_to(self) -> int:
        return self.about if self.is_post else self.pk

    @property
    def harm(self) -> tuple[int, int, int]:
        """What most wait for comes first, then what has waited longest."""
        return (-self.held, -self.days, self.pk)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of owed thing: `find` gives its rows with `title_`, `on_`, `held_` and `facts_`; `say` puts the facts into words."""

    name: str
    block: str  # answer | post | acknowledge | promised
    verb: str
    door: str
    page: str
    find: Callable[[Reader], Any]
    say: Callable[[dict[str, Any], date], str]
    counts_days: bool = True  # the day is one that it waits since; else it is only for the order
    unknown_first: bool = False  # rows without a day
    is_due: bool = True  # waits today, and counts
    late_after: int = 5  # days that it may wait before it shows red
    in_working_days: bool = False  # its own page counts so
    is_post: bool = False
    is_by_own_day: bool = False  # due by the end of the day where the reader lives
    of_no_row: bool = False  # its door and its page are the same for everything

    def waiting(self, reader: Reader) -> Any:
        """Every row of this kind that waits for the reader; none while they are away."""
        return self.find(reader).filter(reader.is_here)

    def first(self, reader: Reader, most: int) -> Any:
        """The first rows as columns that all kinds share, with how many there are in all; what is held up most comes first."""
        all_ = Window(Count("id"), output_field=IntegerField())
        rows = self.waiting(reader).annotate(kind_=Value(self.name), id_=F("pk"), all_=all_)
        by_day = F("on_").asc(nulls_first=True) if self.unknown_first else F("on_").asc(nulls_last=True)
        return rows.order_by("-held_", by_day, "id").values_list(*COLUMNS)[:most]

    def row(self, found: tuple[Any, ...], today: date) -> Owed:
        _, pk, title, on, held, facts, count = found
        passed = working_days(on, today) if on and self.in_working_days else (today - on).days if on else 0
        days = max(0, passed) if self.counts_days else 0
        return Owed(
            kind=self.name,
            pk=0 if self.of_no_row else pk,
            about=0 if self.of_no_row else facts.get("page") or pk,
            title=title or facts.get("title", ""),
            why=self.say(facts, today),
            verb=facts.get("verb") or self.verb,
            door=self.door,
            page=self.page,
            days=days,
            count=count,
            held=held,
            mark=facts.get("mark") or ("late" if days > self.late_after else "unanswered"),
            is_post=self.is_post,
            says=facts.get("says") or {},
        )


def held(number: int) -> Any:
    """How many wait for every row of a kind."""
    return Value(number, output_field=IntegerField())


def day_of_json(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None


def first_name(name: str | None) -> str:
    return name.split()[0] if name and name.split() else "Somebody"
