"""The ledger of dependencies: what the reader asked for, the figures of its sentence, and one page of rows, harm first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce

from alignment.models import Dependency, DependencyContact
from alignment.models.dependencies import OPEN_STATES, DependencyKind, DependencyState
from alignment.reads.dependencies import (
    LATE,
    SLIPPING,
    WAITING,
    DependencyRow,
    dependency_row,
    in_harm_order,
    is_late,
    is_slipping,
    is_unanswered,
    with_dependency_rows,
)
from alignment.reads.leads import leads_of
from organizations import policy
from organizations.listing import NOBODY, Asked, Named, Page, all_words, page_of
from organizations.models import Cycle, Person, Team

VIEWS = {"map": "Map", "matrix": "Matrix", "ledger": "Ledger"}
SHOWS = {
    "act": "Needs action", "late": "Late", "unanswered": "No answer", "slipping": "Slipping", "open": "Open", "mine": "Mine",
    "all": "All",
}  # fmt: skip
TROUBLES = ("act", "open", "mine", "all")  # what the choices above the map offer; the ledger has all
BESIDE_A_MAP = 20  # rows below a map or a matrix; the ledger itself has whole pages
MOST_NUMBERED = 200


@dataclass(frozen=True, slots=True)
class LedgerFilter:
    """What the reader asked for, all of it in the address."""

    view: str
    show: str
    text: str
    team: Named
    giver: Named
    taker: Named
    kind: str
    state: str
    cycle: Named
    page: int

    @property
    def is_narrow(self) -> bool:
        return bool(self.text or self.team or self.giver or self.taker or self.kind or self.state or self.cycle)

    def conditions(self, *, with_team: bool = True) -> Q:
        """All that narrows; without the team for a map, where the rest only fades."""
        said = all_words(self.text, "title", "to_objective__title", "from_objective__title")
        said &= Q(kind=self.kind) if self.kind else Q()
        said &= Q(state=self.state) if self.state else Q()
        said &= Q(gives=self.giver.id) if self.giver.id else Q()
        said &= Q(waits=self.taker.id) if self.taker.id else Q()
        if self.cycle:
            said &= Q(from_objective__cycle_id=self.cycle.id) | Q(to_objective__cycle_id=self.cycle.id)
        return said & self.of_team() if with_team else said

    def of_team(self) -> Q:
        if not self.team:
            return Q()
        if self.team.id:
            return Q(gives=self.team.id) | Q(waits=self.team.id)
        named = Q()
        for field in ("from_team", "to_team", "from_objective__team", "to_objective__team"):
            named |= Q(**{f"{field}__name__icontains": self.team.name})
        return named


def asked_ledger(asked: Asked) -> LedgerFilter:
    return LedgerFilter(
        view=asked.one_of("view", VIEWS, "map"),
        show=asked.one_of("show", SHOWS),
        text=asked.text(),
        team=asked.named("team", Team),
        giver=asked.named("giver", Team),
        taker=asked.named("taker", Team),
        kind=asked.one_of("kind", DependencyKind.values),
        state=asked.one_of("state", DependencyState.values),
        cycle=asked.named("cycle", Cycle) if asked.number("cycle") else NOBODY,
        page=asked.page,
    )


@dataclass(frozen=True, slots=True)
class Ledger:
    """The ledger with the figures of its sentence."""

    page: Page[DependencyRow]
    show: str
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Numbered:
    """A dependency that needs action and the number that it has in the ledger and on the map, from 1."""

    number: int
    id: int
    title: str
    giver: int | None
    taker: int | None


def sided(dependencies: Any) -> Any:
    """With the team that gives and the team that waits, be they named or those of the objectives."""
    return dependencies.annotate(
        gives=Coalesce("to_team_id", "to_objective__team_id"), waits=Coalesce("from_team_id", "from_objective__team_id")
    )


def teams_of(person: Person) -> list[int]:
    """The teams that the person leads or is a member of."""
    return list(policy.teams_of(person).order_by("team_id").values_list("team_id", flat=True)[:200])


def conditions_of(today: date, person: Person, teams: list[int]) -> dict[str, Q]:
    """What each choice above the ledger stands for."""
    late, unanswered, slipping = is_late(today), is_unanswered(), is_slipping(today)
    open_ones = Q(state__in=OPEN_STATES)
    named = Q(to_owner=person) | Q(from_owner=person) | Q(asked_by=person) | Q(to_objective__owner=person)
    contact = Q(pk__in=DependencyContact.objects.filter(person=person).values("dependency"))
    return {
        "act": late | unanswered | slipping,
        "late": late,
        "unanswered": unanswered,
        "slipping": slipping,
        "open": open_ones,
        "mine": open_ones & (named | contact | Q(gives__in=teams) | Q(waits__in=teams)),
        "all": Q(pk__gt=0),
    }


def ledger(asked: LedgerFilter, today: date, person: Person, teams: list[int], numbers: list[Numbered]) -> Ledger:
    """One page of the ledger: what needs someone to act, or, when nothing does, all that is open."""
    conditions = conditions_of(today, person, teams)
    scope = sided(Dependency.objects).filter(asked.conditions())
    counts = scope.aggregate(**{name: Count("id", filter=condition) for name, condition in conditions.items()})
    show = asked.show or next(name for name in ("act", "open", "all") if counts[name] or name == "all")
    rows = with_dependency_rows(scope.filter(conditions[show]), today)
    size = 50 if asked.view == "ledger" else BESIDE_A_MAP
    page = page_of(rows, asked.page, lambda row: deed_of(dependency_row(row, today), row, person, teams), size=size)
    return Ledger(replace(page, rows=numbered(with_leads(list(page)), numbers)), show, counts)


def numbers_of(asked: LedgerFilter, today: date) -> list[Numbered]:
    """The first of those that need action, in the order of the ledger."""
    act = is_late(today) | is_unanswered() | is_slipping(today)
    rows = in_harm_order(sided(Dependency.objects).filter(asked.conditions() & act), today)
    found = rows.values_list("id", "title", "gives", "waits")[:MOST_NUMBERED]
    return [Numbered(number, *row) for number, row in enumerate(found, 1)]


def numbered(rows: list[DependencyRow], numbers: list[Numbered]) -> list[DependencyRow]:
    known = {one.id: one.number for one in numbers}
    return [replace(row, number=known.get(row.id)) for row in rows]


def deed_of(row: DependencyRow, dependency: Any, person: Person, teams: list[int]) -> DependencyRow:
    """The word on the row's button: what the reader's side can do about what hurts."""
    gives = dependency.gives in teams or (row.owner is not None and row.owner.pk == person.pk)
    waits = dependency.waits in teams or person.pk in (dependency.asked_by_id, dependency.from_owner_id)
    words = (
        {WAITING: "Answer", LATE: "Re-date", SLIPPING: "Re-date"} if gives else dict.fromkeys((LATE, WAITING, SLIPPING), "Nudge")
    )
    return replace(row, deed=words.get(dependency.harm, "")) if gives or waits else row


def with_leads(rows: list[DependencyRow]) -> list[DependencyRow]:
    """Where nobody is named to answer, whoever leads the giving team does; one query for all."""
    leads = leads_of([row.giver_team.pk for row in rows if row.giver_team and not row.owner])
    return [
        replace(row, owner=row.owner or next(iter(leads.get(row.giver_team.pk if row.giver_team else 0, [])), None)) for row in rows
    ]


def cycles_to_choose() -> list[Cycle]:
    """The newest cycles, for the filter."""
    return list(Cycle.objects.order_by(F("starts_on").desc(nulls_last=True), "-id")[:12])
