"""What alignment needs of promises and decisions: who carries too much, and what findings were put to somebody or settled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from alignment.coherence import ENOUGH, HEAVY_FROM, OVERLOAD, PRIORITY_LIMIT
from alignment.models import Settlement
from alignment.reads.findings.graph import rows_of
from decisions.models import DecisionFinding, DecisionRole, DecisionState, Part
from organizations.listing import PAGE_SIZE, Page, page_of
from organizations.models import Person
from organizations.policy import may_lead, may_write, teams_of

# Whatever somebody answers for: objectives under way, open promises, decisions that wait for them. Who has left carries nothing.
LOAD = """
WITH carried AS (
    SELECT owner_id AS id, 1 AS priorities, 0 AS commitments, 0 AS decisions FROM alignment_objective
    WHERE organization_id = %(organization)s AND state = 'active' AND archived_on IS NULL
  UNION ALL
    SELECT owner_id, 0, 1, 0 FROM accountability_commitment
    WHERE organization_id = %(organization)s AND state IN ('open', 'in_progress') AND NOT is_private
  UNION ALL
    SELECT r.person_id, 0, 0, 1 FROM decisions_decisionrole r JOIN decisions_decision d ON d.id = r.decision_id
    WHERE r.organization_id = %(organization)s AND r.part = 'decider' AND d.state = 'proposed'
),
loads AS (
    SELECT p.id, p.name, sum(c.priorities)::int AS priorities, sum(c.commitments)::int AS commitments,
           sum(c.decisions)::int AS decisions, count(*)::int AS load
    FROM carried c JOIN organizations_person p ON p.id = c.id AND p.status <> 'inactive' GROUP BY p.id, p.name
),
middle AS (SELECT count(*)::int AS people, percentile_cont(0.5) WITHIN GROUP (ORDER BY load) AS median FROM loads),
heavy AS (
    SELECT l.*, count(*) OVER ()::int AS total FROM loads l, middle m
    WHERE (l.load > %(overload)s * m.median AND l.load >= %(from)s) OR l.priorities > %(limit)s
    ORDER BY l.load DESC, l.name, l.id OFFSET %(skip)s LIMIT %(most)s
)
SELECT m.people, coalesce(m.median, 0)::float AS median, h.* FROM middle m LEFT JOIN heavy h ON TRUE
ORDER BY h.load DESC, h.name, h.id
"""


@dataclass(frozen=True, slots=True)
class Loaded:
    """Somebody who carries too much, and of what."""

    id: int
    name: str
    load: int
    priorities: int
    commitments: int
    decisions: int


@dataclass(frozen=True, slots=True)
class Load:
    """How much people carry: the median of those who carry anything, and who carries far more."""

    people: int
    median: float
    count: int
    page: Page[Loaded]

    @property
    def is_enough(self) -> bool:
        """Whether there are people enough to speak of a median."""
        return self.people >= ENOUGH


def load(number: int = 1, size: int = PAGE_SIZE) -> Load:
    """Who carries too much, the heaviest first; one query."""
    values = {"overload": OVERLOAD, "from": HEAVY_FROM, "limit": PRIORITY_LIMIT}
    rows = rows_of(LOAD, skip=(number - 1) * size, most=size, **values)
    heavy = [row for row in rows if row["id"]]
    if not heavy and number > 1:
        return load(1, size)
    count = heavy[0]["total"] if heavy else 0
    names = ("id", "name", "load", "priorities", "commitments", "decisions")
    people = [Loaded(**{name: row[name] for name in names}) for row in heavy]
    return Load(rows[0]["people"], rows[0]["median"], count, Page(people, number, count > number * size))


@dataclass(frozen=True, slots=True)
class Settled:
    """A settlement with the decision that made it, if one did."""

    settlement: Settlement
    decision_id: int | None
    decision: str
    may_take_up: bool = False


@dataclass(frozen=True, slots=True)
class SettledPage:
    """What was put to somebody and waits, and what is settled, the newest first."""

    waiting: Sequence[DecisionFinding]
    page: Page[Settled]


def settled_page(reader: Person, number: int = 1, size: int = PAGE_SIZE) -> SettledPage:
    """Findings on their way, and at rest; five queries."""
    deciders = DecisionRole.objects.filter(part=Part.DECIDER).select_related("person")
    waiting = DecisionFinding.objects.filter(decision__state=DecisionState.PROPOSED).select_related("decision")
    waiting = waiting.prefetch_related(Prefetch("decision__roles", queryset=deciders, to_attr="deciders"))
    settlements = Settlement.objects.select_related("objective", "other", "by").order_by("-settled_on", "-id")
    page = page_of(settlements, number, lambda settlement: settlement, size=size)
    asked = DecisionFinding.objects.filter(finding__in=[one.finding for one in page]).select_related("decision")
    answered = asked.filter(decision__state__in=[DecisionState.ACCEPTED, DecisionState.REJECTED, DecisionState.SUPERSEDED])
    by_finding = {one.finding: one.decision for one in answered.order_by("id")}
    teams = set() if may_lead(reader) or not may_write(reader) else {row["team_id"] for row in teams_of(reader)}
    rows = [with_decision(settlement, by_finding, may_take_up=is_theirs(settlement, reader, teams)) for settlement in page]
    return SettledPage(list(waiting.order_by("decision__need_by", "id")[:size]), Page(rows, page.number, page.has_more))


def with_decision(settlement: Settlement, by_finding: dict[str, object], *, may_take_up: bool) -> Settled:
    decision = by_finding.get(settlement.finding)
    return Settled(settlement, getattr(decision, "pk", None), str(decision or ""), may_take_up)


def is_theirs(settlement: Settlement, reader: Person, teams: set[int]) -> bool:
    """What `alignment.policy.may_settle_finding` says, with the reader's teams in hand for a whole page."""
    sides = [side for side in (settlement.objective, settlement.other) if side]
    is_one = any(side.owner_id == reader.pk or side.team_id in teams for side in sides)
    return may_lead(reader) or (may_write(reader) and is_one)
