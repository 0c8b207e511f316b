"""Options are compared by criteria with weights: scores are hidden until the close, and the total shows how it comes about."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from decisions.actions import (
    Measure,
    answer_hearing,
    ask_for_decision,
    change_option,
    close_hearing,
    open_hearing,
    remove_option,
    set_criteria,
)
from decisions.models import Criterion, Decision, Hearing, OptionVote, Way
from decisions.reads.hearings import hearings_of
from decisions.tallies import best_of, fault_in_cells, weigh
from organizations.models import Event, Organization, Person
from organizations.refusals import NotAllowed, NotSaid, OutOfTurn
from tests.cast import MONDAY, NOW, new_person
from tests.reading import Reader, in_order

WEDNESDAY = MONDAY + timedelta(days=2)
COST, SPEED, RISK = 7, 8, 9
BUILD, BUY, RENT = 1, 2, 3


def test_totals_by_hand() -> None:
    """Cost counts 3, speed 2. Two people score Build: cost 4 and 5, mean 4.5; speed 3, by one of them. Buy: cost 2, speed 5 and 4.

    Build: (3 x 4.5 + 2 x 3) / 5 = 19.5 / 5 = 3.9. Buy: (3 x 2 + 2 x 4.5) / 5 = 15 / 5 = 3. Rent has speed alone, 5: no whole total.
    """
    answers = [
        {(BUILD, COST): 4, (BUILD, SPEED): 3, (BUY, COST): 2, (BUY, SPEED): 5},
        {(BUILD, COST): 5, (BUY, SPEED): 4, (RENT, SPEED): 5},
    ]
    weighed = weigh(answers, [BUILD, BUY, RENT], {COST: 3, SPEED: 2})
    assert [one.total for one in weighed] == [Fraction(39, 10), Fraction(3), Fraction(5)]
    assert [one.is_whole for one in weighed] == [True, True, False]
    assert [cell.count for cell in weighed[0].cells] == [2, 1]
    assert best_of(weighed) == {BUILD}, "five by one criterion alone is not held against the others"
    assert [one.total for one in weigh([], [BUILD], {COST: 3})] == [None]
    assert best_of(weigh([], [BUILD], {COST: 3})) == set()


PAIRS = [(option, criterion) for option in (BUILD, BUY) for criterion in (COST, SPEED, RISK)]
SCORES = st.dictionaries(st.sampled_from(PAIRS), st.integers(0, 5), max_size=6)


@given(st.lists(SCORES, max_size=3), st.lists(st.integers(1, 10), min_size=3, max_size=3))
def test_a_total_lies_between_its_scores_and_weights_count_by_their_ratio(answers: list[Any], weights: list[int]) -> None:
    once = weigh(answers, [BUILD, BUY], dict(zip((COST, SPEED, RISK), weights, strict=True)))
    twice = weigh(answers, [BUILD, BUY], {key: 2 * weight for key, weight in zip((COST, SPEED, RISK), weights, strict=True)})
    for one, other in zip(once, twice, strict=True):
        means = [mean for _, mean in one.parts]
        assert one.total == other.total
        assert one.total is None if not means else min(means) <= (one.total or 0) <= max(means)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({}, "one option by one criterion"),
        ({(BUILD, COST): 6}, "from 0 to 5"),
        ({(BUILD, COST): -1}, "from 0 to 5"),
        ({(RENT, COST): 3}, "have changed"),
        ({(BUILD, RISK): 3}, "have changed"),
        ({(BUILD, COST): 0}, ""),
    ],
)
def test_what_is_wrong_with_scores(cells: dict[tuple[int, int], int], said: str) -> None:
    fault = fault_in_cells(cells, [BUILD, BUY], [COST, SPEED])
    assert said in fault if said else fault == ""


@pytest.fixture
def wen(tidewater: Organization) -> Person:
    return new_person("Wen Li", login=True, status="active")


@pytest.fixture
def karl(tidewater: Organization) -> Person:
    return new_person("Karl Nyman", login=True, status="active")


@pytest.fixture
def decision(tidewater: Organization, ines: Person, marta: Person, wen: Person, karl: Person) -> Decision:
    decision = ask_for_decision(
        organization=tidewater,
        question="Build or buy?",
        decider=marta,
        by=ines,
        now=NOW,
        options=["Build", "Buy"],
        heard=[wen, karl],
    )
    set_criteria(decision=decision, criteria=[Measure("Cost", 3), Measure("Speed", 2)], by=ines, now=NOW)
    return decision


def ask_scores(decision: Decision, by: Person) -> Hearing:
    return open_hearing(decision=decision, way=Way.SCORE, closes_on=WEDNESDAY, by=by, now=NOW)


def cells(decision: Decision, *scores: int | None) -> dict[tuple[int, int], int]:
    """Build by cost and speed, then Buy."""
    options = decision.options.order_by("position").values_list("pk", flat=True)
    criteria = list(decision.criteria.order_by("position").values_list("pk", flat=True))
    pairs = [(option, criterion) for option in options for criterion in criteria]
    return {pair: score for pair, score in zip(pairs, scores, strict=True) if score is not None}


def test_scores_are_hidden_until_the_close_and_then_a_table(
    decision: Decision, ines: Person, marta: Person, wen: Person, karl: Person
) -> None:
    hearing = ask_scores(decision, ines)
    answer_hearing(hearing=hearing, cells=cells(decision, 4, 3, 2, 5), by=wen, now=NOW)
    answer_hearing(hearing=hearing, cells=cells(decision, 5, None, None, 4), by=karl, now=NOW)
    hidden = hearings_of(decision, marta, MONDAY)[0]
    assert (hidden.comparison, hidden.standings, len(hidden.answered)) == (None, [], 2)
    with time_machine.travel(NOW, tick=False):
        assert "÷" not in Reader(marta).page("decisions:hearings", decision.pk)
        close_hearing(hearing=hearing, by=ines, now=NOW)
        page = Reader(marta).page("decisions:hearings", decision.pk)
    assert in_order(
        page, "Criterion", "Weight", "Build", "Buy", "Cost 3 4.5", "of 2", "2.0", "Speed 2", "Weighted total", "3.9 3.0"
    )
    assert in_order(page, "3.9 of 5", "(3 × 4.5 + 2 × 3.0) ÷ 5", "3.0 of 5", "(3 × 2.0 + 2 × 4.5) ÷ 5")
    shown = hearings_of(decision, marta, MONDAY)[0]
    assert [(one.option.text, one.is_first) for one in shown.standings] == [("Build", True), ("Buy", False)]


def test_an_option_that_was_not_scored_by_all_stands_below_and_says_so(decision: Decision, ines: Person, wen: Person) -> None:
    hearing = ask_scores(decision, ines)
    answer_hearing(hearing=hearing, cells=cells(decision, 1, 1, 5, None), by=wen, now=NOW)
    close_hearing(hearing=hearing, by=ines, now=NOW)
    first, second = hearings_of(decision, wen, MONDAY)[0].standings
    assert (first.option.text, first.is_first, second.more) == ("Build", True, "(3 × 5.0) ÷ 3, by 1 of 2 criteria")


def test_nobody_chooses_weights_with_the_scores_in_sight(decision: Decision, ines: Person, wen: Person) -> None:
    hearing = ask_scores(decision, ines)
    with pytest.raises(OutOfTurn, match="Close the vote first"):
        set_criteria(decision=decision, criteria=[Measure("Cost", 9)], by=ines, now=NOW)
    answer_hearing(hearing=hearing, cells=cells(decision, 5, None, 1, None), by=wen, now=NOW)
    close_hearing(hearing=hearing, by=ines, now=NOW)
    for changed in ([Measure("Cost", 9), Measure("Speed", 2)], [Measure("Speed", 2)]):
        with pytest.raises(OutOfTurn, match="“Cost” was scored by, with the weight 3"):
            set_criteria(decision=decision, criteria=changed, by=ines, now=NOW)
    rows = set_criteria(decision=decision, criteria=[Measure("Risk", 5), Measure("cost", 3)], by=ines, now=NOW)
    assert [(row.position, row.name, row.weight) for row in rows] == [(0, "Risk", 5), (1, "cost", 3)]
    (part,) = hearings_of(decision, wen, MONDAY)
    assert part.comparison is not None
    assert [line.name for line in part.comparison.lines] == ["cost"], "what was added later is not in the table of then"
    with pytest.raises(OutOfTurn, match="voted on"):
        remove_option(option=decision.options.get(text="Buy"), by=ines, now=NOW)
    change_option(option=decision.options.get(text="Buy"), text="Buy it", by=ines, now=NOW)


@pytest.mark.parametrize(
    ("criteria", "said"),
    [
        ([Measure(f"C{n}", 1) for n in range(9)], "at most 8"),
        ([Measure("Cost", 0)], "from 1 to 10"),
        ([Measure("Cost", 11)], "from 1 to 10"),
        ([Measure("Cost", 1), Measure("COST ", 2)], "stands there twice"),
        ([Measure(" ", 1)], "what the criterion is"),
        ([Measure("x" * 121, 1)], "Shorten"),
    ],
)
def test_criteria_that_are_none_are_refused(decision: Decision, ines: Person, criteria: list[Measure], said: str) -> None:
    with pytest.raises(NotSaid, match=said):
        set_criteria(decision=decision, criteria=criteria, by=ines, now=NOW)
    assert decision.criteria.count() == 2


def test_it_is_set_by_who_runs_it_and_said_once(decision: Decision, ines: Person, wen: Person) -> None:
    with pytest.raises(NotAllowed):
        set_criteria(decision=decision, criteria=[], by=wen, now=NOW)
    set_criteria(decision=decision, criteria=[Measure("Cost", 3), Measure("Speed", 2)], by=ines, now=NOW)
    (line,) = Event.objects.filter(name="decision.criteria_changed")
    assert line.data["criteria"] == [[], ["Cost: 3", "Speed: 2"]], "the same once more says nothing"
    set_criteria(decision=decision, criteria=[], by=ines, now=NOW)
    assert not Criterion.objects.exists()


def test_scores_for_the_whole_and_by_criteria_do_not_mix(decision: Decision, ines: Person, wen: Person) -> None:
    hearing = ask_scores(decision, ines)
    option = decision.options.get(text="Buy")
    with pytest.raises(NotSaid, match="by one criterion"):
        answer_hearing(hearing=hearing, points={option.pk: 5}, by=wen, now=NOW)
    assert not OptionVote.objects.exists()


def test_the_forms_keep_what_was_typed_and_answer_to_anything(decision: Decision, ines: Person, wen: Person) -> None:
    runs, asked = Reader(ines), Reader(wen)
    with time_machine.travel(NOW, tick=False):
        assert in_order(runs.page("decisions:decision", decision.pk), "Compared by", "Cost ×3", "Speed ×2", "Change the criteria")
        address = runs.address("decisions:criteria", decision.pk)
        seal = runs.source("decisions:criteria", decision.pk).partition('name="started_from" value="')[2].partition('"')[0]
        for typed, said in (
            ("Cost: 0", "from 1 to 10"),
            ("Cost: 99999999999999999999", "from 1 to 10"),
            ("Cost: -3", "from 1 to 10"),
            (": 3", "what the criterion is"),
            ("y" * 121, "Shorten"),
            ("\n".join(f"C{n}" for n in range(9)), "at most 8"),
            ("Cost\ncost", "stands there twice"),
        ):
            answer = runs.client.post(address, {"criteria": typed, "started_from": seal})
            assert answer.status_code == 422, typed
            assert said in answer.content.decode()
        assert runs.client.post(address, {"criteria": "Cost: 9"}).status_code == 409, "without its seal it may be anybody's"
        hearing = ask_scores(decision, ines)
        page = asked.page("decisions:answer", decision.pk)
        assert in_order(page, "Build", "Cost weight 3", "Speed weight 2", "Buy", "Cost")
        address = asked.address("decisions:answer", decision.pk)
        first = f"option-{decision.options.get(text='Build').pk}-{decision.criteria.get(name='Cost').pk}"
        for hostile in ({}, {first: "6"}, {first: "-1"}, {first: "<b>"}, {first: "9" * 400}):
            assert asked.client.post(address, hostile | {"words": "Kept"}).status_code == 422
        assert asked.client.post(address, {first: "4", "option-1-1": "3"}).status_code == 302
        assert OptionVote.objects.get().points == 4
        assert runs.client.post(runs.address("decisions:criteria", decision.pk), {"criteria": "Cost: 3"}).status_code == 409
        assert hearing.answers.exclude(answered_at=None).count() == 1
