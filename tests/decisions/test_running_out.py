"""When the days for input are over, silence is consent and it waits for the decider; who is to know is told once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from decisions.actions import (
    answer_hearing,
    ask_for_decision,
    close_hearing,
    close_what_ran_out,
    decide,
    open_hearing,
    withdraw_decision,
)
from decisions.measures import split
from decisions.models import Decision, Hearing, Stance, Way
from decisions.reads.courses import courses_of
from decisions.reads.hearings import hearings_of
from decisions.reads.log import DecisionFilter
from decisions.tasks import begin_day_of
from notifications.models import Notification
from organizations.listing import Named
from organizations.models import Event, JobRun, Organization, Person
from organizations.relay import relay_one
from tests.cast import MONDAY, NOW, new_person
from tests.mornings import go_the_rounds
from tests.reading import Reader

WEDNESDAY = MONDAY + timedelta(days=2)
THURSDAY = MONDAY + timedelta(days=3)


@pytest.fixture
def wen(tidewater: Organization) -> Person:
    return new_person("Wen Li", login=True, status="active")


@pytest.fixture
def karl(tidewater: Organization) -> Person:
    return new_person("Karl Nyman", login=True, status="active")


@pytest.fixture
def decision(tidewater: Organization, ines: Person, marta: Person, wen: Person, karl: Person) -> Decision:
    """Ines asks Marta; Wen and Karl are heard, until the end of Wednesday."""
    decision = ask_for_decision(organization=tidewater, question="Build?", decider=marta, by=ines, now=NOW, heard=[wen, karl])
    open_hearing(decision=decision, way=Way.CONSENT, closes_on=WEDNESDAY, by=ines, now=NOW)
    return decision


def consent(decision: Decision, by: Person) -> None:
    answer_hearing(hearing=decision.hearings.get(), stance=Stance.CONSENT, by=by, now=NOW + timedelta(hours=1))


def at_midnight(organization: Organization, *, day: int = 20, minutes: int = 5) -> None:
    """What the clock of the worker sets off when a day has begun."""
    with time_machine.travel(datetime(2026, 8, day, 0, minutes, tzinfo=UTC), tick=False):
        begin_day_of(organization.pk, f"2026-08-{day}")
        while relay_one(now=datetime(2026, 8, day, 0, minutes, tzinfo=UTC)):
            pass


def told() -> list[tuple[str, str]]:
    lines = Notification.objects.filter(reason="decision.input_is_in").order_by("person__name")
    return list(lines.values_list("person__name", "text"))


def test_who_decides_and_who_asked_are_told_once(decision: Decision, tidewater: Organization, wen: Person) -> None:
    consent(decision, wen)
    at_midnight(tidewater, day=19)
    assert (told(), Hearing.objects.get().closed_at) == ([], None), "its last day has only begun"
    for day in (20, 20, 21):
        at_midnight(tidewater, day=day)
    said = "“Build?”: 1 of 2 have answered until the end of 19 August, silence is consent, and it waits for"
    assert told() == [("Ines Carvalho", f"{said} Marta Lindqvist’s decision"), ("Marta Lindqvist", f"{said} your decision")]
    assert Event.objects.filter(name="decision.input_ran_out").count() == 1


def test_a_worker_that_dies_over_it_and_one_that_comes_days_late_leave_it_to_the_next(
    decision: Decision, tidewater: Organization, monkeypatch: Any
) -> None:
    with monkeypatch.context() as broken, pytest.raises(OSError, match="gone"):
        broken.setattr("decisions.actions.hearings.record", fall_over)
        at_midnight(tidewater)
    assert Hearing.objects.get().closed_at is None, "nothing of it happened"
    at_midnight(tidewater, day=24)
    JobRun.objects.all().delete()
    at_midnight(tidewater, day=24)
    assert len(told()) == 2
    assert Hearing.objects.get().closed_at == datetime(2026, 8, 20, tzinfo=UTC), "it was over then, whenever somebody looked"


def fall_over(*_: Any, **__: Any) -> None:
    raise OSError("gone")


def test_it_is_over_at_the_end_of_the_day_where_the_organization_is(decision: Decision, tidewater: Organization) -> None:
    Organization.objects.filter(pk=tidewater.pk).update(timezone="America/New_York")
    tidewater.refresh_from_db()
    midnight = datetime(2026, 8, 20, tzinfo=ZoneInfo("America/New_York"))
    assert close_what_ran_out(organization=tidewater, now=midnight - timedelta(minutes=1)) == []
    assert len(close_what_ran_out(organization=tidewater, now=midnight)) == 1
    assert Hearing.objects.get().closed_at == midnight


def test_what_was_said_already_or_waits_for_nobody_is_not_said(
    decision: Decision, tidewater: Organization, marta: Person, ines: Person, wen: Person, karl: Person
) -> None:
    for person in (wen, karl):
        consent(decision, person)
    at_midnight(tidewater)
    assert [text for _, text in told()] == [
        "“Build?”: 2 of 2 have answered, and it waits for Marta Lindqvist’s decision",
        "“Build?”: 2 of 2 have answered, and it waits for your decision",
    ]
    closed, gone, made = (
        ask_for_decision(organization=tidewater, question=title, decider=marta, by=ines, now=NOW, heard=[wen])
        for title in ("Closed", "Gone", "Made")
    )
    for one in (closed, gone, made):
        open_hearing(decision=one, way=Way.CONSENT, closes_on=WEDNESDAY, by=ines, now=NOW)
    close_hearing(hearing=closed.hearings.get(), by=ines, now=NOW)
    withdraw_decision(decision=gone, reason="Moot", by=ines, now=NOW)
    decide(decision=made, outcome="Yes", by=marta, now=NOW)
    at_midnight(tidewater, day=21)
    assert not Event.objects.filter(name="decision.input_ran_out", about_title__in=["Closed", "Gone", "Made"]).exists()


def test_where_the_decider_has_left_who_asked_hears_it(decision: Decision, tidewater: Organization, marta: Person) -> None:
    Person.objects.filter(pk=marta.pk).update(status="inactive")
    at_midnight(tidewater)
    assert [name for name, _ in told()] == ["Ines Carvalho"]


def test_from_then_on_the_clock_waits_for_the_decider(
    decision: Decision, tidewater: Organization, wen: Person, ines: Person
) -> None:
    """Asked on Monday 17 August 09:00 UTC; until the end of Wednesday = 15/24 + 1 + 1; decided on Friday 12:00: 1 + 0.5."""
    consent(decision, wen)
    friday = datetime(2026, 8, 21, 12, tzinfo=UTC)
    for is_closed in (False, True):
        if is_closed:
            at_midnight(tidewater, day=21)
        (course,) = courses_of(friday, friday.date())
        (one,) = course.rounds
        parts = split_of(one, friday)
        assert parts == pytest.approx((15 / 24 + 2, 1.5)), "whether or not the worker has closed it"
        assert not one.waits_for_input(friday)


def split_of(one: Any, now: datetime) -> tuple[float, float]:
    return split(one, now)[:2]


def test_an_answer_is_heard_as_a_comment_is(decision: Decision, wen: Person, karl: Person) -> None:
    """Both have answered on Monday 10:00 UTC, an hour after they were asked: 1/24 for input, then a day for the decider."""
    for person in (wen, karl):
        consent(decision, person)
    (course,) = courses_of(NOW + timedelta(hours=25), MONDAY)
    assert split_of(course.rounds[0], NOW + timedelta(hours=25)) == pytest.approx((1 / 24, 1.0))


def stage_on(day: Any) -> str:
    everything = DecisionFilter("all", "", Named("", None), Named("", None), None)
    return str(everything.decisions(day).get().stage)


def test_the_register_the_page_and_my_work_say_for_whom_it_waits(
    decision: Decision, tidewater: Organization, marta: Person, wen: Person
) -> None:
    consent(decision, wen)
    assert (stage_on(WEDNESDAY), stage_on(THURSDAY)) == ("input", "decider")
    reader = Reader(marta)
    with time_machine.travel(NOW, tick=False):
        assert "Waits for input until the end of Wed 19 Aug" in reader.page("decisions:decision", decision.pk)
        assert "People are asked until the end of Wed 19 Aug." in reader.page("visibility:my_work")
    with time_machine.travel(NOW + timedelta(days=3), tick=False):
        close_what_ran_out(organization=tidewater, now=NOW + timedelta(days=3))
        assert "Input is in: it waits for the decider" in reader.page("decisions:decision", decision.pk)
        assert "1 of 2 have answered, silence is consent." in reader.page("visibility:my_work")
        part = hearings_of(decision, marta, THURSDAY)[0]
        assert (part.has_run_out, part.is_shown, part.consenting) == (True, True, 2)
        assert "until the end of Wed 19 Aug" in reader.page("decisions:hearings", decision.pk)


def test_on_the_last_morning_each_who_is_asked_is_reminded(decision: Decision, karl: Person, wen: Person) -> None:
    consent(decision, wen)
    go_the_rounds(datetime(2026, 8, 19, 8, 0, tzinfo=UTC))
    lines = Notification.objects.filter(reason="decision.input_due")
    assert [line.person for line in lines] == [karl]
