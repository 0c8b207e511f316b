"""What changes hands when somebody is away or leaves: each room names here the kinds of live things that people of it hold.

A room registers its kinds in its own `handing.py`, loaded when all rooms stand; whoever hands over asks for all of them and
knows none by name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q

from organizations.models import Person
from organizations.tenancy import TenantModel

Held = Callable[[Any], Any]
Between = Callable[[Any, datetime | None], Any]


@dataclass(frozen=True, slots=True)
class Change:
    """Live things of one kind pass from one person to another."""

    giver: Person
    taker: Person
    by: Person | None
    today: date
    now: datetime
    giver_stays: bool = False  # the giver had a place of their own in it before, which they keep


Give = Callable[[Sequence[Any], Change], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """Things of one sort that have somebody who answers for them."""

    name: str  # as it is stored with what was handed over
    words: str  # a heading; `{…}` is the organization's own noun
    address: str  # the URL name of such a thing's page; empty when it has none
    held: Held  # people -> the live things that one of them holds, as rows with `holder`, the person's number
    give: Give
    until: Between | None = None  # of these, those that matter up to a moment: meetings have their day
    is_load: bool = False  # counts as work on somebody's desk (DOMAIN 2.6, load)
    page_of: str = "pk"  # the field of a thing that is the number in its address
    title: Any = "title"  # its words: a field, or an expression
    place: int = 99  # among all kinds, as people read them

    def named(self, people: Any, until: datetime | None = None) -> Any:
        """The things with `words` and `place`, the number in their address, in the order in which they were made."""
        found = self.held(people)
        found = self.until(found, until) if self.until else found
        title = F(self.title) if isinstance(self.title, str) else self.title
        return found.annotate(words=title, place=F(self.page_of)).order_by("pk")


kinds: dict[str, Kind] = {}


def changes_hands(kind: Kind) -> Kind:
    """Register a kind; called once, when all rooms stand."""
    others = [*kinds.values(), kind]
    kinds.clear()
    kinds.update({one.name: one for one in sorted(others, key=lambda one: one.place)})
    return kind


def owned(name: str, words: str, address: str, *, model: type[TenantModel], live: Callable[[], Q], **more: Any) -> Kind:
    """A kind whose things name their holder in a field of their own: `owner`, or another."""
    field = more.pop("field", "owner")

    def held(people: Any) -> Any:
        return model.objects.filter(live(), **{f"{field}__in": people}).annotate(holder=F(f"{field}_id"))

    def give(things: Sequence[Any], change: Change) -> None:
        model.objects.filter(pk__in=[thing.pk for thing in things]).update(**{field: change.taker})

    return changes_hands(Kind(name, words, address, held, give, **more))
