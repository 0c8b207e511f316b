"""The counts of the rail, and the number that says whether anything happened since they were taken."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.db.models import Count, Q

from accountability.models import OPEN_STATES as OPEN_COMMITMENTS
from accountability.models import Commitment
from alignment.models import Dependency, ObjectiveHealth
from alignment.models.dependencies import OPEN_STATES as OPEN_DEPENDENCIES
from decisions.models import Decision, DecisionState
from organizations.models import Event, Person, Team
from organizations.models.teams import TeamStatus

KEPT_SECONDS = 60  # a line committed out of order is seen after this at the latest


def newest_event(organization_id: int) -> int:
    """The organization's change counter: the id of its newest line in the logbook; 0 when nothing ever happened."""
    newest = Event.objects.filter(organization_id=organization_id).order_by("-id").values_list("id", flat=True).first()
    return newest or 0


def shell_counts(person: Person) -> dict[str, int]:
    """Objectives under way, decisions waiting, open dependencies and commitments, teams; kept until something happens."""
    key = f"shell:{person.organization_id}:{change_of(person)}"
    counts: dict[str, int] | None = cache.get(key)
    if counts is None:
        counts = count_all()
        cache.set(key, counts, KEPT_SECONDS)
    return counts


def change_of(person: Person) -> int:
    """`newest_event`, looked up once a request: the person is the request's own."""
    kept: Any = person.__dict__
    if "_newest_event" not in kept:
        kept["_newest_event"] = newest_event(person.organization_id)
    return int(kept["_newest_event"])


def count_all() -> dict[str, int]:
    """One query a count, each on an index."""
    under_way = ObjectiveHealth.objects.exclude(status__in=["", "done"])
    return {
        "objectives": under_way.count(),
        "decisions": Decision.objects.filter(state=DecisionState.PROPOSED).count(),
        "dependencies": Dependency.objects.filter(state__in=OPEN_DEPENDENCIES).count(),
        "commitments": Commitment.objects.filter(state__in=OPEN_COMMITMENTS).count(),
        **Team.objects.aggregate(teams=Count("id", filter=~Q(status=TeamStatus.ARCHIVED))),
    }
