"""What every segment is made of: rows under headings, worst first, and one line for all that is fine."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, IntegerField, Model, Value, When

from organizations.models import Person
from rhythm.models import AgendaItem, Segment
from rhythm.reads.room import Room
from rhythm.reads.scope import Scope, scope_of

SAID_BY_ITS_ROW = {
    "contradicted_green", "off_track", "at_risk", "no_update", "commitment_broken", "decision_overdue", "decision_waiting",
    "dependency_late", "dependency_unanswered", "dependency_slipping", "dependency_due", "risk_unowned",
}  # fmt: skip
MOST = 40  # rows of a heading; a room does not read more, and the page of the list holds them all


@dataclass(slots=True)
class Row:
    """One thing that the room looks at. `about` names it ("alignment.Objective:12"), so that it becomes an issue in one click."""

    about: str
    title: str
    mark: str = ""
    word: str = ""  # what the mark means here, where its usual word would say something else
    figure: str = ""
    tone: str = ""  # of the figure: off, risk, or plain
    words: str = ""  # the second line: what changed, who waits
    why: str = ""  # why it stands on the agenda
    who: Person | None = None
    has_owner: bool = True  # it should have one: nobody is shown as nobody
    page: str = ""  # the URL name of its page, with its number
    pk: int = 0
    item: AgendaItem | None = None
    is_raised: bool = False  # it stands on the issue list already
    more: Any = None

    @property
    def spot(self) -> str:
        """What its elements are called on the page: objective-12."""
        return self.about.rpartition(".")[2].replace(":", "-").lower()


@dataclass(slots=True)
class Group:
    """Rows under one heading; `more` are those that there was no room for, to be read on `page`."""

    heading: str
    rows: list[Row] = field(default_factory=list)
    more: int = 0
    page: str = ""
    asks: str = ""  # what narrows that page, as its address says it
    meta: str = ""  # the one fact beside the heading; their number where nothing else is said

    @property
    def count(self) -> int:
        return len(self.rows) + self.more


@dataclass(frozen=True, slots=True)
class Content:
    """The template that shows a segment (rhythm/segments/_<kind>.html) and what it needs beside the room.

    `values` always holds `groups` (worst first), `calm` (all that is fine, in one line) and `clear` (when nothing is wrong).
    """

    template: str
    segment: Segment | None
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def groups(self) -> list[Group]:
        found: list[Group] = self.values.get("groups", [])
        return found


@dataclass(slots=True)
class Place:
    """Where a reader looks: a segment of a room, whose work that meeting is about, and what was raised from rows so far."""

    room: Room
    segment: Segment
    scope: Scope
    items: list[AgendaItem]
    raised: frozenset[str]

    @property
    def today(self) -> date:
        return self.room.today

    @property
    def team_asks(self) -> str:
        """Narrows a list to the meeting's own team."""
        team = self.room.meeting.series.team_id
        return f"team={team}" if team else ""

    def item_about(self, about: str) -> AgendaItem | None:
        return next((item for item in self.items if f"{item.about_type}:{item.about_id}" == about), None)

    def ids_about(self, model: type[Model]) -> list[int]:
        """What of this kind stands on the segment's agenda."""
        return [item.about_id for item in self.items if item.about_type == model._meta.label and item.about_id]


def place_in(room: Room, segment: Segment) -> Place:
    """Three queries at most; the items of the segment that the room is in are known already."""
    items = room.items
    if segment.pk != room.run.segment_id:
        related = ("raised_by", "issue__owner")
        items = list(AgendaItem.objects.filter(segment=segment).select_related(*related).order_by("position"))
    raised = frozenset(caught.key.partition("~")[0] for caught in room.captures if ":" in caught.key)
    return Place(room, segment, scope_of(room.meeting.series), items, raised)


def about(row: Model) -> str:
    return f"{row._meta.label}:{row.pk}"


def put(place: Place, row: Row) -> Row:
    """The row with what the agenda says of it, and whether it was raised as an issue in this meeting."""
    row.item = place.item_about(row.about)
    row.why = row.why or (said_beyond(row.item) if row.item else "")
    row.is_raised = row.is_raised or row.about in place.raised
    return row


def said_beyond(item: AgendaItem) -> str:
    """Why it is on the agenda, without what the row itself says by its figures, which are newer."""
    if item.rule not in SAID_BY_ITS_ROW:
        return item.why
    return f"{item.why.partition('. ')[0]}." if item.carried_from_id else ""


def cut(heading: str, found: Sequence[Any], row_of: Callable[[Any], Row], *, count: int | None = None, **more: Any) -> Group:
    """A group of at most MOST rows. `count` is how many there are in all, where `found` does not hold them all."""
    in_all = len(found) if count is None else count
    return Group(heading, [row_of(one) for one in found[:MOST]], max(0, in_all - MOST), **more)


def named_first(field: str, ids: Collection[int]) -> list[Case]:
    """To order by: rows that the agenda names come before the others. Nothing to order by where it names none."""
    if not ids:
        return []  # a condition that nothing meets would be ordered by the bare number of its default: the first column
    return [Case(When(**{f"{field}__in": list(ids)}, then=Value(0)), default=Value(1), output_field=IntegerField())]


def on_agenda_first(rows: Iterable[Row]) -> list[Row]:
    """What the agenda names stands first, as it ranks it; the rest as it came."""
    return sorted(rows, key=lambda row: row.item.position if row.item else 10_000)


def called(number: int, one: str, many: str = "") -> str:
    """3, "number" -> "3 numbers"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
