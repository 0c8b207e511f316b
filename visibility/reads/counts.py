"""The counts of the rail, kept until something happens in the organization."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, IntegerField, QuerySet, Subquery

from accountability.models import OPEN_STATES as OPEN_COMMITMENTS
from accountability.models import Commitment
from alignment.models import Dependency, ObjectiveHealth
from alignment.models.dependencies import OPEN_STATES as OPEN_DEPENDENCIES
from decisions.models import Decision, DecisionState
from organizations.kept import kept
from organizations.models import Organization, Person, Team
from organizations.models.teams import TeamStatus

KEPT_SECONDS = 60  # a line committed out of order is seen after this at the latest


def shell_counts(person: Person) -> dict[str, int]:
    """Objectives under way, decisions waiting, open dependencies and commitments, teams; kept until something happens."""
    key = f"shell:{person.organization_id}:{change_of(person)}"
    counts: dict[str, int] | None = kept.get(key)
    if counts is None:
        counts = count_all(person.organization_id)
        kept.set(key, counts, KEPT_SECONDS)
    return counts


def change_of(person: Person) -> int:
    """The organization's change counter, as it came with the request's person; 0 when nothing ever happened."""
    return getattr(person, "newest_event", None) or 0


def count_all(organization_id: int) -> dict[str, int]:
    """One query, a sub-select a count, each on an index."""
    found: Any = (
        Organization.objects.filter(pk=organization_id)
        .values(
            objectives=how_many(ObjectiveHealth.objects.exclude(status__in=["", "done"])),
            decisions=how_many(Decision.objects.filter(state=DecisionState.PROPOSED)),
            dependencies=how_many(Dependency.objects.filter(state__in=OPEN_DEPENDENCIES)),
            commitments=how_many(Commitment.objects.filter(state__in=OPEN_COMMITMENTS)),
            teams=how_many(Team.objects.exclude(status=TeamStatus.ARCHIVED)),
        )
        .first()
    )
    return {name: count or 0 for name, count in (found or {}).items()}


def how_many(rows: QuerySet[Any]) -> Subquery:
    """The number of rows as a sub-select."""
    return Subquery(rows.order_by().values("organization_id").annotate(n=Count("id")).values("n"), output_field=IntegerField())
