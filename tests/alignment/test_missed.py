"""Missed check-ins climb a ladder: the owner again, whoever reviews or leads, the lead of the team above; each step once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from alignment import tasks
from alignment.actions import post_check_in
from alignment.models import Objective
from alignment.models.check_ins import Claim
from notifications.actions.preferences import set_rule
from notifications.models import Notification
from organizations import relay
from organizations.measures import check_ins_missed
from organizations.models import Absence, Event, Organization, Person
from tests.cast import MONDAY, NOW, new_objective, new_person, new_quarter, new_team

WEEK = timedelta(weeks=1)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks.look_for_missed_of, "apply_async", lambda args, **more: tasks.look_for_missed_of(*args))


@pytest.fixture
def daniel(tidewater: Organization) -> Person:
    return new_person("Daniel Brooks", login=True)


@pytest.fixture
def sso(tidewater: Organization, ines: Person, daniel: Person, marta: Person) -> Objective:
    """Ines owns it, in a team that Daniel leads, below the one that Marta leads; reported on in the week before."""
    company = new_team("Tidewater", lead=marta)
    security = new_team("Security", lead=daniel, parent=company)
    objective = new_objective("SSO", owner=ines, team=security, cycle=new_quarter())
    post_check_in(objective=objective, claim=Claim.ON_TRACK, by=ines, now=NOW - timedelta(days=5))
    return objective


def pass_days(first: date, days: int, *, hour: int = 1) -> None:
    for day in range(days):
        at = datetime.combine(first + timedelta(days=day), datetime.min.time(), UTC) + timedelta(hours=hour)
        with time_machine.travel(at, tick=False):
            tasks.look_for_missed()
            while relay.relay_one(now=at):
                pass


def told() -> list[tuple[date, str, str]]:
    lines = Notification.objects.filter(reason__startswith="check_in.missed").order_by("id")
    return [(line.created_at.date(), line.person.name, line.reason.removeprefix("check_in.missed_")) for line in lines]


def test_each_step_comes_once_and_then_there_is_silence(sso: Objective) -> None:
    pass_days(MONDAY, 60)
    assert told() == [
        (MONDAY + WEEK, "Ines Carvalho", "once"),
        (MONDAY + 2 * WEEK, "Daniel Brooks", "twice"),
        (MONDAY + 3 * WEEK, "Marta Lindqvist", "thrice"),
    ]
    first, second, _ = Notification.objects.filter(reason__startswith="check_in.missed").order_by("id")
    assert first.text == "“SSO” has had no check-in since 12 August"
    assert first.path.endswith("/check-ins/new/")
    assert "An admin can turn these reminders off" in second.why


def test_who_reviews_it_hears_before_who_leads_the_team(sso: Objective, tidewater: Organization) -> None:
    amara = new_person("Amara Osei", login=True)
    Objective.objects.filter(pk=sso.pk).update(reviewer=amara)
    pass_days(MONDAY, 16)
    assert [name for _, name, _ in told()] == ["Ines Carvalho", "Amara Osei"]


def test_a_check_in_starts_it_anew(sso: Objective, ines: Person) -> None:
    pass_days(MONDAY, 8)
    post_check_in(objective=sso, claim=Claim.ON_TRACK, by=ines, now=NOW + WEEK)
    pass_days(MONDAY + timedelta(days=8), 14)
    assert [step for *_, step in told()] == ["once", "once"]
    assert told()[1][0] == MONDAY + 3 * WEEK


def test_who_checks_in_before_the_line_is_read_out_is_left_alone(sso: Objective, ines: Person) -> None:
    at = datetime.combine(MONDAY + WEEK, datetime.min.time(), UTC) + timedelta(hours=1)
    with time_machine.travel(at, tick=False):
        tasks.look_for_missed()
    assert Event.objects.filter(name="check_in.missed").count() == 1
    post_check_in(objective=sso, claim=Claim.ON_TRACK, by=ines, now=at)
    while relay.relay_one(now=at):
        pass
    assert told() == []


def test_nobody_hears_of_their_own_again_on_a_higher_step(
    sso: Objective, tidewater: Organization, ines: Person, daniel: Person
) -> None:
    Objective.objects.filter(pk=sso.pk).update(owner=daniel)
    pass_days(MONDAY, 22)
    assert [(name, step) for _, name, step in told()] == [("Daniel Brooks", "once"), ("Marta Lindqvist", "thrice")]


def test_nothing_is_missed_while_somebody_is_away_and_who_stands_in_hears(
    sso: Objective, tidewater: Organization, ines: Person, daniel: Person
) -> None:
    away = Absence.objects.create(organization=tidewater, person=ines, starts_on=MONDAY, ends_on=MONDAY + timedelta(days=12))
    pass_days(MONDAY, 13)
    assert told() == []
    Absence.objects.filter(pk=away.pk).update(delegate=daniel, ends_on=MONDAY + timedelta(days=40))
    pass_days(MONDAY + timedelta(days=14), 1)
    assert [(name, step) for _, name, step in told()] == [("Daniel Brooks", "twice")]


def test_an_outage_on_the_first_day_is_made_up_for_on_the_next(sso: Objective) -> None:
    pass_days(MONDAY, 6)
    pass_days(MONDAY + timedelta(days=10), 3)
    assert [(day, step) for day, _, step in told()] == [(MONDAY + timedelta(days=10), "once")]


def test_however_often_the_clock_strikes_a_step_is_one_line(sso: Objective) -> None:
    for hour in range(24):
        pass_days(MONDAY + WEEK, 1, hour=hour)
    assert len(told()) == 1
    assert Event.objects.filter(name="check_in.missed").count() == 1


def test_an_organization_turns_a_step_off(sso: Objective, tidewater: Organization, marta: Person) -> None:
    set_rule(organization=tidewater, rule="check_in.missed_thrice", is_on=False, by=marta, now=NOW)
    pass_days(MONDAY, 40)
    assert [step for *_, step in told()] == ["once", "twice"]


@pytest.mark.parametrize(
    ("today", "every", "last", "begun", "missed"),
    [
        (date(2026, 8, 24), 7, date(2026, 8, 21), None, 0),  # last week has one
        (date(2026, 8, 24), 7, date(2026, 8, 14), None, 1),
        (date(2026, 8, 30), 7, date(2026, 8, 14), None, 1),  # the same for the whole week
        (date(2026, 8, 31), 7, date(2026, 8, 14), None, 2),
        (date(2026, 8, 24), 7, None, date(2026, 8, 17), 1),  # begun with the week
        (date(2026, 8, 24), 7, None, date(2026, 8, 18), 0),  # begun within it: it was no whole one
        (date(2026, 8, 24), 7, None, None, 0),
        (date(2026, 8, 20), 1, date(2026, 8, 17), None, 2),
    ],
)
def test_whole_stretches_without_a_check_in_are_counted(
    today: date, every: int, last: date | None, begun: date | None, missed: int
) -> None:
    assert check_ins_missed(today, every, last_on=last, begun_on=begun) == missed
