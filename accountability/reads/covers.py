"""Looks: what somebody holds, what was handed over, and what is held by people who have left; each over all kinds at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, Count, Q, Value
from django.db.models.functions import Cast
from django.urls import reverse

from accountability.models import OPEN_COVERS, Cover, CoverItem, CoverState
from organizations.handing import Kind, kinds
from organizations.models import Absence, Organization, Person
from organizations.models.people import PersonStatus
from organizations.verbs import day_of
from organizations.words import own_words

SHOWN = 100  # of each kind; the heading has the number
SHOWN_COVERS = 50


@dataclass(frozen=True, slots=True)
class Thing:
    """One live thing in somebody's hand, with its page."""

    id: int
    title: str
    path: str
    holder: int
    is_back: bool = False


@dataclass(slots=True)
class Pile:
    """The things of one kind."""

    words: str
    count: int = 0
    things: list[Thing] = field(default_factory=list)


def piles_of(people: Any, slug: str, until: datetime | None = None) -> list[Pile]:
    """What these people hold, kind by kind; two queries, whatever they hold. `people`: numbers, or a query of them."""
    counts = dict(union(counted(kind, people, until) for kind in kinds.values()))
    rows = union(
        kind.named(people, until)
        .annotate(of_kind=as_text(kind.name))
        .values_list("of_kind", "pk", "words", "place", "holder")[:SHOWN]
        for kind in kinds.values()
    )
    piles = {name: Pile(kind.words.format_map(own_words()), counts[name]) for name, kind in kinds.items() if counts.get(name)}
    for name, pk, words, place, holder in rows if counts else ():
        piles[name].things.append(Thing(pk, words or "untitled", path_of(kinds[name], slug, place), holder))
    return list(piles.values())


def counted(kind: Kind, people: Any, until: datetime | None) -> Any:
    found = kind.named(people, until).order_by().annotate(of_kind=as_text(kind.name))
    return found.values("of_kind").annotate(n=Count("pk")).values_list("of_kind", "n")


def union(queries: Iterable[Any]) -> Any:
    first, *others = list(queries)
    return first.union(*others, all=True)


def as_text(name: str) -> Any:
    return Cast(Value(name), CharField(max_length=30))


def path_of(kind: Kind, slug: str, place: int) -> str:
    return reverse(kind.address, args=[slug, place]) if kind.address else ""


def loads_of(people: Any) -> dict[int, int]:
    """How many open commitments, objectives and pending decisions each of these people has (DOMAIN 2.6, load); one query."""
    loads: dict[int, int] = defaultdict(int)
    rows = union(
        kind.held(people).order_by().values("holder").annotate(n=Count("pk")).values_list("holder", "n")
        for kind in kinds.values()
        if kind.is_load
    )
    for person, count in rows:
        loads[person] += count
    return loads


def left_behind(slug: str) -> list[Pile]:
    """Live things whose holder has left: empty when every hand-over was complete."""
    return piles_of(Person.objects.filter(status=PersonStatus.INACTIVE).values("pk"), slug)


@dataclass(frozen=True, slots=True)
class Covers:
    """The page of all hand-overs, and the proof that nothing is left behind."""

    open: Sequence[Cover]
    past: Sequence[Cover]
    left: Sequence[Pile]
    leavers: Sequence[Person]  # who still holds something

    @property
    def left_count(self) -> int:
        return sum(pile.count for pile in self.left)


def all_covers(slug: str) -> Covers:
    found = list(
        Cover.objects.select_related("person", "to").annotate(count=Count("items")).order_by("-made_at", "-id")[:SHOWN_COVERS]
    )
    left = left_behind(slug)
    holders = {thing.holder for pile in left for thing in pile.things}
    leavers = list(Person.objects.filter(pk__in=holders).order_by("name", "pk")) if holders else []
    running = [cover for cover in found if cover.state in OPEN_COVERS]
    return Covers(running, [cover for cover in found if cover.state not in OPEN_COVERS], left, leavers)


def cover_piles(cover: Cover, slug: str) -> list[Pile]:
    """What changed hands, as it was called then."""
    piles: dict[str, Pile] = {}
    for item in CoverItem.objects.filter(cover=cover).order_by("id")[: SHOWN * len(kinds)]:
        kind = kinds.get(item.kind)
        pile = piles.setdefault(item.kind, Pile(kind.words.format_map(own_words()) if kind else item.kind))
        pile.count += 1
        path = path_of(kind, slug, item.row_id) if kind and kind.page_of == "pk" else ""
        pile.things.append(Thing(item.row_id, item.title, path, cover.to_id, item.is_back))
    return list(piles.values())


def cover_of(person: Person) -> Cover | None:
    """The hand-over that runs or is planned."""
    found: Cover | None = Cover.objects.filter(person=person, state__in=OPEN_COVERS).select_related("to").first()
    return found


def due_covers(organization: Organization, now: datetime) -> list[Cover]:
    """Hand-overs that begin, or come back, today."""
    today = day_of(now, organization)
    due = Q(state=CoverState.PLANNED, starts_on__lte=today) | Q(state=CoverState.RUNNING, ends_on__lt=today)
    return list(Cover.objects.filter(due).select_related("person", "to").order_by("id"))


def days_to_start_with(person: Person, today: date) -> dict[str, Any]:
    """What the form begins with: the nearest absence that is known, and who stands in then."""
    coming = Absence.objects.filter(person=person, ends_on__gte=today).select_related("delegate").order_by("starts_on", "id")
    absence = None if person.status == PersonStatus.INACTIVE else coming.first()
    if absence is None:
        return {"starts_on": today}
    return {"starts_on": max(absence.starts_on, today), "ends_on": absence.ends_on, "to": absence.delegate}
