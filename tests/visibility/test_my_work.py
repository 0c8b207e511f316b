"""My work: everything that waits for one reader is on one page, the worst first, and leaves it when it is dealt with."""

from __future__ import annotations

import gzip
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accountability.actions import drop_commitment, finish_commitment, make_commitment, reopen_commitment, rescope_commitment
from accountability.models import Commitment
from alignment.actions import (
    accept_delivery,
    agree_dependency,
    decline_dependency,
    deliver_dependency,
    negotiate_dependency,
    post_check_in,
    request_dependency,
)
from alignment.actions.talks import return_delivery
from alignment.models import (
    Acknowledgement,
    CheckIn,
    Dependency,
    HelpAsk,
    Objective,
    PulseAnswer,
    RecallPulse,
    StrategyImpact,
    StrategyVersion,
)
from alignment.models.check_ins import Claim
from alignment.rollup import refresh_organization
from decisions.actions import ask_for_decision, decide, hand_over_decision
from decisions.actions.asking import Waiting
from decisions.models import Decision, DecisionRole
from organizations.models import Absence, Organization, Person, Team
from organizations.refusals import OutOfTurn
from tests.cast import MONDAY, NOW, new_objective, new_person, new_quarter, new_team
from tests.crowd import Crowd
from tests.query_counts import CountQueries, on_record
from tests.reading import Reader, in_order
from visibility.reads.counts import MINE, shell_counts
from visibility.reads.owed import my_work
from visibility.reads.owed.all import owed_to_others

FRIDAY = MONDAY + timedelta(days=4)
LAST_WEEK = NOW - timedelta(days=7)


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def security(ines: Person) -> Team:
    return new_team("Security", lead=ines)


@pytest.fixture
def success(marta: Person) -> Team:
    return new_team("Customer Success", lead=marta)


@pytest.fixture
def sso(tidewater: Organization, ines: Person, security: Team) -> Objective:
    objective = new_objective("SSO for mid-market tenants", owner=ines, team=security)
    post_check_in(objective=objective, claim=Claim.AT_RISK, way_back="A slot", by=ines, now=LAST_WEEK)
    return objective


def owed(person: Person, on: Any = MONDAY) -> list[tuple[str, str]]:
    return [(row.kind, row.title) for row in owed_to_others(person, on, most=10)]


def asked(tidewater: Organization, of: Person, by: Person, question: str = "Extend the contractor", **more: Any) -> Decision:
    return ask_for_decision(organization=tidewater, question=question, decider=of, by=by, now=NOW, **more)


def requested(tidewater: Organization, success: Team, security: Team, by: Person, title: str = "Pen-test sign-off") -> Dependency:
    return request_dependency(
        organization=tidewater, title=title, from_team=success, to_team=security, needed_by=FRIDAY, by=by, now=NOW
    )


def test_a_decision_waits_for_its_decider_until_it_is_made_or_passed_on(
    tidewater: Organization, marta: Person, ines: Person
) -> None:
    contractor, window = asked(tidewater, marta, ines), asked(tidewater, marta, ines, "CRM window")
    assert owed(marta) == [("decision", "Extend the contractor"), ("decision", "CRM window")]
    decide(decision=contractor, outcome="Yes, to the end of September", is_yes=True, by=marta, now=NOW)
    hand_over_decision(decision=window, to=ines, by=marta, now=NOW)
    assert owed(marta) == []
    assert owed(ines) == [("decision", "CRM window")]


def test_who_approves_is_told_so_and_who_is_only_heard_decides_nothing(
    tidewater: Organization, marta: Person, ines: Person
) -> None:
    omar = new_person("Omar Haddad")
    decision = asked(tidewater, ines, ines, heard=[omar])
    DecisionRole.objects.create(organization=tidewater, decision=decision, person=marta, part="approver")
    assert "You approve it" in owed_to_others(marta, MONDAY, most=5)[0].why
    assert "decision" not in dict(owed(omar))


def test_a_request_waits_for_the_lead_until_it_is_answered(
    tidewater: Organization, marta: Person, ines: Person, success: Team, security: Team
) -> None:
    sign_off, report = (requested(tidewater, success, security, marta, title) for title in ("Sign-off", "SOC 2 letter"))
    assert owed(ines) == [("dependency", "Sign-off"), ("dependency", "SOC 2 letter")]
    assert owed(marta) == []
    agree_dependency(dependency=sign_off, promised_by=FRIDAY, by=ines, now=NOW)
    decline_dependency(dependency=report, reason="No auditor", by=ines, now=NOW)
    assert owed(ines) == []


def test_a_named_owner_answers_in_place_of_the_lead(
    tidewater: Organization, marta: Person, ines: Person, success: Team, security: Team
) -> None:
    omar = new_person("Omar Haddad")
    sign_off = requested(tidewater, success, security, marta)
    Dependency.objects.filter(pk=sign_off.pk).update(to_owner=omar)
    assert (owed(omar), owed(ines)) == ([("dependency", "Pen-test sign-off")], [])


def test_an_offer_waits_for_the_side_that_did_not_make_it(
    tidewater: Organization, marta: Person, ines: Person, success: Team, security: Team
) -> None:
    sign_off = requested(tidewater, success, security, marta)
    later = FRIDAY + timedelta(days=7)
    negotiate_dependency(dependency=sign_off, note="The tester is ill", promised_by=later, by=ines, now=NOW)
    assert (owed(marta), owed(ines)) == ([("offer", "Pen-test sign-off")], [])
    negotiate_dependency(dependency=sign_off, note="Wednesday at the latest", needed_by=FRIDAY, by=marta, now=NOW)
    assert (owed(marta), owed(ines)) == ([], [("offer", "Pen-test sign-off")])
    agree_dependency(dependency=sign_off, promised_by=FRIDAY, by=ines, now=NOW)
    assert (owed(marta), owed(ines)) == ([], [])


def test_a_delivery_waits_for_the_side_that_asked(
    tidewater: Organization, marta: Person, ines: Person, success: Team, security: Team
) -> None:
    sign_off = requested(tidewater, success, security, marta)
    agree_dependency(dependency=sign_off, promised_by=FRIDAY, by=ines, now=NOW)
    deliver_dependency(dependency=sign_off, by=ines, now=NOW)
    assert (owed(marta), owed(ines)) == ([("delivery", "Pen-test sign-off")], [])
    accept_delivery(dependency=sign_off, by=marta, now=NOW)
    assert owed(marta) == []


def test_the_button_takes_the_delivery_that_the_row_shows_and_no_other(
    tidewater: Organization, marta: Person, ines: Person, success: Team, security: Team
) -> None:
    sign_off, reader = requested(tidewater, success, security, marta), Reader(marta)
    agree_dependency(dependency=sign_off, promised_by=FRIDAY, by=ines, now=NOW)
    deliver_dependency(dependency=sign_off, by=ines, now=NOW)

    def posted() -> dict[str, str]:
        form = reader.source("visibility:my_work").split(f'action="{door}"', 1)[1].split("</form>", 1)[0]
        return dict(re.findall(r'name="(answer|seen)" value="([^"]*)"', form))

    door = reader.address("alignment:answer", sign_off.pk)
    stale = posted()
    return_delivery(dependency=sign_off, reason="Type B is missing", by=marta, now=NOW)
    negotiate_dependency(dependency=sign_off, note="A week more", promised_by=FRIDAY + timedelta(days=7), by=ines, now=NOW)
    agree_dependency(dependency=sign_off, promised_by=FRIDAY + timedelta(days=7), by=marta, now=NOW)
    deliver_dependency(dependency=sign_off, by=ines, now=NOW)
    answer = reader.client.post(door, stale)
    assert (answer.status_code, "This changed while you wrote" in answer.content.decode()) == (409, True)
    assert owed(marta) == [("delivery", "Pen-test sign-off")]
    assert reader.client.post(door, posted()).status_code == 302
    assert owed(marta) == []


def test_a_check_in_is_due_until_it_is_posted(sso: Objective, ines: Person) -> None:
    assert owed(ines) == [("check_in", "SSO for mid-market tenants")]
    post_check_in(objective=sso, claim=Claim.ON_TRACK, by=ines, now=NOW)
    assert owed(ines) == []


def test_who_stands_in_checks_in_and_who_is_away_owes_nothing(
    tidewater: Organization, sso: Objective, marta: Person, ines: Person, success: Team, security: Team
) -> None:
    omar = new_person("Omar Haddad")
    requested(tidewater, success, security, marta)
    away = Absence.objects.create(organization=tidewater, person=ines, starts_on=MONDAY, ends_on=FRIDAY, delegate=omar)
    assert owed(ines) == []
    assert my_work(person=ines, today=MONDAY).lead == "You are away until Friday; Omar Haddad stands in for your check-ins."
    [row] = owed_to_others(omar, MONDAY, most=5)
    assert (row.kind, row.title) == ("check_in", "SSO for mid-market tenants")
    assert row.why.endswith("You stand in for Ines until Fri 21 Aug")
    assert my_work(person=omar, today=MONDAY).stands_in_for == "Ines Carvalho"
    Absence.objects.filter(pk=away.pk).update(delegate=None)
    assert (owed(omar), owed(ines)) == ([], [])
    assert my_work(person=ines, today=MONDAY).lead == "You are away until Friday; nothing is asked of you until then."
    assert len(owed(ines, FRIDAY + timedelta(days=1))) == 2


def test_a_report_waits_for_its_reviewer_until_it_is_read(sso: Objective, marta: Person, ines: Person) -> None:
    Objective.objects.filter(pk=sso.pk).update(reviewer=marta)
    assert owed(marta) == [("report", "SSO for mid-market tenants")]
    assert owed_to_others(marta, MONDAY, most=5)[0].why == "Ines reports at risk"
    report = CheckIn.objects.get()
    Acknowledgement.objects.create(organization=sso.organization, check_in=report, person=marta, at=NOW)
    assert owed(marta) == []


def test_help_that_was_asked_for_waits_until_it_is_answered(sso: Objective, marta: Person, ines: Person) -> None:
    ask = HelpAsk.objects.create(
        organization=sso.organization, objective=sso, asked=marta, by=ines, words="Keep the contractor", asked_at=LAST_WEEK
    )
    [row] = owed_to_others(marta, MONDAY, most=5)
    assert (row.kind, row.title, row.days) == ("help", "SSO for mid-market tenants", 7)
    assert row.why == "Ines asks you: Keep the contractor"
    HelpAsk.objects.filter(pk=ask.pk).update(answered_at=NOW, answer="Yes")
    assert owed(marta) == []


def test_what_the_strategy_means_waits_for_the_lead_and_the_pulse_for_everybody(
    tidewater: Organization, marta: Person, ines: Person, security: Team
) -> None:
    version = StrategyVersion.objects.create(organization=tidewater, number=1, at=NOW)
    impact = StrategyImpact.objects.create(organization=tidewater, version=version, team=security, asked_on=MONDAY)
    pulse = RecallPulse.objects.create(organization=tidewater, cycle=new_quarter(), opened_on=MONDAY, closes_on=FRIDAY)
    both = [("impact", "What the strategy means for Security"), ("pulse", "Which of these are our priorities?")]
    assert (owed(ines), owed(marta)) == (both, both[1:])
    assert "One minute, asked of everybody until Fri 21 Aug" in Reader(ines).page("visibility:my_work")
    StrategyImpact.objects.filter(pk=impact.pk).update(answered_on=MONDAY, words="Nothing changes for us")
    PulseAnswer.objects.create(organization=tidewater, pulse=pulse, person=ines, at=NOW)
    assert (owed(ines), owed(marta)) == ([], both[1:])
    assert owed(marta, FRIDAY + timedelta(days=1)) == []


def test_a_promise_is_due_on_its_day_and_stays_until_it_is_kept_carried_or_dropped(tidewater: Organization, ines: Person) -> None:
    def promise(title: str, due_on: Any) -> Commitment:
        return make_commitment(organization=tidewater, title=title, due_on=due_on, by=ines, now=LAST_WEEK)

    late, today, dropped, ahead = (
        promise(title, MONDAY + timedelta(days=days)) for title, days in (("Late", -3), ("Today", 0), ("Given up", 0), ("Ahead", 4))
    )
    rows = owed_to_others(ines, MONDAY, most=5)
    assert [(row.kind, row.title, row.days) for row in rows] == [
        ("commitment", "Late", 3), ("commitment", "Today", 0), ("commitment", "Given up", 0), ("later", "Ahead", 0),
    ]  # fmt: skip
    assert my_work(person=ines, today=MONDAY).count == 3
    finish_commitment(commitment=today, by=ines, now=NOW)
    rescope_commitment(commitment=late, due_on=FRIDAY, reason="No slot", by=ines, now=NOW)
    drop_commitment(commitment=dropped, reason="Moot", by=ines, now=NOW)
    finish_commitment(commitment=ahead, by=ines, now=NOW)
    assert owed(ines) == [("later", "Late")]
    assert my_work(person=ines, today=MONDAY).is_clear
    reopen_commitment(commitment=today, by=ines, now=NOW)
    assert owed(ines) == [("commitment", "Today"), ("later", "Late")]


def test_what_was_done_yesterday_is_not_taken_back(tidewater: Organization, ines: Person) -> None:
    commitment = make_commitment(organization=tidewater, title="Patch rota", due_on=FRIDAY, by=ines, now=LAST_WEEK)
    finish_commitment(commitment=commitment, by=ines, now=NOW - timedelta(days=1))
    with pytest.raises(OutOfTurn, match="not finished today"):
        reopen_commitment(commitment=commitment, by=ines, now=NOW)


def test_what_holds_up_most_comes_first_then_what_waits_longest(
    tidewater: Organization, marta: Person, ines: Person, success: Team, security: Team
) -> None:
    old = asked(tidewater, ines, marta, "Old and harmless")
    Decision.objects.filter(pk=old.pk).update(proposed_on=MONDAY - timedelta(days=30))
    asked(tidewater, ines, marta, "Holds up two", holds_up=[Waiting(success), Waiting(security)])
    dependency = requested(tidewater, success, security, marta)
    Dependency.objects.filter(pk=dependency.pk).update(requested_on=MONDAY - timedelta(days=12))
    assert [title for _, title in owed(ines)] == ["Holds up two", "Old and harmless", "Pen-test sign-off"]
    assert my_work(person=ines, today=MONDAY).lead == "You have three things today, one of them holds up two teams."


def test_nothing_waits_on_a_viewer_and_the_rail_says_nothing(tidewater: Organization, ines: Person) -> None:
    tove = new_person("Tove Berg", login=True, access="viewer", status="active")
    new_objective("Hers on paper", owner=tove)
    assert owed(tove) == []
    assert shell_counts(tove, MONDAY)[MINE] == 0
    assert "Nothing waits on you." in Reader(tove).page("visibility:my_work")


def test_the_rail_counts_what_waits_today(
    tidewater: Organization, sso: Objective, marta: Person, ines: Person, success: Team, security: Team
) -> None:
    requested(tidewater, success, security, marta)
    make_commitment(organization=tidewater, title="Ahead", due_on=FRIDAY, by=ines, now=NOW)
    assert shell_counts(ines, MONDAY)[MINE] == 2
    page = Reader(ines).get("visibility:my_work").content.decode()
    assert page.count("need you") == 2, "once in the rail, once on the phone"


def test_the_page_says_what_waits_why_and_what_to_do(
    tidewater: Organization, sso: Objective, marta: Person, ines: Person, success: Team, security: Team
) -> None:
    requested(tidewater, success, security, marta)
    make_commitment(organization=tidewater, title="Price list to Daniel", due_on=MONDAY, by=ines, now=NOW)
    reader = Reader(ines)
    assert in_order(
        reader.page("visibility:my_work"),
        "You have three things today, one request waits for your answer.",
        "To answer", "Pen-test sign-off", "Customer Success asks Security for it by Fri 21 Aug", "Answer",
        "To post", "SSO for mid-market tenants", "Check-in due, last one Mon 10 Aug", "Check in",
        "Promised", "Price list to Daniel", "You promised it for Mon 17 Aug", "Done", "Carry", "Drop",
        "You own", "SSO for mid-market tenants",
    )  # fmt: skip


def test_done_in_place_leaves_the_page_and_can_be_taken_back(tidewater: Organization, ines: Person) -> None:
    commitment = make_commitment(organization=tidewater, title="Price list to Daniel", due_on=MONDAY, by=ines, now=NOW)
    reader, in_place = Reader(ines), {"HX-Request": "true", "X-In-Place": "1"}
    done = reader.client.post(reader.address("accountability:closure", commitment.pk), {"ending": "done"}, headers=in_place)
    assert (done.status_code, done["HX-Trigger"]) == (204, "answered")
    left = reader.client.get(reader.address("visibility:my_work"), headers={"HX-Request": "true"}).content.decode()
    assert "Nothing waits on you." in left
    assert in_order(left, "is done", reader.address("accountability:reopening", commitment.pk), "Undo", "Done today", "Price list")
    assert 'id="place-mine" hx-swap-oob="true"' in left
    back = reader.client.post(reader.address("accountability:reopening", commitment.pk))
    assert back.status_code == 302
    assert "You have one thing today" in reader.page("visibility:my_work")


def test_without_scripts_a_verb_leads_to_the_page_of_what_it_changed(tidewater: Organization, ines: Person) -> None:
    commitment = make_commitment(organization=tidewater, title="Price list to Daniel", due_on=MONDAY, by=ines, now=NOW)
    reader = Reader(ines)
    done = reader.client.post(reader.address("accountability:closure", commitment.pk), {"ending": "done"})
    assert done["Location"] == reader.address("accountability:commitment", commitment.pk)


def test_when_all_is_done_the_page_says_when_the_next_check_in_is_due(sso: Objective, ines: Person) -> None:
    post_check_in(objective=sso, claim=Claim.ON_TRACK, by=ines, now=NOW)
    page = Reader(ines).page("visibility:my_work")
    assert "Nothing waits on you. Your next check-in is due on" in page
    assert in_order(page, "Done today", "SSO for mid-market tenants", "You checked in on")


@pytest.mark.parametrize("times", [1, 20])
def test_the_page_costs_the_same_however_much_there_is(
    tidewater: Organization, marta: Person, client: Client, count_queries: CountQueries, times: int
) -> None:
    Crowd(tidewater, times)
    Commitment.objects.update(owner=marta, state="open", due_on=MONDAY)
    Objective.objects.filter(state="active").update(owner=marta)
    refresh_organization(organization_id=tidewater.pk, today=MONDAY)
    assert marta.user
    client.force_login(marta.user)
    path = reverse("visibility:my_work", args=["tidewater"])
    assert on_record("visibility:my_work") <= 12
    with count_queries("visibility:my_work"):
        answer = client.get(path)
    assert answer.status_code == 200
    assert len(gzip.compress(answer.content)) <= 12 * 1024


def test_the_day_is_the_organizations_own(tidewater: Organization, ines: Person) -> None:
    Organization.objects.filter(pk=tidewater.pk).update(timezone="Pacific/Auckland")
    make_commitment(organization=tidewater, title="Due on Tuesday there", due_on=MONDAY + timedelta(days=1), by=ines, now=NOW)
    with time_machine.travel(datetime(2026, 8, 17, 13, 0, tzinfo=UTC), tick=False):
        assert "You have one thing today" in Reader(ines).page("visibility:my_work")


def test_the_rail_counts_the_objectives_that_their_page_counts(tidewater: Organization, marta: Person) -> None:
    quarter, reader = new_quarter(), Reader(marta)
    following = new_quarter(
        key="2026-q4", name="Q4 2026", starts_on=date(2026, 9, 28), ends_on=date(2026, 12, 27), status="planned"
    )
    for cycle, title, state in (
        (quarter, "12 utilities live", "active"), (quarter, "Tier-2 certification", "on_hold"), (quarter, "Done", "completed"),
        (following, "Draft of the next quarter", "active"), (following, "Another draft", "proposed"),
    ):  # fmt: skip
        new_objective(title, cycle=cycle, state=state)
    new_objective("Put away", cycle=quarter, archived_on=MONDAY)
    refresh_organization(organization_id=tidewater.pk, today=MONDAY)
    assert shell_counts(marta, MONDAY)["objectives"] == 2
    assert "Two objectives." in reader.page("alignment:objectives")
