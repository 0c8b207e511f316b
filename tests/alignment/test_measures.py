"""The formulas, case by case: what counts, what is left out, and where the lines are drawn."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from alignment import measures
from alignment.measures import Child, Facts, Numbers
from tests.cast import MONDAY

D = Decimal


def numbers(kind: str, start: int | None, target: int | None, current: int | None, state: str = "open", **more: Any) -> Numbers:
    def exact(number: int | None) -> Decimal | None:
        return None if number is None else D(number)

    return Numbers(kind=kind, state=state, start=exact(start), target=exact(target), current=exact(current), **more)


@pytest.mark.parametrize(
    ("key_result", "progress"),
    [
        (numbers("metric", 0, 10, 4), "0.4"),
        (numbers("metric", 120, 90, 102), "0.6"),  # a target below the start
        (numbers("metric", 0, 10, 12), "1"),
        (numbers("metric", 5, 10, 3), "0"),
        (numbers("metric", 0, 3, 1), "0.333333"),
        (numbers("metric", 0, 10, None), None),
        (numbers("metric", None, 10, 4), None),
        (numbers("metric", 7, 7, 7), None),
        (numbers("", 0, 10, 4), "0.4"),  # no kind, but numbers
        (numbers("", None, 10, None), None),
        (numbers("", None, None, None), "0"),  # no kind and no numbers: a milestone
        (numbers("milestone", None, None, None), "0"),
        (numbers("milestone", None, None, None, "missed"), "0"),
        (numbers("milestone", None, None, None, ""), None),  # not stated is not open
        (numbers("milestone", None, None, None, "done"), "1"),
        (numbers("metric", 0, 10, 4, "done"), "1"),
        (numbers("metric", 0, 10, 4, "cancelled"), None),
        (numbers("threshold_above", None, 99, 99), "1"),
        (numbers("threshold_above", None, 99, 98), "0"),
        (numbers("threshold_below", None, 90, 90), "1"),
        (numbers("threshold_below", None, 90, 91), "0"),
        (numbers("threshold_below", None, 90, None), None),
        (numbers("checklist", None, 14, 7), "0.5"),
        (numbers("checklist", None, None, 7), None),
    ],
)
def test_a_key_result_is_as_far_as_its_numbers_say(key_result: Numbers, progress: str | None) -> None:
    assert measures.key_result_progress(key_result) == (None if progress is None else D(progress))


def test_an_objective_is_as_far_as_its_key_results_on_average_and_unknown_ones_are_left_out() -> None:
    own = [numbers("metric", 0, 10, 4), numbers("milestone", None, None, None, "done"), numbers("metric", 0, 10, None)]
    assert measures.objective_progress("active", own, []) == D("0.7")


def test_without_measured_key_results_an_objective_is_as_far_as_what_carries_it() -> None:
    children = [Child("active", "on_track", D("0.5")), Child("missed", "", D("0.1")), Child("cancelled", "", D("0.9"))]
    assert measures.objective_progress("active", [numbers("metric", 0, 10, None)], children) == D("0.3")
    assert measures.objective_progress("active", [], [Child("proposed", "", D("0.9"))]) is None


def test_a_completed_objective_is_all_the_way() -> None:
    assert measures.objective_progress("completed", [numbers("metric", 0, 10, 4)], []) == D(1)


@pytest.mark.parametrize(
    ("day", "share"),
    [("2026-06-28", "0"), ("2026-06-29", "0"), ("2026-08-17", "0.538462"), ("2026-09-27", "0.989011"), ("2026-09-28", "1")],
)
def test_time_passes_by_full_days_of_a_period_that_includes_its_last_day(day: str, share: str) -> None:
    assert measures.elapsed(date(2026, 6, 29), date(2026, 9, 27), date.fromisoformat(day)) == D(share)


def test_a_period_without_a_start_or_that_ends_before_it_has_no_elapsed_share() -> None:
    assert measures.elapsed(None, MONDAY, MONDAY) is None
    assert measures.elapsed(MONDAY, date(2026, 8, 16), MONDAY) is None
    assert measures.elapsed(MONDAY, MONDAY, MONDAY) == D(0)


@pytest.mark.parametrize(
    ("pace", "verdict"),
    [("0.2", "on_pace"), ("-0.05", "on_pace"), ("-0.050001", "at_risk"), ("-0.15", "at_risk"), ("-0.150001", "behind")],
)
def test_the_lines_between_on_pace_at_risk_and_behind(pace: str, verdict: str) -> None:
    assert measures.verdict(D(pace)) == verdict
    assert measures.verdict(None) == ""


def test_only_what_is_under_way_or_on_hold_has_a_pace() -> None:
    assert measures.pace("active", D("0.5"), D("0.5")) == D(0)
    assert measures.pace("completed", D(1), D("0.5")) is None
    assert measures.pace("active", None, D("0.5")) is None


def test_a_check_in_is_fresh_for_the_cadence_and_two_days() -> None:
    assert measures.is_fresh(date(2026, 8, 8), 7, MONDAY)
    assert not measures.is_fresh(date(2026, 8, 7), 7, MONDAY)
    assert not measures.is_fresh(None, 7, MONDAY)


@pytest.mark.parametrize(
    ("statuses", "verdict", "colour"),
    [
        ("on on on", "", "on_track"),
        ("on on on", "behind", "off_track"),
        ("on on on off", "", "at_risk"),
        ("on on off off", "", "off_track"),
        ("on on on on off off", "", "at_risk"),
        ("on risk", "", "at_risk"),
        ("on on risk", "", "on_track"),
        ("done done risk", "", "on_track"),
        ("none none none", "", ""),  # silence is not green
        ("on none none", "", ""),
        ("on none", "", "on_track"),
        ("off none none none", "", "off_track"),
        ("paused", "", ""),
        ("", "behind", ""),
    ],
)
def test_the_colour_from_what_carries_an_objective(statuses: str, verdict: str, colour: str) -> None:
    words = {"on": "on_track", "risk": "at_risk", "off": "off_track", "none": "no_update"}
    assert measures.colour_below([words.get(word, word) for word in statuses.split()], verdict) == colour


YESTERDAY = date(2026, 8, 16)
BEHIND: dict[str, Any] = {"progress": D("0.2"), "elapsed": D("0.54")}


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        (Facts("proposed", claim="on_track", is_fresh=True), ("", "")),
        (Facts("missed"), ("", "")),
        (Facts("completed"), ("done", "")),
        (Facts("on_hold", claim="off_track", is_fresh=True), ("paused", "")),
        (Facts("active", due_on=YESTERDAY, claim="on_track", is_fresh=True, progress=D("0.9")), ("off_track", "date")),
        (Facts("active", due_on=YESTERDAY, progress=None), ("off_track", "date")),
        (Facts("active", due_on=YESTERDAY, claim="on_track", is_fresh=True, progress=D(1)), ("on_track", "reported")),
        (Facts("active", due_on=MONDAY, claim="at_risk", is_fresh=True), ("at_risk", "reported")),
        (Facts("active", claim="on_track", is_fresh=True, **BEHIND), ("on_track", "reported")),  # a person's word stands
        (Facts("active", claim="on_track", is_fresh=False, is_measured_itself=True, **BEHIND), ("no_update", "")),
        (Facts("active", is_measured_itself=True, **BEHIND), ("off_track", "pace")),
        (Facts("active", is_measured_itself=True, progress=D("0.4"), elapsed=D("0.5")), ("at_risk", "pace")),
        (Facts("active", is_measured_itself=True, progress=D("0.5"), elapsed=D("0.5")), ("on_track", "pace")),
        (Facts("active", is_measured_itself=True, progress=D("0.5"), children=["on_track"]), ("on_track", "children")),
        (Facts("active", children=["off_track"]), ("off_track", "children")),
        (Facts("active", children=["no_update"]), ("no_update", "")),
        (Facts("active"), ("no_update", "")),
    ],
)
def test_the_status_takes_the_first_source_that_says_something(facts: Facts, status: tuple[str, str]) -> None:
    assert measures.status(facts, MONDAY) == status


@pytest.mark.parametrize(
    ("key_result", "problem"),
    [
        (numbers("milestone", None, None, None, due_on=YESTERDAY), "late"),
        (numbers("milestone", None, None, None, "", due_on=YESTERDAY), ""),  # not stated is not late
        (numbers("milestone", None, None, None, "done", due_on=YESTERDAY), ""),
        (numbers("milestone", None, None, None, due_on=MONDAY), ""),
        (numbers("metric", 0, 10, 10, due_on=YESTERDAY), ""),  # reached
        (numbers("threshold_above", None, 99, 98), "broken"),
        (numbers("metric", 0, 10, 5, changed_on=date(2026, 7, 27)), "flat"),
        (numbers("metric", 0, 10, 5, changed_on=date(2026, 7, 28)), ""),
        (numbers("metric", 0, 10, 10, changed_on=date(2026, 7, 1)), ""),
        (numbers("metric", 0, 100, 34), "behind"),
        (numbers("metric", 0, 100, 35), ""),  # 15 points are not yet behind
        (numbers("metric", 0, 100, 1, "missed"), ""),
    ],
)
def test_what_is_wrong_with_a_key_result(key_result: Numbers, problem: str) -> None:
    assert measures.key_result_problem(key_result, D("0.5"), MONDAY) == problem


@pytest.mark.parametrize(
    ("state", "requested", "needed", "promised", "problem"),
    [
        ("requested", date(2026, 8, 14), None, None, ("unanswered", False)),
        ("requested", date(2026, 8, 15), None, None, ("", False)),
        ("negotiating", None, YESTERDAY, None, ("unanswered", True)),
        ("agreed", None, YESTERDAY, None, ("late", True)),
        ("in_progress", None, YESTERDAY, MONDAY, ("", False)),  # the promise replaces the wish
        ("in_progress", None, MONDAY, YESTERDAY, ("late", True)),
        ("delivered", None, YESTERDAY, YESTERDAY, ("", False)),
        ("", date(2026, 1, 1), YESTERDAY, YESTERDAY, ("", False)),
    ],
)
def test_what_is_wrong_with_a_dependency(
    state: str, requested: date | None, needed: date | None, promised: date | None, problem: tuple[str, bool]
) -> None:
    assert measures.dependency_problem(state, MONDAY, requested, needed, promised) == problem


def test_a_risk_is_grave_from_twelve_of_twenty_five_and_not_when_nothing_is_stated() -> None:
    assert measures.is_grave(4, 3)
    assert not measures.is_grave(11, 1)
    assert not measures.is_grave(None, 5)


def test_the_trend_has_each_weeks_last_word_of_the_last_eight_weeks_that_have_one() -> None:
    stated = [(date(2026, 5, 4), 10), *[(date(2026, 6, 1 + 7 * week), 20 + week) for week in range(4)], (date(2026, 6, 24), 90)]
    assert measures.weekly(stated) == [10, 20, 21, 22, 90]
    assert measures.weekly([(date(2026, 1, 5 + week), week) for week in range(20)], weeks=2) == [13, 19]
