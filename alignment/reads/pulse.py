"""The recall pulse: what is open for a reader, what came out of those that have closed, and what to ask next."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q

from alignment.coherence import ENOUGH, Ratio, recalled
from alignment.models import Objective, PulseAnswer, PulseChoice, RecallPulse, StrategyLine
from alignment.models.objectives import ObjectiveState
from alignment.models.strategy import Section
from alignment.reads.findings.graph import GRAPH, rows_of
from alignment.reads.rows import OPEN_STATES
from organizations.models import Person
from organizations.models.people import Access, PersonStatus

SHOWN_PULSES = 4
MOST_REAL = 7
MOST_DECOYS = 5
COMPANY = f"""{GRAPH} SELECT id, title FROM lowest ORDER BY rank NULLS LAST, due_on NULLS LAST, id LIMIT %(most)s"""  # noqa: S608  our own text


@dataclass(frozen=True, slots=True)
class Picks:
    """How many picked a sentence."""

    text: str
    is_decoy: bool
    count: int


@dataclass(frozen=True, slots=True)
class Result:
    """What came out of a pulse that has closed; with fewer than five answers nothing but their number."""

    pulse: RecallPulse
    answers: int
    naming: Ratio | None = None  # answers that name three of the priorities
    need: int = 0
    picks: Sequence[Picks] = ()


@dataclass(frozen=True, slots=True)
class PulsePage:
    """What is asked now, whether the reader has answered, and what came out before."""

    open: RecallPulse | None
    choices: list[tuple[int, str]]  # in the reader's own order
    at_most: int  # sentences to pick
    has_answered: bool
    answered: Ratio
    results: list[Result]  # the newest first


def pulse_page(person: Person, today: date) -> PulsePage:
    """The open pulse and the last results."""
    pulses = list(RecallPulse.objects.select_related("cycle").order_by("-closes_on", "-id")[: SHOWN_PULSES + 1])
    running = next((pulse for pulse in pulses if pulse.closes_on >= today), None)
    choices = choices_of([pulse.pk for pulse in pulses])
    closed = [pulse for pulse in pulses if pulse.closes_on < today][:SHOWN_PULSES]
    mine = choices.get(running.pk, []) if running else []
    return PulsePage(
        open=running,
        choices=in_own_order(mine, person),
        at_most=sum(not choice.is_decoy for choice in mine),
        has_answered=running is not None and PulseAnswer.objects.filter(pulse=running, person=person).exists(),
        answered=turnout(running) if running else Ratio(0, 0),
        results=results_of(closed, choices),
    )


def pulse_owed(person: Person, today: date) -> RecallPulse | None:
    """The open pulse that a person has not answered yet, if they are asked: for the page of what they owe. One query."""
    if person.access == Access.VIEWER or person.user_id is None:
        return None
    waiting = RecallPulse.objects.filter(opened_on__lte=today, closes_on__gte=today).exclude(answers__person=person)
    found: RecallPulse | None = waiting.order_by("closes_on").first()
    return found


def last_recall(today: date) -> Result | None:
    """The newest result, for the measures of alignment."""
    pulse = RecallPulse.objects.filter(closes_on__lt=today).select_related("cycle").order_by("-closes_on", "-id").first()
    return results_of([pulse], choices_of([pulse.pk]))[0] if pulse else None


def who_is_asked() -> Any:
    """Everybody with a login who may write."""
    return Person.objects.exclude(user=None).exclude(access=Access.VIEWER).exclude(status=PersonStatus.INACTIVE)


def turnout(pulse: RecallPulse) -> Ratio:
    """How many of those who are asked have answered."""
    counts = who_is_asked().aggregate(
        asked=Count("pk", distinct=True),
        answered=Count("pk", distinct=True, filter=Q(pk__in=PulseAnswer.objects.filter(pulse=pulse).values("person"))),
    )
    return Ratio(counts["answered"], counts["asked"])


def choices_of(pulse_ids: Sequence[int]) -> dict[int, list[PulseChoice]]:
    """The sentences of some pulses."""
    found: dict[int, list[PulseChoice]] = {}
    for choice in PulseChoice.objects.filter(pulse__in=pulse_ids).order_by("position", "id"):
        found.setdefault(choice.pulse_id, []).append(choice)
    return found


def in_own_order(choices: Sequence[PulseChoice], person: Person) -> list[tuple[int, str]]:
    """An order that is each person's own and stays it, so that a place in the list tells nobody anything."""
    return [(choice.pk, choice.text) for choice in sorted(choices, key=lambda choice: scattered(choice.pk, person.pk))]


def scattered(choice_id: int, person_id: int) -> bytes:
    return hashlib.sha256(f"{person_id}/{choice_id}".encode()).digest()


def results_of(pulses: Sequence[RecallPulse], choices: dict[int, list[PulseChoice]]) -> list[Result]:
    """One query for all; whoever picked what stays in the database."""
    picked: dict[int, list[list[int]]] = {pulse.pk: [] for pulse in pulses}
    for pulse_id, ids in PulseAnswer.objects.filter(pulse__in=pulses).values_list("pulse_id", "picked"):
        picked[pulse_id].append(ids)
    return [result_of(pulse, choices.get(pulse.pk, []), picked[pulse.pk]) for pulse in pulses]


def result_of(pulse: RecallPulse, choices: Sequence[PulseChoice], answers: Sequence[Sequence[int]]) -> Result:
    if len(answers) < ENOUGH:
        return Result(pulse, len(answers))
    real = {choice.pk for choice in choices if not choice.is_decoy}
    counts = Counter(pk for ids in answers for pk in set(ids))
    picks = [Picks(choice.text, choice.is_decoy, counts[choice.pk]) for choice in choices]
    naming = Ratio(sum(recalled(ids, real) for ids in answers), len(answers))
    return Result(pulse, len(answers), naming, min(3, len(real)), sorted(picks, key=lambda one: (one.is_decoy, -one.count)))


def company_objectives(most: int = 100) -> list[tuple[int, str]]:
    """The company's objectives that teams serve directly, in their order."""
    return [(row["id"], row["title"]) for row in rows_of(COMPANY, most=most)]


def proposed_sentences() -> tuple[list[str], list[str]]:
    """What to ask: the company's priorities, and decoys that sound like some.

    Decoys are what the strategy says is not done, what the company wanted before, and what single teams do now.
    """
    real = [title for _, title in company_objectives(MOST_REAL)]
    declined = StrategyLine.objects.filter(section=Section.NOT_DOING, ended_in=None).order_by("position", "id")
    ended = Objective.objects.filter(team=None, parent=None, state__in=[ObjectiveState.COMPLETED, ObjectiveState.MISSED])
    small = Objective.objects.filter(state__in=OPEN_STATES, archived_on=None).exclude(team=None).exclude(parent=None)
    texts: list[str] = [text[:250] for text in declined.values_list("text", flat=True)[:2]]
    texts += ended.order_by(F("completed_on").desc(nulls_last=True), "id").values_list("title", flat=True)[:2]
    texts += small.order_by("-rank", "-id").values_list("title", flat=True)[:MOST_DECOYS]
    known = {text.casefold() for text in real}
    return real, [text for text in dict.fromkeys(texts) if text.casefold() not in known][:MOST_DECOYS]
