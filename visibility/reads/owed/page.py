"""The whole of My work: what waits, what is promised, what the reader owns, and what is done today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, Min, Q

from alignment.models import Objective, ObjectiveHealth
from alignment.reads.rows import OPEN_STATES, ObjectiveRow, row_of, with_rows, worst_first
from organizations.listing import Page, page_of
from organizations.models import Absence, Event, Person
from organizations.reads.absences import away_on
from visibility.reads.changes import Line, line_of
from visibility.reads.owed.all import BLOCKS, KINDS, due_count, owed_to_others
from visibility.reads.owed.kinds import Owed
from visibility.reads.owed.lead import away_lead, empty_lead, lead_of, stands_in_for

SHOWN = 10  # of each kind; the page says how many more there are
SHOWN_WHEN_ASKED = 200
SHOWN_PRIORITIES = 8
SHOWN_DONE = 8
HEADINGS = {
    "answer": "To answer",
    "post": "To post",
    "acknowledge": "To acknowledge",
    "promised": "Promised",
    "waiting": "You wait for",
}
# What a person deals with here, as the logbook calls it.
DEALT_WITH = [
    "blocker.cleared", "blocker.handed_on", "blocker.promised", "blocker.raised",
    "decision.decided", "decision.handed_over", "decision.withdrawn", "decision.answered", "decision.acknowledged",
    "decision.reviewed", "dependency.agreed", "dependency.negotiated",
    "dependency.declined", "dependency.accepted", "dependency.delivered", "check_in.posted", "commitment.finished",
    "commitment.rescoped", "commitment.dropped", "commitment.accepted", "commitment.countered", "commitment.declined",
    "commitment.offer_taken", "commitment.asked_again", "commitment.confirmed", "commitment.sent_back",
    "comment.posted", "comment.read", "huddle.written", "help.answered", "help.refused",
    "strategy_impact.answered", "check_in.acknowledged", "message.read",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the page with what waits in it."""

    name: str
    heading: str
    rows: list[Owed]
    count: int

    @property
    def more(self) -> int:
        return max(0, self.count - len(self.rows))


@dataclass(frozen=True, slots=True)
class MyWork:
    """What `visibility/my_work/show.html` shows, in the order of the page."""

    lead: str
    count: int
    blocks: list[Block]
    owns: Page[ObjectiveRow]
    done: Sequence[Line]
    stands_in_for: str

    @property
    def is_clear(self) -> bool:
        return not self.count


def my_work(*, person: Person, today: date, everything: bool = False, own_day: date | None = None) -> MyWork:
    """One reader's page on one day; the number of queries is the same however much there is."""
    rows = owed_to_others(person, today, most=SHOWN_WHEN_ASKED if everything else SHOWN, own_day=own_day)
    count = due_count(rows)
    absences = absences_of(person, today)
    mine = next((absence for absence in absences if absence.person_id == person.pk), None)
    stood_in = [absence.person.name for absence in absences if absence.person_id != person.pk]
    if mine:
        lead = away_lead(mine.ends_on, today, mine.delegate.name if mine.delegate else "")
    elif count:
        lead = lead_of(count, [row for row in rows if is_due(row)])
    else:
        lead = empty_lead(next_check_in_on(person), today)
    return MyWork(
        lead=lead,
        count=count,
        blocks=blocks_of(rows),
        owns=owned_by(person),
        done=done_on(today, person),
        stands_in_for=stands_in_for(stood_in) if stood_in and not mine else "",
    )


def is_due(row: Owed) -> bool:
    return any(kind.name == row.kind and kind.is_due for kind in KINDS)


def blocks_of(rows: list[Owed]) -> list[Block]:
    """Only the parts in which something waits."""
    blocks = []
    for name in BLOCKS:
        kinds = [kind.name for kind in KINDS if kind.block == name]
        found = [row for row in rows if row.kind in kinds]
        counts = {row.kind: row.count for row in found}
        if found:
            blocks.append(Block(name, HEADINGS[name], found, sum(counts.values())))
    return blocks


def absences_of(person: Person, today: date) -> list[Absence]:
    """The reader's own absence of today, and those in which they stand in."""
    found = away_on(today).filter(Q(person=person) | Q(delegate=person)).select_related("person", "delegate")
    return list(found.order_by("-ends_on", "id")[:20])


def owned_by(person: Person) -> Page[ObjectiveRow]:
    """Objectives of the reader that are open, the worst first."""
    open_ones = Objective.objects.filter(owner=person, state__in=OPEN_STATES, archived_on=None)
    return page_of(worst_first(with_rows(open_ones)), 1, row_of, size=SHOWN_PRIORITIES)


def next_check_in_on(person: Person) -> date | None:
    """The day on which the rhythm next asks this person for a check-in."""
    own = ObjectiveHealth.objects.filter(objective__owner=person, objective__state="active", objective__archived_on=None)
    oldest: date | None = own.aggregate(oldest=Min(F("checked_in_on")))["oldest"]
    return oldest + timedelta(days=person.organization.check_in_every_days) if oldest else None


def done_on(today: date, person: Person) -> list[Line]:
    """What the reader dealt with today, newest first."""
    zone = ZoneInfo(person.organization.timezone)
    since = datetime.combine(today, time.min, zone)
    done: Any = Event.objects.filter(actor=person, at__gte=since, name__in=DEALT_WITH).select_related("actor")
    return [line_of(event, zone) for event in done.order_by("-id")[:SHOWN_DONE]]
