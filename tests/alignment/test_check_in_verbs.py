"""A check-in moves the numbers, the stored health of all above it, and the logbook, in one transaction or not at all."""

from datetime import timedelta
from decimal import Decimal

import pytest

from alignment.actions import add_key_result, close_objective, post_check_in, set_objective
from alignment.models import CheckIn, KeyResult, Objective
from alignment.models.check_ins import Claim
from alignment.models.objectives import KeyResultKind, ObjectiveState
from organizations.models import Event, Organization, Person
from organizations.refusals import AlreadyClosed, NotAllowed, NotSaid
from tests.cast import MONDAY, NOW, new_key_result, new_objective, new_person, new_quarter, new_team

ON, RISK, OFF = Claim.ON_TRACK, Claim.AT_RISK, Claim.OFF_TRACK


@pytest.fixture
def sso(tidewater: Organization, marta: Person, ines: Person) -> Objective:
    """Ines's priority below the company's objective, in the quarter."""
    quarter = new_quarter()
    live = set_objective(organization=tidewater, title="12 utilities live", cycle=quarter, by=marta, now=NOW)
    security = new_team("Security", lead=ines)
    return set_objective(
        organization=tidewater, title="SSO", team=security, owner=ines, cycle=quarter, parent=live, by=ines, now=NOW
    )


def test_a_report_writes_the_colour_the_numbers_and_the_line(sso: Objective, ines: Person) -> None:
    pilots = add_key_result(objective=sso, title="Pilots", start_value=0, target_value=20, by=ines, now=NOW)
    report = post_check_in(objective=sso, claim=ON, confidence=80, values={pilots: 5}, note=" Pilots are in. ", by=ines, now=NOW)
    pilots.refresh_from_db()
    sso.health.refresh_from_db()
    value = CheckIn.objects.get(key_result=pilots)
    line = Event.objects.get(name="check_in.posted")
    assert (report.note, report.author, report.at) == ("Pilots are in.", ines, NOW)
    assert pilots.current_value == value.value == 5
    assert (pilots.value_changed_on, value.claim) == (MONDAY, "")
    assert (sso.health.progress, sso.health.status, sso.health.confidence) == (0.25, "on_track", 80)
    assert line.data["values"] == [{"key_result": pilots.pk, "title": "Pilots", "from": "0", "to": "5"}]
    assert (line.data["claim"], line.data["previous_claim"], line.about_id) == ("on_track", "", sso.pk)


def test_the_next_report_knows_what_was_said_before(sso: Objective, ines: Person) -> None:
    post_check_in(objective=sso, claim=ON, confidence=80, by=ines, now=NOW)
    later = NOW + timedelta(days=7)
    post_check_in(objective=sso, claim=OFF, confidence=30, way_back="Marta: the contractor", by=ines, now=later)
    line = Event.objects.order_by("id").last()
    assert line is not None
    assert (line.data["previous_claim"], line.data["previous_confidence"]) == ("on_track", 80)


def test_what_is_above_is_refreshed_with_it(sso: Objective, ines: Person) -> None:
    post_check_in(objective=sso, claim=OFF, confidence=30, way_back="Marta: the contractor", by=ines, now=NOW)
    assert sso.parent is not None
    sso.parent.health.refresh_from_db()
    assert sso.parent.health.children_by_status == {"off_track": 1}


@pytest.mark.parametrize("claim", [RISK, OFF])
def test_amber_and_red_say_what_would_bring_it_back(sso: Objective, ines: Person, claim: Claim) -> None:
    with pytest.raises(NotSaid, match="what would bring it back, and from whom"):
        post_check_in(objective=sso, claim=claim, confidence=30, by=ines, now=NOW)
    assert not CheckIn.objects.exists()


def test_an_empty_report_or_an_impossible_confidence_is_asked_about(sso: Objective, ines: Person) -> None:
    with pytest.raises(NotSaid, match="choose a colour, give a number, or write a line"):
        post_check_in(objective=sso, note="  ", by=ines, now=NOW)
    with pytest.raises(NotSaid, match="0 to 100"):
        post_check_in(objective=sso, claim=ON, confidence=101, by=ines, now=NOW)


def test_a_number_of_another_objective_takes_the_whole_report_back(sso: Objective, ines: Person) -> None:
    stray = new_key_result(new_objective("Billing"), "Contracts")
    with pytest.raises(NotSaid, match="measures another objective"):
        post_check_in(objective=sso, claim=ON, values={stray: 3}, by=ines, now=NOW)
    assert not CheckIn.objects.exists()
    assert not Event.objects.filter(name="check_in.posted").exists()


def test_a_number_that_did_not_move_leaves_no_row_and_keeps_its_day(sso: Objective, ines: Person) -> None:
    pilots = add_key_result(objective=sso, title="Pilots", start_value=0, target_value=20, by=ines, now=NOW)
    post_check_in(objective=sso, values={pilots: 5}, by=ines, now=NOW)
    post_check_in(objective=sso, claim=ON, values={pilots: Decimal("5.0")}, by=ines, now=NOW + timedelta(days=7))
    pilots.refresh_from_db()
    assert (CheckIn.objects.filter(key_result=pilots).count(), pilots.value_changed_on) == (1, MONDAY)


@pytest.mark.parametrize(
    ("kind", "target", "value", "state"),
    [
        (KeyResultKind.MILESTONE, None, 1, "done"),
        (KeyResultKind.MILESTONE, None, 0, "open"),
        (KeyResultKind.CHECKLIST, 4, 4, "done"),
        (KeyResultKind.CHECKLIST, 4, 3, "open"),
        (KeyResultKind.METRIC, 4, 4, "open"),  # a number may fall back
    ],
)
def test_the_last_item_closes_a_list_or_a_milestone(
    sso: Objective, ines: Person, kind: KeyResultKind, target: int | None, value: int, state: str
) -> None:
    measure = add_key_result(objective=sso, title="Step", kind=kind, start_value=0, target_value=target, by=ines, now=NOW)
    post_check_in(objective=sso, claim=ON, values={measure: value}, by=ines, now=NOW)
    assert KeyResult.objects.get(pk=measure.pk).state == state


def test_contributors_report_and_strangers_do_not(sso: Objective, ines: Person) -> None:
    omar, wen = new_person("Omar Haddad"), new_person("Wen Li")
    sso.contributions.create(organization=sso.organization, person=omar)
    assert post_check_in(objective=sso, claim=ON, by=omar, now=NOW).author == omar
    with pytest.raises(NotAllowed, match="Ask Ines Carvalho or a leader"):
        post_check_in(objective=sso, claim=ON, by=wen, now=NOW)


def test_a_closed_objective_hears_no_more_reports(sso: Objective, ines: Person) -> None:
    close_objective(objective=sso, outcome=ObjectiveState.COMPLETED, by=ines, now=NOW)
    with pytest.raises(AlreadyClosed, match="Reopen it"):
        post_check_in(objective=sso, claim=ON, by=ines, now=NOW)
