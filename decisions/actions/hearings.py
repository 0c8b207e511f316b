"""Verbs: people are heard for some days, each says what they think or votes, and it is closed; then silence is consent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from decisions import policy
from decisions.actions.states import check_is_open, decider_of
from decisions.models import UNDECIDED, Answer, Criterion, Decision, Hearing, OptionVote, Stance, Way
from decisions.reads.owed import people_to_ask
from decisions.tallies import VOTES, Cells, fault_in, fault_in_cells
from organizations.logbook import record, verb
from organizations.models import Organization, Person
from organizations.refusals import AlreadyClosed, AlreadyThere, DatesOutOfOrder, NotAllowed, NotSaid
from organizations.verbs import day_of, locked, whom_to_ask, worded

LONGEST = 2000
FURTHEST = 3653  # days; a later day is a slip of the pen


@verb
def open_hearing(
    *, decision: Decision, way: Way, closes_on: date, by: Person | None, now: datetime, is_hidden: bool = True
) -> Hearing:
    """Ask everybody who is to be heard, until the end of that day."""
    decision = locked(decision)
    if not policy.may_change_decision(by, decision):
        raise NotAllowed(f"You may not ask people about “{decision}”. Ask {whom_to_ask(decision.asked_by, decider_of(decision))}.")
    check_is_open(decision)
    today = day_of(now, decision.organization)
    if not 0 <= (closes_on - today).days <= FURTHEST:
        raise DatesOutOfOrder("Choose a day that is still to come.")
    if way in VOTES and decision.options.count() < 2:
        raise NotSaid("Write down two options at least before people vote on them.")
    running = Hearing.objects.filter(decision=decision, closed_at=None).first()
    if running is not None:
        end_lapsed(running, today=today, now=now)
    people = people_to_ask(decision)
    if not people:
        raise NotSaid("Name first who is to be heard: people, or teams that it touches.")
    scope = {"organization_id": decision.organization_id}
    hearing: Hearing = Hearing.objects.create(
        **scope, decision=decision, way=way, is_hidden=is_hidden, opened_at=now, opened_by=by, closes_on=closes_on
    )
    Answer.objects.bulk_create(Answer(**scope, hearing=hearing, person=person) for person in people)
    record("decision.input_asked", by=by, about=decision, now=now, hearing=hearing.pk, way=way, until=closes_on.isoformat())
    return hearing


def end_lapsed(hearing: Hearing, *, today: date, now: datetime) -> None:
    """Its days are over, and nobody had closed it."""
    if today <= hearing.closes_on:
        raise AlreadyThere(f"People are asked already, until {hearing.closes_on:%-d %B}. Close that first.")
    hearing.closed_at = now
    hearing.save(update_fields=["closed_at"])


@verb
def answer_hearing(
    *,
    hearing: Hearing,
    by: Person,
    now: datetime,
    stance: str = "",
    words: str = "",
    points: Mapping[int, int] | None = None,
    cells: Cells | None = None,
) -> Answer:
    """Say what one thinks, or vote; until it is closed one may think again, and the last answer counts.

    `points` are given to options, `cells` to options by criteria where there are some.
    """
    decision = locked(hearing.decision)
    hearing = locked(hearing)
    if not policy.may_answer(by, hearing):
        raise NotAllowed(
            f"You are not asked about “{decision}”. Say what you think in a comment, or ask {whom_to_ask(decision.asked_by)}."
        )
    check_is_open(decision)
    check_takes_answers(hearing, day_of(now, decision.organization))
    check_answer(hearing, stance, words)
    given = votes_in(hearing, points or {}, cells or {})
    answer: Answer = locked(Answer.objects.get(hearing=hearing, person=by))
    answer.answered_at, answer.words = now, words.strip()
    answer.stance = stance if hearing.way == Way.CONSENT else ""
    answer.save(update_fields=["answered_at", "stance", "words"])
    give_votes(answer, given)
    record(
        "decision.answered", by=by, about=decision, now=now, hearing=hearing.pk
    )  # what was said may be hidden: it stays in the row
    return answer


def give_votes(answer: Answer, given: Mapping[tuple[int, int | None], int]) -> None:
    """These, in place of what was given before."""
    answer.votes.all().delete()
    scope = {"organization_id": answer.organization_id, "answer": answer}
    votes = [OptionVote(**scope, option_id=option, criterion_id=one, points=value) for (option, one), value in given.items()]
    OptionVote.objects.bulk_create(votes)


def votes_in(hearing: Hearing, points: Mapping[int, int], cells: Cells) -> dict[tuple[int, int | None], int]:
    """What an answer gives to each option, or to each by each criterion.

    Raises NotSaid where that is no sound answer.
    """
    if hearing.way not in VOTES:
        return {}
    options = list(hearing.decision.options.order_by("position", "id").values_list("pk", flat=True))
    criteria = list(Criterion.objects.filter(decision=hearing.decision_id).values_list("pk", flat=True))
    given: dict[tuple[int, int | None], int] = {}
    if hearing.way == Way.SCORE and criteria:
        fault = fault_in_cells(cells, options, criteria)
        given |= {(option, one): value for (option, one), value in cells.items()}
    else:
        fault = fault_in(hearing.way, points, options)
        given |= {(option, None): value for option, value in points.items()}
    if fault:
        raise NotSaid(fault)
    return given


def check_takes_answers(hearing: Hearing, today: date) -> None:
    if hearing.closed_at is not None or today > hearing.closes_on:
        ended = "before its day" if hearing.closed_at and today <= hearing.closes_on else f"on {hearing.closes_on:%-d %B}"
        raise AlreadyClosed(f"It was closed {ended}, so no answer counts any more. Say what you think in a comment.")


def check_answer(hearing: Hearing, stance: str, words: str) -> None:
    """A concern has words; so has advice."""
    if hearing.way == Way.CONSENT and stance not in Stance.values:
        raise NotSaid("Say whether you consent or have a concern.")
    if hearing.way == Way.ADVICE or (hearing.way == Way.CONSENT and stance == Stance.CONCERN):
        worded(words, "Say what you think." if hearing.way == Way.ADVICE else "Say what your concern is.", limit=LONGEST)
    elif words.strip():
        worded(words, "", limit=LONGEST)


@verb
def close_hearing(*, hearing: Hearing, by: Person | None, now: datetime) -> Hearing:
    """Before its time: everybody's answers are seen, and silence is consent from now on."""
    decision = locked(hearing.decision)
    hearing = locked(hearing)
    if not policy.may_change_decision(by, decision):
        raise NotAllowed(f"You may not close it. Ask {whom_to_ask(decision.asked_by, decider_of(decision))}.")
    check_takes_answers(hearing, day_of(now, decision.organization))
    hearing.closed_at, hearing.closed_by = now, by
    hearing.save(update_fields=["closed_at", "closed_by"])
    record("decision.input_closed", by=by, about=decision, now=now, hearing=hearing.pk)
    return hearing


@verb
def close_what_ran_out(*, organization: Organization, now: datetime) -> list[Hearing]:
    """Whatever was asked until a day that is over: closed at the end of that day, each once, and silence is consent since."""
    today = day_of(now, organization)
    over = Hearing.objects.filter(closed_at=None, closes_on__lt=today, decision__state__in=UNDECIDED).select_related("decision")
    # Always decision before hearing, as whoever closes one by hand does: two who lock crosswise would wait for each other.
    found = [run_out(hearing, today, now) for hearing in over.order_by("decision", "id")]
    return [hearing for hearing in found if hearing]


def run_out(hearing: Hearing, today: date, now: datetime) -> Hearing | None:
    decision = locked(hearing.decision)
    hearing = locked(hearing)
    if hearing.closed_at is not None or today <= hearing.closes_on or decision.state not in UNDECIDED:
        return None
    zone = ZoneInfo(decision.organization.timezone)
    hearing.closed_at = datetime.combine(hearing.closes_on + timedelta(days=1), time(), zone)
    hearing.save(update_fields=["closed_at"])
    record("decision.input_ran_out", by=None, about=decision, now=now, hearing=hearing.pk, until=hearing.closes_on.isoformat())
    return hearing


def keep_in_step(decision: Decision, *, today: date) -> None:
    """Within verbs that change who is heard: an open hearing asks those who came, and no longer those who went without a word."""
    hearing = Hearing.objects.filter(decision=decision, closed_at=None, closes_on__gte=today).first()
    if hearing is None:
        return
    wanted = {person.pk for person in people_to_ask(decision)}
    hearing.answers.filter(answered_at=None).exclude(person_id__in=wanted).delete()
    asked = set(hearing.answers.values_list("person_id", flat=True))
    Answer.objects.bulk_create(
        Answer(organization_id=decision.organization_id, hearing=hearing, person_id=pk) for pk in sorted(wanted - asked)
    )
