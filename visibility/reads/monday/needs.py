"""What needs this reader today: at most five, oldest harm first, each with its verb."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, Q, Window

from accountability.models import OPEN_STATES as OPEN_COMMITMENTS
from accountability.models import Commitment
from alignment.models import Dependency, ObjectiveHealth
from alignment.models.dependencies import DependencyState
from decisions.models import Decision, DecisionState, HeldUp, Part
from organizations.models import Person
from organizations.models.teams import TeamRole
from visibility.reads.monday.waiting import SIDE_NAMES, SIDES, side
from visibility.reads.monday.week import WeekMeeting, live_memberships
from visibility.words import as_when

SHOWN_NEEDS = 5


@dataclass(slots=True)
class Need:
    """One thing: what it is, why me, and the verb as its button."""

    kind: str  # decision | dependency | check_in | commitment | meeting
    pk: int
    title: str
    why: str
    verb: str
    days: int = 0  # it has waited, or is late
    count: int = 0  # of its kind in all


def needs_of(person: Person, today: date, meetings: list[WeekMeeting]) -> list[Need]:
    """Decisions first, then answers owed, check-ins due, commitments due, and today's meetings of the reader's teams."""
    needs = [
        *decisions_on(person, today),
        *answers_owed(person, today),
        *check_ins_due(person, today),
        *commitments_due(person, today),
    ]
    today_and_mine = [m for m in meetings if m.is_mine and m.at.date() == today]
    return needs + [Need("meeting", m.series_id, m.title, f"{m.at:%H:%M} today", "Open") for m in today_and_mine[:2]]


def decisions_on(person: Person, today: date) -> list[Need]:
    held = HeldUp.objects.filter(decision=OuterRef("pk")).order_by("team__name").values_list("team__name", flat=True).distinct()
    rows: Any = (
        Decision.objects.filter(state=DecisionState.PROPOSED, roles__person=person, roles__part__in=[Part.DECIDER, Part.APPROVER])
        .annotate(held=ArraySubquery(held), total=Window(Count("id")))
        .select_related("asked_by")
        .only("title", "proposed_on", "asked_by__name")
        .order_by(F("proposed_on").asc(nulls_last=True), "id")[:3]
    )
    return [
        Need("decision", row.pk, row.title, decision_why(row, today), "Decide", days_since(row.proposed_on, today), row.total)
        for row in rows
    ]


def decision_why(row: Any, today: date) -> str:
    """Who asked and who is held up; the days stand beside it."""
    asked = f"{row.asked_by.name.split()[0]} asked." if row.asked_by else "Asked."
    if not row.held:
        return asked
    names = row.held[0] if len(row.held) == 1 else f"{', '.join(row.held[:-1])} and {row.held[-1]}"
    return f"{asked} Holds up {names if len(row.held) <= 4 else f'{len(row.held)} teams'}."


def answers_owed(person: Person, today: date) -> list[Need]:
    """Requests to the teams that the reader leads, without an answer."""
    led = live_memberships(person).filter(role=TeamRole.LEAD).values("team_id")
    asked = Q(state__in=[DependencyState.REQUESTED, DependencyState.NEGOTIATING])
    rows = Dependency.objects.filter(asked, to_team_id__in=led).select_related(*SIDES)
    needs = []
    for row in rows.only(*SIDE_NAMES, "requested_on").order_by(F("requested_on").asc(nulls_last=True), "id")[:3]:
        by = f" by {as_when(row.needed_by, today)}" if row.needed_by else ""
        why = f"{side(row.from_team, row.from_objective)} asks {side(row.to_team, row.to_objective)} for it{by}"
        needs.append(Need("dependency", row.pk, str(row), why, "Answer", days_since(row.requested_on, today)))
    return needs


def check_ins_due(person: Person, today: date) -> list[Need]:
    """Objectives of the reader whose last check-in is older than the rhythm, oldest first."""
    every = timedelta(days=person.organization.check_in_every_days)
    due = Q(checked_in_on=None) | Q(checked_in_on__lte=today - every)
    rows = ObjectiveHealth.objects.filter(due, objective__owner=person, objective__state="active").select_related("objective")
    rows = rows.only("checked_in_on", "objective__title")
    return [
        Need("check_in", row.objective_id, row.objective.title, check_in_why(row, today), "Check in")
        for row in rows.order_by(F("checked_in_on").asc(nulls_first=True), "objective_id")[:3]
    ]


def check_in_why(row: ObjectiveHealth, today: date) -> str:
    return f"Check-in due, last one {as_when(row.checked_in_on, today)}" if row.checked_in_on else "Check-in due, the first"


def commitments_due(person: Person, today: date) -> list[Need]:
    rows = (
        Commitment.objects.filter(owner=person, state__in=OPEN_COMMITMENTS, due_on__lte=today)
        .only("title", "due_on")
        .order_by("due_on", "id")[:2]
    )
    return [
        Need(
            "commitment",
            row.pk,
            row.title,
            f"You promised it for {as_when(row.due_on, today)}",
            "Close",
            days_since(row.due_on, today),
        )
        for row in rows
    ]


def days_since(day: date | None, today: date) -> int:
    return (today - day).days if day else 0
