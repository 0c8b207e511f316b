"""What hangs on one objective, read in the same query as the objective itself: guards, initiatives, contributors, lists."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce, JSONObject

from alignment.arithmetic import Sum, Term, summed
from alignment.guards import is_broken, with_latest
from alignment.models import ChecklistItem, Guard, Initiative, KeyResult, Objective, ObjectiveContributor
from alignment.models.objectives import Bound, KeyResultKind, KeyResultState, ObjectiveState
from alignment.models.plans import InitiativeState
from alignment.reads.rows import OPEN_STATES
from organizations.listing import Named

MOST = 50
MOST_ITEMS = 200
CARRIED_STATES = {ObjectiveState.ACTIVE, ObjectiveState.ON_HOLD, ObjectiveState.COMPLETED, ObjectiveState.MISSED}


@dataclass(frozen=True, slots=True)
class GuardLine:
    """A guard with the latest measurement of its number."""

    id: int
    title: str
    unit: str
    words: str  # stays at or above
    limit: Decimal
    latest: Decimal | None
    on: date | None
    is_broken: bool


@dataclass(frozen=True, slots=True)
class InitiativeLine:
    """Work that is believed to move it."""

    id: int
    title: str
    mark: str
    word: str
    owner: Named
    key_result: str
    due_on: date | None
    done_on: date | None


@dataclass(frozen=True, slots=True)
class Item:
    """A thing to tick off."""

    id: int
    text: str
    done_on: date | None
    is_added: bool  # after the list was first written


@dataclass(frozen=True, slots=True)
class Checklist:
    """A list as it stands; `first` is how long it first was, where it has grown or shrunk."""

    items: list[Item] = field(default_factory=list)
    first: int | None = None

    @property
    def done(self) -> int:
        return sum(item.done_on is not None for item in self.items)


MARKS = {
    InitiativeState.PLANNED: "unanswered",
    InitiativeState.UNDER_WAY: "on_track",
    InitiativeState.DONE: "done",
    InitiativeState.DROPPED: "ended",
}


def with_parts(objectives: Any) -> Any:
    """Objectives with their guards, initiatives, contributors, and how much their team and their owner have in the cycle."""
    return objectives.annotate(
        guard_rows=guards_of(OuterRef("pk")),
        initiative_rows=initiatives_of(OuterRef("pk")),
        contributor_rows=contributors_of(OuterRef("pk")),
        team_has=load_of("team"),
        owner_has=load_of("owner"),
    )


def guards_of(objective: OuterRef) -> ArraySubquery:
    rows = with_latest(Guard.objects.filter(objective=objective)).order_by("id")[:MOST]
    told = {"id": "id", "title": "metric__title", "unit": "metric__unit", "bound": "bound", "limit_value": "limit_value"}
    return ArraySubquery(rows.values(json=JSONObject(**told, latest="latest", on="measured_on")))


def initiatives_of(objective: OuterRef) -> ArraySubquery:
    rows = Initiative.objects.filter(objective=objective).order_by("position", "id")[:MOST]
    told = {name: name for name in ("id", "title", "state", "due_on", "done_on")}
    return ArraySubquery(
        rows.values(json=JSONObject(**told, owner="owner__name", owner_id="owner_id", key_result="key_result__title"))
    )


def contributors_of(objective: OuterRef) -> ArraySubquery:
    rows = ObjectiveContributor.objects.filter(objective=objective).order_by("position", "id")[:MOST]
    return ArraySubquery(rows.values(json=JSONObject(id="person_id", name="person__name")))


def load_of(field_name: str) -> Coalesce:
    """How many that are under way or proposed the team, or the owner, has in the cycle of this one; itself included."""
    same = {field_name: OuterRef(field_name), "cycle": OuterRef("cycle")}
    rows = Objective.objects.filter(**same, state__in=OPEN_STATES, archived_on=None).order_by().values(field_name)
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


def with_items(key_results: Any) -> Any:
    """Key results with the items of their lists."""
    rows = ChecklistItem.objects.filter(key_result=OuterRef("pk")).order_by("position", "id")[:MOST_ITEMS]
    told = {name: name for name in ("id", "text", "done_on", "added_on")}
    return key_results.annotate(item_rows=ArraySubquery(rows.values(json=JSONObject(**told))))


def guard_lines(rows: list[dict[str, Any]]) -> list[GuardLine]:
    """Broken ones first."""
    lines = [guard_line(row) for row in rows]
    return sorted(lines, key=lambda line: not line.is_broken)


def guard_line(row: dict[str, Any]) -> GuardLine:
    latest = None if row["latest"] is None else Decimal(str(row["latest"]))
    limit = Decimal(str(row["limit_value"]))
    return GuardLine(
        id=row["id"],
        title=row["title"],
        unit=row["unit"],
        words=str(Bound(row["bound"]).label).lower(),
        limit=limit,
        latest=latest,
        on=day(row["on"]),
        is_broken=is_broken(row["bound"], limit, latest),
    )


def initiative_lines(rows: list[dict[str, Any]]) -> list[InitiativeLine]:
    return [
        InitiativeLine(
            id=row["id"],
            title=row["title"],
            mark=MARKS[InitiativeState(row["state"])],
            word=str(InitiativeState(row["state"]).label),
            owner=Named(row["owner"] or "", row["owner_id"]),
            key_result=row["key_result"] or "",
            due_on=day(row["due_on"]),
            done_on=day(row["done_on"]),
        )
        for row in rows
    ]


def checklist_of(key_result: Any) -> Checklist | None:
    """The list of a key result that has items."""
    if key_result.kind != KeyResultKind.CHECKLIST or not key_result.item_rows:
        return None
    first_day = min(row["added_on"] for row in key_result.item_rows)
    items = [Item(row["id"], row["text"], day(row["done_on"]), row["added_on"] != first_day) for row in key_result.item_rows]
    first = key_result.original_target_value
    return Checklist(items, int(first) if first is not None and first != len(items) else None)


def arithmetic_of(objective: Objective, key_results: list[Any], children: list[Any], *, is_whole: bool) -> Sum | None:
    """How the stored progress comes about; None when not everything that it is made from was read."""
    own = [Term(row.title, share(row.progress), row.weight, left_out(row)) for row in key_results]
    below = [
        Term(
            branch.row.title,
            share(branch.row.progress),
            branch.weight,
            "" if branch.state in CARRIED_STATES else "not begun, or given up",
        )
        for branch in children
    ]
    total = summed(objective.state, own, below)
    return total if is_whole or total.source in {"key results", "completed"} else None


def left_out(key_result: KeyResult) -> str:
    return "cancelled" if key_result.state == KeyResultState.CANCELLED else ""


def not_carrying(state: str) -> str:
    return "" if state in CARRIED_STATES else "not begun, or given up"


def share(number: float | None) -> Decimal | None:
    """A stored share, which has at most six decimals."""
    return None if number is None else Decimal(str(round(number, 6)))


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
