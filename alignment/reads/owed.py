"""What a person owes this room: check-ins, acknowledgements, answers; querysets, for the page to count and cut."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, DateField, Exists, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from alignment.models import (
    Acknowledgement,
    Cadence,
    CheckIn,
    DependencyContact,
    HelpAsk,
    Objective,
    StrategyImpact,
    TeamCadence,
)
from alignment.models.objectives import ObjectiveState
from organizations.measures import check_in_period
from organizations.models import Person
from organizations.policy import may_write, teams_led
from organizations.reads.absences import away_on

LOOK_BACK = timedelta(days=28)  # what was reported before is not asked to be read any more


def check_ins_due(person: Person, today: date) -> Any:
    """Objectives (with `health`) that this person is to check in on in the stretch that runs: the own ones, and those of people
    who are away and named this one. While the person is away it is none of the own."""
    away = away_on(today).filter(person_id=OuterRef("owner_id"))
    own = Q(owner=person) & ~Exists(away)
    return without_report(today, person.organization.check_in_every_days).filter(own | Exists(away.filter(delegate=person)))


def without_report(today: date, every_days: int) -> Any:
    """Objectives under way, and begun, that nobody has checked in on since the stretch began: their team's, where it has its own.

    `asked_every` says how many days that stretch has.
    """
    own = TeamCadence.objects.filter(team=OuterRef("team")).values("every_days")[:1]
    since = {days: Value(check_in_period(today, days)[0], output_field=DateField()) for days in {every_days, *Cadence.values}}
    whens = [When(asked_every=days, then=first) for days, first in since.items()]
    begun = Objective.objects.annotate(
        begins_on=Coalesce("start_on", "cycle__starts_on"),
        asked_every=Coalesce(Subquery(own), every_days, output_field=IntegerField()),
    ).annotate(stretch_began=Case(*whens))
    return begun.filter(
        Q(health__checked_in_on__lt=F("stretch_began")) | Q(health__checked_in_on=None),
        Q(begins_on__lte=today) | Q(begins_on=None),
        state=ObjectiveState.ACTIVE,
        archived_on=None,
    ).select_related("health")


def due_by_person(today: date, every_days: int, people: Collection[int] | None = None) -> dict[int, list[Any]]:
    """Who owes which check-ins: the owner, or whoever stands in while the owner is away; nobody who is away or may not write.

    `people`: only these. Three queries, however many they are; the longest unreported come first.
    """
    stands_in: dict[int, int | None] = dict(away_on(today).values_list("person_id", "delegate_id"))
    rows = without_report(today, every_days).exclude(owner=None)
    if people is not None:
        rows = rows.filter(owner_id__in={*people, *(owner for owner, other in stands_in.items() if other in people)})
    found: dict[int, list[Any]] = defaultdict(list)
    for objective in rows.select_related("health", "owner").order_by(
        F("health__checked_in_on").asc(nulls_first=True), "title", "id"
    ):
        found[stands_in.get(objective.owner_id, objective.owner_id) or 0].append(objective)
    wanted = found.keys() - stands_in.keys() if people is None else (found.keys() & set(people)) - stands_in.keys()
    writers = [person.pk for person in Person.objects.filter(pk__in=wanted) if may_write(person)]
    return {pk: found[pk] for pk in writers}


def side_of(person: Person, side: str) -> Q:
    """Dependencies of which a side ("from" or "to") is this person's: named as its owner, else leading its team, else owning its
    objective."""
    led = teams_led(person)
    nobody_named, no_team = Q(**{f"{side}_owner": None}), Q(**{f"{side}_team": None})
    objective = Q(**{f"{side}_objective__owner": person}) | Q(
        **{f"{side}_objective__owner": None, f"{side}_objective__team__in": led}
    )
    leads = Q(**{f"{side}_team__in": led}) | (no_team & objective)
    if side == "to":
        leads |= Q(Exists(DependencyContact.objects.filter(dependency=OuterRef("pk"), person=person)))
    return Q(**{f"{side}_owner": person}) | (nobody_named & leads)


def acknowledgements_owed(person: Person, today: date) -> Any:
    """Check-ins (with `objective` and `author`) that wait for this person to say that they have read them.

    Only the latest of an objective: who has read that one needs not read those before.
    """
    reports = CheckIn.objects.filter(objective=OuterRef("pk"), key_result=None).order_by("-at", "-id").values("pk")
    read_by = Q(reviewer=person) | Q(reviewer=None, parent__owner=person)
    reviewed = Objective.objects.filter(read_by, state=ObjectiveState.ACTIVE, archived_on=None).exclude(owner=person)
    newest = reviewed.annotate(newest=Subquery(reports[:1])).values("newest")
    read = Acknowledgement.objects.filter(check_in=OuterRef("pk"), person=person)
    return (
        CheckIn.objects.filter(~Exists(read), pk__in=newest, at__date__gt=today - LOOK_BACK)
        .exclude(author=person)
        .select_related("objective", "author")
    )


def help_owed(person: Person) -> Any:
    """Asks for help (with `objective` and `by`) that this person has not answered."""
    open_ones = open_asks().filter(asked=person, objective__state__in=[ObjectiveState.ACTIVE, ObjectiveState.ON_HOLD])
    return open_ones.select_related("objective", "by").order_by(F("asked_at").asc(), "id")


def open_asks() -> Any:
    """Asks for help that nobody has answered, and that are still needed."""
    return HelpAsk.objects.filter(answered_at=None, closed_at=None)


def impacts_owed(person: Person) -> Any:
    """Questions what the strategy means for a team that this person leads, not answered yet, the longest waiting first.

    Of several versions only the newest that a team was asked about; with `version`, `team` and `replied_by`.
    """
    newer = StrategyImpact.objects.filter(team=OuterRef("team"), version__number__gt=OuterRef("version__number"))
    owed = StrategyImpact.objects.filter(~Exists(newer), team__in=teams_led(person), answered_on=None)
    return owed.select_related("version", "team", "replied_by").order_by("asked_on", "id")
