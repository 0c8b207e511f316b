"""A question is put off on purpose: with a reason and another day, while the first day and the clock stay what they are."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from decisions.actions import (
    ask_for_decision,
    change_decision,
    decide,
    defer_decision,
    reopen_decision,
    take_up_decision,
    take_up_what_is_due,
)
from decisions.actions.asking import Waiting
from decisions.measures import split
from decisions.models import Decision
from decisions.reads.courses import courses_of
from decisions.reads.fares import fares
from decisions.tasks import begin_day_of
from notifications.models import Notification
from organizations.models import Event, Organization, Person
from organizations.refusals import AlreadyClosed, DatesOutOfOrder, NotAllowed, NotSaid, OutOfTurn
from organizations.relay import relay_one
from tests.cast import NOW, new_person, new_team
from tests.reading import Reader, in_order

WEDNESDAY, NEXT_FRIDAY, SEPTEMBER = date(2026, 8, 19), date(2026, 8, 28), date(2026, 9, 16)


@pytest.fixture
def karl(tidewater: Organization) -> Person:
    return new_person("Karl Nyman", login=True, status="active")


@pytest.fixture
def decision(tidewater: Organization, ines: Person, marta: Person, karl: Person) -> Decision:
    """Ines asks Marta, needed by Wednesday 19 August; Karl leads a team that waits."""
    held = [Waiting(new_team("Grid API", lead=karl))]
    return ask_for_decision(
        organization=tidewater, question="Build?", decider=marta, by=ines, now=NOW, need_by=WEDNESDAY, holds_up=held
    )


def put_off(decision: Decision, by: Person | None, until: date = NEXT_FRIDAY, **more: Any) -> Decision:
    said: dict[str, Any] = {"reason": "The audit comes first", "now": NOW} | more
    return defer_decision(decision=decision, by=by, need_by=until, **said)


def relayed(now: datetime = NOW) -> list[tuple[str, str]]:
    while relay_one(now=now):
        pass
    return list(Notification.objects.order_by("id").values_list("person__name", "reason"))


def test_the_first_day_stays_and_how_often_is_counted(decision: Decision, marta: Person) -> None:
    put_off(decision, marta)
    take_up_decision(decision=decision, by=marta, now=NOW)
    put_off(decision, marta, SEPTEMBER)
    decision.refresh_from_db()
    facts = (decision.state, decision.need_by, decision.original_need_by, decision.put_off_count)
    assert facts == ("deferred", SEPTEMBER, WEDNESDAY, 2)
    lines = Event.objects.filter(name="decision.deferred").order_by("id").values_list("data", flat=True)
    assert [line["need_by"] for line in lines] == [["2026-08-19", "2026-08-28"], ["2026-08-28", "2026-09-16"]]
    Decision.objects.filter(pk=decision.pk).update(original_need_by=SEPTEMBER)
    decision.refresh_from_db()
    assert decision.original_need_by == WEDNESDAY, "nobody moves it"


@pytest.mark.parametrize(
    ("until", "said"),
    [
        (date(2026, 8, 18), "as it is. Choose a later day"),
        (WEDNESDAY, "needed by 19 August as it is"),
        (date(9999, 12, 31), "within the next ten years"),
    ],
)
def test_another_day_is_a_later_one(decision: Decision, marta: Person, until: date, said: str) -> None:
    with pytest.raises(DatesOutOfOrder, match=said):
        put_off(decision, marta, until)


def test_past_its_day_it_can_be_put_off_to_a_day_that_leaves_time(decision: Decision, marta: Person) -> None:
    friday = NOW + timedelta(days=4)
    with pytest.raises(DatesOutOfOrder, match="Choose 25 August or a later day"):
        put_off(decision, marta, date(2026, 8, 24), now=friday)
    put_off(decision, marta, date(2026, 8, 25), now=friday)


def test_it_needs_a_reason_and_is_put_off_while_it_waits_only(
    decision: Decision, marta: Person, ines: Person, karl: Person
) -> None:
    with pytest.raises(NotSaid, match="why it is put off"):
        put_off(decision, marta, reason="  ")
    with pytest.raises(NotAllowed, match="Ask Marta Lindqvist or Ines Carvalho"):
        put_off(decision, new_person("Ola Berg", access="member"))
    with pytest.raises(OutOfTurn, match="not put off"):
        take_up_decision(decision=decision, by=marta, now=NOW)
    put_off(decision, ines)
    with pytest.raises(OutOfTurn, match="put off, so it cannot"):
        put_off(decision, marta, SEPTEMBER)
    decide(decision=decision, outcome="Yes", by=marta, now=NOW)
    with pytest.raises(OutOfTurn, match="not put off"):
        take_up_decision(decision=decision, by=marta, now=NOW)
    with pytest.raises((OutOfTurn, AlreadyClosed)):
        put_off(decision, marta, SEPTEMBER)


def test_who_asked_and_who_waits_hear_it_and_who_put_it_off_does_not(decision: Decision, marta: Person, karl: Person) -> None:
    put_off(decision, marta)
    told = [line for line in relayed() if line[1] == "decision.put_off"]
    assert sorted(told) == [("Ines Carvalho", "decision.put_off"), ("Karl Nyman", "decision.put_off")]
    assert Notification.objects.get(person=karl, reason="decision.put_off").text == (
        "“Build?” is put off: needed by 28 August 2026 now"
    )


def test_it_is_back_by_itself_on_the_working_day_before_once(decision: Decision, tidewater: Organization, marta: Person) -> None:
    put_off(decision, marta, date(2026, 8, 31))  # a Monday: back on Friday the 28th
    for day, state in ((27, "deferred"), (28, "proposed"), (28, "proposed"), (30, "proposed")):
        at = datetime(2026, 8, day, 0, 10, tzinfo=UTC)
        with time_machine.travel(at, tick=False):
            begin_day_of(tidewater.pk, f"2026-08-{day}")
            relayed(at)
        decision.refresh_from_db()
        assert decision.state == state
    assert Event.objects.filter(name="decision.taken_up").count() == 1
    back = Notification.objects.filter(person=marta, text="“Build?” was put off, and waits for you again")
    assert back.count() == 1


def test_a_day_that_is_moved_up_brings_it_back_and_what_a_bundle_calls_deferred_stays(
    decision: Decision, tidewater: Organization, marta: Person
) -> None:
    put_off(decision, marta, SEPTEMBER)
    change_decision(decision=decision, need_by=date(2026, 8, 18), by=marta, now=NOW)
    Decision.objects.create(organization=tidewater, title="From elsewhere", state="deferred", need_by=date(2026, 1, 1))
    assert [one.title for one in take_up_what_is_due(organization=tidewater, now=NOW)] == ["Build?"]


def test_on_time_is_judged_on_the_first_day_and_the_clock_runs_on_by_hand(decision: Decision, marta: Person) -> None:
    """Asked on Monday 17 August 09:00 UTC, needed by Wednesday 19. Put off on Monday; decided on Thursday 27 August 09:00.

    Latency: eight working days, all of them the decider's. Late: Thursday 27 is in time for the second day, not for the first.
    """
    put_off(decision, marta)
    friday = datetime(2026, 8, 21, 9, tzinfo=UTC)
    page = fares(friday, friday.date())
    assert (page.on_time.kept, page.on_time.of) == (0, 1), "late already, though it is put off"
    assert [one.decision.title for one in page.waiting] == ["Build?"]
    assert page.waiting[0].waited == pytest.approx(4.0)
    thursday = datetime(2026, 8, 27, 9, tzinfo=UTC)
    decide(decision=decision, outcome="Yes", by=marta, now=thursday)
    (course,) = courses_of(thursday, thursday.date())
    (one,) = course.rounds
    assert tuple(split(one, thursday)) == pytest.approx((0.0, 8.0, 0.0, None))
    page = fares(thursday, thursday.date())
    assert (page.on_time.kept, page.on_time.of) == (0, 1)


def test_opened_again_it_keeps_its_first_day_and_is_judged_on_the_day_of_the_reopening(decision: Decision, marta: Person) -> None:
    decide(decision=decision, outcome="Yes", by=marta, now=NOW)
    reopen_decision(decision=decision, reason="Hm", by=marta, now=NOW + timedelta(days=1))
    decision.refresh_from_db()
    assert (decision.original_need_by, decision.need_by) == (WEDNESDAY, date(2026, 8, 20))


def test_the_page_says_who_put_it_off_why_and_until_when(decision: Decision, marta: Person, ines: Person) -> None:
    reader = Reader(marta)
    with time_machine.travel(NOW, tick=False):
        assert "Put off" in reader.page("decisions:decision", decision.pk)
        assert "“Build?” off" in reader.page("decisions:deferral", decision.pk)
        address = reader.address("decisions:deferral", decision.pk)
        wrong = reader.client.post(address, {"reason": "The audit comes first", "need_by": "2026-08-18"})
        assert wrong.status_code == 422
        assert "needed by 19 August as it is" in wrong.content.decode()
        assert "The audit comes first" in wrong.content.decode(), "what was typed is kept"
        for bad in ("", "soon", "2026-02-31"):
            assert reader.client.post(address, {"reason": "x", "need_by": bad}).status_code == 422
        assert reader.client.post(address, {"reason": "The audit comes first", "need_by": "2026-08-28"}).status_code == 302
        page = reader.page("decisions:decision", decision.pk)
        assert in_order(
            page, "Needed by", "Fri 28 Aug", "first by", "Wed 19 Aug", "put off once", "Put off once", "The audit comes first"
        )
        assert "Take it up again" in page
        other = Reader(new_person("Ola Berg", login=True, access="member", status="active"))
        assert "Take it up again" not in other.page("decisions:decision", decision.pk)
        assert "Whoever decides it" not in other.page("decisions:deferral", decision.pk)
        assert other.client.post(address, {"reason": "x", "need_by": "2026-10-01"}).status_code == 403
        assert reader.client.post(reader.address("decisions:taking_up", decision.pk)).status_code == 302
        assert reader.client.post(reader.address("decisions:taking_up", decision.pk)).status_code == 409


def test_the_register_finds_what_was_put_off(decision: Decision, marta: Person, ines: Person, tidewater: Organization) -> None:
    ask_for_decision(organization=tidewater, question="Never moved", decider=marta, by=ines, now=NOW)
    reader = Reader(marta)
    with time_machine.travel(NOW, tick=False):
        put_off(decision, marta)
        page = reader.page("decisions:decisions", show="other")
        assert in_order(page, "Put off or dropped", "Build?", "until Fri 28 Aug", "put off once")
        take_up_decision(decision=decision, by=marta, now=NOW)
        page = reader.page("decisions:decisions", put_off="yes")
        assert in_order(page, "Build?", "put off once")
        assert "Never moved" not in page
        file = reader.get("decisions:export", put_off="yes").content.decode()
        assert ",2026-08-28,2026-08-19,1," in file
