"""A promise stays in view until it is done, re-scoped or dropped on purpose."""

import contextlib
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accountability.actions import STATES, drop_commitment, finish_commitment, make_commitment, rescope_commitment, start_commitment
from accountability.models import Commitment
from organizations.models import Event, Organization, Person
from organizations.refusals import AlreadyClosed, DatesOutOfOrder, NotAllowed, NotSaid, Refused
from tests.cast import MONDAY, NOW, new_person, new_team

FRIDAY = MONDAY + timedelta(days=4)


def promise(
    tidewater: Organization, by: Person, title: str = "Call Fenmoor about dates", due_on: date | None = FRIDAY
) -> Commitment:
    return make_commitment(organization=tidewater, title=title, due_on=due_on, by=by, now=NOW)


def test_a_promise_is_its_makers_open_and_in_the_logbook(tidewater: Organization, ines: Person) -> None:
    commitment = promise(tidewater, ines)
    line = Event.objects.get()
    assert (commitment.owner, commitment.state, commitment.created_on) == (ines, "open", MONDAY)
    assert (line.name, line.actor, line.about_title, line.at) == ("commitment.made", ines, "Call Fenmoor about dates", NOW)


def test_a_promise_without_a_day_or_for_yesterday_is_asked_about(tidewater: Organization, ines: Person) -> None:
    with pytest.raises(NotSaid, match="Say by when"):
        promise(tidewater, ines, due_on=None)
    with pytest.raises(DatesOutOfOrder, match="still to come"):
        promise(tidewater, ines, due_on=MONDAY - timedelta(days=1))
    with pytest.raises(NotSaid, match="Say what is promised"):
        promise(tidewater, ines, title="   ")
    assert not Event.objects.exists()


def test_nobody_promises_for_a_stranger(tidewater: Organization, ines: Person) -> None:
    lena = new_person("Lena Fischer")
    with pytest.raises(NotAllowed, match="Ask Lena Fischer or a leader"):
        make_commitment(organization=tidewater, title="Ship the schema", due_on=FRIDAY, owner=lena, by=ines, now=NOW)


def test_kept_is_judged_by_the_day_first_promised(tidewater: Organization, ines: Person) -> None:
    commitment = promise(tidewater, ines)
    Commitment.objects.filter(pk=commitment.pk).update(due_on=FRIDAY + timedelta(days=30))  # moved behind everybody's back
    finish_commitment(commitment=commitment, by=ines, now=NOW + timedelta(days=7))
    assert Event.objects.get(name="commitment.finished").data["is_on_time"] is False


def test_a_rescoped_promise_is_closed_and_points_to_the_new_one(tidewater: Organization, ines: Person) -> None:
    commitment = promise(tidewater, ines)
    new = rescope_commitment(commitment=commitment, due_on=FRIDAY + timedelta(days=7), reason="No slot this week", by=ines, now=NOW)
    commitment.refresh_from_db()
    assert (commitment.state, commitment.successor, commitment.due_on) == ("rescoped", new, FRIDAY)
    assert (new.state, new.owner, new.due_on) == ("open", ines, FRIDAY + timedelta(days=7))
    assert Event.objects.filter(name__startswith="commitment.").count() == 2  # one line a verb: made, re-scoped


def test_what_is_given_up_says_why(tidewater: Organization, ines: Person) -> None:
    commitment = promise(tidewater, ines)
    with pytest.raises(NotSaid, match="why it is dropped"):
        drop_commitment(commitment=commitment, reason=" ", by=ines, now=NOW)
    commitment.refresh_from_db()
    assert commitment.state == "open"


def test_a_closed_promise_stays_closed(tidewater: Organization, ines: Person) -> None:
    commitment = finish_commitment(commitment=promise(tidewater, ines), by=ines, now=NOW)
    with pytest.raises(AlreadyClosed, match="done already"):
        drop_commitment(commitment=commitment, reason="Not needed", by=ines, now=NOW)


def test_a_teammate_may_close_what_a_stranger_may_not(tidewater: Organization, ines: Person) -> None:
    omar, wen = new_person("Omar Haddad"), new_person("Wen Li")
    security = new_team("Security", lead=ines)
    security.memberships.create(organization=tidewater, person=omar, role="member", status="active")
    commitment = make_commitment(organization=tidewater, title="Book a slot", due_on=FRIDAY, team=security, by=ines, now=NOW)
    with pytest.raises(NotAllowed, match="not yours to close"):
        finish_commitment(commitment=commitment, by=wen, now=NOW)
    assert finish_commitment(commitment=commitment, by=omar, now=NOW).state == "done"


@settings(max_examples=25)
@given(tries=st.lists(st.sampled_from(["start", "finish", "rescope", "drop"]), max_size=5))
def test_no_sequence_of_verbs_takes_a_promise_where_the_table_does_not(
    tidewater: Organization, ines: Person, tries: list[str]
) -> None:
    commitment = promise(tidewater, ines)
    for step in tries:
        before = commitment.state
        with contextlib.suppress(Refused):
            {
                "start": lambda: start_commitment(commitment=commitment, by=ines, now=NOW),
                "finish": lambda: finish_commitment(commitment=commitment, by=ines, now=NOW),
                "rescope": lambda: rescope_commitment(commitment=commitment, due_on=FRIDAY, reason="Later", by=ines, now=NOW),
                "drop": lambda: drop_commitment(commitment=commitment, reason="Moot", by=ines, now=NOW),
            }[step]()
        commitment.refresh_from_db()
        assert commitment.state == before or commitment.state in STATES[before]
        assert STATES[before] or commitment.state == before
