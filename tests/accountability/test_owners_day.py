"""Around midnight: what is due on a day is due until the end of that day where its owner lives, on whichever page it is read."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection

from accountability.models import Commitment
from decisions.models import Decision, DecisionCommitment
from organizations.forms.fields import zones
from organizations.models import Organization, Person
from peakos.bundles.cells import TIME_ZONES
from tests.cast import NOW, new_objective, new_person, new_team
from tests.reading import Reader
from visibility.reads.counts import MINE, shell_counts
from visibility.reads.monday import monday_view

TUESDAY, WEDNESDAY = date(2026, 8, 18), date(2026, 8, 19)
# Half past eight on Wednesday morning in Auckland, half past nine on Tuesday evening in Lisbon, and half past one in Los Angeles.
IN_BETWEEN = datetime(2026, 8, 18, 20, 30, tzinfo=UTC)
# Lisbon has Wednesday too; in Los Angeles it is still Tuesday.
PAST_MIDNIGHT = datetime(2026, 8, 18, 23, 30, tzinfo=UTC)


@pytest.fixture
def people(tidewater: Organization) -> dict[str, Person]:
    """The organization is in Lisbon; two of its people live half a day before and behind it, one says nothing."""
    Organization.objects.filter(pk=tidewater.pk).update(timezone="Europe/Lisbon")
    zones = {"Aroha Ngata": "Pacific/Auckland", "Lou Park": "America/Los_Angeles", "Rui Sousa": ""}
    return {name: new_person(name, login=True, timezone=zone, status="active") for name, zone in zones.items()}


@pytest.fixture
def promised(people: dict[str, Person], tidewater: Organization) -> dict[str, Commitment]:
    """Each promised something for Tuesday."""
    team, objective = new_team("Security"), new_objective("SSO")
    return {
        name: Commitment.objects.create(
            organization=tidewater, title=f"Of {name}", owner=person, state="open", due_on=TUESDAY, team=team, objective=objective
        )
        for name, person in people.items()
    }


LATE = [
    (IN_BETWEEN, {"Aroha Ngata"}),
    (PAST_MIDNIGHT, {"Aroha Ngata", "Rui Sousa"}),
]


@pytest.mark.parametrize(("now", "late"), LATE)
def test_my_work_and_the_rail_know_the_day_where_their_reader_lives(
    promised: dict[str, Commitment], people: dict[str, Person], now: datetime, late: set[str]
) -> None:
    with time_machine.travel(now, tick=False):
        for name, person in people.items():
            page = Reader(person).page("visibility:my_work")
            assert ("1 day late" in page) == (name in late), name
            assert "Of " + name in page


def test_what_is_due_tomorrow_here_is_due_today_there(people: dict[str, Person], tidewater: Organization) -> None:
    early = Commitment.objects.create(
        organization=tidewater, title="Send the list", owner=people["Aroha Ngata"], state="open", due_on=WEDNESDAY
    )
    with time_machine.travel(IN_BETWEEN, tick=False):
        there = Reader(people["Aroha Ngata"])
        assert there.get("visibility:my_work").context["work"].count == 1
        assert "1 need you" in there.page("visibility:people"), "the rail counts it"
        assert [need.title for need in monday_view(person=people["Aroha Ngata"], today=TUESDAY, own_day=WEDNESDAY).needs] == [
            "Send the list"
        ]
        Commitment.objects.filter(pk=early.pk).update(owner=people["Rui Sousa"])
        assert Reader(people["Rui Sousa"]).get("visibility:my_work").context["work"].count == 0
    assert shell_counts(people["Rui Sousa"], TUESDAY)[MINE] == 0
    assert shell_counts(people["Rui Sousa"], TUESDAY, WEDNESDAY)[MINE] == 1


@pytest.mark.parametrize(("now", "late"), LATE)
def test_every_page_judges_by_the_owner_and_not_by_its_reader(
    promised: dict[str, Commitment], people: dict[str, Person], tidewater: Organization, now: datetime, late: set[str]
) -> None:
    any_one = next(iter(promised.values()))
    decision = Decision.objects.create(organization=tidewater, title="SSO by October", state="accepted")
    for one in promised.values():
        DecisionCommitment.objects.create(organization=tidewater, decision=decision, commitment=one)
    pages = [("visibility:team", any_one.team_id), ("decisions:decision", decision.pk)]
    with time_machine.travel(now, tick=False):
        for reader in map(Reader, people.values()):
            for name, pk in pages:
                assert reader.page(name, pk).count("1 day late") == len(late), name
            assert reader.slot("accountability:of_objective", any_one.objective_id).count("1 day late") == len(late)
            for name, person in people.items():
                assert ("1 day late" in reader.page("visibility:person", person.pk)) == (name in late), name
        Commitment.objects.update(objective=None)  # and so they lead nowhere
        assert Reader(people["Lou Park"]).page("accountability:tracing").count("1 day late") == len(late)


def test_whatever_zone_a_person_can_be_given_is_one_to_the_database_too(tidewater: Organization) -> None:
    """By hand or by an import: one that only Python knew would break every list that asks for an owner's day."""
    offered = sorted({*zones(), *TIME_ZONES})
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(timezone(zone, %s)) FROM unnest(%s::text[]) AS zone", [NOW, offered])
        assert cursor.fetchone() == (len(offered),)
    assert "localtime" not in offered
