"""The chain of one decision: what it superseded, what superseded it, and what was asked again from it; one query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from decisions.models import UNDECIDED, DecisionState
from organizations.tenancy import organization_in_hand

FAR = 12  # links that are followed each way
MOST = 30

# `ended`: by what was decided as a yes, as in_force has it. A way that is longer says better which came first.
CHAIN = f"""
WITH RECURSIVE back(id, step) AS (
    SELECT %(id)s::bigint, 0
    UNION
    SELECT s.superseded_id, back.step - 1 FROM decisions_supersession s JOIN back ON s.decision_id = back.id
    WHERE s.organization_id = %(organization)s AND back.step > -{FAR}
),
forth(id, step) AS (
    SELECT %(id)s::bigint, 0
    UNION
    SELECT s.decision_id, forth.step + 1 FROM decisions_supersession s JOIN forth ON s.superseded_id = forth.id
    WHERE s.organization_id = %(organization)s AND forth.step < {FAR}
),
linked(id, step, part) AS (
    SELECT id, min(step), 'chain' FROM back WHERE step < 0 GROUP BY id
    UNION ALL SELECT id, max(step), 'chain' FROM forth GROUP BY id
    UNION ALL SELECT origin_id, 0, 'origin' FROM decisions_fork WHERE decision_id = %(id)s AND organization_id = %(organization)s
    UNION ALL SELECT decision_id, 0, 'fork' FROM decisions_fork WHERE origin_id = %(id)s AND organization_id = %(organization)s
)
SELECT l.part, d.id, d.title, d.state, d.decided_on, d.proposed_on, left(d.outcome, 200) AS outcome, ended.has_ended,
       ended.ended_on, ended.is_undone, EXISTS (SELECT 1 FROM decisions_reversal r WHERE r.decision_id = d.id) AS only_undoes
FROM linked l JOIN decisions_decision d ON d.id = l.id AND d.organization_id = %(organization)s
CROSS JOIN LATERAL (
    SELECT count(*) > 0 AS has_ended, CASE WHEN bool_and(e.decided_on IS NOT NULL) THEN min(e.decided_on) END AS ended_on,
           bool_or(EXISTS (SELECT 1 FROM decisions_reversal r WHERE r.decision_id = e.id)) AS is_undone
    FROM decisions_supersession s JOIN decisions_decision e ON e.id = s.decision_id
    WHERE s.superseded_id = d.id AND e.state IN ('accepted', 'superseded')
) ended
ORDER BY l.step, d.decided_on NULLS FIRST, d.id LIMIT {MOST}
"""  # noqa: S608  our own text


@dataclass(frozen=True, slots=True)
class Link:
    """A decision of the chain, with how long it was in force."""

    id: int
    title: str
    state: str
    decided_on: date | None
    has_ended: bool
    ended_on: date | None
    is_undone: bool
    only_undoes: bool
    outcome: str
    is_here: bool

    @property
    def word(self) -> str:
        return str(DecisionState(self.state).label)

    @property
    def is_open(self) -> bool:
        return self.state in UNDECIDED

    @property
    def is_yes(self) -> bool:
        """Whether it was decided as a yes, whatever became of it since."""
        return self.state in (DecisionState.ACCEPTED, DecisionState.SUPERSEDED)


@dataclass(frozen=True, slots=True)
class Chain:
    """What came before and after, the earliest first; and where the question comes from, and what was asked again from it."""

    links: Sequence[Link]
    origins: Sequence[Link]
    forks: Sequence[Link]

    @property
    def is_chain(self) -> bool:
        return len(self.links) > 1

    @property
    def here(self) -> Link | None:
        return next((link for link in self.links if link.is_here), None)


def chain_of(decision_id: int) -> Chain:
    with connection.cursor() as cursor:
        cursor.execute(CHAIN, {"id": decision_id, "organization": organization_in_hand()})
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    parts: dict[str, list[Link]] = {"chain": [], "origin": [], "fork": []}
    for row in rows:
        parts[row["part"]].append(link_of(row, is_here=row["part"] == "chain" and row["id"] == decision_id))
    return Chain(parts["chain"], parts["origin"], parts["fork"])


def link_of(row: dict[str, Any], *, is_here: bool) -> Link:
    names = ("id", "title", "state", "decided_on", "has_ended", "ended_on", "outcome", "only_undoes")
    return Link(**{name: row[name] for name in names}, is_undone=bool(row["is_undone"]), is_here=is_here)
