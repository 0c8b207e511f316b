"""Each day's picture: what had a status that day, as it stood, whatever comes later."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from alignment.models import CheckIn, Objective
from intelligence.models import HealthSnapshot
from intelligence.snapshots import nightly, take_snapshot
from organizations.models import Organization
from tests.cast import MONDAY, NOW, new_key_result, new_objective, new_quarter

TUESDAY = MONDAY + timedelta(days=1)


def pictures(objective: Objective) -> list[tuple[date, str]]:
    return list(HealthSnapshot.objects.filter(objective=objective).order_by("on").values_list("on", "status"))


def test_the_picture_of_a_day_stays_when_the_next_day_differs(tidewater: Organization) -> None:
    sso = new_objective("SSO", cycle=new_quarter())
    new_key_result(sso, "Tenants", now=5)
    take_snapshot(organization=tidewater, today=MONDAY, now=NOW)
    CheckIn.objects.create(organization=tidewater, objective=sso, at=NOW + timedelta(days=1), claim="off_track", confidence=30)
    take_snapshot(organization=tidewater, today=TUESDAY, now=NOW + timedelta(days=1))
    assert pictures(sso) == [(MONDAY, "on_track"), (TUESDAY, "off_track")]
    assert HealthSnapshot.objects.get(on=TUESDAY).confidence == 30


def test_a_second_picture_of_the_same_day_takes_the_place_of_the_first(tidewater: Organization) -> None:
    sso = new_objective("SSO")
    take_snapshot(organization=tidewater, today=MONDAY, now=NOW)
    CheckIn.objects.create(organization=tidewater, objective=sso, at=NOW, claim="at_risk")
    take_snapshot(organization=tidewater, today=MONDAY, now=NOW)
    assert pictures(sso) == [(MONDAY, "at_risk")]


def test_what_was_not_begun_is_in_no_picture(tidewater: Organization) -> None:
    idea = new_objective("Idea", state="proposed")
    take_snapshot(organization=tidewater, today=MONDAY, now=NOW)
    assert pictures(idea) == []


def test_a_due_date_that_passes_overnight_shows_in_the_morning_and_not_in_yesterdays_picture(tidewater: Organization) -> None:
    sso = new_objective("SSO", due_on=MONDAY)
    CheckIn.objects.create(organization=tidewater, objective=sso, at=NOW, claim="on_track")
    nightly(organization=tidewater, day=MONDAY, now=datetime(2026, 8, 18, 0, 40, tzinfo=UTC))
    assert pictures(sso) == [(MONDAY, "on_track")]
    sso.refresh_from_db()
    assert (sso.health.status, sso.health.status_since) == ("off_track", TUESDAY)
