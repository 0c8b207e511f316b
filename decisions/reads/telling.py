"""Which teams were told of a decision, who of them has said that they know it, and who disagrees."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.db.models.functions import TruncDate

from decisions.models import Decision, DecisionState, Dissent, TeamAcknowledgement, TeamTold
from organizations.models import Membership, Person
from organizations.models.people import PersonStatus
from organizations.models.teams import INSIDE, LEADS, TeamRole
from organizations.policy import may_write

MOST = 100
DECIDED = (DecisionState.ACCEPTED, DecisionState.REJECTED)


@dataclass(frozen=True, slots=True)
class ToldTeam:
    """A team with those who said that it knows, and its leads who have not."""

    told: TeamTold
    known: list[Any]
    waiting: list[Person]
    is_led: bool
    is_mine: bool  # the reader answers for it and has not said so


@dataclass(frozen=True, slots=True)
class Telling:
    """The teams, and the dissent on record."""

    teams: list[ToldTeam]
    dissents: list[Any]
    mine: Any | None
    may_disagree: bool
    stands: bool

    @property
    def known(self) -> int:
        return sum(bool(team.known) for team in self.teams)

    @property
    def may_acknowledge(self) -> bool:
        return any(team.is_mine for team in self.teams)


def telling_of(decision: Decision, reader: Person) -> Telling:
    """Four queries at most."""
    zone = ZoneInfo(decision.organization.timezone)
    told = list(TeamTold.objects.filter(decision=decision).select_related("team").order_by("team__name", "id")[:MOST])
    known = acknowledged(told, zone)
    leads, inside = leads_of(told, reader)
    stands = decision.state in DECIDED
    dissents = list(
        Dissent.objects.filter(decision=decision)
        .annotate(on=TruncDate("said_at", tzinfo=zone))
        .select_related("person")
        .order_by("id")[:MOST]
    )
    decides = decision.roles.filter(part="decider", person=reader).exists()
    return Telling(
        teams=[told_team(row, known[row.pk], leads[row.team_id], reader if stands else None, inside) for row in told],
        dissents=dissents,
        mine=next((one for one in dissents if one.person_id == reader.pk), None),
        may_disagree=stands and may_write(reader) and not decides,
        stands=stands,
    )


def acknowledged(told: list[TeamTold], zone: ZoneInfo) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    if told:
        rows = TeamAcknowledgement.objects.filter(told__in=told).annotate(on=TruncDate("at", tzinfo=zone))
        for row in rows.select_related("person").order_by("id"):
            found[row.told_id].append(row)
    return found


def leads_of(told: list[TeamTold], reader: Person) -> tuple[dict[int, list[Person]], set[int]]:
    """Who leads each team today; and the teams that the reader is in."""
    teams = [row.team_id for row in told]
    if not teams:
        return defaultdict(list), set()
    leads: dict[int, list[Person]] = defaultdict(list)
    inside = set()
    rows = Membership.objects.filter(LEADS | (INSIDE & Q(person=reader)), team_id__in=teams).select_related("person")
    for row in rows.order_by("person__name", "id"):
        if row.role == TeamRole.LEAD and row.person.status != PersonStatus.INACTIVE:
            leads[row.team_id].append(row.person)
        if row.person_id == reader.pk:
            inside.add(row.team_id)
    return leads, inside


def told_team(row: TeamTold, known: list[Any], leads: list[Person], reader: Person | None, inside: set[int]) -> ToldTeam:
    """`reader` is None where nobody waits for a word any more."""
    said = {one.person_id for one in known}
    answers = reader in leads or (not leads and row.team_id in inside)
    return ToldTeam(
        told=row,
        known=known,
        waiting=[lead for lead in leads if lead.pk not in said],
        is_led=bool(leads),
        is_mine=reader is not None and answers and reader.pk not in said and may_write(reader),
    )
