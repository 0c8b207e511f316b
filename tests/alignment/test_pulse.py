"""The recall pulse: a minute for each person, a share for the company, and nobody ever learns who picked what."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection

from alignment.actions.pulse import answer_pulse, open_pulse
from alignment.models import PulseAnswer, PulseChoice, RecallPulse
from alignment.reactions.pulse import ask_everybody
from alignment.reads.pulse import in_own_order, pulse_owed, pulse_page
from notifications.models import Notification
from organizations.models import Cycle, Event, Organization, Person
from organizations.refusals import AlreadyClosed, AlreadyThere, NotAllowed, NotSaid
from tests.cast import MONDAY, NOW, new_objective, new_person, new_quarter
from tests.reading import Reader

REAL = ("Utilities live in 30 days", "Renew 94% of revenue", "Reports in 90 seconds", "Usage billing everywhere")
DECOYS = ("Win a utility overseas", "Open an office in Aarhus")
LATER = NOW + timedelta(days=8)


@pytest.fixture
def quarter(tidewater: Organization) -> Cycle:
    return new_quarter()


@pytest.fixture
def pulse(quarter: Cycle, tidewater: Organization, marta: Person) -> RecallPulse:
    return open_pulse(organization=tidewater, cycle=quarter, real=REAL, decoys=DECOYS, by=marta, now=NOW)


def ids(*texts: str) -> list[int]:
    return list(PulseChoice.objects.filter(text__in=texts).values_list("pk", flat=True))


def answers(pulse: RecallPulse, *picks: tuple[str, ...]) -> None:
    for number, texts in enumerate(picks):
        answer_pulse(pulse=pulse, picked=ids(*texts), by=new_person(f"Person {number}"), now=NOW)


def test_the_share_that_names_three_and_how_often_each_was_picked(pulse: RecallPulse, marta: Person) -> None:
    answers(pulse, REAL, REAL[:3], REAL[:2], (REAL[0], *DECOYS), REAL[1:])
    result = pulse_page(marta, LATER.date()).results[0]
    assert result.naming
    assert (result.naming.part, result.naming.whole, result.need) == (3, 5, 3)
    assert [(pick.count, pick.is_decoy) for pick in result.picks] == [
        (4, False), (4, False), (3, False), (2, False), (1, True), (1, True),
    ]  # fmt: skip


def test_nothing_is_shown_of_fewer_than_five_answers(pulse: RecallPulse, marta: Person) -> None:
    answers(pulse, REAL, REAL, REAL, REAL)
    with time_machine.travel(LATER, tick=False):
        shown = Reader(marta).page("alignment:pulse")
    assert "Not enough to show: 4 of 5 answers." in shown
    assert REAL[0] not in shown


def test_nothing_is_shown_while_it_is_open_so_that_no_single_answer_can_be_told_from_the_change(
    pulse: RecallPulse, marta: Person
) -> None:
    answers(pulse, REAL, REAL, REAL, REAL, REAL)
    answer_pulse(pulse=pulse, picked=ids(*REAL), by=marta, now=NOW)
    with time_machine.travel(NOW, tick=False):
        shown = Reader(marta).page("alignment:pulse")
    assert "1 of 1 have answered" in shown
    assert REAL[0] not in shown


def test_who_picked_what_stands_in_no_line_no_history_and_on_no_page(pulse: RecallPulse, marta: Person) -> None:
    answers(pulse, REAL, REAL, REAL, REAL, (DECOYS[0],))
    assert list(Event.objects.values_list("name", flat=True)) == ["pulse.opened"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_name LIKE '%pulseanswer%'")
        assert cursor.fetchall() == [("alignment_pulseanswer",)]
    with time_machine.travel(LATER, tick=False):
        source = Reader(marta).source("alignment:pulse")
    assert "Person 4" not in source
    assert "Utilities live" in source


def test_each_person_has_an_order_of_their_own_and_keeps_it(pulse: RecallPulse, marta: Person, ines: Person) -> None:
    choices = list(PulseChoice.objects.filter(pulse=pulse))
    people = [marta, ines, *(new_person(f"Person {number}") for number in range(4))]
    orders = [[pk for pk, _ in in_own_order(choices, person)] for person in people]
    assert len({tuple(order) for order in orders}) > 1
    assert orders == [[pk for pk, _ in in_own_order(choices[::-1], person)] for person in people]


def test_an_answer_is_given_once_within_its_days_and_no_longer_than_the_list_of_priorities(
    pulse: RecallPulse, ines: Person
) -> None:
    with pytest.raises(NotSaid, match="at least one"):
        answer_pulse(pulse=pulse, picked=[0], by=ines, now=NOW)
    with pytest.raises(NotSaid, match="at most 4"):
        answer_pulse(pulse=pulse, picked=ids(*REAL, *DECOYS), by=ines, now=NOW)
    with pytest.raises(NotAllowed):
        answer_pulse(pulse=pulse, picked=ids(*REAL), by=new_person("Tove Berg", access="viewer"), now=NOW)
    answer_pulse(pulse=pulse, picked=ids(*REAL), by=ines, now=NOW)
    with pytest.raises(AlreadyThere):
        answer_pulse(pulse=pulse, picked=ids(REAL[0]), by=ines, now=NOW)
    with pytest.raises(AlreadyClosed):
        answer_pulse(pulse=pulse, picked=ids(REAL[0]), by=new_person("Omar Haddad"), now=LATER)
    assert PulseAnswer.objects.count() == 1


def test_leaders_open_one_at_a_time_with_something_to_know_and_something_to_be_wrong_about(
    quarter: Cycle, tidewater: Organization, marta: Person, ines: Person
) -> None:
    def ask(by: Person, real: tuple[str, ...] = REAL, decoys: tuple[str, ...] = DECOYS) -> RecallPulse:
        return open_pulse(organization=tidewater, cycle=quarter, real=real, decoys=decoys, by=by, now=NOW)

    with pytest.raises(NotAllowed):
        ask(ines)
    with pytest.raises(NotSaid, match="at least one decoy"):
        ask(marta, decoys=())
    with pytest.raises(NotSaid, match="twice"):
        ask(marta, decoys=(REAL[0].upper(),))
    assert ask(marta).closes_on == MONDAY + timedelta(days=7)
    with pytest.raises(AlreadyThere):
        ask(marta)


def test_everybody_with_a_login_hears_of_it_and_owes_it_until_they_have_answered(
    pulse: RecallPulse, marta: Person, ines: Person
) -> None:
    new_person("Without a login")
    new_person("Tove Berg", login=True, access="viewer")
    ask_everybody(Event.objects.get(name="pulse.opened"), NOW)
    assert [line.person for line in Notification.objects.select_related("person")] == [ines]
    assert pulse_owed(ines, MONDAY) == pulse
    answer_pulse(pulse=pulse, picked=ids(*REAL[:3]), by=ines, now=NOW)
    assert pulse_owed(ines, MONDAY) is None
    assert pulse_owed(marta, LATER.date()) is None, "it has closed by itself"
    assert pulse_owed(Person.objects.get(name="Without a login"), MONDAY) is None


def test_a_minute_of_ines_and_of_marta(quarter: Cycle, marta: Person, ines: Person) -> None:
    new_objective(REAL[0], rank=1)
    new_objective(REAL[1], rank=2)
    with time_machine.travel(NOW, tick=False):
        leader, member = Reader(marta), Reader(ines)
        form = leader.source("alignment:pulse_opening")
        assert f"{REAL[0]}\n{REAL[1]}" in form, "the company's priorities are proposed"
        address = leader.address("alignment:pulse_opening")
        said = {"real": "\n".join(REAL), "decoys": "", "closes_on": "2026-08-24"}
        refused = leader.client.post(address, said)
        assert (refused.status_code, REAL[3] in refused.content.decode()) == (422, True)
        assert leader.client.post(address, said | {"decoys": " one \n\n two "}).status_code == 302
        pulse = RecallPulse.objects.get()
        assert (pulse.closes_on, set(pulse.choices.filter(is_decoy=True).values_list("text", flat=True))) == (
            date(2026, 8, 24), {"one", "two"},
        )  # fmt: skip
        answer = member.address("alignment:pulse")
        assert member.client.post(answer, {}).status_code == 422
        assert member.client.post(answer, {"picked": ids(*REAL, "one")}).status_code == 422
        assert member.client.post(answer, {"picked": ids(*REAL[:2])}).status_code == 302
        assert member.client.post(answer, {"picked": ids(*REAL[:2])}).status_code == 409
        assert "Thank you" in member.page("alignment:pulse")
        assert member.get("alignment:pulse_opening").status_code == 403
