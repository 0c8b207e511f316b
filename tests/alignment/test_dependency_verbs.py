"""The handshake: asked, agreed to a day, delivered, accepted; each side says only what is its own to say."""

import contextlib
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alignment.actions import (
    accept_delivery,
    agree_dependency,
    decline_dependency,
    deliver_dependency,
    negotiate_dependency,
    request_dependency,
    set_objective,
    start_dependency,
    withdraw_dependency,
)
from alignment.actions.dependencies import STATES
from alignment.models import Dependency
from organizations.models import Event, Organization, Person
from organizations.refusals import AlreadyClosed, NotAllowed, NotSaid, OutOfTurn, Refused
from tests.cast import MONDAY, NOW, new_person, new_quarter, new_team

FRIDAY = MONDAY + timedelta(days=4)


@pytest.fixture
def ruth(tidewater: Organization) -> Person:
    """Ruth Adeyemi leads Customer Success."""
    return new_person("Ruth Adeyemi", status="active")


@pytest.fixture
def sign_off(tidewater: Organization, ruth: Person, ines: Person) -> Dependency:
    """Customer Success asks Security for the pen-test sign-off."""
    needs, needed = new_team("Customer Success", lead=ruth), new_team("Security", lead=ines)
    return request_dependency(
        organization=tidewater, title="SSO pen-test sign-off", from_team=needs, to_team=needed, needed_by=FRIDAY, by=ruth, now=NOW
    )


def test_a_request_knows_who_asked_and_when(sign_off: Dependency, ruth: Person) -> None:
    assert (sign_off.state, sign_off.asked_by, sign_off.requested_on) == ("requested", ruth, MONDAY)
    assert Event.objects.get().name == "dependency.requested"


def test_only_the_needed_side_says_yes_and_only_the_asking_side_accepts(sign_off: Dependency, ruth: Person, ines: Person) -> None:
    with pytest.raises(NotAllowed, match="no say in “SSO pen-test sign-off” between Customer Success and Security"):
        agree_dependency(dependency=sign_off, promised_by=FRIDAY, by=ruth, now=NOW)
    agree_dependency(dependency=sign_off, promised_by=FRIDAY, by=ines, now=NOW + timedelta(days=2))
    deliver_dependency(dependency=sign_off, by=ines, now=NOW + timedelta(days=3))
    with pytest.raises(NotAllowed):
        accept_delivery(dependency=sign_off, by=ines, now=NOW)
    accepted = accept_delivery(dependency=sign_off, by=ruth, now=NOW + timedelta(days=4))
    assert (accepted.state, accepted.answered_on, accepted.delivered_on) == (
        "accepted", MONDAY + timedelta(days=2), MONDAY + timedelta(days=3),
    )  # fmt: skip
    names = list(Event.objects.order_by("id").values_list("name", flat=True))
    assert names == ["dependency.requested", "dependency.agreed", "dependency.delivered", "dependency.accepted"]
    assert Event.objects.get(name="dependency.agreed").data["open_days"] == 2


def test_a_new_date_opens_a_yes_again_and_the_first_promise_stays(sign_off: Dependency, ruth: Person, ines: Person) -> None:
    agree_dependency(dependency=sign_off, promised_by=FRIDAY, by=ines, now=NOW)
    later = FRIDAY + timedelta(days=14)
    with pytest.raises(NotSaid, match="Say why"):
        negotiate_dependency(dependency=sign_off, note="", promised_by=later, by=ines, now=NOW)
    moved = negotiate_dependency(dependency=sign_off, note="The slot is lost", promised_by=later, by=ines, now=NOW)
    assert (moved.state, moved.promised_by) == ("negotiating", later)
    agreed = agree_dependency(dependency=sign_off, promised_by=later, by=ruth, now=NOW)  # now the other side may take the offer
    agreed.refresh_from_db()
    assert (agreed.state, agreed.original_promised_by) == ("agreed", FRIDAY)


def test_nobody_takes_their_own_offer(sign_off: Dependency, ruth: Person, ines: Person) -> None:
    negotiate_dependency(dependency=sign_off, note="The tester is ill", promised_by=FRIDAY + timedelta(days=7), by=ines, now=NOW)
    with pytest.raises(OutOfTurn, match="your own side's offer"):
        agree_dependency(dependency=sign_off, promised_by=FRIDAY + timedelta(days=7), by=ines, now=NOW)
    negotiate_dependency(dependency=sign_off, note="Wednesday", needed_by=FRIDAY + timedelta(days=5), by=ruth, now=NOW)
    with pytest.raises(OutOfTurn, match="your own side's offer"):
        agree_dependency(dependency=sign_off, promised_by=FRIDAY + timedelta(days=5), by=ruth, now=NOW)
    agreed = agree_dependency(dependency=sign_off, promised_by=FRIDAY + timedelta(days=5), by=ines, now=NOW)
    assert agreed.state == "agreed"


@settings(max_examples=25)
@given(
    moves=st.lists(
        st.tuples(st.sampled_from(["giver", "taker"]), st.sampled_from(["offer", "agree"]), st.integers(0, 3)),
        min_size=1,
        max_size=7,
    )
)
def test_in_a_negotiation_a_yes_comes_only_from_the_side_that_did_not_move_last(
    tidewater: Organization, sign_off: Dependency, ruth: Person, ines: Person, moves: list[tuple[str, str, int]]
) -> None:
    asked = request_dependency(
        organization=tidewater,
        title="Again",
        from_team=sign_off.from_team,
        to_team=sign_off.to_team,
        needed_by=FRIDAY,
        by=ruth,
        now=NOW,
    )
    people, day_of_side, last = {"giver": ines, "taker": ruth}, {"giver": "promised_by", "taker": "needed_by"}, "taker"
    for side, move, days in moves:
        before, day = asked.state, FRIDAY + timedelta(days=days)
        moved = getattr(asked, day_of_side[side]) != day
        try:
            if move == "offer":
                negotiate_dependency(dependency=asked, note="So", by=people[side], now=NOW, **{day_of_side[side]: day})
                last = side if moved or side == "taker" else "taker"  # an offer of the same day is none: the giver is to answer
            else:
                agree_dependency(dependency=asked, promised_by=day, by=people[side], now=NOW)
                assert before != "negotiating" or last != side
        except Refused:
            assert move == "agree", "either side may always offer another day"
            assert before != "negotiating" or last == side
        asked.refresh_from_db()


def test_a_no_says_why_and_is_the_end(sign_off: Dependency, ines: Person) -> None:
    with pytest.raises(NotSaid, match="another way"):
        decline_dependency(dependency=sign_off, reason=" ", by=ines, now=NOW)
    declined = decline_dependency(dependency=sign_off, reason="No tester this quarter", by=ines, now=NOW)
    assert (declined.state, declined.answer) == ("declined", "No tester this quarter")
    with pytest.raises(AlreadyClosed, match="declined already"):
        agree_dependency(dependency=sign_off, promised_by=FRIDAY, by=ines, now=NOW)


def test_nothing_is_delivered_that_was_not_agreed_and_nothing_promised_for_yesterday(sign_off: Dependency, ines: Person) -> None:
    with pytest.raises(OutOfTurn, match="is requested, so it cannot become delivered"):
        deliver_dependency(dependency=sign_off, by=ines, now=NOW)
    with pytest.raises(NotSaid, match="still to come"):
        agree_dependency(dependency=sign_off, promised_by=MONDAY - timedelta(days=1), by=ines, now=NOW)


def test_a_request_names_two_sides(tidewater: Organization, marta: Person) -> None:
    data = new_team("Data")
    with pytest.raises(NotSaid, match="who needs it"):
        request_dependency(organization=tidewater, title="Schema", to_team=data, by=marta, now=NOW)
    with pytest.raises(NotSaid, match="whom it is needed of"):
        request_dependency(organization=tidewater, title="Schema", from_team=data, by=marta, now=NOW)


def test_nobody_asks_in_the_name_of_another_team(sign_off: Dependency, ines: Person, tidewater: Organization) -> None:
    with pytest.raises(NotAllowed, match="may not ask for that team"):
        request_dependency(
            organization=tidewater, title="SOC 2", from_team=sign_off.from_team, to_team=sign_off.to_team, by=ines, now=NOW
        )


def test_a_named_contact_answers_for_the_needed_side(tidewater: Organization, sign_off: Dependency, ruth: Person) -> None:
    omar = new_person("Omar Haddad")
    asked = request_dependency(
        organization=tidewater,
        title="Report",
        from_team=sign_off.from_team,
        to_team=sign_off.to_team,
        contacts=[omar],
        by=ruth,
        now=NOW,
    )
    assert agree_dependency(dependency=asked, promised_by=FRIDAY, by=omar, now=NOW).state == "agreed"
    with pytest.raises(NotAllowed):
        agree_dependency(dependency=sign_off, promised_by=FRIDAY, by=omar, now=NOW)


def test_the_waiting_objective_feels_the_late_promise(tidewater: Organization, marta: Person) -> None:
    quarter = new_quarter()
    billing = set_objective(organization=tidewater, title="Usage billing", cycle=quarter, by=marta, now=NOW)
    schema = request_dependency(
        organization=tidewater,
        title="Schema",
        from_objective=billing,
        to_team=new_team("Data"),
        needed_by=FRIDAY,
        by=marta,
        now=NOW,
    )
    agree_dependency(dependency=schema, promised_by=FRIDAY, by=marta, now=NOW)
    start_dependency(dependency=schema, by=marta, now=NOW + timedelta(days=9))
    billing.health.refresh_from_db()
    assert [cause["kind"] for cause in billing.health.causes if cause["type"] == "dependency"] == ["dependency_late"]


@settings(max_examples=30)
@given(
    tries=st.lists(st.sampled_from(["talk", "agree", "start", "decline", "deliver", "accept", "withdraw"]), min_size=1, max_size=7)
)
def test_no_sequence_of_verbs_takes_a_request_where_the_table_does_not(
    tidewater: Organization, sign_off: Dependency, marta: Person, tries: list[str]
) -> None:
    asked = request_dependency(
        organization=tidewater, title="Again", from_team=sign_off.from_team, to_team=sign_off.to_team, by=marta, now=NOW
    )
    for step in tries:
        before = asked.state
        with contextlib.suppress(Refused):
            {
                "talk": lambda: negotiate_dependency(dependency=asked, note="Later", promised_by=FRIDAY, by=marta, now=NOW),
                "agree": lambda: agree_dependency(dependency=asked, promised_by=FRIDAY, by=marta, now=NOW),
                "start": lambda: start_dependency(dependency=asked, by=marta, now=NOW),
                "decline": lambda: decline_dependency(dependency=asked, reason="No", by=marta, now=NOW),
                "deliver": lambda: deliver_dependency(dependency=asked, by=marta, now=NOW),
                "accept": lambda: accept_delivery(dependency=asked, by=marta, now=NOW),
                "withdraw": lambda: withdraw_dependency(dependency=asked, by=marta, now=NOW),
            }[step]()
        asked.refresh_from_db()
        assert asked.state == before or asked.state in STATES[before]
