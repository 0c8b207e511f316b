"""The planning periods, newest first, and one period's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from alignment.models import CycleHealth, Objective
from alignment.reads.closing import left_in
from alignment.reads.plans import Sets, sets_of
from alignment.reads.rows import ObjectiveRow, row_of, with_rows, worst_first
from organizations.listing import Page, page_of
from organizations.models import Cycle
from organizations.models.cycles import CycleState, CycleStatus

MOST = 50
# What a cycle is called where its days do not say it already.
STATED = {state: str(state.label) for state in (CycleState.PLANNING, CycleState.CLOSING, CycleState.CLOSED)}


@dataclass(frozen=True, slots=True)
class CycleRow:
    """A period with its figures; `week` of `weeks` while it runs."""

    cycle: Cycle
    health: CycleHealth | None
    is_running: bool
    word: str
    week: int
    weeks: int


def week_of(cycle: Cycle, today: date) -> tuple[int, int]:
    """Week 8 of 13; week 0 when it does not run."""
    weeks = -(-((cycle.ends_on - cycle.starts_on).days + 1) // 7)
    return ((today - cycle.starts_on).days // 7 + 1 if cycle.starts_on <= today <= cycle.ends_on else 0), weeks


def cycle_row(cycle: Cycle, today: date) -> CycleRow:
    running = cycle.starts_on <= today <= cycle.ends_on
    week, weeks = week_of(cycle, today)
    word = STATED.get(cycle.state) or (
        "Running"
        if running
        else CycleStatus(cycle.status).label
        if cycle.status
        else "Over"
        if cycle.ends_on < today
        else "To come"
    )
    return CycleRow(
        cycle=cycle,
        health=getattr(cycle, "health", None),
        is_running=running,
        word=str(word),
        week=week,
        weeks=weeks,
    )


def cycle_list(page: int, today: date) -> Page[CycleRow]:
    """All periods, the newest first."""
    cycles = Cycle.objects.select_related("health", "parent").order_by("-starts_on", "-ends_on", "id")
    return page_of(cycles, page, lambda cycle: cycle_row(cycle, today))


@dataclass(frozen=True, slots=True)
class CyclePage:
    row: CycleRow
    within: list[CycleRow]
    objectives: Page[ObjectiveRow]
    sets: Sets | None
    left: int  # objectives without a choice, while it is being closed

    @property
    def state(self) -> CycleState:
        return self.row.cycle.state


def cycle_page(pk: int, page: int, today: date) -> CyclePage | None:
    """One period, the shorter ones within it, and its objectives, harm first."""
    cycle = Cycle.objects.select_related("health", "parent", "organization").filter(pk=pk).first()
    if cycle is None:
        return None
    within = Cycle.objects.filter(parent=cycle).select_related("health").order_by("starts_on", "id")[:MOST]
    objectives = worst_first(with_rows(Objective.objects.filter(cycle=cycle, archived_on=None)))
    return CyclePage(
        cycle_row(cycle, today),
        [cycle_row(one, today) for one in within],
        page_of(objectives, page, row_of),
        sets_of(cycle),
        left_in(cycle) if cycle.state == CycleState.CLOSING else 0,
    )
