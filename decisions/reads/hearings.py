"""How people are heard on one decision: who is asked and has answered, what they said once it may be seen, what it adds up to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from decisions.models import Answer, Decision, Hearing, Option, OptionVote, Stance, Way
from decisions.tallies import BEST_SCORE, DOTS, VOTES, Tally, tally
from organizations.models import Person

MOST = 10  # hearings of one decision, the newest first
MOST_ANSWERS = 200
ASKS = {
    Way.ADVICE: "Say what there is to say; then it is decided.",
    Way.CONSENT: "Consent, or say which concern speaks against it. Silence is consent.",
    Way.SCORE: f"Give each option a score from 0 to {BEST_SCORE}.",
    Way.RANK: "Put the options in an order; 1 is the best.",
    Way.DOTS: f"Give {DOTS} dots, to one option or to several.",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """An option with what it has."""

    option: Option
    figure: str
    more: str
    percent: int
    is_first: bool


@dataclass(frozen=True, slots=True)
class HearingPart:
    """One hearing as its reader may see it: before it is closed a hidden one shows who has answered, not what."""

    hearing: Hearing
    is_open: bool
    is_shown: bool
    mine: Answer | None
    answered: list[Answer]
    silent: list[Person]
    standings: list[Standing]

    @property
    def asked(self) -> int:
        return len(self.answered) + len(self.silent)

    @property
    def has_run_out(self) -> bool:
        """Whether its days were over before anybody closed it."""
        return not self.is_open and self.hearing.closed_by_id is None

    @property
    def concerns(self) -> list[Answer]:
        return [one for one in self.answered if one.stance == Stance.CONCERN]

    @property
    def is_consent(self) -> bool:
        return self.hearing.way == Way.CONSENT

    @property
    def consenting(self) -> int:
        """Those who said so, and once it is closed those who said nothing."""
        said = sum(one.stance == Stance.CONSENT for one in self.answered)
        return said if self.is_open else said + len(self.silent)

    @property
    def asks(self) -> str:
        return ASKS[Way(self.hearing.way)]


def is_open(hearing: Hearing, today: date) -> bool:
    return hearing.closed_at is None and today <= hearing.closes_on


def hearing_that_runs(decision: Decision, today: date) -> Hearing | None:
    found: Hearing | None = Hearing.objects.filter(decision=decision, closed_at=None, closes_on__gte=today).first()
    return found


def hearings_of(decision: Decision, reader: Person, today: date) -> list[HearingPart]:
    """The newest first; four queries however many there are."""
    related = ("opened_by", "closed_by")
    hearings = list(Hearing.objects.filter(decision=decision).select_related(*related).order_by("-id")[:MOST])
    if not hearings:
        return []
    answers = Answer.objects.filter(hearing__in=hearings).select_related("person").order_by("person__name", "id")
    found = list(answers[: MOST * MOST_ANSWERS])
    votes = votes_of([one for one in found if one.answered_at])
    options = Option.objects.filter(decision=decision).order_by("position", "id")
    seen = Seen(votes, list(options), reader, today)
    return [seen.part_of(hearing, [one for one in found if one.hearing_id == hearing.pk]) for hearing in hearings]


def votes_of(answers: Sequence[Answer]) -> dict[int, dict[int, int]]:
    """Answer -> option -> points."""
    found: dict[int, dict[int, int]] = {answer.pk: {} for answer in answers}
    for answer, option, points in OptionVote.objects.filter(answer__in=found).values_list("answer_id", "option_id", "points"):
        found[answer][option] = points
    return found


@dataclass(frozen=True, slots=True)
class Seen:
    """What all hearings of a decision are read with."""

    votes: dict[int, dict[int, int]]
    options: list[Option]
    reader: Person
    today: date

    def part_of(self, hearing: Hearing, answers: list[Answer]) -> HearingPart:
        runs = is_open(hearing, self.today)
        is_shown = not (runs and hearing.is_hidden)
        answered = [one for one in answers if one.answered_at]
        given = [self.votes[one.pk] for one in answered] if hearing.way in VOTES and is_shown else []
        tallies = tally(hearing.way, given, [option.pk for option in self.options]) if given else []
        return HearingPart(
            hearing=hearing,
            is_open=runs,
            is_shown=is_shown,
            mine=next((one for one in answers if one.person_id == self.reader.pk), None),
            answered=answered,
            silent=[one.person for one in answers if not one.answered_at],
            standings=standings(hearing.way, tallies, {option.pk: option for option in self.options}),
        )


def standings(way: str, tallies: list[Tally], options: dict[int, Option]) -> list[Standing]:
    best = tallies[0].share if tallies else 0
    return [
        Standing(
            options[one.option], figure_of(way, one), more_of(way, one), round(one.share * 100), bool(best) and one.share == best
        )
        for one in tallies
    ]


def figure_of(way: str, one: Tally) -> str:
    if way == Way.DOTS:
        return f"{int(one.value)} {'dot' if one.value == 1 else 'dots'}"
    if not one.count:
        return "no score" if way == Way.SCORE else "no place"
    return f"{float(one.value):.1f} of {BEST_SCORE}" if way == Way.SCORE else f"place {float(one.value):.1f}"


def more_of(way: str, one: Tally) -> str:
    if way == Way.RANK:
        return f"first for {one.firsts} of {one.count}"
    return f"from {one.count}" if one.count else ""
