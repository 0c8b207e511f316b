"""The blast radius: what is shown before saving is exactly what saving does, and showing it does nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import example, given, settings
from hypothesis import strategies as st

from alignment.actions.dependencies import agree_dependency, decline_dependency, negotiate_dependency, request_dependency
from alignment.actions.objectives import change_objective
from alignment.models import Dependency, DependencyForecast, Objective, ObjectiveHealth, Risk
from alignment.models.dependencies import DependencyState
from alignment.rehearsal import Effect, rehearse
from alignment.rollup import refresh_organization
from notifications.models import Notification
from organizations.models import Event, Organization, Person
from organizations.refusals import NotAllowed, Refused
from tests.alignment.test_rollup_exact import row_versions
from tests.alignment.worlds import World
from tests.cast import MONDAY, NOW, new_objective, new_person, new_team

Stored = tuple[dict[int, tuple[str, float | None]], dict[int, tuple[str, date | None, int]]]


def stored() -> Stored:
    """Status and progress of each objective; state and expected day of each dependency."""
    health = {row.objective_id: (row.status, row.progress) for row in ObjectiveHealth.objects.all()}
    forecasts = {row.dependency_id: (row.expected_on, row.slip_days) for row in DependencyForecast.objects.all()}
    return health, {row.pk: (row.state, *forecasts.get(row.pk, (None, 0))) for row in Dependency.objects.all()}


def a_change(world: World) -> tuple[Callable[..., object], dict[str, Any]]:
    """A date, an owner or a parent, or a step of a handshake."""
    objective = Objective.objects.get(pk=world.dice.choice(world.objectives).pk)
    day = MONDAY + timedelta(days=world.dice.randint(-3, 30))
    choices: list[tuple[Callable[..., object], dict[str, Any]]] = [
        (change_objective, {"objective": objective, "due_on": day, "reason": "Fenmoor moved"}),
        (change_objective, {"objective": objective, "owner": world.owner, "reason": "Ruth is away"}),
        (change_objective, {"objective": objective, "parent": world.some(None, *world.objectives), "reason": "It belongs there"}),
    ]
    for need in Dependency.objects.all():
        choices += [
            (agree_dependency, {"dependency": need, "promised_by": day}),
            (negotiate_dependency, {"dependency": need, "promised_by": day, "note": "Later"}),
            (decline_dependency, {"dependency": need, "reason": "No room"}),
        ]
    return world.dice.choice(choices)


@settings(max_examples=30)
@given(seed=st.integers(0, 2**32))
@example(seed=111750)  # a handshake re-opens on the day that was promised before
def test_what_is_shown_is_what_happens(tidewater: Organization, seed: int) -> None:
    with transaction.atomic():
        world = World(tidewater, seed)
        for _ in range(3):
            world.add_dependency(world.dice.choice(world.objectives))
        refresh_organization(organization_id=tidewater.pk, today=MONDAY)
        verb, arguments = a_change(world)
        before, versions = stored(), row_versions()
        try:
            effect = rehearse(verb, by=None, now=NOW, **arguments)
        except Refused:
            assert row_versions() == versions
        else:
            assert (stored(), row_versions()) == (before, versions)
            verb(by=None, now=NOW, **arguments)
            check(effect, before, stored())
        transaction.set_rollback(True)


def check(effect: Effect, before: Stored, after: Stored) -> None:
    moved = {pk: (before[0].get(pk, ("", None)), now) for pk, now in after[0].items() if before[0].get(pk, ("", None)) != now}
    shown = {e.pk: ((e.status_was, e.progress_was), (e.status_is, e.progress_is)) for e in effect.objectives if e.is_of_note}
    assert shown == moved
    turned = {pk: (before[1][pk], now) for pk, now in after[1].items() if before[1][pk] != now}
    assert {
        e.pk: ((e.state_was, e.expected_was, e.slip_was), (e.state_is, e.expected_is, e.slip_is)) for e in effect.dependencies
    } == turned


@pytest.fixture
def chain(tidewater: Organization, marta: Person) -> list[Dependency]:
    """Onboarding waits for SSO, SSO waits for the Grid API; everything is promised in time."""
    goals = [new_objective(title, owner=marta, team=new_team(title)) for title in ("Onboarding", "SSO", "Grid API")]
    needs = []
    for asking, asked, days in zip(goals, goals[1:], (10, 4), strict=False):
        need = request_dependency(
            organization=tidewater,
            title=f"{asked} for {asking}",
            from_objective=asking,
            to_objective=asked,
            needed_by=MONDAY + timedelta(days=days),
            by=marta,
            now=NOW,
        )
        needs.append(agree_dependency(dependency=need, promised_by=MONDAY + timedelta(days=days), by=None, now=NOW))
    return needs


def test_a_later_date_shows_who_waits_along_the_way_and_who_will_hear(chain: list[Dependency], marta: Person) -> None:
    first, last = chain
    lines = Event.objects.count()
    effect = rehearse(
        negotiate_dependency, dependency=last, promised_by=MONDAY + timedelta(days=25), note="Two of us are ill", by=None, now=NOW
    )
    slips = {each.title: (each.slip_was, each.slip_is) for each in effect.dependencies}
    assert slips[first.title] == (0, 15)
    reopened = next(each for each in effect.dependencies if each.pk == last.pk)
    assert (reopened.state_was, reopened.state_is) == (DependencyState.AGREED, DependencyState.NEGOTIATING)
    assert (marta, f"“{first}” from SSO will be late") in [(told.person, told.text) for told in effect.told]
    assert (Event.objects.count(), Notification.objects.filter(reason="dependency.slips").count()) == (lines, 0)


def test_a_refusal_shows_the_risk_that_it_leaves(chain: list[Dependency], marta: Person) -> None:
    effect = rehearse(decline_dependency, dependency=chain[1], reason="No room this quarter", by=None, now=NOW)
    assert effect.dependencies[0].state_is == DependencyState.DECLINED
    assert not Risk.objects.exists()
    decline_dependency(dependency=chain[1], reason="No room this quarter", by=None, now=NOW)
    risk = Risk.objects.get()
    assert (risk.owner, risk.dependency, risk.description) == (marta, chain[1], "No room this quarter")


def test_who_may_not_change_it_may_not_try_it_out(chain: list[Dependency]) -> None:
    stranger = new_person("Jonas Weber")
    with pytest.raises(NotAllowed):
        rehearse(decline_dependency, dependency=chain[1], reason="No", by=stranger, now=NOW)


def test_its_statements_do_not_grow_with_the_graph(chain: list[Dependency], tidewater: Organization, marta: Person) -> None:
    def look() -> int:
        with CaptureQueriesContext(connection) as captured:
            rehearse(
                negotiate_dependency, dependency=chain[1], promised_by=MONDAY + timedelta(days=40), note="Later", by=None, now=NOW
            )
        return len(captured)

    few = look()
    above = chain[0].from_objective
    for number in range(12):
        goal = new_objective(f"Waits {number}", owner=marta)
        request_dependency(
            organization=tidewater,
            title=f"Need {number}",
            from_objective=goal,
            to_objective=above,
            needed_by=MONDAY + timedelta(days=12),
            by=marta,
            now=NOW,
        )
        above = goal
    assert look() == few
