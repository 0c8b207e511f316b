"""Two people at the same moment: one decides, the other is told so; one answer counts, or the close; there is one decider."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from decisions.actions import (
    acknowledge_decision,
    answer_hearing,
    ask_for_decision,
    close_hearing,
    decide,
    hand_over_decision,
    open_hearing,
)
from decisions.models import Answer, Decision, DecisionRole, OptionVote, Part, TeamAcknowledgement, Way
from organizations.models import Event, Organization, Person
from organizations.refusals import Refused
from organizations.tenancy import in_organization
from tests.cast import MONDAY, NOW, new_organization, new_person, new_team


@pytest.fixture
def organization(transactional_db: None) -> Iterator[Organization]:
    organization = new_organization("tidewater")
    with in_organization(organization):
        yield organization


@pytest.fixture
def cast(organization: Organization) -> dict[str, Person]:
    return {
        name: new_person(name, access="owner" if name in {"Marta", "Amara"} else "member")
        for name in ("Marta", "Amara", "Ines", "Wen")
    }


@pytest.fixture
def decision(organization: Organization, cast: dict[str, Person]) -> Decision:
    return ask_for_decision(
        organization=organization,
        question="Build or buy?",
        decider=cast["Marta"],
        by=cast["Ines"],
        now=NOW,
        options=["Build", "Buy"],
        heard=[cast["Wen"]],
        touches=[new_team("Grid API", lead=cast["Wen"])],
    )


def at_once(organization: Organization, *deeds: Callable[[], Any]) -> list[str]:
    """Each on a connection of its own, all let go at the same moment; what became of each: done, or the refusal's name."""
    gate = Barrier(len(deeds))

    def run(deed: Callable[[], Any]) -> str:
        try:
            with in_organization(organization):
                gate.wait(timeout=60)
                deed()
        except Refused as no:
            return type(no).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(max_workers=len(deeds)) as people:
        return sorted(people.map(run, deeds))


def test_of_two_who_decide_at_once_one_does(organization: Organization, decision: Decision, cast: dict[str, Person]) -> None:
    found = at_once(
        organization,
        lambda: decide(decision=decision, outcome="Yes", by=cast["Marta"], now=NOW),
        lambda: decide(decision=decision, outcome="No", is_yes=False, by=cast["Amara"], now=NOW),
    )
    assert found == ["OutOfTurn", "done"]
    assert Event.objects.filter(name="decision.decided").count() == 1


def test_of_two_who_pass_it_on_at_once_there_is_one_decider_after(
    organization: Organization, decision: Decision, cast: dict[str, Person]
) -> None:
    found = at_once(
        organization,
        lambda: hand_over_decision(decision=decision, to=cast["Wen"], by=cast["Marta"], now=NOW),
        lambda: hand_over_decision(decision=decision, to=cast["Amara"], by=cast["Amara"], now=NOW),
    )
    assert found == ["done", "done"]
    assert DecisionRole.objects.filter(decision=decision, part=Part.DECIDER).count() == 1


def test_the_database_itself_refuses_a_second_decider(decision: Decision, cast: dict[str, Person]) -> None:
    with pytest.raises(IntegrityError, match="decision_one_decider"), transaction.atomic():
        DecisionRole.objects.create(organization=decision.organization, decision=decision, person=cast["Wen"], part=Part.DECIDER)


def test_one_who_presses_twice_answers_once(organization: Organization, decision: Decision, cast: dict[str, Person]) -> None:
    hearing = open_hearing(decision=decision, way=Way.DOTS, closes_on=MONDAY, by=cast["Ines"], now=NOW)
    first = decision.options.order_by("position").first()
    assert first
    press = lambda: answer_hearing(hearing=hearing, points={first.pk: 3}, by=cast["Wen"], now=NOW)  # noqa: E731
    assert at_once(organization, press, press) == ["done", "done"]
    assert list(OptionVote.objects.values_list("points", flat=True)) == [3]


def test_an_answer_and_the_close_at_once_leave_no_answer_after_the_close(
    organization: Organization, decision: Decision, cast: dict[str, Person]
) -> None:
    hearing = open_hearing(decision=decision, way=Way.ADVICE, closes_on=MONDAY, by=cast["Ines"], now=NOW)
    found = at_once(
        organization,
        lambda: answer_hearing(hearing=hearing, words="Buy", by=cast["Wen"], now=NOW),
        lambda: close_hearing(hearing=hearing, by=cast["Ines"], now=NOW),
    )
    has_answered = Answer.objects.exclude(answered_at=None).exists()
    assert found == (["done", "done"] if has_answered else ["AlreadyClosed", "done"])
    names = list(
        Event.objects.filter(name__in=["decision.answered", "decision.input_closed"]).order_by("id").values_list("name", flat=True)
    )
    assert names[-1] == "decision.input_closed"


def test_a_team_that_says_twice_that_it_knows_has_said_so_once(
    organization: Organization, decision: Decision, cast: dict[str, Person]
) -> None:
    decide(decision=decision, outcome="Buy", by=cast["Marta"], now=NOW)
    press = lambda: acknowledge_decision(decision=decision, by=cast["Wen"], now=NOW)  # noqa: E731
    assert at_once(organization, press, press) == ["done", "done"]
    assert TeamAcknowledgement.objects.count() == 1
