"""Looks: the accountability chart, as a tree and as a list, and what is amiss in it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from accountability.models import Seat, SeatHolder, SeatPart
from accountability.reads.covers import loads_of
from accountability.seating import DOUBLE, KINDS, NO_BACKUP, OVERLOAD, SINGLE, VACANT, Finding, Place, findings_of
from alignment.coherence import usual_load
from organizations.listing import Asked, Named
from organizations.models import Membership, Person, Team
from organizations.models.people import PersonStatus
from organizations.models.teams import INSIDE

MOST = 1_000  # seats on a chart; a larger one is narrowed to a team
SHOWS = {
    "chart": "Chart", "all": "List", VACANT: "Vacant", DOUBLE: "Owned twice", OVERLOAD: "Too much", SINGLE: "One person",
    NO_BACKUP: "No backup",
}  # fmt: skip
MARKS = {VACANT: "unanswered", DOUBLE: "at_risk", OVERLOAD: "at_risk", SINGLE: "at_risk", NO_BACKUP: "unanswered"}


@dataclass(frozen=True, slots=True)
class Said:
    """A finding in words."""

    kind: str
    mark: str
    words: str


@dataclass(slots=True)
class Node:
    """A seat on the chart."""

    seat: Seat
    holders: list[Person] = field(default_factory=list)
    backups: list[Person] = field(default_factory=list)
    gone: list[Person] = field(default_factory=list)  # who held it when they left
    said: list[Said] = field(default_factory=list)
    below: list[Node] = field(default_factory=list)

    @property
    def said_more(self) -> list[Said]:
        """All but what stands in the holder's place already."""
        return [one for one in self.said if one.kind != VACANT or self.gone]

    @property
    def place(self) -> Place:
        seat = self.seat
        sitting, behind = [person.pk for person in self.holders], [person.pk for person in self.backups]
        return Place(seat.pk, seat.title, seat.outcomes, sitting, behind, seat.is_critical, seat.team_id)


@dataclass(frozen=True, slots=True)
class SeatFilter:
    """What the reader asked of the chart."""

    show: str
    text: str
    team: Named
    owner: Named

    @property
    def is_list(self) -> bool:
        return self.show != "chart" or self.is_narrow

    @property
    def is_narrow(self) -> bool:
        return bool(self.text or self.team or self.owner)


@dataclass(frozen=True, slots=True)
class Chart:
    """The whole chart: the tops of its trees, and all seats that fit what was asked."""

    tops: Sequence[Node]
    found: Sequence[Node]
    counts: dict[str, int]

    @property
    def count(self) -> int:
        return self.counts["all"]


def asked_seats(asked: Asked) -> SeatFilter:
    return SeatFilter(asked.one_of("show", SHOWS, "chart"), asked.text(), asked.named("team", Team), asked.named("owner", Person))


def chart(asked: SeatFilter) -> Chart:
    """Four queries, whatever is on it; none but the first for an empty one."""
    nodes = nodes_of(Seat.objects.filter(closed_on=None).select_related("team").order_by("title", "pk")[:MOST])
    say_findings(nodes)
    counts = Counter(kind for node in nodes.values() for kind in {one.kind for one in node.said})
    found = [node for node in nodes.values() if fits(node, asked)]
    return Chart(tops_of(nodes), found, {"chart": len(nodes), "all": len(nodes), **{kind: counts[kind] for kind in KINDS}})


def nodes_of(seats: Any) -> dict[int, Node]:
    """Seats with who sits in them; of those who have left it is only said that they did."""
    nodes = {seat.pk: Node(seat) for seat in seats}
    rows = SeatHolder.objects.filter(seat__in=list(nodes), end_on=None).select_related("person").order_by("start_on", "pk")
    for row in rows if nodes else ():
        node = nodes[row.seat_id]
        if row.person.status == PersonStatus.INACTIVE:
            node.gone += [row.person] if row.part == SeatPart.HOLDER else []
        else:
            (node.holders if row.part == SeatPart.HOLDER else node.backups).append(row.person)
    return nodes


def tops_of(nodes: dict[int, Node]) -> list[Node]:
    tops: list[Node] = []
    for node in nodes.values():
        above = nodes.get(node.seat.above_id or 0)
        (above.below if above else tops).append(node)
    return tops


def fits(node: Node, asked: SeatFilter) -> bool:
    """Whether a seat is one of those asked for."""
    people = [*node.holders, *node.backups]
    team, owner = asked.team, asked.owner
    said = " ".join([node.seat.title, *node.seat.outcomes, *node.seat.rights]).casefold()
    return (
        (asked.show in ("chart", "all") or asked.show in {one.kind for one in node.said})
        and all(word in said for word in asked.text.casefold().split())
        and (not team or is_named(node.seat.team, team))
        and (not owner or any(is_named(person, owner) for person in people))
    )


def is_named(row: Any, wanted: Named) -> bool:
    if row is None:
        return False
    return bool(row.pk == wanted.id if wanted.id is not None else wanted.name.casefold() in row.name.casefold())


def say_findings(nodes: dict[int, Node]) -> None:
    """Everything that is amiss, in words, at the seat that it is about; two queries."""
    sitting = {person.pk: person for node in nodes.values() for person in node.holders}
    if not nodes:
        return
    teams = members_of({node.seat.team_id for node in nodes.values() if node.seat.team_id})
    loads = loads_of({*sitting, *(person for members in teams.values() for person in members)}) if sitting else {}
    for finding in findings_of([node.place for node in nodes.values()], loads, teams):
        node = nodes[finding.seat]
        node.said.append(Said(finding.kind, MARKS[finding.kind], in_words(finding, nodes, sitting, loads, teams)))


def members_of(team_ids: set[int]) -> dict[int, list[int]]:
    """Who is in each team today, and here."""
    inside = Membership.objects.filter(INSIDE, team__in=team_ids).exclude(person__status=PersonStatus.INACTIVE)
    members: dict[int, list[int]] = defaultdict(list)
    for team, person in inside.values_list("team_id", "person_id").distinct() if team_ids else ():
        members[team].append(person)
    return members


def in_words(
    finding: Finding, nodes: dict[int, Node], people: dict[int, Person], loads: dict[int, int], teams: dict[int, list[int]]
) -> str:
    node = nodes[finding.seat]
    names = " and ".join(people[pk].name for pk in finding.people)
    others = " and ".join(nodes[pk].seat.title for pk in finding.others)
    if finding.kind == VACANT:
        return f"Vacant: {' and '.join(person.name for person in node.gone)} left" if node.gone else "Vacant"
    if finding.kind == DOUBLE:
        return f"“{finding.outcome}” is also what {others} answers for" if finding.outcome else f"Held by {names}: one is too many"
    if finding.kind == OVERLOAD:
        usual = usual_load(loads.get(pk, 0) for pk in teams[node.seat.team_id or 0])
        return "; ".join(f"{people[pk].name} has {loads[pk]} open things, the team’s median is {usual:g}" for pk in finding.people)
    if finding.kind == SINGLE:
        return f"{names} alone holds this and {others}"
    return "No backup"
