"""Every transition of a promise, tried as everybody: who may, where it leads, and that nothing else happens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any

import pytest
from django.db import transaction

from accountability import actions
from accountability.models import Commitment, CommitmentState
from organizations.models import Event, Organization, Person
from organizations.refusals import Refused
from tests.accountability.promises import FRIDAY, NEXT_FRIDAY, everybody, in_state
from tests.cast import NOW

OURS = {"doer", "teammate", "leader"}
ASKS = {"asker", "leader"}
LIVE = ("", "open", "in_progress")
Verb = Callable[[Commitment, Person], Any]
VERBS: dict[str, Verb] = {
    "accept": lambda c, p: actions.accept_commitment(commitment=c, by=p, now=NOW),
    "counter": lambda c, p: actions.counter_commitment(commitment=c, offered_on=NEXT_FRIDAY, by=p, now=NOW),
    "decline": lambda c, p: actions.decline_commitment(commitment=c, reason="No slot", by=p, now=NOW),
    "take offer": lambda c, p: actions.take_offer(commitment=c, by=p, now=NOW),
    "ask again": lambda c, p: actions.ask_again(commitment=c, asked_for_on=FRIDAY, by=p, now=NOW),
    "start": lambda c, p: actions.start_commitment(commitment=c, by=p, now=NOW),
    "amend": lambda c, p: actions.amend_commitment(commitment=c, due_on=NEXT_FRIDAY, by=p, now=NOW),
    "finish": lambda c, p: actions.finish_commitment(commitment=c, by=p, now=NOW),
    "rescope": lambda c, p: actions.rescope_commitment(commitment=c, due_on=NEXT_FRIDAY, reason="Ill", by=p, now=NOW),
    "drop": lambda c, p: actions.drop_commitment(commitment=c, reason="Moot", agreed_by=c.receiver, by=p, now=NOW),
    "confirm": lambda c, p: actions.confirm_commitment(commitment=c, by=p, now=NOW),
    "send back": lambda c, p: actions.send_back_commitment(commitment=c, reason="No date in it", by=p, now=NOW),
    "reopen": lambda c, p: actions.reopen_commitment(commitment=c, by=p, now=NOW),
}
# verb -> the states that it may start from, the state that it leads to, and who may
TABLE: dict[str, list[tuple[tuple[str, ...], str, set[str]]]] = {
    "accept": [(("asked",), "open", {"doer"})],
    "counter": [(("asked",), "countered", {"doer"})],
    "decline": [(("asked", "countered"), "declined", {"doer"})],
    "take offer": [(("countered",), "open", ASKS)],
    "ask again": [(("asked", "countered"), "asked", ASKS)],
    "start": [(("", "open"), "in_progress", OURS)],
    "amend": [((state,), state, OURS) for state in LIVE],
    "finish": [(LIVE, "done", OURS)],
    "rescope": [(LIVE, "rescoped", OURS)],
    "drop": [(LIVE, "cancelled", OURS), (("asked", "countered"), "cancelled", ASKS)],
    "confirm": [(("done",), "done", {"receiver", "leader"})],
    "send back": [(("done",), "open", {"receiver", "leader"})],
    "reopen": [(("done",), "open", OURS)],
}


def expected(verb: str, state: str, part: str) -> str | None:
    return next((leads_to for states, leads_to, may in TABLE[verb] if state in states and part in may), None)


@pytest.mark.parametrize("verb", VERBS)
def test_every_transition_as_everybody(tidewater: Organization, ines: Person, verb: str) -> None:
    people = everybody(ines)
    for state in ["", *CommitmentState.values]:
        commitment = in_state(tidewater, people, state)
        before, lines = row_of(commitment), Event.objects.count()
        for part, person in people.items():
            with taken_back():
                try:
                    VERBS[verb](copy(commitment), person)
                except Refused as refused:
                    assert expected(verb, state, part) is None, f"{part} may {verb} what is {state!r}: {refused}"
                    assert str(refused).endswith("."), "a refusal is a sentence"
                    assert (row_of(commitment), Event.objects.count()) == (before, lines), "a refusal changes nothing"
                else:
                    assert row_of(commitment)["state"] == expected(verb, state, part), f"{verb} as {part} of {state!r}"
                    assert Event.objects.count() == lines + 1, "one verb, one line"


@pytest.mark.parametrize("verb", VERBS)
def test_what_is_private_is_only_its_two_sides_to_move(tidewater: Organization, ines: Person, verb: str) -> None:
    people = everybody(ines)
    for state in CommitmentState.values:
        commitment = in_state(tidewater, people, state, is_private=True, team=None)
        for part in ("teammate", "leader", "stranger"):
            with taken_back(), pytest.raises(Refused):
                VERBS[verb](copy(commitment), people[part])


@contextmanager
def taken_back() -> Iterator[None]:
    """So that the next one finds everything as it stood."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def row_of(commitment: Commitment) -> dict[str, Any]:
    row: dict[str, Any] = Commitment.with_private.values().get(pk=commitment.pk)
    return row
