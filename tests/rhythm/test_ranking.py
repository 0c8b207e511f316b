"""What belongs on an agenda, why, and in which order: rules as a table, and what holds for any facts."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhythm.models import SegmentKind
from rhythm.preface import lead_sentence
from rhythm.ranking import (
    RULES,
    STEP,
    BlockerFacts,
    Carried,
    CommitmentFacts,
    DecisionFacts,
    DependencyFacts,
    EndedFacts,
    Facts,
    IssueFacts,
    ObjectiveFacts,
    RiskFacts,
    Slot,
    allotted,
    arranged,
    judge,
    ranked,
    wanted_facts,
)

LAST_WEEK = Carried(item=1, on=date(2026, 8, 10))


def objective(status: str, **fields: object) -> ObjectiveFacts:
    values: dict[str, object] = {"id": 1, "title": "SSO", "is_contradicted": False, "days": 9, "cause": "nobody owns it"}
    return ObjectiveFacts(status=status, **(values | fields))  # type: ignore[arg-type]


def need(standing: str, days: int | None = 12, **fields: object) -> DependencyFacts:
    values: dict[str, object] = {"id": 2, "title": "Sign-off", "giver": "Security", "taker": "Sales", "we_give": False}
    return DependencyFacts(standing=standing, days=days, **(values | fields))  # type: ignore[arg-type]


def question(**fields: object) -> DecisionFacts:
    return DecisionFacts(3, "Contractor", **fields)  # type: ignore[arg-type]


def blocker(days: int = 9, late: int | None = None, **fields: object) -> BlockerFacts:
    values: dict[str, object] = {"id": 8, "title": "No tenant", "stuck": "SSO", "owner": "Ben", "we_clear": False}
    return BlockerFacts(days=days, late=late, **(values | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "rule", "why"),
    [
        (objective("off_track"), "off_track", "Off track, 9 days: nobody owns it"),
        (objective("at_risk", cause="", days=0), "at_risk", "At risk since today"),
        (objective("no_update", cause="no check-in for 3 weeks"), "no_update", "No check-in for 3 weeks"),
        (objective("on_track", is_contradicted=True), "contradicted_green", "Says on track; nobody owns it"),
        (objective("on_track"), None, ""),
        (need("unanswered"), "dependency_unanswered", "Security has not accepted it, 12 days"),
        (need("unanswered", due_in=-3), "dependency_unanswered", "Security has not accepted it, 12 days, needed 3 days ago"),
        (need("talks", we_give=True), "dependency_unanswered", "Sales waits for our answer, 12 days"),
        (need("declined", 1), "dependency_refused", "Security has said no, 1 day ago"),
        (need("declined", None, we_give=True), "dependency_refused", "We said no to Sales"),
        (need("late", 5), "dependency_late", "Security has not delivered it, 5 days late"),
        (need("slipping", 21), "dependency_slipping", "Comes 3 weeks after Sales needs it, from Security"),
        (need("agreed", None, due_in=1), "dependency_due", "Security delivers it tomorrow"),
        (need("agreed", None, due_in=40), None, ""),
        (question(due_in=-9, holds_up=3), "decision_overdue", "Past its day by 9 days, holds up 3 teams"),
        (question(waits=6, decider="Marta"), "decision_waiting", "Waits on Marta, 6 days"),
        (question(waits=1, due_in=0), "decision_waiting", "Waits, nobody decides it, 1 day, needed today"),
        (question(waits=2), None, ""),
        (question(review_in=-9), "review_due", "To be looked at again, due 9 days ago"),
        (blocker(late=3), "blocker_late", "Ben was to clear it 3 days ago; “SSO” is stuck 9 working days"),
        (blocker(late=-1), "blocker_open", "Stuck 9 working days: “SSO”; Ben clears it tomorrow"),
        (blocker(0), "blocker_open", "Stuck since today: “SSO”; Ben clears it, no day is named"),
        (CommitmentFacts(4, "Call", late=2, owner="Ruth", was_moved=True), "commitment_broken",
         "Ruth promised it, 2 days past its day, moved before"),
        (CommitmentFacts(4, "Call", late=0, owner="Ruth"), None, ""),
        (RiskFacts(5, "Logs", has_owner=False, exposure=12), "risk_unowned", "Nobody owns this risk, 12 of 25"),
        (RiskFacts(5, "Logs", has_owner=True, exposure=12), "risk_undecided",
         "Nobody has said what is done with this risk, 12 of 25"),
        (IssueFacts(6, "Hours", age=0), "issue", "Raised today"),
        (IssueFacts(6, "Hours", age=30, weight=16, votes=1, came_back=True), "issue",
         "1 vote, solved before, and back, open 4 weeks, weight 16 of 25"),
        (EndedFacts(7, "Pilots", was_reached=False, days=9), "ended", "Missed 9 days ago: what did it teach us?"),
    ],
)  # fmt: skip
def test_each_rule_says_why(facts: Facts, rule: str | None, why: str) -> None:
    judged = judge(facts)
    assert (judged and judged.rule, judged.why if judged else "") == (rule, why)


ANY_FACTS = st.one_of(
    st.builds(
        objective, st.sampled_from(["off_track", "at_risk", "no_update", "on_track", ""]), id=st.integers(1, 9),
        is_contradicted=st.booleans(), days=st.integers(0, 5_000), is_ours=st.booleans(),
    ),
    st.builds(
        need, st.sampled_from(["late", "slipping", "agreed", "unanswered", "talks", "declined", "unstated"]),
        st.none() | st.integers(0, 5_000), id=st.integers(1, 9), due_in=st.none() | st.integers(-900, 900),
    ),
    st.builds(
        DecisionFacts, st.integers(1, 9), st.just("Contractor"), waits=st.none() | st.integers(0, 5_000),
        due_in=st.none() | st.integers(-900, 900), holds_up=st.integers(0, 90),
    ),
    st.builds(blocker, st.integers(0, 5_000), st.none() | st.integers(-900, 900), we_clear=st.booleans()),
    st.builds(CommitmentFacts, st.integers(1, 9), st.just("Call"), late=st.integers(-9, 900), owner=st.just("")),
    st.builds(RiskFacts, st.integers(1, 9), st.just("Logs"), has_owner=st.booleans(), exposure=st.none() | st.integers(1, 25)),
    st.builds(
        IssueFacts, st.integers(1, 9), st.just("Hours"), age=st.none() | st.integers(0, 5_000),
        weight=st.none() | st.integers(1, 25), votes=st.integers(0, 30), came_back=st.booleans(),
    ),
)  # fmt: skip


@given(ANY_FACTS)
def test_how_grave_a_case_is_never_lifts_it_past_the_next_rule(facts: Facts) -> None:
    judged = judge(facts)
    if judged is not None:
        votes = facts.votes if isinstance(facts, IssueFacts) else 0
        assert 0 <= judged.rank - RULES[judged.rule][0] - votes * STEP < STEP
        assert judged.why[0].isupper() or judged.why[0].isdigit()
        assert set(judged.homes) <= set(SegmentKind.values)


@given(st.lists(ANY_FACTS, max_size=30), st.randoms())
def test_the_order_is_that_of_the_ranks_whatever_order_the_facts_come_in(facts: list[Facts], chance: object) -> None:
    unique = {(one.about, one.id): one for one in facts}
    order = ranked(unique.values(), {})
    shuffled = list(unique.values())
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert ranked(shuffled, {}) == order
    assert [one.rank for one in order] == sorted((one.rank for one in order), reverse=True)


def test_what_was_carried_over_goes_up_a_rule_for_each_time_and_says_so() -> None:
    facts = objective("at_risk", cause="")
    once, thrice = (ranked([facts], {(facts.about, 1): Carried(9, LAST_WEEK.on, times)})[0] for times in (1, 5))
    assert once.why == "Carried over from 10 Aug. At risk, 9 days"
    assert thrice.why.startswith("Carried over 5 times, last from 10 Aug.")
    plain = judge(facts)
    assert plain
    assert (once.rank - plain.rank, thrice.rank - plain.rank) == (STEP, 3 * STEP)


SLOTS = st.lists(
    st.builds(Slot, st.sampled_from(SegmentKind.values), st.integers(1, 90), st.integers(0, 5)), min_size=1, max_size=9
)


@given(st.lists(ANY_FACTS, max_size=60), SLOTS)
def test_nothing_that_the_agenda_asks_for_is_lost_and_no_segment_is_overfull(facts: list[Facts], slots: list[Slot]) -> None:
    order = ranked(facts, {})
    filled = arranged(order, slots)
    kinds = {slot.kind for slot in slots}
    placed = [one for places in filled for one in (*places.items, *places.waiting, *places.beyond)]
    asked = [one for one in order if set(one.homes) & kinds]
    assert sorted(map(id, placed)) == sorted(map(id, asked))
    for slot, places in zip(slots, filled, strict=True):
        assert len(places.items) <= slot.room
        assert all(slot.kind in one.homes for one in (*places.items, *places.waiting, *places.beyond))


@given(st.integers(0, 500), st.integers(0, 40), st.integers(0, 500))
def test_minutes_of_issues_fit_what_is_left_of_their_segment(minutes: int, count: int, taken: int) -> None:
    given_minutes = allotted(minutes, count, taken)
    assert len(given_minutes) == count
    assert sum(given_minutes) == (max(0, minutes - taken) if count else 0)
    assert given_minutes == sorted(given_minutes, reverse=True)


def test_only_facts_that_have_a_segment_are_looked_for() -> None:
    assert wanted_facts(["wins", "issues", "close"]) == {"issues"}
    assert wanted_facts(["dependencies"]) == {"dependencies", "decisions", "blockers"}


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        ([], "A calm week: nothing is off, and nothing waits."),
        (["off_track"], "1 objective is not on track."),
        (["contradicted_green", "at_risk", "off_track", "decision_overdue", "issue", "issue"],
         "1 objective says on track against the evidence, 2 are not on track, 1 decision waits and 2 issues are up."),
        (["commitment_broken", "dependency_late", "dependency_late"],
         "2 dependencies are late or not agreed and 1 commitment is past its day."),
    ],
)  # fmt: skip
def test_the_pre_read_opens_with_what_is_gravest(rules: list[str], sentence: str) -> None:
    assert lead_sentence(rules, on_track=1) == sentence
    assert len(sentence.split()) <= 24


def test_where_nothing_is_on_record_no_calm_is_claimed() -> None:
    assert lead_sentence([]) == "Nothing is on record that needs this group."
