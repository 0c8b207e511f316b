"""What a new blocker starts from, by the address that its writer came from; and what of it, and on what, may be stuck."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Q, Value, When

from accountability.models import Commitment
from alignment.models import Dependency, Initiative, KeyResult, Objective
from alignment.models.plans import InitiativeState
from decisions.clocks import team_that_waits
from decisions.models import Decision, HeldUp
from decisions.under_way import UNDER_WAY
from organizations.listing import whole

ABOUT = re.compile(r"(objectives|commitments|decisions|dependencies)/(\d{1,18})\b")
MOST = 40
Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Started:
    """What is known before anything is said: the thing that is stuck, or what it waits on."""

    objective: Objective | None = None
    commitment: Commitment | None = None
    decision: Decision | None = None
    dependency: Dependency | None = None

    @property
    def about(self) -> str:
        """The part of an address that leads here again."""
        for name, row in (("objectives", self.objective), ("commitments", self.commitment)):
            if row is not None:
                return f"{name}/{row.pk}"
        waits_on = self.decision or self.dependency
        return "" if waits_on is None else f"{'decisions' if self.decision else 'dependencies'}/{waits_on.pk}"

    @property
    def serves(self) -> Objective | None:
        """The objective that it is about, or that its commitment serves."""
        return self.objective or (self.commitment.objective if self.commitment else None)


def started_from(about: str) -> Started:
    """Of an address of ours; what has ended, is private, or is nowhere starts nothing."""
    found = ABOUT.search(about)
    pk = whole(found[2]) if found else None
    if found is None or not pk:
        return Started()
    if found[1] == "objectives":
        objective = Objective.objects.select_related("team").filter(pk=pk, state__in=UNDER_WAY[Objective], archived_on=None).first()
        return Started(objective=objective)
    if found[1] == "commitments":
        live = Commitment.objects.filter(state__in=UNDER_WAY[Commitment])
        return Started(commitment=live.select_related("team", "objective__team").filter(pk=pk).first())
    if found[1] == "decisions":
        decision = Decision.objects.select_related("objective__team").filter(pk=pk, state__in=UNDER_WAY[Decision]).first()
        return Started(decision=decision, objective=decision.objective if decision else None)
    dependency = Dependency.objects.select_related("from_objective__team").filter(pk=pk, state__in=UNDER_WAY[Dependency]).first()
    return Started(dependency=dependency, objective=dependency.from_objective if dependency else None)


def parts_of(objective: Objective | None) -> Choices:
    """The measures and initiatives of an objective that are not over; two queries."""
    if objective is None:
        return []
    measures = KeyResult.objects.filter(objective=objective).exclude(state__in=["done", "missed", "cancelled"])
    going = Initiative.objects.filter(objective=objective, state__in=[InitiativeState.PLANNED, InitiativeState.UNDER_WAY])
    return [
        *((f"key_result:{row.pk}", row.title) for row in measures.order_by("position", "id")[:MOST]),
        *((f"initiative:{row.pk}", row.title) for row in going.order_by("id")[:MOST]),
    ]


def waits_of(started: Started) -> Choices:
    """Open decisions and requests of the thing and its team, its own first; with what the writer came from. Three queries."""
    thing = started.objective or started.commitment
    team = team_that_waits(thing) if thing else None
    own = started.serves
    about = Q(objective=own) | Q(pk__in=HeldUp.objects.filter(objective=own).values("decision")) if own else Q(pk=None)
    given = Q(pk=started.decision.pk) if started.decision else Q(pk=None)
    of_team = Q(team=team) | Q(pk__in=HeldUp.objects.filter(team=team).values("decision")) if team else Q(pk=None)
    questions = Decision.objects.filter(about | given | of_team, state__in=UNDER_WAY[Decision]).annotate(place=first(given | about))
    needs = Q(from_objective=own) if own else Q(pk=None)
    named = Q(pk=started.dependency.pk) if started.dependency else Q(pk=None)
    asked = Dependency.objects.filter(needs | named | (Q(from_team=team) if team else Q(pk=None)), state__in=UNDER_WAY[Dependency])
    requests = asked.annotate(place=first(needs | named)).select_related("to_team", "to_objective")
    return [
        *((f"decision:{row.pk}", f"Decision: {row.title}") for row in questions.order_by("place", "need_by", "id")[:MOST]),
        *((f"dependency:{row.pk}", f"Request: {row}") for row in requests.order_by("place", "needed_by", "id")[:MOST]),
    ]


def first(condition: Q) -> Any:
    return Case(When(condition, then=Value(0)), default=Value(1))


def chosen(value: str) -> dict[str, Any]:
    """A choice as the row that it names, by the field of a blocker; nothing where nothing was chosen."""
    models: dict[str, Any] = {
        "key_result": KeyResult.objects,
        "initiative": Initiative.objects,
        "decision": Decision.objects,
        "dependency": Dependency.objects.select_related("to_owner", "to_objective__owner", "to_team"),
    }
    name, _, number = value.partition(":")
    row = models[name].filter(pk=whole(number)).first() if name in models else None
    return {name: row} if row is not None else {}
