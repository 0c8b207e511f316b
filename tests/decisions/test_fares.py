"""The page of how decisions fare: figures from the logbook with the decisions behind them, and the work that waits."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from accountability.actions import finish_commitment
from decisions.actions import (
    ask_for_decision,
    decide,
    hand_over_decision,
    promise_follow_up,
    record_decision,
    reopen_decision,
    review_decision,
    supersede_decision,
    withdraw_decision,
)
from decisions.actions.asking import Waiting
from decisions.models import Decision, DecisionTeam, Door, Verdict
from decisions.reads.courses import courses_of
from decisions.reads.fares import Fares, fares
from notifications.models import Comment
from organizations.models import Membership, Organization, Person, Team
from organizations.refusals import NotAllowed, NotSaid, OutOfTurn
from tests.cast import MONDAY, NOW, new_objective, new_person, new_team
from tests.query_counts import CountQueries
from tests.reading import Reader, in_order


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def at(month: int, day: int, hour: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def ask(decider: Person, by: Person, when: datetime, question: str = "Who signs?", **more: Any) -> Decision:
    return ask_for_decision(organization=by.organization, question=question, decider=decider, by=by, now=when, **more)


def answer(decision: Decision, when: datetime, **more: Any) -> Decision:
    return decide(decision=decision, outcome="Yes.", by=None, now=when, **more)


def look() -> Fares:
    return fares(NOW, MONDAY)


@pytest.fixture
def security(tidewater: Organization, ines: Person) -> Team:
    company = new_team("Tidewater")
    return new_team("Security", lead=ines, parent=company)


def comment(decision: Decision, by: Person, when: datetime) -> None:
    Comment.objects.create(
        organization=by.organization, about_type="decisions.Decision", about_id=decision.pk, author=by, text="Fine", at=when
    )


def test_a_course_is_told_from_the_logbook_by_hand(security: Team, marta: Person, ines: Person) -> None:
    """Asked on Monday 3 August 12:00 UTC. Marta is heard on Tuesday 12:00, Ines for Security on Wednesday 12:00.
    Handed on on Thursday; decided on Friday 12:00; opened again on Wednesday 12 August 12:00 and decided on Thursday 12:00;
    the follow-up is done on Friday 14 August 12:00. All in UTC: Security's lead has no clock of her own.

    First round: input 2, decider 2. Second: input 0, decider 1, then 1 until the follow-up is done.
    """
    karl = new_person("Karl Nyman")
    decision = ask(karl, marta, at(8, 3), team=security, heard=[marta], need_by=date(2026, 8, 6))
    DecisionTeam.objects.create(organization=marta.organization, decision=decision, team=security)
    comment(decision, marta, at(8, 4))
    comment(decision, ines, at(8, 5))
    hand_over_decision(decision=decision, to=marta, by=karl, now=at(8, 6))
    answer(decision, at(8, 7))
    reopen_decision(decision=decision, reason="The price has doubled", by=marta, now=at(8, 12))
    answer(decision, at(8, 13))
    promise = promise_follow_up(decision=decision, title="Sign", due_on=date(2026, 8, 20), owner=ines, by=marta, now=at(8, 13))
    finish_commitment(commitment=promise, by=ines, now=at(8, 14))
    found = look()
    assert [tuple(one.split) for one in found.took] == [(2, 2, 0, None), (0, 1, 0, 1)]
    assert [one.round.handed_over for one in found.took] == [1, 0]
    assert (found.on_time.kept, found.on_time.of) == (1, 2), "needed by the 6th, decided on the 7th; then within two days"
    (course,) = courses_of(NOW, MONDAY)
    assert (course.decided_on, course.undone_on, course.is_local) == (date(2026, 8, 7), date(2026, 8, 12), True)
    decision.refresh_from_db()
    assert (decision.proposed_on, decision.need_by) == (date(2026, 8, 12), date(2026, 8, 14))


def test_days_are_those_of_the_teams_own_clock(security: Team, marta: Person, ines: Person) -> None:
    # Friday 7 August 21:30 UTC is Saturday 00:30 in Athens: until Monday 21:30 UTC, there Tuesday 00:30, it is a day and a bit.
    decision = ask(ines, marta, datetime(2026, 8, 7, 21, 30, tzinfo=UTC), team=security)
    answer(decision, datetime(2026, 8, 10, 21, 30, tzinfo=UTC))
    assert look().took[0].split.latency == pytest.approx(1.0)
    Person.objects.filter(pk=ines.pk).update(timezone="Europe/Athens")
    assert look().took[0].split.latency == pytest.approx(1 + 0.5 / 24)


def test_what_a_bundle_says_is_told_by_its_days(tidewater: Organization, marta: Person) -> None:
    # Wanted on Friday 7 August, decided on Tuesday 11 August, told on Wednesday 12 August: Friday and Monday, then Tuesday.
    days = {"proposed_on": date(2026, 8, 7), "decided_on": date(2026, 8, 11), "communicated_on": date(2026, 8, 12)}
    decision = Decision.objects.create(organization=tidewater, title="Rates", state="accepted", need_by=date(2026, 8, 11), **days)
    assert [tuple(one.split) for one in look().took] == [(0, 2, 1, None)]
    reopen_decision(decision=decision, reason="It was about last year", by=marta, now=at(8, 13, 0))
    answer(decision, at(8, 14, 0))
    assert [one.split.latency for one in look().took] == [2, 1], "what the dates said is kept in the line of the reopening"


def test_what_was_logged_as_it_was_made_and_what_was_withdrawn_has_no_latency(
    tidewater: Organization, security: Team, marta: Person, ines: Person
) -> None:
    record_decision(organization=tidewater, title="Two reviewers", outcome="Yes", team=security, by=ines, now=at(8, 3))
    withdraw_decision(decision=ask(ines, marta, at(8, 3)), reason="It went away", by=marta, now=at(8, 4))
    found = look()
    assert (found.took, len(found.taken), found.on_time.of) == ([], 1, 0)
    assert (found.local.kept, found.local.of) == (1, 1)


def test_what_came_back_is_counted_when_its_ninety_days_are_over(tidewater: Organization, marta: Person, ines: Person) -> None:
    old = [answer(ask(ines, marta, at(4, 6), f"Old {n}"), at(4, 7)) for n in range(3)]
    reopen_decision(decision=old[0], reason="Somebody asked once more", by=ines, now=at(5, 4))
    supersede_decision(decision=old[1], title="Anew", outcome="No", reason="A new law", by=ines, now=at(8, 3))
    new = answer(ask(ines, marta, at(8, 3), "New"), at(8, 4))
    reopen_decision(decision=new, reason="Hm", by=ines, now=at(8, 5))
    found = look()
    assert (found.undone.kept, found.undone.of) == (1, 3), "one after a month; one after four months; the new one is not told yet"


def test_people_objectives_and_dependencies_that_wait_are_counted(
    tidewater: Organization, security: Team, marta: Person, ines: Person
) -> None:
    sales = new_team("Sales", lead=marta)
    for name, status in (("Ola Berg", "active"), ("Gone Away", "inactive")):
        person = new_person(name, status=status)
        Membership.objects.create(organization=tidewater, team=sales, person=person, role="member", status="active")
    objective = new_objective("12 utilities", team=sales)
    ask(ines, marta, at(8, 14), "Nothing waits")
    ask(ines, marta, at(8, 13), "All wait", holds_up=[Waiting(sales, objective=objective), Waiting(sales), Waiting(security)])
    first, second = look().waiting
    assert (first.decision.title, first.teams, first.people, first.objectives, first.dependencies) == ("All wait", 2, 3, 1, 0)
    assert (second.teams, second.people) == (0, 0)
    assert first.waited == pytest.approx(0.5 + 1 + 9 / 24), "Thursday noon to Monday nine"


def test_the_page_says_each_figure_with_its_count_and_opens_its_records(
    tidewater: Organization, security: Team, marta: Person, ines: Person, count_queries: CountQueries
) -> None:
    reader = Reader(marta)
    assert "Nothing decided in 13 weeks" in reader.page("decisions:fares")
    for n in range(5):
        decision = ask(ines, marta, at(8, 3), f"Question {n}", team=security if n else None, door=Door.TWO_WAY)
        answer(decision, at(8, 4 + n % 2), review_on=date(2026, 8, 6))
        promise = promise_follow_up(decision=decision, title=f"Do {n}", due_on=MONDAY, owner=ines, by=ines, now=at(8, 5))
        if n:
            finish_commitment(commitment=promise, by=ines, now=at(8, 6))
        review_decision(decision=decision, judgement=4 - n % 2, is_well=True, verdict=Verdict.KEEP, by=ines, now=at(8, 6 + n % 2))
    ask(ines, marta, at(8, 12), "Still open", holds_up=[Waiting(security)])
    with count_queries("decisions:fares"):
        page = reader.page("decisions:fares")
    assert in_order(page, "taken and told within 1.0 working days.", "5 taken and told", "1 open")
    assert in_order(page, "Still open", "2.9 working days", "1 person of 1 team waits; Ines Carvalho decides, needed by Fri 14 Aug")
    assert in_order(
        page, "From needed to told 1.0 days, nine in ten 2.0", "then, for execution", "Decided by the day needed 5 of 6"
    )
    assert in_order(page, "given what was known 3.6 of 4", "Mean of 5 reviews", "What was to follow is done 4 of 5")
    assert in_order(page, "Came back within 90 days not enough data", "Decided by a team 4 of 5")
    assert in_order(page, "Looked at again by its day 3 of 5", "By team", "Security 4 too few", "By door", "Two-way door 5 1.0 2.0")
    for of in ("velocity", "latency", "on_time", "undone", "local", "yield", "quality", "effort", "reviewed", "nonsense"):
        assert reader.get("decisions:fares", of=of).status_code == 200
    assert in_order(reader.page("decisions:fares", of="yield"), "[0 of 1 commitments done] Question 0")
    assert in_order(reader.page("decisions:fares", of="on_time"), "Still open", "still open", "Question")
    assert "How they fare" in reader.page("decisions:decisions")


def test_by_level_by_week_and_by_whom_each_count_opens_its_records(security: Team, marta: Person, ines: Person) -> None:
    reader = Reader(marta)
    for n in range(5):
        decision = ask(ines, marta, at(8, 3), f"Question {n}", team=security if n else None, door=Door.TWO_WAY)
        answer(decision, at(8, 4 + n % 2))
    ask(ines, marta, at(8, 12), "Still open", holds_up=[Waiting(security)])
    page = reader.page("decisions:fares")
    assert in_order(
        page, "Told each week 0.4 at a median of 1.0 days", "5 decisions in 13 weeks, none of them logged as they were made"
    )
    assert in_order(page, "On whom it waits", "Ines Carvalho 1 1")
    assert in_order(
        page, "By level", "A team 4 too few", "The whole organization 1 too few", "Week by week", "Mon 3 Aug 5", "1.0 to 2.0"
    )
    of_team = reader.page("decisions:fares", of="latency", team=security.pk)
    assert in_order(of_team, "From needed to told, of one team", "Question 1")
    assert "Question 0" not in of_team.partition("of one team")[2].partition("By team")[0]
    assert in_order(
        reader.page("decisions:fares", of="velocity", week="2026-08-05"), "Taken and told, week of Mon 3 Aug", "Question"
    )
    nobody = reader.page("decisions:fares", of="velocity", week="2026-07-06")
    assert "No decision of these weeks" in nobody
    for hostile in (
        {"team": "x"},
        {"team": "9" * 40},
        {"week": "0001-01-01"},
        {"week": "soon"},
        {"door": "<b>"},
        {"level": "9"},
        {"decider": "-1"},
    ):
        assert reader.get("decisions:fares", **hostile).status_code == 200


def test_what_is_held_up_and_what_was_logged_open_their_records_too(security: Team, marta: Person, ines: Person) -> None:
    reader = Reader(marta)
    ask(ines, marta, at(8, 12), "Holds up two", holds_up=[Waiting(security), Waiting(new_team("Sales"))])
    ask(marta, ines, at(8, 12), "Holds up one", holds_up=[Waiting(security)])
    for title, day in (("Logged in July", at(7, 8)), ("Logged in August", at(8, 5))):
        record_decision(organization=marta.organization, title=title, outcome="So.", by=marta, now=day)
    page = reader.source("decisions:fares")
    for link in (f"?of=held&amp;decider={ines.pk}#records", "?of=logged#records", "?of=logged&amp;week=2026-08-03#records"):
        assert f'href="{link}"' in page

    def records(**asked: str | int) -> str:
        return reader.page("decisions:fares", **asked).partition("of one who decides" if "decider" in asked else "Logged as it")[2]

    held = records(of="held", decider=ines.pk)
    assert in_order(held, "Holds up two", "2", "Ines Carvalho decides")
    assert "Holds up one" not in held
    assert in_order(records(of="logged"), "Logged in August", "Logged in July")
    assert "Logged in July" not in records(of="logged", week="2026-08-03")


def test_who_may_open_again_and_what_that_does(tidewater: Organization, marta: Person, ines: Person) -> None:
    decision = ask(ines, marta, at(8, 3), options=["A", "B"])
    karl = new_person("Karl Nyman", access="member")
    with pytest.raises(OutOfTurn, match="waiting"):
        reopen_decision(decision=decision, reason="Hm", by=ines, now=NOW)
    answer(decision, at(8, 4), option=decision.options.first())
    with pytest.raises(NotAllowed, match="Ask Ines Carvalho or Marta Lindqvist"):
        reopen_decision(decision=decision, reason="Hm", by=karl, now=NOW)
    with pytest.raises(NotSaid, match="what has changed"):
        reopen_decision(decision=decision, reason=" ", by=ines, now=NOW)
    reopen_decision(decision=decision, reason="Hm", by=ines, now=NOW + timedelta(hours=1))
    assert not decision.options.filter(is_chosen=True).exists()
    assert decision.evidence.get().choice == "A"
