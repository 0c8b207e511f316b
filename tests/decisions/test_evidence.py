"""What was known stays as it was; the review computes the effect and tells the call from luck; its lesson is kept for all."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import InternalError, transaction
from django.test import Client
from django.urls import reverse

from alignment.actions import post_check_in
from alignment.actions.metrics import record_measurement
from alignment.models import Dependency, KeyResult, Metric, Objective, Risk
from alignment.models.check_ins import Claim
from alignment.rollup import refresh_organization
from decisions.actions import Expected, ask_for_decision, decide, record_decision, reopen_decision, review_decision
from decisions.actions.asking import Waiting
from decisions.models import Decision, DecisionReview, Evidence, Verdict
from decisions.reads.effect import effect_of
from decisions.reads.evidence import known_page
from intelligence.models import Lesson
from organizations.models import Organization, Person
from organizations.refusals import DatesOutOfOrder, NotAllowed, NotSaid, OutOfTurn
from organizations.relay import relay_one
from tests.cast import MONDAY, NOW, new_key_result, new_objective, new_person, new_quarter, new_team
from tests.query_counts import CountQueries
from tests.reading import Reader, in_order

LATER = datetime(2026, 9, 30, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def churn(tidewater: Organization, ines: Person) -> KeyResult:
    """Ines's objective: customers lost, from 8 to 5 per cent; one number beside it, a risk and something that it waits for."""
    success = new_team("Customer Success", lead=ines)
    objective = new_objective("Keep what we have", team=success, owner=ines, cycle=new_quarter())
    lost = new_key_result(objective, "Customers lost", 8, 5, 8, unit="%")
    calls = Metric.objects.create(organization=tidewater, title="Calls a week", objective=objective, goal=40, owner=ines)
    record_measurement(metric=calls, value=31, by=ines, now=NOW - timedelta(days=3))
    Risk.objects.create(
        organization=tidewater, title="The North leaves", objective=objective, state="open", likelihood=4, impact=5, owner=ines
    )
    Risk.objects.create(organization=tidewater, title="Long settled", objective=objective, state="closed")
    Dependency.objects.create(
        organization=tidewater, title="Usage report", from_objective=objective, to_team=new_team("Grid API"), kind="work",
        state="agreed", needed_by=date(2026, 9, 1), promised_by=date(2026, 9, 4),
    )  # fmt: skip
    refresh_organization(organization_id=tidewater.pk, today=MONDAY)
    return lost


def ask(churn: KeyResult, ines: Person, marta: Person, **more: Any) -> Decision:
    return ask_for_decision(
        organization=ines.organization,
        question="Who calls the forty largest?",
        decider=ines,
        by=marta,
        now=NOW,
        objective=churn.objective,
        **more,
    )


def expected(churn: KeyResult, value: str = "6", by: date = date(2026, 9, 30)) -> Expected:
    return Expected(churn, Decimal(value), by)


def taken(churn: KeyResult, ines: Person, marta: Person, **more: Any) -> Decision:
    decision = ask(churn, ines, marta)
    return decide(decision=decision, outcome="Sales.", by=ines, now=NOW, confidence=80, expects=expected(churn), **more)


def test_what_is_visible_is_kept_and_hindsight_changes_nothing(churn: KeyResult, ines: Person, marta: Person) -> None:
    other = new_objective("12 utilities live", team=new_team("Onboarding"))
    decision = ask(churn, ines, marta, holds_up=[Waiting(new_team("Sales"), objective=other)])
    post_check_in(
        objective=churn.objective, claim=Claim.ON_TRACK, confidence=70, values={churn: 7}, by=ines, now=NOW - timedelta(days=7)
    )
    decide(decision=decision, outcome="Sales.", confidence=80, expects=expected(churn), by=ines, now=NOW)
    kept = Evidence.objects.get()
    post_check_in(objective=churn.objective, confidence=20, values={churn: 9}, by=ines, now=NOW + timedelta(days=7))
    Objective.objects.filter(pk=churn.objective_id).update(title="Renamed")
    Risk.objects.update(state="closed")
    known = known_page(decision, MONDAY).latest
    assert known
    held_up, about = known.objectives
    assert (held_up["title"], held_up["is_about"]) == ("12 utilities live", False)
    assert (about["title"], about["confidence"], about["is_about"]) == ("Keep what we have", 70, True)
    (number,) = about["key_results"]
    assert (number["title"], number["value"], number["target"]) == ("Customers lost", 7, 5)
    # From 8 on 29 June to 7 on 10 August, 42 days; 48 more to 27 September: 7 - 48/42 = 5.857, rounded 5.9.
    assert (number["heading"], number["heading_on"]) == (Decimal("5.9"), date(2026, 9, 27))
    assert [(row["title"], row["value"], row["goal"]) for row in known.metrics] == [("Calls a week", 31, 40)]
    assert [(row["title"], row["likelihood"], row["impact"]) for row in known.risks] == [("The North leaves", 4, 5)]
    assert [(row["title"], row["word"], row["promised_by"]) for row in known.dependencies] == [
        ("Usage report", "Agreed", date(2026, 9, 4))
    ]
    assert (kept.baseline, kept.expected_value, kept.expected_by, kept.confidence) == (7, 6, date(2026, 9, 30), 80)


def test_the_database_refuses_to_change_or_delete_it(churn: KeyResult, ines: Person, marta: Person) -> None:
    decision = taken(churn, ines, marta)
    review_decision(decision=decision, judgement=4, verdict=Verdict.KEEP, by=ines, now=LATER)
    rows: Any
    for rows in (Evidence.objects.all(), DecisionReview.objects.all()):
        with pytest.raises(InternalError, match="Cannot update or delete"), transaction.atomic():
            rows.update(organization=ines.organization)
        with pytest.raises(InternalError, match="Cannot update or delete"), transaction.atomic():
            rows._raw_delete("default")


def test_each_way_to_decide_keeps_it_once(churn: KeyResult, ines: Person, marta: Person) -> None:
    decision = taken(churn, ines, marta)
    reopen_decision(decision=decision, reason="A new price", by=ines, now=NOW)
    said = Reader(ines).slot("decisions:evidence", decision.pk)
    assert in_order(said, "Open again since Mon 17 Aug", "A new price", "Said by You", "The answer until then", "Sales.")
    assert "What is proposed" not in Reader(ines).page("decisions:decision", decision.pk)
    decide(decision=decision, outcome="Both.", by=ines, now=NOW + timedelta(hours=1))
    record_decision(organization=ines.organization, title="So", outcome="Yes", by=marta, now=NOW)
    assert list(Evidence.objects.order_by("id").values_list("outcome", flat=True)) == ["Sales.", "Both.", "Yes"]
    page = known_page(decision, MONDAY)
    assert page.latest
    assert page.reopened is None
    assert (page.latest.evidence.outcome, [known.evidence.outcome for known in page.earlier]) == ("Both.", ["Sales."])


@pytest.mark.parametrize(
    ("value", "by", "fault", "match"),
    [
        ("8", date(2026, 9, 30), NotSaid, "stands at that number today"),
        ("6", MONDAY, DatesOutOfOrder, "still to come"),
        ("1e15", date(2026, 9, 30), NotSaid, "too large"),
    ],
)
def test_an_effect_that_could_not_be_told_is_refused(
    churn: KeyResult, ines: Person, marta: Person, value: str, by: date, fault: type[Exception], match: str
) -> None:
    decision = ask(churn, ines, marta)
    with pytest.raises(fault, match=match):
        decide(decision=decision, outcome="Sales.", expects=expected(churn, value, by), by=ines, now=NOW)
    assert not Evidence.objects.exists()
    KeyResult.objects.update(current_value=None, start_value=None)
    churn.refresh_from_db()
    with pytest.raises(NotSaid, match="no value yet"):
        decide(decision=decision, outcome="Sales.", expects=expected(churn), by=ines, now=NOW)


@pytest.mark.parametrize(
    ("value", "share", "is_well"), [("6", 1.0, True), ("6.5", 0.75, True), ("7", 0.5, False), ("9", -0.5, False), ("4", 2.0, True)]
)
def test_the_effect_computes_itself(churn: KeyResult, ines: Person, marta: Person, value: str, share: float, is_well: bool) -> None:
    decision = taken(churn, ines, marta)  # from 8, 6 expected
    KeyResult.objects.update(current_value=Decimal(value))
    review = review_decision(decision=decision, judgement=3, is_well=not is_well, verdict=Verdict.KEEP, by=ines, now=LATER)
    assert review.came_true == pytest.approx(share)
    assert (review.turned_out_well, review.value) == (is_well, Decimal(value))
    assert (review.due_on, review.on) == (date(2026, 9, 30), date(2026, 9, 30)), "its date is the one of the effect"


def test_a_number_that_was_deleted_since_is_said_and_somebody_says_how_it_went(
    churn: KeyResult, ines: Person, marta: Person
) -> None:
    decision = taken(churn, ines, marta)
    KeyResult.objects.all().delete()
    effect = effect_of(decision, MONDAY)
    assert effect.says == "“Customers lost” was deleted since, so its effect cannot be computed; 6 was expected, from 8."
    with pytest.raises(NotSaid, match="how it turned out"):
        review_decision(decision=decision, judgement=3, verdict=Verdict.KEEP, by=ines, now=LATER)
    review = review_decision(decision=decision, judgement=3, is_well=True, verdict=Verdict.KEEP, by=ines, now=LATER)
    assert (review.came_true, review.value, review.turned_out_well) == (None, None, True)
    page = Reader(ines)
    assert effect.says in page.page("decisions:evidence", decision.pk)


@pytest.mark.parametrize(
    ("judgement", "value", "said", "category"),
    [
        (4, "6", "The right call, and it worked", "went_well"),
        (3, "9", "The right call, and bad luck", "insight"),
        (2, "6", "Good luck", "lucky"),
        (1, "9", "The wrong call, and it shows", "went_poorly"),
    ],
)
def test_process_and_luck_are_told_apart_and_the_lesson_is_kept_for_all(
    churn: KeyResult, ines: Person, marta: Person, judgement: int, value: str, said: str, category: str
) -> None:
    decision = taken(churn, ines, marta)
    KeyResult.objects.update(current_value=Decimal(value))
    review = review_decision(
        decision=decision, judgement=judgement, verdict=Verdict.KEEP, lesson="Ask sales first", by=ines, now=LATER
    )
    while relay_one(now=LATER):
        pass
    lesson = Lesson.objects.get()
    assert (lesson.title, lesson.category, lesson.author) == ("Ask sales first", category, ines)
    assert (lesson.objective, lesson.key) == (churn.objective, f"review-{review.pk}")
    assert said in lesson.description
    assert said in Reader(marta).page("decisions:evidence", decision.pk)


def test_reversing_opens_it_to_its_decider_and_a_second_look_has_nothing_to_look_at(
    churn: KeyResult, ines: Person, marta: Person
) -> None:
    decision = taken(churn, ines, marta)
    with pytest.raises(NotAllowed, match="Ask Ines Carvalho"):
        review_decision(decision=decision, judgement=1, verdict=Verdict.KEEP, by=new_person("Karl Nyman"), now=LATER)
    review_decision(decision=decision, judgement=1, verdict=Verdict.REVERSE, note="Nobody called.", by=ines, now=LATER)
    decision.refresh_from_db()
    assert (decision.state, decision.review_on, decision.decided_on) == ("proposed", None, None)
    with pytest.raises(OutOfTurn, match="not in force"):
        review_decision(decision=decision, judgement=1, verdict=Verdict.KEEP, by=ines, now=LATER)
    reader = Reader(ines)
    assert reader.get("decisions:review", decision.pk).status_code == 409


def test_from_deciding_to_the_review_as_people_do_it(churn: KeyResult, ines: Person, marta: Person) -> None:
    decision, reader = ask(churn, ines, marta), Reader(ines)
    outcome = reader.address("decisions:outcome", decision.pk)
    said = {"outcome": "Sales calls them.", "answer": "yes", "effect-expects": churn.pk, "effect-confidence": "80"}
    refused = reader.client.post(outcome, said)
    assert refused.status_code == 422
    assert "Say what the number is expected to become" in refused.content.decode()
    assert "Sales calls them." in refused.content.decode(), "what was typed is kept"
    strange = said | {"effect-expected_value": "NaN", "effect-expected_by": "soon", "effect-confidence": "101"}
    assert reader.client.post(outcome, strange).status_code == 422
    done = reader.client.post(outcome, said | {"effect-expected_value": "6", "effect-expected_by": "2026-09-30"})
    assert done.status_code == 302
    assert "review" not in reader.page("visibility:my_work")
    slot = reader.slot("decisions:evidence", decision.pk)
    assert in_order(slot, "What was expected 80% sure", "Customers lost from 8 to 6 % by Wed 30 Sep", "Today 8 %: 0% of the change")
    assert in_order(
        slot, "What we knew as it stood on 17 August 2026", "Keep what we have", "Customers lost", "The North leaves 4 × 5"
    )
    with time_machine.travel(LATER, tick=False):
        KeyResult.objects.update(current_value=Decimal("6.2"))
        reader = Reader(ines)
        assert in_order(reader.page("visibility:my_work"), "Who calls the forty largest?", "was it the right call?", "Look again")
        assert "It is time to look at it again" in reader.slot("decisions:evidence", decision.pk)
        form = reader.page("decisions:review", decision.pk)
        assert in_order(form, "90% of the expected change came true: it turned out well.", "Was it the right call")
        address = reader.address("decisions:review", decision.pk)
        assert reader.client.post(address, {"judgement": "5", "verdict": "keep"}).status_code == 422
        past = {"judgement": "4", "verdict": "keep", "review_on": "2026-09-01", "note": "They stayed"}
        kept = reader.client.post(address, past)
        assert (kept.status_code, "They stayed" in kept.content.decode()) == (422, True)
        assert reader.client.post(address, past | {"review_on": ""}).status_code == 302
        assert "was it the right call?" not in reader.page("visibility:my_work")
        assert in_order(
            reader.slot("decisions:evidence", decision.pk), "The right call, and it worked", "90% of the expected change"
        )


def test_what_the_pages_cost(churn: KeyResult, ines: Person, marta: Person, client: Client, count_queries: CountQueries) -> None:
    decision = taken(churn, ines, marta)
    assert marta.user
    client.force_login(marta.user)
    client.get(reverse("alignment:cycles", args=["tidewater"]))
    for name in ("decisions:evidence", "decisions:review", "decisions:reopening", "decisions:assumption_new"):
        with count_queries(name):
            assert client.get(reverse(name, args=["tidewater", decision.pk])).status_code == 200


def test_before_its_day_the_effect_is_shown_and_how_it_turned_out_is_asked(churn: KeyResult, ines: Person, marta: Person) -> None:
    decision = taken(churn, ines, marta)
    reader = Reader(ines)
    assert "its day is still to come, Wed 30 Sep" in reader.page("decisions:review", decision.pk)
    with pytest.raises(NotSaid, match="or not yet"):
        review_decision(decision=decision, judgement=3, verdict=Verdict.KEEP, by=ines, now=NOW)
    review = review_decision(decision=decision, judgement=3, is_well=True, verdict=Verdict.KEEP, by=ines, now=NOW)
    assert (review.came_true, review.turned_out_well) == (0.0, True)
