"""How people are heard on one decision: who is asked and has answered, what they said once it may be seen, what it adds up to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from decisions.models import Answer, Criterion, Decision, Hearing, Option, OptionVote, Stance, Way
from decisions.tallies import BEST_SCORE, DOTS, VOTES, Cells, Points, Tally, Weighed, best_of, tally, weigh
from organizations.models import Person

MOST = 10  # hearings of one decision, the newest first
MOST_ANSWERS = 200
ASKS = {
    Way.ADVICE: "Say what there is to say; then it is decided.",
    Way.CONSENT: "Consent, or say which concern speaks against it. Silence is consent.",
    Way.SCORE: f"Give each option a score from 0 to {BEST_SCORE}, by each criterion where there are some.",
    Way.RANK: "Put the options in an order; 1 is the best.",
    Way.DOTS: f"Give {DOTS} dots, to one option or to several.",
}
BY_CRITERIA = f"Give each option a score from 0 to {BEST_SCORE} by each criterion. What you have no opinion on may stay empty."


@dataclass(frozen=True, slots=True)
class Standing:
    """An option with what it has."""

    option: Option
    figure: str
    more: str
    percent: int
    is_first: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A criterion with what each option has by it, and how many gave it."""

    name: str
    weight: int
    cells: list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Options side by side: a line a criterion, and the weighted total of each."""

    options: list[Option]
    lines: list[Line]
    totals: list[tuple[str, bool]]  # and whether it is the best


@dataclass(frozen=True, slots=True)
class HearingPart:
    """One hearing as its reader may see it: before it is closed a hidden one shows who has answered, not what."""

    hearing: Hearing
    is_open: bool
    is_shown: bool
    is_own: bool  # of who decides, and of nobody else
    mine: Answer | None
    answered: list[Answer]
    silent: list[Person]
    standings: list[Standing]
    comparison: Comparison | None = None

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
    """The newest first; five queries however many there are."""
    related = ("opened_by", "closed_by")
    hearings = list(Hearing.objects.filter(decision=decision).select_related(*related).order_by("-id")[:MOST])
    if not hearings:
        return []
    answers = Answer.objects.filter(hearing__in=hearings).select_related("person").order_by("person__name", "id")
    found = list(answers[: MOST * MOST_ANSWERS])
    is_hushed = any(is_open(one, today) and one.is_hidden for one in hearings)
    votes = votes_of([one for one in found if one.answered_at])
    options = Option.objects.filter(decision=decision).order_by("position", "id")
    is_by_criteria = any(by_criterion(given) for given in votes.values())
    criteria = list(Criterion.objects.filter(decision=decision).order_by("position")) if is_by_criteria else []
    seen = Seen(votes, list(options), criteria, reader, today, is_hushed)
    return [seen.part_of(hearing, [one for one in found if one.hearing_id == hearing.pk]) for hearing in hearings]


Votes = dict[tuple[int, int | None], int]  # option and criterion, none where it is given to the whole of the option -> points


def votes_of(answers: Sequence[Answer]) -> dict[int, Votes]:
    """What each answer gives."""
    found: dict[int, Votes] = {answer.pk: {} for answer in answers}
    rows = OptionVote.objects.filter(answer__in=found).values_list("answer_id", "option_id", "criterion_id", "points")
    for answer, option, criterion, points in rows:
        found[answer][option, criterion] = points
    return found


def whole(votes: Votes) -> Points:
    return {option: points for (option, criterion), points in votes.items() if criterion is None}


def by_criterion(votes: Votes) -> Cells:
    return {(option, criterion): points for (option, criterion), points in votes.items() if criterion is not None}


@dataclass(frozen=True, slots=True)
class Seen:
    """What all hearings of a decision are read with."""

    votes: dict[int, Votes]
    options: list[Option]
    criteria: list[Criterion]
    reader: Person
    today: date
    is_hushed: bool  # people answer without seeing each other: nor do they see what the decider thinks

    def part_of(self, hearing: Hearing, answers: list[Answer]) -> HearingPart:
        runs, options = is_open(hearing, self.today), {option.pk: option for option in self.options}
        is_own = hearing.way == Way.OWN
        way = Way.SCORE if is_own else Way(hearing.way)
        is_shown = not (self.is_hushed if is_own else runs and hearing.is_hidden)
        answered = [one for one in answers if one.answered_at]
        given = [self.votes[one.pk] for one in answered] if way in VOTES and is_shown else []
        criteria = self.criteria_of(given)
        weighed = self.weighed(given, criteria)
        tallies = tally(way, [whole(one) for one in given], list(options)) if given and not criteria else []
        return HearingPart(
            hearing=hearing,
            is_open=runs,
            is_shown=is_shown,
            is_own=is_own,
            mine=next((one for one in answers if one.person_id == self.reader.pk), None),
            answered=answered,
            silent=[one.person for one in answers if not one.answered_at],
            standings=totals(weighed, options) if weighed else standings(way, tallies, options),
            comparison=comparison(weighed, criteria, options) if weighed else None,
        )

    def criteria_of(self, given: list[Votes]) -> list[Criterion]:
        """Those that somebody scored by here; what was added later is none of them."""
        scored = {criterion for votes in given for _, criterion in votes}
        return [one for one in self.criteria if one.pk in scored]

    def weighed(self, given: list[Votes], criteria: list[Criterion]) -> list[Weighed]:
        weights = {one.pk: one.weight for one in criteria}
        return weigh([by_criterion(one) for one in given], [option.pk for option in self.options], weights) if weights else []


def comparison(weighed: list[Weighed], criteria: list[Criterion], options: dict[int, Option]) -> Comparison:
    """The table: each criterion with what the options have by it, and the totals below."""
    best = best_of(weighed)
    lines = [
        Line(one.name, one.weight, [(figure(option.cells[place].mean), option.cells[place].count) for option in weighed])
        for place, one in enumerate(criteria)
    ]
    return Comparison([options[one.option] for one in weighed], lines, [(figure(one.total), one.option in best) for one in weighed])


def totals(weighed: list[Weighed], options: dict[int, Option]) -> list[Standing]:
    """The best first, each with how its total comes about; what was not scored by all criteria stands below."""
    best = best_of(weighed)
    inorder = sorted(weighed, key=lambda one: (one.total is None, not one.is_whole, -(one.total or 0)))
    return [
        Standing(
            option=options[one.option],
            figure="no score" if one.total is None else f"{figure(one.total)} of {BEST_SCORE}",
            more=computation(one),
            percent=round((one.total or 0) / BEST_SCORE * 100),
            is_first=one.option in best,
        )
        for one in inorder
    ]


def computation(one: Weighed) -> str:
    """(3 × 4.5 + 2 × 3.0) ÷ 5"""
    if not one.parts:
        return ""
    said = " + ".join(f"{weight} × {figure(mean)}" for weight, mean in one.parts)
    words = f"({said}) ÷ {sum(weight for weight, _ in one.parts)}"
    return words if one.is_whole else f"{words}, by {len(one.parts)} of {len(one.cells)} criteria"


def figure(value: Fraction | None) -> str:
    return "" if value is None else f"{float(value):.1f}"


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
