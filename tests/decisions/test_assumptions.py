"""What a decision rests on is watched: when it breaks, the decision opens again by itself, once, to whoever decides it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from alignment.actions.dependencies import agree_dependency, decline_dependency, request_dependency
from alignment.actions.metrics import record_measurement
from alignment.models import Dependency, Metric
from alignment.models.objectives import Bound
from decisions.actions import Bond, ask_for_decision, assume, break_what_broke, confirm_assumption, decide, drop_assumption
from decisions.models import Assumption, Decision
from decisions.tasks import look_at_assumptions_of
from notifications.models import Notification
from organizations.models import Event, Organization, Person
from organizations.refusals import AlreadyClosed, DatesOutOfOrder, NotAllowed, NotSaid, OutOfTurn
from organizations.relay import relay_one
from tests.cast import NOW, new_person, new_team
from tests.reading import Reader, in_order

SOON = date(2026, 8, 28)


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def decision(tidewater: Organization, marta: Person, ines: Person) -> Decision:
    asked = ask_for_decision(organization=tidewater, question="Two data centres?", decider=ines, by=marta, now=NOW)
    return decide(decision=asked, outcome="One.", by=ines, now=NOW)


@pytest.fixture
def uptime(tidewater: Organization, ines: Person) -> Metric:
    metric: Metric = Metric.objects.create(organization=tidewater, title="Uptime", unit="%", owner=ines)
    return metric


def at_least(metric: Metric, limit: str = "99") -> Bond:
    return Bond(metric=metric, bound=Bound.AT_LEAST, limit=Decimal(limit))


def measure(metric: Metric, value: str, day: int, by: Person) -> None:
    now = datetime(2026, 8, day, 9, tzinfo=UTC)
    record_measurement(metric=metric, value=Decimal(value), by=by, now=now)
    while relay_one(now=now):
        pass


def reopenings() -> list[str]:
    return [event.data["reason"] for event in Event.objects.filter(name="decision.reopened").order_by("id")]


def state_of(decision: Decision) -> str:
    return str(Decision.objects.get(pk=decision.pk).state)


def test_a_number_that_flaps_around_its_limit_opens_it_once(decision: Decision, uptime: Metric, ines: Person) -> None:
    assume(decision=decision, text="One is enough", bond=at_least(uptime), by=ines, now=NOW)
    for day, value in ((18, "99.5"), (19, "98.9"), (20, "99.2"), (21, "98.7"), (24, "99.9"), (25, "90")):
        measure(uptime, value, day, ines)
    said = "“One is enough” does not hold any more. “Uptime” is 98.9 on 19 August 2026; 99 or more was assumed."
    assert reopenings() == [said]
    assert state_of(decision) == "proposed"
    (line,) = Notification.objects.filter(text="“Two data centres?” is open again")
    assert (line.person, line.reason) == (ines, "decision.waits_on_you")
    decide(decision=decision, outcome="Two.", by=ines, now=datetime(2026, 8, 26, 9, tzinfo=UTC))
    measure(uptime, "80", 27, ines)
    assert (len(reopenings()), state_of(decision)) == (1, "accepted"), "what broke is settled; the new answer does not rest on it"
    assert Assumption.objects.get().state == "broken"


def test_two_that_break_while_it_is_open_open_it_once_and_a_third_later_again(
    decision: Decision, uptime: Metric, tidewater: Organization, ines: Person
) -> None:
    price = Metric.objects.create(organization=tidewater, title="Price", owner=ines)
    assume(decision=decision, text="It stays up", bond=at_least(uptime), by=ines, now=NOW)
    assume(
        decision=decision, text="It stays cheap", bond=Bond(metric=price, bound=Bound.AT_MOST, limit=Decimal(5)), by=ines, now=NOW
    )
    assume(decision=decision, text="The law comes", bond=Bond(until=SOON), by=ines, now=NOW)
    measure(uptime, "90", 18, ines)
    measure(price, "9", 19, ines)
    assert len(reopenings()) == 1
    assert [row.state for row in Assumption.objects.order_by("id")] == ["broken", "broken", "holds"]
    decide(decision=decision, outcome="Two.", by=ines, now=datetime(2026, 8, 20, tzinfo=UTC))
    break_what_broke(organization=tidewater, now=datetime(2026, 8, 28, 12, tzinfo=UTC))
    assert len(reopenings()) == 1, "its day lasts to its end"
    break_what_broke(organization=tidewater, now=datetime(2026, 8, 29, 12, tzinfo=UTC))
    assert len(reopenings()) == 2
    assert reopenings()[1].endswith("It was to have come true by 28 August 2026, and nobody has said that it did.")


def test_an_earlier_measurement_that_comes_in_late_breaks_nothing(decision: Decision, uptime: Metric, ines: Person) -> None:
    measure(uptime, "99.5", 18, ines)
    assume(decision=decision, text="It stays up", bond=at_least(uptime), by=ines, now=NOW + timedelta(days=1))
    record_measurement(metric=uptime, value=Decimal(50), by=ines, on=date(2026, 8, 10), now=NOW + timedelta(days=2))
    break_what_broke(organization=ines.organization, metric=uptime.pk, now=NOW + timedelta(days=2))
    assert reopenings() == []


@pytest.fixture
def report(tidewater: Organization, marta: Person, ines: Person) -> Dependency:
    return request_dependency(
        organization=tidewater, title="Audit", from_team=new_team("Security", lead=ines), to_team=new_team("Legal", lead=marta),
        needed_by=SOON, by=ines, now=NOW,
    )  # fmt: skip


def test_a_refusal_breaks_it_and_so_does_a_later_promise(
    decision: Decision, report: Dependency, marta: Person, ines: Person
) -> None:
    assume(decision=decision, text="Legal is there", bond=Bond(dependency=report), by=ines, now=NOW)
    agree_dependency(dependency=report, promised_by=SOON, by=marta, now=NOW)
    while relay_one(now=NOW):
        pass
    assert reopenings() == []
    Dependency.objects.update(promised_by=date(2026, 9, 4))
    break_what_broke(organization=ines.organization, now=NOW)
    assert reopenings()[0].endswith("“Audit” is promised for 4 September 2026 now; 28 August 2026 was assumed.")


def test_a_refused_dependency_opens_it_as_soon_as_it_is_said(
    decision: Decision, report: Dependency, marta: Person, ines: Person
) -> None:
    assume(decision=decision, text="Legal is there", bond=Bond(dependency=report, until=SOON), by=ines, now=NOW)
    decline_dependency(dependency=report, reason="No hands", by=marta, now=NOW)
    while relay_one(now=NOW):
        pass
    assert reopenings()[0].endswith("“Audit” was declined.")


def test_the_night_looks_once_a_day(decision: Decision, tidewater: Organization, ines: Person) -> None:
    assume(decision=decision, text="The law comes", bond=Bond(until=SOON), by=ines, now=NOW)
    with time_machine.travel(datetime(2026, 8, 29, 1, tzinfo=UTC), tick=False):
        for _ in range(2):
            look_at_assumptions_of(tidewater.pk, "2026-08-29")
    assert (len(reopenings()), state_of(decision)) == (1, "proposed")
    assert Decision.objects.get().need_by == date(2026, 9, 1), "two working days after Saturday"


def test_where_the_decider_has_left_whoever_asked_is_told(decision: Decision, uptime: Metric, marta: Person, ines: Person) -> None:
    assume(decision=decision, text="It stays up", bond=at_least(uptime), by=ines, now=NOW)
    Person.objects.filter(pk=ines.pk).update(status="inactive")
    measure(uptime, "90", 18, marta)
    assert Notification.objects.get(text="“Two data centres?” is open again").person == marta


def test_what_cannot_be_watched_or_does_not_hold_is_refused(
    decision: Decision, uptime: Metric, marta: Person, ines: Person
) -> None:
    measure(uptime, "90", 17, ines)
    faults: list[tuple[Bond, type[Exception], str]] = [
        (at_least(uptime), NotSaid, "does not hold today: “Uptime” is 90"),
        (Bond(metric=uptime), NotSaid, "at which number"),
        (at_least(uptime, "1e15"), NotSaid, "too large"),
        (Bond(), NotSaid, "by which day"),
        (Bond(until=date(2026, 8, 16)), DatesOutOfOrder, "still to come"),
    ]
    for bond, fault, match in faults:
        with pytest.raises(fault, match=match):
            assume(decision=decision, text="So", bond=bond, by=ines, now=NOW)
    with pytest.raises(NotAllowed):
        assume(decision=decision, text="So", bond=Bond(until=SOON), by=new_person("Karl Nyman"), now=NOW)
    Decision.objects.update(state="superseded")
    with pytest.raises(OutOfTurn, match="not in force"):
        assume(decision=decision, text="So", bond=Bond(until=SOON), by=ines, now=NOW)


def test_what_came_true_or_is_given_up_is_watched_no_more(decision: Decision, marta: Person, ines: Person) -> None:
    came, gone = (assume(decision=decision, text=text, bond=Bond(until=SOON), by=ines, now=NOW) for text in ("Came", "Gone"))
    confirm_assumption(assumption=came, by=ines, now=NOW)
    drop_assumption(assumption=gone, reason="We insured it", by=marta, now=NOW)
    with pytest.raises(AlreadyClosed, match="settled already: came true"):
        drop_assumption(assumption=came, reason="Hm", by=ines, now=NOW)
    assert break_what_broke(organization=ines.organization, now=NOW + timedelta(days=60)) == []


def test_from_the_page_of_the_decision(decision: Decision, uptime: Metric, ines: Person) -> None:
    reader = Reader(ines)
    assert "Write down what must hold" in reader.slot("decisions:evidence", decision.pk)
    address = reader.address("decisions:assumption_new", decision.pk)
    said: dict[str, Any] = {"text": "It stays up", "watch": "metric"}
    refused = reader.client.post(address, said)
    assert (refused.status_code, "Choose the number." in refused.content.decode()) == (422, True)
    for strange in (
        {"watch": "moon"},
        {"metric": "9" * 30},
        {"limit": "NaN"},
        {"watch": "date", "until": "0000-00-00"},
        {"text": ""},
    ):
        assert reader.client.post(address, said | strange).status_code == 422
    assert reader.client.post(address, said | {"metric": uptime.pk, "bound": "at_least", "limit": "99"}).status_code == 302
    slot = reader.slot("decisions:evidence", decision.pk)
    assert in_order(slot, "What it rests on", "[Holds] It stays up", "While “Uptime” stays at or above 99 %", "It came true")
    row = Assumption.objects.get()
    removal = reader.address("decisions:assumption_removal", row.pk)
    assert reader.client.post(removal, {"reason": ""}).status_code == 422
    assert reader.client.post(removal, {"reason": "Two lines now"}).status_code == 302
    assert reader.client.post(reader.address("decisions:assumption_confirmation", row.pk)).status_code == 409
    assert in_order(reader.slot("decisions:evidence", decision.pk), "[Not relied on] It stays up", "Two lines now")
