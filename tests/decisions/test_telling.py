"""Teams that a decision touches are told and say that they know it; who disagrees says so and goes along; a decider may leave."""

from __future__ import annotations

import pytest

from decisions.actions import acknowledge_decision, ask_for_decision, decide, disagree, record_decision, supersede_decision
from decisions.actions.asking import Waiting
from decisions.actions.states import decider_of
from decisions.models import Decision, Dissent, TeamAcknowledgement, TeamTold
from decisions.reactions.leaving import tell_who_asked
from decisions.reactions.telling import tell_the_leads, tell_who_decided
from decisions.reads.owed import acknowledgements_owed
from decisions.reads.telling import telling_of
from notifications.models import Notification
from organizations.actions.access import deactivate_person
from organizations.models import Event, Organization, Person, Team
from organizations.refusals import NotAllowed, NotSaid, OutOfTurn
from tests.cast import NOW, new_person, new_team


@pytest.fixture
def karl(tidewater: Organization) -> Person:
    return new_person("Karl Nyman", login=True)


@pytest.fixture
def grid(karl: Person) -> Team:
    return new_team("Grid API", lead=karl)


@pytest.fixture
def security(ines: Person) -> Team:
    return new_team("Security", lead=ines)


@pytest.fixture
def decision(tidewater: Organization, ines: Person, marta: Person, grid: Team, security: Team) -> Decision:
    """Grid API waits for it, Security is touched by it."""
    return ask_for_decision(
        organization=tidewater, question="Extend?", decider=marta, by=ines, now=NOW, holds_up=[Waiting(grid)], touches=[security]
    )


def test_the_leads_of_every_team_it_touches_are_told_and_owe_a_word(
    decision: Decision, marta: Person, ines: Person, karl: Person
) -> None:
    decide(decision=decision, outcome="Yes", by=marta, now=NOW)
    assert {row.team.name for row in TeamTold.objects.select_related("team")} == {"Grid API", "Security"}
    tell_the_leads(Event.objects.get(name="decision.decided"), NOW)
    assert set(Notification.objects.values_list("person__name", "reason")) == {
        ("Karl Nyman", "decision.for_your_team"), ("Ines Carvalho", "decision.for_your_team")
    }  # fmt: skip
    assert list(acknowledgements_owed(karl)) == [decision]
    assert acknowledge_decision(decision=decision, by=karl, now=NOW) == 1
    assert acknowledge_decision(decision=decision, by=karl, now=NOW) == 0, "a second time changes nothing"
    assert not acknowledgements_owed(karl).exists()
    assert list(acknowledgements_owed(ines)) == [decision]
    seen = {team.told.team.name: ([one.person for one in team.known], team.waiting) for team in telling_of(decision, marta).teams}
    assert seen == {"Grid API": ([karl], []), "Security": ([], [ines])}


def test_a_new_lead_owes_the_word_that_the_former_one_did_not_give(decision: Decision, marta: Person, grid: Team) -> None:
    decide(decision=decision, outcome="Yes", by=marta, now=NOW)
    wen = new_person("Wen Li")
    grid.memberships.all().delete()
    grid.memberships.create(organization=grid.organization, person=wen, role="lead", status="active")
    assert list(acknowledgements_owed(wen)) == [decision]


def test_for_a_team_without_a_lead_anybody_in_it_can_say_so_and_nobody_else(decision: Decision, marta: Person, grid: Team) -> None:
    decide(decision=decision, outcome="Yes", by=marta, now=NOW)
    wen = new_person("Wen Li")
    with pytest.raises(NotAllowed, match="No team of yours"):
        acknowledge_decision(decision=decision, by=wen, now=NOW)
    grid.memberships.all().delete()
    grid.memberships.create(organization=grid.organization, person=wen, role="member", status="active")
    assert acknowledge_decision(decision=decision, by=wen, now=NOW) == 1


def test_who_decides_knows_it_already_and_what_takes_its_place_is_told_again(
    tidewater: Organization, marta: Person, ines: Person, karl: Person, security: Team, grid: Team
) -> None:
    first = record_decision(
        organization=tidewater, title="Queue", outcome="In the tracker", team=security, tells=[security, grid], by=ines, now=NOW
    )
    assert TeamAcknowledgement.objects.get().person == ines
    acknowledge_decision(decision=first, by=karl, now=NOW)
    new = supersede_decision(decision=first, title="Queue", outcome="In mail", reason="Slow", by=ines, now=NOW)
    assert list(acknowledgements_owed(karl)) == [new], "the old one is not asked about any more"
    tell_the_leads(Event.objects.get(name="decision.superseded"), NOW)
    assert Notification.objects.get().person == karl
    with pytest.raises(OutOfTurn):
        acknowledge_decision(decision=first, by=karl, now=NOW)


def test_dissent_is_on_record_with_the_word_that_one_goes_along(decision: Decision, marta: Person, karl: Person) -> None:
    with pytest.raises(OutOfTurn, match="While it is open"):
        disagree(decision=decision, words="Too dear", by=karl, now=NOW)
    decide(decision=decision, outcome="Yes", by=marta, now=NOW)
    with pytest.raises(NotSaid):
        disagree(decision=decision, words="  ", by=karl, now=NOW)
    with pytest.raises(NotAllowed, match="You decided it yourself"):
        disagree(decision=decision, words="Hm", by=marta, now=NOW)
    disagree(decision=decision, words="Too dear", is_committed=False, by=karl, now=NOW)
    disagree(decision=decision, words="Too dear, and I go along", by=karl, now=NOW)
    kept = Dissent.objects.get()
    assert (kept.words, kept.is_committed) == ("Too dear, and I go along", True)
    assert Dissent.pgh_event_model.objects.filter(words="Too dear").exists()  # type: ignore[attr-defined]
    tell_who_decided(Event.objects.filter(name="decision.dissented").latest("id"), NOW)
    assert "goes along with it all the same" in Notification.objects.get(person=marta).text


def test_when_the_decider_leaves_whoever_asked_hears_of_it_and_a_leader_decides(
    tidewater: Organization, marta: Person, ines: Person, karl: Person
) -> None:
    amara = new_person("Amara Osei", access="leader")
    decision = ask_for_decision(organization=tidewater, question="Extend?", decider=karl, by=ines, now=NOW)
    with pytest.raises(NotAllowed):
        decide(decision=decision, outcome="Yes", by=amara, now=NOW)
    deactivate_person(person=karl, by=marta, now=NOW)
    tell_who_asked(Event.objects.get(name="person.deactivated"), NOW)
    told = Notification.objects.get(person=ines)
    assert "who has left" in told.text
    assert told.path.endswith(f"/decisions/{decision.pk}/handover/")
    karl.refresh_from_db()
    with pytest.raises(NotAllowed):
        decide(decision=decision, outcome="Yes", by=karl, now=NOW)
    decide(decision=decision, outcome="Yes", by=amara, now=NOW)
    assert decider_of(decision) == amara, "who decided it is who stands there"
