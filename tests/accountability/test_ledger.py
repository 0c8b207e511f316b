"""The ledger told from the logbook alone equals the stored one, row for row; the first day stays, however often it is moved."""

from __future__ import annotations

import contextlib
from datetime import timedelta
from typing import Any

from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from accountability import actions
from accountability.actions.entering import as_json
from accountability.ledger import FIELDS, TEXTS, Line, replayed
from accountability.models import Commitment
from organizations.models import Event, Organization, Person
from organizations.refusals import Refused
from tests.cast import MONDAY, NOW, new_person

STEPS = [
    "accept",
    "counter",
    "decline",
    "take",
    "again",
    "start",
    "amend",
    "finish",
    "rescope",
    "drop",
    "confirm",
    "back",
    "reopen",
]


def told() -> dict[int, dict[str, Any]]:
    """The rows as the lines tell them."""
    lines = Event.objects.filter(about_type="accountability.Commitment").order_by("id")
    return replayed(Line(event.about_id, event.data) for event in lines)


def stored() -> dict[int, dict[str, Any]]:
    rows = {}
    for commitment in Commitment.with_private.all():
        names = [*FIELDS, *([] if commitment.is_private else TEXTS), "original_due_on"]
        rows[commitment.pk] = {name: as_json(commitment, name) for name in names}
    return rows


def same(told: dict[int, dict[str, Any]], stored: dict[int, dict[str, Any]]) -> bool:
    return told.keys() == stored.keys() and all({name: told[pk][name] for name in row} == row for pk, row in stored.items())


def act(step: str, commitment: Commitment, by: Person, ahead: int, day: int) -> None:
    now, due = NOW + timedelta(days=day), MONDAY + timedelta(days=day + ahead)
    common: dict[str, Any] = {"commitment": commitment, "by": by, "now": now}
    {
        "accept": lambda: actions.accept_commitment(**common),
        "counter": lambda: actions.counter_commitment(**common, offered_on=due),
        "decline": lambda: actions.decline_commitment(**common, reason="No slot"),
        "take": lambda: actions.take_offer(**common),
        "again": lambda: actions.ask_again(**common, asked_for_on=due),
        "start": lambda: actions.start_commitment(**common),
        "amend": lambda: actions.amend_commitment(**common, due_on=due),
        "finish": lambda: actions.finish_commitment(**common, evidence="Slot 14", reason_code="forgot"),
        "rescope": lambda: actions.rescope_commitment(**common, due_on=due, reason="Ill", reason_code="capacity"),
        "drop": lambda: actions.drop_commitment(**common, reason="Moot", agreed_by=by, repeat=True),
        "confirm": lambda: actions.confirm_commitment(**common),
        "back": lambda: actions.send_back_commitment(**common, reason="No date in it"),
        "reopen": lambda: actions.reopen_commitment(**common),
    }[step]()


RULES = ["", "FREQ=WEEKLY", "FREQ=MONTHLY;COUNT=2"]


@settings(max_examples=40)
@given(
    starts=st.lists(
        st.tuples(st.booleans(), st.booleans(), st.sampled_from(RULES)),
        min_size=1,
        max_size=3,
    ),
    steps=st.lists(
        st.tuples(st.sampled_from(STEPS), st.integers(0, 5), st.booleans(), st.integers(-1, 20), st.integers(0, 3)), max_size=14
    ),
)
def test_the_lines_alone_tell_the_table(tidewater: Organization, ines: Person, starts: Any, steps: Any) -> None:
    with transaction.atomic():
        play(tidewater, ines, starts, steps)
        assert same(told(), stored())
        transaction.set_rollback(True)  # nothing is ever taken out of the logbook, so that the next story would begin with this one


def play(tidewater: Organization, ines: Person, starts: Any, steps: Any) -> None:
    ruth = new_person("Ruth Adeyemi")
    common: dict[str, Any] = {"organization": tidewater, "title": "Book a slot", "now": NOW}
    for is_asked, is_private, repeats in starts:
        more = common | {"is_private": is_private, "repeats": repeats}
        if is_asked:
            actions.ask_for_commitment(**more, owner=ines, asked_for_on=MONDAY + timedelta(days=3), by=ruth)
        else:
            actions.make_commitment(**more, due_on=MONDAY + timedelta(days=3), receiver=ruth, by=ines)
    day = 0
    for step, which, is_ruth, ahead, passed in steps:
        day += passed
        rows = list(Commitment.with_private.order_by("id"))
        with contextlib.suppress(Refused):
            act(step, rows[which % len(rows)], ruth if is_ruth else ines, ahead, day)


def test_a_row_that_was_changed_behind_the_logbook_is_seen(tidewater: Organization, ines: Person) -> None:
    made = actions.make_commitment(organization=tidewater, title="Book a slot", due_on=MONDAY, by=ines, now=NOW)
    assert same(told(), stored())
    Commitment.objects.filter(pk=made.pk).update(due_on=MONDAY + timedelta(days=9))
    assert not same(told(), stored())


def test_a_promise_moved_ten_times_keeps_the_day_that_was_first_said(tidewater: Organization, ines: Person) -> None:
    commitment = actions.make_commitment(organization=tidewater, title="Book a slot", due_on=MONDAY, by=ines, now=NOW)
    for days in range(1, 11):
        actions.amend_commitment(commitment=commitment, due_on=MONDAY + timedelta(days=days), by=ines, now=NOW)
    commitment.refresh_from_db()
    assert (commitment.original_due_on, commitment.due_on) == (MONDAY, MONDAY + timedelta(days=10))
    actions.finish_commitment(commitment=commitment, by=ines, now=NOW + timedelta(days=10))
    assert Event.objects.get(name="commitment.finished").data["is_on_time"] is False
    assert same(told(), stored())
