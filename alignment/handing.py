"""What people hold in this room and can hand over: objectives with their measures, numbers, risks, and asks to answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import F, Q

from alignment.models import Dependency, DependencyContact, Initiative, KeyResult, Metric, Objective, Risk
from alignment.models.dependencies import OPEN_STATES, DependencyState
from alignment.models.objectives import KeyResultState, ObjectiveState
from alignment.models.plans import InitiativeState
from alignment.models.risks import RiskState
from organizations.handing import Change, Kind, changes_hands, owned

UNDER_WAY = [ObjectiveState.PROPOSED, ObjectiveState.ACTIVE, ObjectiveState.ON_HOLD]
TALKED_OF = [*OPEN_STATES, DependencyState.DELIVERED]


def of_live_objective() -> Q:
    return Q(objective__state__in=UNDER_WAY, objective__archived_on=None)


owned(
    "objective", "{Objectives}", "alignment:objective", model=Objective, place=10, is_load=True,
    live=lambda: Q(state__in=UNDER_WAY, archived_on=None),
)  # fmt: skip
owned(
    "key_result", "Measures", "alignment:objective", model=KeyResult, place=11, page_of="objective_id",
    live=lambda: of_live_objective() & ~Q(state__in=[KeyResultState.DONE, KeyResultState.MISSED, KeyResultState.CANCELLED]),
)  # fmt: skip
owned(
    "initiative", "Initiatives", "alignment:objective", model=Initiative, place=12, page_of="objective_id",
    live=lambda: of_live_objective() & Q(state__in=[InitiativeState.PLANNED, InitiativeState.UNDER_WAY]),
)  # fmt: skip
owned("metric", "Numbers of the scorecard", "", model=Metric, place=70, live=Q)
owned("risk", "Risks", "alignment:risk", model=Risk, place=71, live=lambda: Q(state__in=[RiskState.OPEN, RiskState.MITIGATED]))
owned(
    "answers", "{Dependencies} to answer", "alignment:dependency", model=Dependency, place=40, field="to_owner",
    live=lambda: Q(state__in=TALKED_OF),
)  # fmt: skip
owned(
    "needs", "{Dependencies} they need", "alignment:dependency", model=Dependency, place=42, field="from_owner",
    live=lambda: Q(state__in=TALKED_OF),
)  # fmt: skip


def contacts(people: Any) -> Any:
    """Dependencies that people answer for as one of their contacts."""
    found = Dependency.objects.filter(state__in=TALKED_OF, contacts__person__in=people)
    return found.annotate(holder=F("contacts__person_id"))


def give_contacts(things: Sequence[Any], change: Change) -> None:
    """The other takes the place; who is a contact already has one place only."""
    rows = DependencyContact.objects.filter(dependency__in=[thing.pk for thing in things])
    if change.giver_stays:
        for row in rows.filter(person=change.giver):
            DependencyContact.objects.get_or_create(
                dependency_id=row.dependency_id, person=change.taker, defaults={"organization_id": row.organization_id}
            )
        return
    there = list(rows.filter(person=change.taker).values_list("dependency_id", flat=True))
    rows.filter(person=change.giver, dependency__in=there).delete()
    rows.filter(person=change.giver).update(person=change.taker)


changes_hands(Kind("contact", "{Dependencies} they speak for", "alignment:dependency", contacts, give_contacts, place=41))
