"""All kinds of owed things together: the first rows of each in one statement, and their number in another."""

from __future__ import annotations

from datetime import date
from typing import Any

from organizations.models import Person
from organizations.policy import may_write
from organizations.statements import Statement
from visibility.reads.owed.asked import HELP, IMPACT, PULSE
from visibility.reads.owed.blockers import BLOCKER, CLEARED_LATER, CLEARING, WAITED_FOR
from visibility.reads.owed.check_ins import CHECK_IN, REPORT
from visibility.reads.owed.commitments import ASKED, COMMITMENT, COUNTERED, DELIVERED, LATER
from visibility.reads.owed.decisions import ANSWER, DECISION, INPUT, REVIEW, TOLD
from visibility.reads.owed.dependencies import DELIVERY, OFFER, REQUEST
from visibility.reads.owed.huddles import HUDDLE
from visibility.reads.owed.kinds import Days, Kind, Owed, fixed_of, reader_of
from visibility.reads.owed.mentions import MENTION
from visibility.reads.owed.messages import MESSAGE

KINDS = [
    DECISION, BLOCKER, HELP, REQUEST, OFFER, ASKED, COUNTERED, MENTION, ANSWER, INPUT, REVIEW, IMPACT, PULSE, HUDDLE, CHECK_IN,
    DELIVERY, REPORT, MESSAGE, DELIVERED, TOLD,
    CLEARING, COMMITMENT, LATER, CLEARED_LATER,
    WAITED_FOR,
]  # fmt: skip
BLOCKS = ("answer", "post", "acknowledge", "promised", "waiting")


def owed_to_others(person: Person, today: date, *, most: int, later: bool = True, own_day: date | None = None) -> list[Owed]:
    """The first rows of each kind in the order of the page: block by block, and in each what does most harm first.

    One statement. Those who only read owe nothing. `own_day`: the day where they live, if it is another than today.
    """
    if not may_write(person):
        return []
    kinds = {kind.name: kind for kind in KINDS if later or kind.is_due}
    found = FIRST(*fixed_of(person, today, own_day), most, later, person=person.pk)
    rows = [kinds[row[0]].row(row, (own_day or today) if kinds[row[0]].is_by_own_day else today) for row in found]
    return sorted(rows, key=lambda row: place_of(kinds[row.kind], row))


def first_of_each(days: Days, every_days: int, zone: str, most: int, later: bool, *, person: int) -> Any:
    """The first rows of each kind, one under the other."""
    reader = reader_of(days, every_days, zone, person)
    first, *further = [kind.first(reader, most) for kind in KINDS if later or kind.is_due]
    return first.union(*further, all=True)


FIRST = Statement(first_of_each)


def place_of(kind: Kind, row: Owed) -> tuple[Any, ...]:
    """The block, what has still time after what is due, and the harm that waiting does."""
    *harm, pk = row.harm
    return (BLOCKS.index(kind.block), not kind.is_due, *harm, KINDS.index(kind), pk)


def count_of_kinds(rows: list[Owed]) -> dict[str, int]:
    """How many there are of each kind, also of those past the first rows."""
    return {row.kind: row.count for row in rows}


def due_count(rows: list[Owed]) -> int:
    """How much waits today: what the rail says in blue."""
    counts = count_of_kinds(rows)
    return sum(counts.get(kind.name, 0) for kind in KINDS if kind.is_due)
