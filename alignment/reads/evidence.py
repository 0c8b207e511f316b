"""What speaks against a colour before it is posted: exactly what would stand beside it afterwards."""

from __future__ import annotations

from typing import Any

from alignment.models import Objective, ObjectiveHealth
from alignment.models.check_ins import Claim
from alignment.models.health import StatusSource, Verdict

Cause = dict[str, Any]

SAYS_THE_SAME = {"reported", "stale"}  # causes that are the report itself


def evidence_against(objective: Objective, claim: Claim | str | None) -> list[Cause]:
    """The causes that speak against a claim, from the health that was just refreshed with it. One query."""
    health = ObjectiveHealth.objects.filter(objective=objective).first() if claim else None
    return against(str(claim), health) if health else []


def against(claim: str, health: ObjectiveHealth) -> list[Cause]:
    """On track: the stored contradictions, and the date that has passed. At risk: what says that it is worse than that.

    Off track is never argued with: who says so before the numbers do has seen something.
    """
    causes = [cause for cause in health.causes if cause["kind"] not in SAYS_THE_SAME]
    if claim == Claim.ON_TRACK:
        return list(health.contradictions) or (causes if health.status_source == StatusSource.DATE else [])
    if claim == Claim.AT_RISK:
        worse = {"due_passed"} | ({"behind_pace"} if health.verdict == Verdict.BEHIND else set())
        return [cause for cause in causes if cause["kind"] in worse]
    return []
