"""Priorities in a meeting: only what is not as it should be, or what the evidence contradicts."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q

from alignment.explain import sentence
from alignment.models import Objective, ObjectiveHealth
from alignment.models.health import Status
from alignment.models.objectives import ObjectiveState
from organizations.words import own_words
from rhythm.models import Issue, IssueState
from rhythm.reads.candidates import HARM, reason_of
from rhythm.reads.contents.rows import MOST, Place, Row, cut, named_first, on_agenda_first, put

TROUBLED = Q(status__in=[Status.OFF_TRACK, Status.AT_RISK, Status.NO_UPDATE]) | Q(is_contradicted=True)
TONES = {"off_track": "off", "at_risk": "risk", "contradicted": "off"}
WORDS = {"off_track": "Off track", "at_risk": "At risk", "no_update": "No update", "contradicted": "Evidence disagrees"}


def priorities(place: Place) -> dict[str, Any]:
    """Three queries: how many there are of each kind, the troubled ones, and which of them stand on the issue list."""
    under_way = Q(objective__state=ObjectiveState.ACTIVE, objective__archived_on=None)
    own = ObjectiveHealth.objects.filter(place.scope.of("objective__team", "objective__owner"), under_way)
    counts = own.aggregate(troubled=Count("id", filter=TROUBLED), fine=Count("id", filter=Q(status=Status.ON_TRACK) & ~TROUBLED))
    named = place.ids_about(Objective)
    wanted = place.scope.of("objective__team", "objective__owner") & TROUBLED | Q(objective_id__in=named)
    ordered = ObjectiveHealth.objects.filter(wanted, under_way).order_by(
        *named_first("objective_id", named), HARM, "status_since", "objective_id"
    )
    found = list(ordered.select_related("objective__owner", "objective__team")[: MOST + 1])
    raised = raised_about([health.objective_id for health in found])
    group = cut(
        "",
        on_agenda_first(said_once(put(place, row_of(health, place, raised))) for health in found),
        lambda row: row,
        count=max(counts["troubled"], len(found)),
        page="alignment:objectives",
        asks=place.team_asks,
    )
    words = own_words()
    fine = counts["fine"]
    noun = words["objective" if fine == 1 else "objectives"]
    return {
        "groups": [group] if found else [],
        "calm": f"{fine:,} {noun} on track, not read out" if fine else "",
        "clear": "All are on track. Nothing to read out." if fine else f"No {words['objectives']} under way here.",
    }


def raised_about(ids: list[int]) -> frozenset[int]:
    """Objectives with an open issue: it need not be raised again."""
    issues = Issue.objects.filter(objective__in=ids, state=IssueState.OPEN).values_list("objective_id", flat=True)
    return frozenset(issues) if ids else frozenset()


def row_of(health: ObjectiveHealth, place: Place, raised: frozenset[int]) -> Row:
    objective = health.objective
    status = "contradicted" if health.is_contradicted else health.status
    weeks = max(0, (place.today - health.status_since).days)
    return Row(
        about=f"{Objective._meta.label}:{objective.pk}",
        title=objective.title,
        mark=status,
        figure=WORDS.get(status, health.get_status_display()),
        tone=TONES.get(status, ""),
        words=changed(health),
        who=objective.owner,
        page="alignment:objective",
        pk=objective.pk,
        is_raised=objective.pk in raised,
        more={"days": weeks, "trend": [round(value / 10) for value in health.confidence_trend], "status": status},
    )


def said_once(row: Row) -> Row:
    """Why it is on the agenda is left out where the row says the same anyway."""
    if row.why.rpartition("; ")[2].rstrip(".").lower() in row.words.lower():
        row.why = ""
    return row


def changed(health: ObjectiveHealth) -> str:
    """One line of what is behind it: what speaks against a green beside what was said, else the first fact."""
    reason = reason_of(health)
    said = next((sentence(cause) for cause in health.causes if cause["kind"] == "reported"), "") if health.is_contradicted else ""
    words = f"{said.rstrip('.')}; {reason}" if said and reason else reason or said
    return words[:1].upper() + words[1:]
