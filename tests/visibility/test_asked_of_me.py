"""What is asked of me in words: who names me, and whose decision my input is for, wait on My work until I have spoken."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from alignment.actions import agree_dependency, post_check_in, request_dependency
from alignment.actions.pulse import open_pulse
from alignment.models import CheckIn, Dependency, HelpAsk, Objective, PulseChoice, StrategyImpact, StrategyVersion
from alignment.models.check_ins import Claim
from decisions.actions import ask_for_decision, decide
from decisions.models import Decision, DecisionTeam
from notifications.actions.comments import post_comment, remove_comment
from notifications.models import Mention
from organizations.models import Event, Membership, Organization, Person, Team
from tests.cast import MONDAY, NOW, new_objective, new_person, new_quarter, new_team
from tests.reading import Reader, in_order
from visibility.reads.owed.all import owed_to_others

FRIDAY = MONDAY + timedelta(days=4)


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def security(ines: Person) -> Team:
    return new_team("Security", lead=ines)


@pytest.fixture
def sign_off(tidewater: Organization, marta: Person, ines: Person, security: Team) -> Dependency:
    """Agreed on, so that nobody has to answer it."""
    success = new_team("Customer Success", lead=marta)
    asked = request_dependency(
        organization=tidewater, title="Pen-test sign-off", from_team=success, to_team=security, needed_by=FRIDAY, by=marta, now=NOW
    )
    return agree_dependency(dependency=asked, promised_by=FRIDAY, by=ines, now=NOW)


@pytest.fixture
def report(tidewater: Organization, ines: Person) -> CheckIn:
    sso: Objective = new_objective("SSO for mid-market tenants", owner=ines)
    made: CheckIn = post_check_in(objective=sso, claim=Claim.ON_TRACK, by=ines, now=NOW)
    return made


def owed(person: Person) -> list[tuple[str, str]]:
    return [(row.kind, row.title) for row in owed_to_others(person, MONDAY, most=10)]


def asked(tidewater: Organization, of: Person, by: Person, **more: Any) -> Decision:
    return ask_for_decision(organization=tidewater, question="Extend the contractor", decider=of, by=by, now=NOW, **more)


def named_in(comment_on: Any, text: str, by: Person) -> Mention:
    comment = post_comment(about=comment_on, text=text, by=by, now=NOW)
    mention: Mention = comment.mentions.get()
    return mention


def test_what_names_me_waits_until_i_answer_where_it_was_said(
    tidewater: Organization, sign_off: Dependency, marta: Person, ines: Person
) -> None:
    named_in(sign_off, "@Ines does the tester come on Thursday?", marta)
    [row] = owed_to_others(ines, MONDAY, most=5)
    assert (row.kind, row.title, row.verb) == ("mention", "Pen-test sign-off", "Answer")
    assert row.why == "Marta to you: @Ines does the tester come on Thursday?"
    assert owed(marta) == [], "nobody is asked by their own words"
    post_comment(about=asked(tidewater, marta, marta), text="Something else", by=ines, now=NOW)
    assert dict(owed(ines)) == {"mention": "Pen-test sign-off"}, "said elsewhere is not answered"
    post_comment(about=sign_off, text="On Thursday", by=ines, now=NOW)
    assert owed(ines) == []


def test_what_names_me_is_done_when_i_say_that_i_have_read_it_and_not_by_being_opened(
    tidewater: Organization, report: CheckIn, marta: Person, ines: Person
) -> None:
    omar = new_person("Omar Haddad", login=True)
    mention = named_in(report, "@Omar for you to know", ines)
    reader, in_place = Reader(omar), {"HX-Request": "true", "X-In-Place": "1"}
    assert reader.get("notifications:mention", mention.pk)["Location"].endswith(f"#comment-{mention.comment_id}")
    assert owed(omar) == [("mention", "SSO for mid-market tenants")]
    assert in_order(reader.page("visibility:my_work"), "Ines to you: @Omar for you to know", "Answer", "I have read it")
    read = reader.address("notifications:mention_reading", mention.pk)
    assert Reader(marta).client.post(read).status_code == 403
    assert reader.client.post(read, headers=in_place).status_code == 204
    assert reader.client.post(read).status_code == 302, "twice is once"
    assert (owed(omar), Event.objects.filter(name="comment.read").count()) == ([], 1)


def test_words_that_were_removed_wait_for_nobody(report: CheckIn, marta: Person, ines: Person) -> None:
    mention = named_in(report, "@Marta look", ines)
    assert ("mention", "SSO for mid-market tenants") in owed(marta)
    remove_comment(comment=mention.comment, by=ines, now=NOW)
    assert "mention" not in dict(owed(marta))


def test_what_names_me_is_answered_below_its_row(tidewater: Organization, marta: Person, ines: Person) -> None:
    decision = asked(tidewater, marta, marta)
    mention = named_in(decision, "@Ines who else could do it?", marta)
    reader, in_place = Reader(ines), {"HX-Request": "true", "X-In-Place": "1"}
    panel = reader.client.get(reader.address("notifications:mention", mention.pk), headers=in_place).content.decode()
    assert "<html" not in panel
    assert in_order(panel, "who else could do it?", "<form", reader.address("decisions:decision_comments", decision.pk))
    to = reader.address("decisions:decision_comments", decision.pk)
    empty = reader.client.post(to, {"text": " "}, headers=in_place)
    assert (empty.status_code, "Write what you want to say." in empty.content.decode()) == (422, True)
    said = reader.client.post(to, {"text": "Omar could"}, headers=in_place)
    assert (said.status_code, said["HX-Trigger"]) == (204, "answered")
    assert owed(ines) == []


def test_my_input_waits_until_i_have_said_something_or_it_is_decided(tidewater: Organization, marta: Person, ines: Person) -> None:
    omar, tove = new_person("Omar Haddad", login=True), new_person("Tove Berg")
    decision = asked(tidewater, marta, ines, heard=[omar, tove, marta, ines], need_by=FRIDAY, context="€38k, to the end")
    [row] = owed_to_others(omar, MONDAY, most=5)
    assert (row.kind, row.title, row.verb) == ("input", "Extend the contractor", "Give input")
    assert row.why == "Ines asked. You are heard before Marta decides, needed by Fri 21 Aug."
    assert dict(owed(marta)) == {"decision": "Extend the contractor"}, "who decides is asked once"
    assert owed(ines) == [], "who asked has spoken"
    reader = Reader(omar)
    assert "Nothing to add" in reader.page("visibility:my_work")
    assert "€38k, to the end" in panel_of(reader, reader.address("decisions:decision_comments", decision.pk)), "what is asked"
    nothing = {"text": "I have nothing to add."}
    assert reader.client.post(reader.address("decisions:decision_comments", decision.pk), nothing).status_code == 302
    assert (owed(omar), dict(owed(tove))) == ([], {"input": "Extend the contractor"})
    decide(decision=decision, outcome="Yes", is_yes=True, by=marta, now=NOW)
    assert owed(tove) == []


def test_a_team_is_heard_through_its_lead_until_somebody_in_it_has_spoken(
    tidewater: Organization, marta: Person, ines: Person, security: Team
) -> None:
    omar, tove = new_person("Omar Haddad"), new_person("Tove Berg")
    for person in (omar, tove):
        Membership.objects.create(organization=tidewater, team=security, person=person, role="member", status="active")
    Membership.objects.filter(person=tove).update(status="ended")
    decision = asked(tidewater, marta, marta)
    DecisionTeam.objects.create(organization=tidewater, decision=decision, team=security)
    assert (owed(ines), owed(omar)) == ([("input", "Extend the contractor")], [])
    post_comment(about=decision, text="I have left, but still", by=tove, now=NOW)
    assert owed(ines) == [("input", "Extend the contractor")]
    post_comment(about=decision, text="One week is enough for us", by=omar, now=NOW)
    assert owed(ines) == []


IN_PLACE = {"HX-Request": "true", "X-In-Place": "1"}


def panel_of(reader: Reader, address: str) -> str:
    """What stands below a row of My work when its verb was pressed."""
    page = reader.source("visibility:my_work")
    assert f'hx-get="{address}"' in page, "the verb opens below its row"
    answer = reader.client.get(address, headers=IN_PLACE)
    assert answer.status_code == 200
    panel: str = answer.content.decode()
    assert "<html" not in panel
    assert f'action="{address}"' in panel
    return panel


def check_is_answered_in_place(reader: Reader, address: str, wrong: dict[str, Any], right: dict[str, Any], sentence: str) -> None:
    """What is wrong comes back below the row, what is right takes the row away."""
    back = reader.client.post(address, wrong, headers=IN_PLACE)
    assert (back.status_code, sentence in back.content.decode(), "<html" in back.content.decode()) == (422, True, False)
    done = reader.client.post(address, right, headers=IN_PLACE)
    assert (done.status_code, done["HX-Trigger"]) == (204, "answered")
    assert "Nothing waits on you." in reader.page("visibility:my_work")


def test_help_is_answered_below_its_row(tidewater: Organization, report: CheckIn, marta: Person, ines: Person) -> None:
    HelpAsk.objects.create(
        organization=tidewater, objective=report.objective, asked=marta, by=ines, words="Keep the contractor", asked_at=NOW
    )
    reader, ask = Reader(marta), HelpAsk.objects.get()
    address = reader.address("alignment:help", ask.pk)
    assert in_order(panel_of(reader, address), "I will help", "I cannot", "Send the answer")
    right = {"answer": "give", "words": "On Thursday"}
    check_is_answered_in_place(reader, address, {"answer": "give"}, right, "Say what you will do and by when")
    again = reader.client.post(address, right, headers=IN_PLACE)
    assert (again.status_code, "answered this already" in again.content.decode()) == (409, True)
    assert "Marta Lindqvist has answered this." in reader.slot("alignment:help", ask.pk)
    assert "Only Marta" not in reader.page("alignment:help", ask.pk)


def test_what_the_strategy_means_is_said_below_its_row(tidewater: Organization, ines: Person, security: Team) -> None:
    version = StrategyVersion.objects.create(organization=tidewater, number=2, at=NOW, why="Utilities first")
    impact = StrategyImpact.objects.create(organization=tidewater, version=version, team=security, asked_on=MONDAY)
    reader = Reader(ines)
    address = reader.address("alignment:strategy_impact", impact.pk)
    assert in_order(panel_of(reader, address), "Utilities first", "See what version 2 changed", "Security says")
    check_is_answered_in_place(reader, address, {"words": ""}, {"words": "The audit comes first"}, "errsum")


def test_the_pulse_is_answered_below_its_row(tidewater: Organization, marta: Person, ines: Person) -> None:
    real, decoys = ["12 utilities live", "Outage reports in minutes", "Usage billing"], ["A new office", "A second brand", "An app"]
    open_pulse(organization=tidewater, cycle=new_quarter(), real=real, decoys=decoys, by=marta, now=NOW)
    reader = Reader(ines)
    address = reader.address("alignment:pulse")
    panel = panel_of(reader, address)
    assert "Some are decoys" in panel
    assert all(sentence in panel for sentence in (*real, *decoys))
    first = PulseChoice.objects.filter(is_decoy=False).first()
    assert first
    check_is_answered_in_place(reader, address, {}, {"picked": str(first.pk)}, "Pick at least one")
    assert "You have answered already" in reader.slot("alignment:pulse")
