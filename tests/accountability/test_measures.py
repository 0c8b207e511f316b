"""How promises fare: the formulas by hand, and the same from the database, row for row."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import Case, When
from hypothesis import given, settings
from hypothesis import strategies as st

from accountability import measures
from accountability.measures import Fate, Promise, Score
from accountability.models import Commitment, CommitmentState
from accountability.reads import fates
from accountability.reads.faring import faring
from organizations.models import Organization, Person
from tests.cast import MONDAY, new_person

DUE = date(2026, 8, 7)  # a Friday ten days ago


def ended(state: str, closed: int | None, due: date | None = DUE) -> Promise:
    """A promise for DUE that was closed so many days after it."""
    day = due + timedelta(days=closed) if due and closed is not None else None
    return Promise(due, state, due, day if state == "done" else None, day, created_on=date(2026, 7, 1), touched_on=day)


@pytest.mark.parametrize(
    ("promise", "fate", "is_answered"),
    [
        (ended("done", 0), Fate.KEPT, None),  # at the end of its day is on its day
        (ended("done", -3), Fate.KEPT, None),
        (ended("done", 1), Fate.LATE, True),
        (ended("done", 7), Fate.LATE, True),
        (ended("done", 8), Fate.LATE, False),
        (ended("done", None), None, None),  # an import that names no day says neither yes nor no
        (ended("rescoped", 0), Fate.TALKED_OVER, None),  # before its day is over it is talked over, not broken
        (ended("rescoped", 1), Fate.BROKEN, True),
        (ended("cancelled", -1), Fate.LET_GO, None),
        (ended("cancelled", 9), Fate.BROKEN, False),
        (ended("open", None), Fate.BROKEN, False),
        (ended("open", None, MONDAY - timedelta(days=7)), Fate.BROKEN, None),  # it may still be answered today
        (ended("open", None, MONDAY), None, None),  # due today is due until the end of today
        (ended("", None), None, None),  # not stated is neither kept nor broken
        (ended("asked", None, None), None, None),
        (ended("declined", None, None), None, None),
    ],
)
def test_what_became_of_a_promise(promise: Promise, fate: Fate | None, is_answered: bool | None) -> None:
    assert measures.fate(promise, MONDAY) == fate
    assert measures.is_answered(promise, MONDAY) is is_answered


def test_the_shares_and_that_too_few_say_nothing() -> None:
    promises = [ended("done", 0)] * 3 + [ended("done", 2), ended("rescoped", -1), ended("open", None), ended("asked", None, None)]
    assert measures.reliability(promises, MONDAY) == Score(3, 6)
    assert measures.rescope_rate(promises, MONDAY) == Score(1, 6)
    assert measures.explicit_closure(promises, MONDAY) == Score(1, 2)
    assert Score(3, 6).share == 0.5
    assert Score(4, 4).share is None
    assert [measures.is_charged_to_coordination(code) for code in ("priority", "team", "decision", "forgot")] == [True] * 3 + [
        False
    ]


def test_silence_and_age() -> None:
    quiet = Promise(DUE, "open", DUE, created_on=MONDAY - timedelta(days=15), touched_on=DUE)
    assert measures.is_silent(quiet, MONDAY)
    assert not measures.is_silent(Promise(DUE, "open", DUE, touched_on=MONDAY), MONDAY)
    assert not measures.is_silent(ended("", None), MONDAY)
    ages = [Promise(DUE, "open", created_on=MONDAY - timedelta(days=days)) for days in (0, 7, 8, 14, 15, 30, 31)]
    assert [measures.age_bucket(one, MONDAY) for one in ages] == [0, 0, 1, 1, 2, 2, 3]


def test_a_trend_is_of_four_weeks_each_and_leaves_out_what_is_too_few() -> None:
    assert measures.trend([Score(0, 1), Score(2, 2), Score(1, 1), Score(1, 1), Score(0, 0), Score(5, 5)]) == [8.0, 10.0]


def facts(commitment: Commitment) -> Promise:
    return Promise(
        commitment.original_due_on, commitment.state, commitment.due_on, commitment.completed_on, commitment.closed_on,
        commitment.created_on, commitment.touched_on, commitment.owner is not None and commitment.owner.status != "inactive",
        has_seat=False,
    )  # fmt: skip


days = st.none() | st.integers(-40, 12).map(lambda back: MONDAY + timedelta(days=back))
rows = st.lists(
    st.fixed_dictionaries(
        {"state": st.sampled_from(["", *CommitmentState.values]), "due_on": days, "closed_on": days, "touched_on": days}
        | {"completed_on": days, "has_left": st.booleans(), "is_private": st.booleans()}
        | {"after": st.sampled_from([None, -1, 0, 1, 7, 8])}
    ),
    max_size=14,
)


@settings(max_examples=60)
@given(drawn=rows)
def test_the_database_counts_what_the_formulas_say(tidewater: Organization, ines: Person, drawn: list[dict[str, Any]]) -> None:
    gone = Person.objects.filter(name="Gus Olsen").first() or new_person("Gus Olsen", status="inactive")
    Commitment.with_private.all().delete()
    made = []
    for row in drawn:
        owner, after = gone if row.pop("has_left") else ines, row.pop("after")
        if row["due_on"] and after is not None:  # close to the day that was promised, where the formulas turn
            row |= {"closed_on": row["due_on"] + timedelta(days=after), "completed_on": row["due_on"] + timedelta(days=after)}
        made.append(Commitment(organization=tidewater, title="A", owner=owner, created_on=date(2026, 7, 1), **row))
    Commitment.with_private.bulk_create(made)
    said = {f"is_{name}": Case(When(condition, then=True), default=False) for name, condition in fates.fates(MONDAY).items()}
    stored = list(Commitment.objects.select_related("owner").annotate(**said))
    for one in stored:
        fate = measures.fate(facts(one), MONDAY)
        assert [name for name in Fate if getattr(one, f"is_{name}")] == ([fate] if fate else [])
    lately = measures.weeks_before(MONDAY, measures.LATELY)[0]
    due = [facts(one) for one in stored if one.original_due_on and lately <= one.original_due_on < MONDAY]
    live = [facts(one) for one in stored]
    fares = faring(None, MONDAY)
    assert fares.reliability == measures.reliability(due, MONDAY)
    assert fares.closure == measures.explicit_closure(due, MONDAY)
    assert fares.rescoped == measures.rescope_rate(due, MONDAY)
    assert fares.owned == measures.ownership(live, has_chart=False)
    assert fares.silent == sum(measures.is_silent(one, MONDAY) for one in live)
    buckets = [measures.age_bucket(one, MONDAY) for one in live]
    assert [count for _, count in fares.ages] == [buckets.count(place) for place in range(4)]


def test_the_database_turns_on_the_same_day_as_the_formulas(tidewater: Organization, ines: Person) -> None:
    for state in ("done", "rescoped", "cancelled"):
        for after in (-1, 0, 1, 7, 8):
            day = DUE + timedelta(days=after)
            done = day if state == "done" else None
            row = {"title": "A", "owner": ines, "state": state, "due_on": DUE, "closed_on": day, "completed_on": done}
            made = Commitment.objects.create(organization=tidewater, **row)
            made.refresh_from_db()
            found = [name for name, condition in fates.fates(MONDAY).items() if Commitment.objects.filter(condition, pk=made.pk)]
            assert found == [measures.fate(facts(made), MONDAY)], (state, after)
            is_in_time = Commitment.objects.filter(fates.answered(MONDAY), pk=made.pk).exists()
            assert is_in_time == bool(measures.is_answered(facts(made), MONDAY)), (state, after)
