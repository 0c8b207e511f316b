"""What a check-in form starts from: the numbers that can move, and what was said last, for one objective or for a page of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Subquery

from alignment.models import CheckIn, ChecklistItem, HelpAsk, KeyResult, Objective
from alignment.models.objectives import KeyResultKind, KeyResultState
from alignment.reads.owed import check_ins_due
from organizations.models import Draft, Person
from organizations.verbs import day_of

AT_ONCE = 20  # objectives on one screen
MOST_NUMBERS = 20  # key results of an objective that a form asks for


def numbers_of(objective_ids: Collection[int]) -> dict[int, list[KeyResult]]:
    """The key results that a check-in can move: open ones with a target, and milestones; lists of items are ticked off instead."""
    ticked = Exists(ChecklistItem.objects.filter(key_result=OuterRef("pk")))
    rows = KeyResult.objects.filter(
        ~ticked, Q(kind=KeyResultKind.MILESTONE) | Q(target_value__isnull=False), objective_id__in=objective_ids,
        state__in=["", KeyResultState.OPEN],
    )  # fmt: skip
    found: dict[int, list[KeyResult]] = defaultdict(list)
    for row in rows.order_by("position", "id")[: MOST_NUMBERS * AT_ONCE]:
        if len(found[row.objective_id]) < MOST_NUMBERS:
            found[row.objective_id].append(row)
    return found


def last_reports(objective_ids: Collection[int]) -> dict[int, CheckIn]:
    """The latest report on each objective itself."""
    newest = CheckIn.objects.filter(objective=OuterRef("pk"), key_result=None).order_by("-at", "-id").values("pk")[:1]
    ids = Objective.objects.filter(pk__in=objective_ids).annotate(newest=Subquery(newest)).values("newest")
    return {report.objective_id: report for report in CheckIn.objects.filter(pk__in=ids).select_related("author")}


@dataclass(frozen=True, slots=True)
class Due:
    """An objective that waits for this reader's check-in, with all that its form starts from."""

    objective: Objective
    last: CheckIn | None
    key_results: list[KeyResult]
    draft: Draft | None
    is_stand_in: bool


@dataclass(frozen=True, slots=True)
class DuePage:
    """What is due, the longest unreported first; at most a screen of it."""

    rows: list[Due]
    has_more: bool


def due_page(person: Person, today: date, *, only: Collection[int] | None = None) -> DuePage:
    """Five queries, however much is due. `only`: these ones, due or not, as a form brings them back."""
    related = ("health", "owner", "cycle", "organization", "parent__owner", "reviewer")
    found = check_ins_due(person, today) if only is None else Objective.objects.filter(pk__in=only)
    order = (F("health__checked_in_on").asc(nulls_first=True), F("due_on").asc(nulls_last=True), "title", "id")
    objectives: Sequence[Any] = list(found.select_related(*related).order_by(*order)[: AT_ONCE + 1])
    shown = objectives[:AT_ONCE]
    ids = [objective.pk for objective in shown]
    numbers, reports, drafts = numbers_of(ids), last_reports(ids), drafts_of(person, ids)
    rows = [Due(row, reports.get(row.pk), numbers.get(row.pk, []), drafts.get(row.pk), row.owner_id != person.pk) for row in shown]
    return DuePage(rows, len(objectives) > AT_ONCE)


def draft_name(objective_id: int) -> str:
    return f"check_in:{objective_id}"


def drafts_of(person: Person, objective_ids: Collection[int]) -> dict[int, Draft]:
    names = [draft_name(pk) for pk in objective_ids]
    return {int(draft.form.partition(":")[2]): draft for draft in Draft.objects.filter(person=person, form__in=names)}


@dataclass(frozen=True, slots=True)
class Ask:
    """An ask for help with the days that it has waited, or waited until its answer."""

    row: HelpAsk
    days: int


def asks_of(objective: Objective, today: date) -> list[Ask]:
    """Whom it asks for help and who has answered, the open ones first; what is not needed any more is left out."""
    found = HelpAsk.objects.filter(objective=objective, closed_at=None).select_related("asked", "by")
    rows = found.order_by(F("answered_at").asc(nulls_first=True), "asked_at", "id")[:8]
    return [Ask(row, (today - day_of(row.asked_at, objective.organization)).days) for row in rows]
