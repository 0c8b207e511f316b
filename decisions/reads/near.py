"""Earlier decisions that are like what somebody is writing, or contrary to it: open, or answered and not replaced since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from decisions.contrary import is_contrary
from decisions.models import UNDECIDED, DecisionState
from organizations.tenancy import organization_in_hand

MOST = 4
LONGEST = 250
NEAR_FROM = 0.4  # of what two titles say: the weight of the words that they share in that of all their words
ALIKE_FROM = 0.5  # share of the three-letter pieces that two titles have in common, as pg_trgm counts it

# A word says the more the fewer decisions have it. Words that nobody has used before weigh as the others do on average.
FOUND = """
WITH asked AS (
    SELECT DISTINCT lexeme FROM unnest(to_tsvector('english', search_fold(%(text)s))) LIMIT 16
),
live AS (
    SELECT d.id, d.title, d.state, d.decided_on, d.proposed_on, to_tsvector('english', search_fold(d.title)) AS words
    FROM decisions_decision d
    WHERE d.organization_id = %(organization)s AND d.id <> ALL(%(but)s)
      AND to_tsvector('english', search_fold(d.title)) @@ (SELECT string_agg(quote_literal(lexeme), ' | ')::tsquery FROM asked)
      AND (d.state IN ('proposed', 'deferred') OR (d.state IN ('accepted', 'rejected') AND NOT EXISTS (
          SELECT 1 FROM decisions_supersession s JOIN decisions_decision e ON e.id = s.decision_id
          WHERE s.superseded_id = d.id AND e.state IN ('accepted', 'superseded'))))
      AND NOT EXISTS (SELECT 1 FROM decisions_reversal r WHERE r.decision_id = d.id)
),
shared AS (SELECT l.id, w.lexeme FROM live l CROSS JOIN LATERAL unnest(l.words) w JOIN asked a ON a.lexeme = w.lexeme),
times AS (SELECT lexeme, count(*) AS times FROM shared GROUP BY lexeme),
weights AS (
    SELECT t.lexeme, ln(1 + n.decisions::float / t.times) AS weight FROM times t
    CROSS JOIN (SELECT count(*) AS decisions FROM decisions_decision WHERE organization_id = %(organization)s) n
),
usual AS (SELECT avg(weight) AS weight FROM weights),
whole AS (
    SELECT sum(coalesce(w.weight, u.weight)) AS weight FROM usual u CROSS JOIN asked a LEFT JOIN weights w ON w.lexeme = a.lexeme
),
scored AS (
    SELECT l.id, l.title, l.state, l.decided_on, l.proposed_on, similarity(search_fold(l.title), search_fold(%(text)s)) AS alike,
           2 * sum(w.weight) / (whole.weight + sum(w.weight) + (length(l.words) - count(*)) * u.weight) AS near
    FROM live l JOIN shared s ON s.id = l.id JOIN weights w ON w.lexeme = s.lexeme CROSS JOIN whole CROSS JOIN usual u
    GROUP BY l.id, l.title, l.state, l.decided_on, l.proposed_on, l.words, whole.weight, u.weight
)
SELECT id, title, state, decided_on, proposed_on FROM scored WHERE near >= %(near)s OR alike >= %(alike)s
ORDER BY greatest(near, alike) DESC, id DESC LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Near:
    """A decision that is like what is written."""

    id: int
    title: str
    state: str
    decided_on: date | None
    proposed_on: date | None
    is_contrary: bool

    @property
    def is_open(self) -> bool:
        return self.state in UNDECIDED

    @property
    def is_no(self) -> bool:
        return self.state == DecisionState.REJECTED

    @property
    def stands(self) -> str:
        """How it stands, as the end of a sentence."""
        return "still open" if self.is_open else "decided against" if self.is_no else "in force"


def near(text: str, *, but: Sequence[int] = ()) -> list[Near]:
    """Decisions whose titles say nearly the same, the nearest first, those that say the opposite before the others; one query."""
    text = " ".join(text.replace("\0", " ").split())[:LONGEST]
    if len(text.split()) < 2:
        return []
    values: dict[str, Any] = {"text": text, "but": list(but), "near": NEAR_FROM, "alike": ALIKE_FROM, "most": 3 * MOST}
    with connection.cursor() as cursor:
        cursor.execute(FOUND, {"organization": organization_in_hand(), **values})
        found: list[tuple[int, str, str, date | None, date | None]] = cursor.fetchall()
    rows = [Near(*row, is_contrary(text, row[1])) for row in found]
    return sorted(rows, key=lambda row: not row.is_contrary)[:MOST]


def told_near(text: str, *, but: Sequence[int] = ()) -> str:
    """A sentence on the nearest, for the message after a form was sent; empty where nothing is near."""
    found = near(text, but=but)
    if not found:
        return ""
    first = found[0]
    return f" {'Contrary' if first.is_contrary else 'Close'} to it: “{first.title}”, {first.stands}."
