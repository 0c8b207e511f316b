"""Whoever leads a team hears when a cycle opens for planning and when its closing begins."""

from __future__ import annotations

import pytest

from alignment.reactions.cycles import ask_for_the_choices, ask_for_the_sets, reckon_by_the_new_days
from notifications.models import Notification
from organizations.actions.cycles import begin_closing, change_cycle, open_cycle
from organizations.models import Event, Organization, Person
from tests.cast import NOW, new_objective, new_person, new_quarter, new_team


def test_leads_are_asked_for_their_sets_once_each_and_led_to_their_draft(
    tidewater: Organization, marta: Person, ines: Person
) -> None:
    security = new_team("Security", lead=ines)
    priya = new_person("Priya Raman")
    for name in ("Grid API", "Platform"):
        new_team(name, lead=priya)
    new_team("Office", lead=marta)
    gone = new_person("Callum Reyes", status="inactive")
    new_team("Sales", lead=gone)
    cycle = open_cycle(cycle=new_quarter(status="planned"), by=marta, now=NOW)
    event = Event.objects.get(name="cycle.opened")
    for _ in range(2):
        ask_for_the_sets(event, NOW)
    told = {line.person.name: line.path for line in Notification.objects.select_related("person")}
    assert told == {
        "Ines Carvalho": f"/tidewater/cycles/{cycle.pk}/teams/{security.pk}/",
        "Priya Raman": f"/tidewater/cycles/{cycle.pk}/",
    }


def test_leads_are_asked_for_their_choices_when_the_closing_begins(tidewater: Organization, marta: Person, ines: Person) -> None:
    new_team("Security", lead=ines)
    cycle = begin_closing(cycle=new_quarter(), by=marta, now=NOW)
    ask_for_the_choices(Event.objects.get(), NOW)
    line = Notification.objects.get()
    assert (line.text, line.path) == ("Q3 2026 is being closed", f"/tidewater/cycles/{cycle.pk}/close/?show=mine")


def test_moved_days_move_the_pace_of_what_is_in_the_cycle(tidewater: Organization, marta: Person) -> None:
    cycle = new_quarter()
    objective = new_objective("12 utilities live", cycle=cycle)
    change_cycle(cycle=cycle, name=cycle.name, starts_on=cycle.starts_on, ends_on=NOW.date(), parent=None, by=marta, now=NOW)
    reckon_by_the_new_days(Event.objects.get(), NOW)
    objective.refresh_from_db()
    assert objective.health.elapsed == pytest.approx(0.98, abs=0.005)
