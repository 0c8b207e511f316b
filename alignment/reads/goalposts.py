"""The ledger of moved goalposts: what was changed, added or dropped since the sets of a cycle were published; who, when, why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, Q

from alignment.arithmetic import text
from alignment.models import KeyResult, Objective, TeamPlan
from organizations.listing import Page, page_of
from organizations.models import Cycle, Event, Person, Team

LATEST = 5
READ = 500  # lines of the logbook that one look goes through
FIELDS = {
    "title": "Title", "due_on": "Due", "weight": "Weight", "owner": "Owner", "team": "Team", "cycle": "Cycle",
    "target_value": "Target", "start_value": "Start",
}  # fmt: skip
ADDED = {"objective.set", "key_result.added"}
DROPPED = {"objective.closed", "objective.archived", "key_result.ended"}


@dataclass(frozen=True, slots=True)
class Moved:
    """One field: what it was, and what it became."""

    word: str
    before: str | date
    after: str | date
    is_date: bool = False


@dataclass(frozen=True, slots=True)
class Goalpost:
    """One change of an objective or one of its measures after its set was published."""

    objective: Objective
    measure: str  # the key result's title; empty when it is the objective itself
    kind: str  # moved | added | dropped | carried
    moved: list[Moved]
    by: Person | None
    on: date | None  # unknown for what an import brought along
    reason: str
    team: Team | None


def goalposts(cycle: Cycle, page: int = 1, size: int = 50) -> Page[Goalpost]:
    """The newest first."""
    found = ledger(cycle)
    return page_of(found, page, lambda one: one, size=size)


def ledger(cycle: Cycle) -> list[Goalpost]:
    """Three queries, however many teams have published."""
    published = publications(cycle)
    if not published:
        return []
    objectives = {
        one.pk: one for one in Objective.objects.filter(cycle=cycle).select_related("team").only(*READ_OF_OBJECTIVE)[: READ * 4]
    }
    rows = []
    for event in lines_of(cycle, min(published.values())):
        objective = objectives.get(objective_id(event))
        if objective is not None and event.pk > published.get(objective.team_id, event.pk):
            rows += goalpost(event, objective)
    return rows


READ_OF_OBJECTIVE = ["organization_id", "title", "state", "team_id", "team__organization_id", "team__name"]


def publications(cycle: Cycle) -> dict[int | None, int]:
    """Which line of the logbook published each team's set."""
    lines = Event.objects.filter(about_type=TeamPlan._meta.label, name="plan.published", data__cycle=cycle.pk)
    return {data["team"]: pk for pk, data in lines.values_list("pk", "data")}


def lines_of(cycle: Cycle, after: int) -> Iterable[Event]:
    """Lines about objectives and measures of the cycle that are younger than its first publication."""
    ours = Objective.objects.filter(cycle=cycle)
    about_objectives = Q(about_type=Objective._meta.label, about_id__in=ours.values("pk"))
    about_measures = Q(about_type=KeyResult._meta.label, about_id__in=KeyResult.objects.filter(objective__in=ours).values("pk"))
    carried_here = Q(name="objective.concluded", about_type=Objective._meta.label, about_id__in=carried_to(cycle))
    names = [*ADDED, *DROPPED, "objective.changed", "key_result.changed"]
    lines = Event.objects.filter((Q(name__in=names) & (about_objectives | about_measures)) | carried_here, pk__gt=after)
    return lines.select_related("actor", "organization").order_by("-id")[:READ]


def carried_to(cycle: Cycle) -> Any:
    return Objective.objects.filter(carried_to__cycle=cycle).values("pk")


def objective_id(event: Event) -> int:
    if event.name == "objective.concluded":
        return event.data.get("carried_to") or 0
    return event.data.get("objective", 0) if event.about_type == KeyResult._meta.label else event.about_id


def goalpost(event: Event, objective: Objective) -> list[Goalpost]:
    """What the line says, if it moved anything that others plan by."""
    kind, moved = kind_of(event), changes_of(event.data.get("changes", {}))
    if not kind or (kind == "moved" and not moved):
        return []
    return [
        Goalpost(
            objective=objective,
            measure=event.about_title if event.about_type == KeyResult._meta.label else "",
            kind=kind,
            moved=moved,
            by=event.actor,
            on=event.at.astimezone(ZoneInfo(event.organization.timezone)).date(),
            reason=str(event.data.get("reason") or ""),
            team=objective.team,
        )
    ]


def kind_of(event: Event) -> str:
    """moved | added | carried | dropped; empty for what moved nothing, as an objective that was reached."""
    if event.name in ADDED:
        return "added"
    if event.name == "objective.concluded":
        return "" if event.data.get("joined") else "carried"
    if event.name in DROPPED:
        ended = event.data.get("outcome") or event.data.get("changes", {}).get("state", ["", ""])[-1]
        return "" if ended in {"completed", "done", "open"} else "dropped"
    return "moved"


def changes_of(changes: Mapping[str, Any]) -> list[Moved]:
    """The fields that others plan by, in the order in which they are read."""
    return [
        Moved(word, told(field, changes[field][0]), told(field, changes[field][1]), is_date=field == "due_on")
        for field, word in FIELDS.items()
        if field in changes
    ]


def told(field: str, value: Any) -> str | date:
    """A value as the logbook kept it, for reading."""
    return date.fromisoformat(value) if field == "due_on" and value else str(value or "")


@dataclass(frozen=True, slots=True)
class First:
    """An objective or a measure that is not what was first said any more, each field as it was and as it is."""

    objective: Objective
    measure: str
    moved: list[Moved]


def moved_since_first(cycle: Cycle) -> list[First]:
    """Everything of the cycle whose wording, target, date or weight differs from what was first agreed; two queries."""
    here = Q(cycle=cycle, archived_on=None)
    objectives = Objective.objects.filter(here & differs("title", "due_on", "weight")).order_by("title", "id")[:READ]
    measures = KeyResult.objects.filter(
        differs("title", "target_value", "due_on", "weight"), objective__cycle=cycle, objective__archived_on=None
    ).select_related("objective")
    return [
        *(First(one, "", firsts(one, ("title", "due_on", "weight"))) for one in objectives),
        *(
            First(one.objective, one.title, firsts(one, ("title", "target_value", "due_on", "weight")))
            for one in measures.order_by("objective__title", "position", "id")[:READ]
        ),
    ]


def differs(*fields: str) -> Q:
    found = Q()
    for field in fields:
        same = Q(**{f"original_{field}": F(field)})
        unknown = Q(**{f"original_{field}": ""}) if field == "title" else Q(**{f"original_{field}__isnull": True})
        found |= ~unknown & (~same if field == "title" else ~same | Q(**{f"{field}__isnull": True}))
    return found


def firsts(row: Any, fields: Iterable[str]) -> list[Moved]:
    found = []
    for field in fields:
        first, now = getattr(row, f"original_{field}"), getattr(row, field)
        if first not in {None, ""} and first != now:
            found.append(Moved(FIELDS[field], plainly(first), plainly(now), is_date=field == "due_on"))
    return found


def plainly(value: Any) -> str | date:
    """A number without the noughts of its column."""
    return text(value) or "" if isinstance(value, Decimal) else value or ""
