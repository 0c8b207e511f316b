"""The line under a progress figure can be checked by anybody, and says what is stored."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alignment.actions import add_key_result, change_key_result, end_key_result, set_objective
from alignment.arithmetic import Term, summed
from alignment.models import Objective, ObjectiveHealth
from alignment.models.objectives import KeyResultState
from alignment.reads.objective import find_objective, objective_page
from organizations.models import Organization, Person
from tests.cast import MONDAY, NOW, new_key_result, new_objective


def term(share: str | None, weight: str = "1", why_not: str = "") -> Term:
    return Term("T", None if share is None else Decimal(share), Decimal(weight), why_not)


@pytest.mark.parametrize(
    ("own", "line"),
    [
        ([term("0.3", "2"), term("0.84")], "48% = (2 × 30% + 1 × 84%) / 3"),
        ([term("0.3"), term("0.66")], "48% = (30% + 66%) / 2"),
        ([term("0.3"), term("0.9", "0"), term(None), term("1", why_not="cancelled")], "30% = 30%"),
        ([term("0.125", "0.5"), term("1", "1.5")], "78.1% = (0.5 × 12.5% + 1.5 × 100%) / 2"),
        ([term("0.5")] * 13, "50% = the mean of 13"),
    ],
)
def test_the_line_shows_every_share_and_weight(own: list[Term], line: str) -> None:
    assert summed("active", own, []).formula == line


def test_own_measures_come_before_what_lies_below_and_completed_before_both() -> None:
    own, below = [term("0.2")], [term("0.8")]
    assert summed("active", own, below).source == "key results"
    assert summed("active", [term("0.2", "0")], below).formula == "80% = 80%", "what weighs nothing leaves it to those below"
    assert summed("completed", own, below).result == 1
    assert summed("active", [], []).formula == ""


def page_sum(objective: Objective) -> Decimal | None:
    found = find_objective(objective.pk)
    assert found is not None
    arithmetic = objective_page(found, MONDAY).arithmetic
    return arithmetic.result if arithmetic else None


VALUES = st.lists(
    st.tuples(st.integers(0, 12), st.sampled_from(["0", "0.25", "1", "3"]), st.booleans()), min_size=0, max_size=5
)  # fmt: skip


@settings(max_examples=20)
@given(own=VALUES, below=VALUES)
def test_the_line_agrees_with_what_is_stored(
    tidewater: Organization, marta: Person, own: list[tuple[int, str, bool]], below: list[tuple[int, str, bool]]
) -> None:
    live = new_objective("12 utilities live")
    for value, weight, is_dropped in own:
        new_key_result(live, "Live", 0, 7, value, weight=Decimal(weight), state="cancelled" if is_dropped else "open")
    for value, weight, is_dropped in below:
        child = set_objective(
            organization=tidewater, title="Below", parent=live, weight=Decimal(weight), by=marta, now=NOW
        )  # fmt: skip
        if not is_dropped:
            add_key_result(
                objective=child, title="Done", start_value=0, target_value=9, current_value=value, by=marta, now=NOW
            )  # fmt: skip
    end = set_objective(organization=tidewater, title="Last", parent=live, by=marta, now=NOW)
    stored = ObjectiveHealth.objects.get(objective=live).progress
    result = page_sum(live)
    assert (None if result is None else float(result)) == stored
    Objective.objects.filter(pk__in=[end.pk]).delete()


def test_a_weight_moves_the_stored_progress_and_the_line_with_it(tidewater: Organization, marta: Person) -> None:
    live = set_objective(organization=tidewater, title="12 utilities live", by=marta, now=NOW)
    first = add_key_result(objective=live, title="Live", start_value=0, target_value=10, current_value=3, by=marta, now=NOW)
    second = add_key_result(objective=live, title="Score", start_value=0, target_value=100, current_value=84, by=marta, now=NOW)
    change_key_result(key_result=first, weight=Decimal(2), reason="It is what we live from", by=marta, now=NOW)
    found = find_objective(live.pk)
    assert found is not None
    page = objective_page(found, MONDAY)
    assert page.arithmetic is not None
    assert page.arithmetic.formula == "48% = (2 × 30% + 1 × 84%) / 3"
    assert page.row.progress == 0.48
    end_key_result(key_result=second, state=KeyResultState.CANCELLED, reason="Nobody answers the survey", by=marta, now=NOW)
    assert ObjectiveHealth.objects.get(objective=live).progress == 0.3
