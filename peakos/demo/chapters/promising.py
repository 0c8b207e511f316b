"""Chapter: what people ask of each other: a question that waits, another day offered, a no, and a promise of every month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from accountability.actions import ask_for_commitment, counter_commitment, decline_commitment, make_commitment
from peakos.demo.stage import Stage


@dataclass(frozen=True)
class Question:
    """Who asks whom for what, and by which day."""

    title: str
    asker: str
    owner: str
    day: str
    team: str


NOTES = Question("Notes of the ten calls on two pages", "Sofia Greco", "Ximena Paz", "9 Wed", "Sales")
TERMS = Question("One page of reseller terms that a lawyer need not read", "Wen Li", "Petra Novak", "8 Thu", "Partnerships")
TALK = Question("Twenty minutes on the outage map for new field engineers", "Farid Rahimi", "Mei Tran", "8 Wed", "People")


def tell(stage: Stage) -> None:
    stage.at("6 Tue 15:10", partial(promise_the_restore, stage))
    stage.at("7 Wed 09:40", partial(ask, stage, TALK))
    stage.at("7 Wed 16:20", partial(decline, stage))
    stage.at("7 Thu 09:15", partial(ask, stage, TERMS))
    stage.at("7 Thu 14:30", partial(offer_another_day, stage))
    stage.at("7 Fri 13:20", partial(ask, stage, NOTES))


def promise_the_restore(stage: Stage, now: datetime) -> None:
    make_commitment(
        organization=stage.organization,
        title="A restore of the meter archive, tried",
        due_on=stage.calendar.day("9 Thu"),
        repeats="FREQ=MONTHLY",
        team=stage.team("Platform"),
        by=stage.who("Freya Holm"),
        now=now,
    )


def ask(stage: Stage, question: Question, now: datetime) -> None:
    stage.rows[question.title] = ask_for_commitment(
        organization=stage.organization,
        title=question.title,
        owner=stage.people[question.owner],
        asked_for_on=stage.calendar.day(question.day),
        team=stage.team(question.team),
        by=stage.who(question.asker),
        now=now,
    )


def offer_another_day(stage: Stage, now: datetime) -> None:
    petra, day = stage.who("Petra Novak"), stage.calendar.day("9 Tue")
    note = "The lawyer is back on Monday; before that I only guess."
    counter_commitment(commitment=stage.rows[TERMS.title], offered_on=day, note=note, by=petra, now=now)


def decline(stage: Stage, now: datetime) -> None:
    reason = "We rehearse the storm load until Thursday. Ask Stellan, he drew half of it."
    decline_commitment(commitment=stage.rows[TALK.title], reason=reason, by=stage.who("Mei Tran"), now=now)
