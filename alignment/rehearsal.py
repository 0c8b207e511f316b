"""The blast radius: a change is made, read and taken back, so that what it does is known before it is saved, exactly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Subquery, Value
from django.db.models.functions import Coalesce

from alignment.handshakes import waiting_person, will_be_late
from alignment.models import Dependency, Objective
from alignment.models.dependencies import DependencyKind
from notifications.models import Notification
from organizations.logbook import reactions
from organizations.models import Event, Person, Team
from organizations.tenancy import organization_in_hand

# Rows that this transaction wrote have a younger transaction id than the one it began with; so do rows that others wrote
# meanwhile, but those read the same afterwards.
WRITTEN = {
    "objectives": """SELECT h.objective_id, h.status, h.progress, h.is_contradicted, h.causes::text, h.contradictions::text
        FROM alignment_objectivehealth h WHERE h.organization_id = %(org)s""",
    "forecasts": """SELECT h.dependency_id, h.expected_on, h.slip_days FROM alignment_dependencyforecast h
        WHERE h.organization_id = %(org)s""",
    "states": "SELECT h.id, h.state FROM alignment_dependency h WHERE h.organization_id = %(org)s",
    "teams": """SELECT h.team_id, h.own_by_status::text, h.all_by_status::text FROM alignment_teamhealth h
        WHERE h.organization_id = %(org)s""",
}
MOST = 200  # people in a preview; a change that concerns more is told in the teams it touches
SIDES = ("from_team", "to_team", "from_objective", "to_objective")
IS_OURS = " AND age(h.xmin) <= age(%(since)s::xid)"
KEYS = {"objectives": "h.objective_id", "forecasts": "h.dependency_id", "states": "h.id", "teams": "h.team_id"}

Rows = dict[int, tuple[Any, ...]]


class TakenBack(Exception):
    """Ends a rehearsal: everything it wrote is rolled back."""


@dataclass(slots=True)
class ObjectiveEffect:
    """An objective whose health would change: status and progress (0 to 1, or unknown) now and then."""

    pk: int
    title: str
    team: str
    status_was: str
    status_is: str
    progress_was: float | None
    progress_is: float | None
    has_new_causes: bool  # what is said of it changes, if its status does not

    @property
    def is_of_note(self) -> bool:
        """Status or progress move; other words alone are less."""
        return self.status_was != self.status_is or self.progress_was != self.progress_is


@dataclass(slots=True)
class DependencyEffect:
    """A dependency that would re-open, end, or come on another day; both sides by the names of their teams or objectives."""

    pk: int
    title: str
    giver: str
    taker: str
    state_was: str
    state_is: str
    expected_was: date | None
    expected_is: date | None
    slip_was: int
    slip_is: int


@dataclass(slots=True)
class Told:
    """Somebody who would hear of it, and in which words."""

    person: Person
    text: str


@dataclass(slots=True)
class Effect:
    """What a change would do, and for whom; nothing of it has happened."""

    objectives: list[ObjectiveEffect] = field(default_factory=list)
    dependencies: list[DependencyEffect] = field(default_factory=list)
    teams: list[Team] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.objectives or self.dependencies or self.told)


def rehearse(change: Callable[..., object], *, now: datetime, **arguments: Any) -> Effect:
    """What the verb `change` with these arguments would do: health, forecasts, hand-shakes, teams, and who would hear of it.

    The verb runs in a transaction that is rolled back, with the reactions to its lines, so that a preview cannot differ from the
    effect. Policy and bad input are refused as by the verb itself (Refused). Afterwards the rows that it wrote are read as they
    still are: four statements before, four after, whatever the size.
    """
    after: dict[str, Rows] = {}
    told: list[Told] = []
    try:
        with transaction.atomic():
            since = own_transaction()
            newest = Event.objects.order_by("-id").values_list("id", flat=True).first() or 0
            with transaction.atomic():
                change(now=now, **arguments)
                react(newest, now)
                after = {name: read(name, IS_OURS, since=since) for name in WRITTEN}
                told = who_is_told(newest)
                raise TakenBack
    except TakenBack:
        pass
    return effect_of({name: read_again(name, rows) for name, rows in after.items()}, after, told)


def own_transaction() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::xid::text")
        return str(cursor.fetchone()[0])


def read(name: str, condition: str, **values: Any) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN[name] + condition, {"org": organization_in_hand(), **values})
        return {row[0]: row[1:] for row in cursor.fetchall()}


def read_again(name: str, rows: Rows) -> Rows:
    return read(name, f" AND {KEYS[name]} = ANY (%(ids)s)", ids=list(rows)) if rows else {}


def react(newest: int, now: datetime) -> None:
    """What the worker would do with the verb's own lines after commit; what slips is read all at once (`who_waits`)."""
    lines = Event.objects.select_related("organization", "actor").filter(pk__gt=newest).exclude(name="dependency.slipped")
    for event in lines.order_by("pk"):
        for reaction in reactions.get(event.name, []):
            reaction(event, now)


def who_is_told(newest: int) -> list[Told]:
    lines = Notification.objects.filter(event_id__gt=newest).select_related("person").order_by("person__name", "id")[:MOST]
    return [*(Told(line.person, line.text) for line in lines), *who_waits(newest)]


def who_waits(newest: int) -> list[Told]:
    """Those who wait for what begins to slip."""
    begun = Event.objects.filter(pk__gt=newest, name="dependency.slipped")
    actor = begun.values_list("actor_id", flat=True)[:1]
    rows = Dependency.objects.filter(pk__in=begun.values("about_id")).annotate(actor=Subquery(actor))
    rows = rows.select_related(*SIDES, "from_objective__owner", "from_owner", "asked_by").order_by("pk")[:MOST]
    told = [(waiting_person(row), will_be_late(row), row.actor) for row in rows]
    return [Told(person, text) for person, text, actor in told if person and person.pk != actor]


def effect_of(before: dict[str, Rows], after: dict[str, Rows], told: list[Told]) -> Effect:
    """The differences, worst first, with their names. There may be thousands: names are read, no rows are made of them."""
    health = differences(before["objectives"], after["objectives"], ("", None, False, "[]", "[]"))
    names = Objective.objects.filter(pk__in=health).values_list("pk", "title", Coalesce("team__name", Value("")))
    teams = differences(before["teams"], after["teams"], ("{}", "{}"))
    effects = []
    for pk, title, team in names:
        was, now = health[pk]
        effects.append(ObjectiveEffect(pk, title, team, was[0], now[0], was[1], now[1], was[2:] != now[2:]))
    return Effect(
        objectives=sorted(effects, key=lambda each: (not each.is_of_note, each.title, each.pk)),
        dependencies=dependency_effects(before, after),
        teams=list(Team.objects.filter(pk__in=teams).order_by("name", "id")),
        told=told,
    )


def differences(before: Rows, after: Rows, nothing: tuple[Any, ...]) -> dict[int, tuple[tuple[Any, ...], tuple[Any, ...]]]:
    return {pk: (before.get(pk, nothing), now) for pk, now in after.items() if before.get(pk, nothing) != now}


def dependency_effects(before: dict[str, Rows], after: dict[str, Rows]) -> list[DependencyEffect]:
    """Those whose state or expected day changes, those that slip most first."""
    days = differences(before["forecasts"], after["forecasts"], (None, 0))
    states = differences(before["states"], after["states"], ("",))
    effects = []
    sides = (Coalesce(f"{side}_team__name", f"{side}_objective__title", Value("")) for side in ("to", "from"))
    as_it_is = ("forecast__expected_on", Coalesce("forecast__slip_days", 0))
    rows = Dependency.objects.filter(pk__in={*days, *states}).values_list("pk", "title", "kind", "state", *sides, *as_it_is)
    for pk, title, kind, state, giver, taker, *day in rows:
        (expected_was, slip_was), (expected_is, slip_is) = days.get(pk, (day, day))
        (state_was,), (state_is,) = states.get(pk, ((state,), (state,)))
        named = title or str(DependencyKind(kind).label)
        moved = (state_was, state_is, expected_was, expected_is, slip_was, slip_is)
        effects.append(DependencyEffect(pk, named, giver, taker, *moved))
    return sorted(effects, key=lambda each: (-each.slip_is, each.pk))
