"""The records behind each figure of how decisions fare: every decision that was counted, and how."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.utils.formats import date_format

from decisions import measures
from decisions.measures import Split
from decisions.models import DecisionReview, DecisionState
from decisions.reads.courses import BACK, Course
from decisions.reads.fares import Fares, looked_at, on_time, reviews_due, undone
from decisions.reads.fares_groups import NOTHING, Only
from decisions.reads.rows import times
from organizations.words import own_words

RECORDS = {
    "latency": "From needed to told",
    "velocity": "Taken and told",
    "on_time": "Decided by the day it was needed",
    "undone": "Reopened or superseded within 90 days",
    "local": "Decided by a team",
    "yield": "What was to follow is done",
    "quality": "The right call, given what was known",
    "effort": "People with a part in it",
    "reviewed": "Looked at again by its day",
    "logged": "Logged as it was made",
    "held": "Work that open questions hold up",
}
MOST = 100


@dataclass(frozen=True, slots=True)
class Record:
    """A decision as one figure sees it."""

    id: int
    title: str
    on: date | None
    mark: str
    words: str
    figure: str = ""


def records_of(of: str, page: Fares, only: Only = NOTHING) -> list[Record]:
    """Newest first; of one team, door, level, week or decider alone where that is asked."""
    rows = sorted(TELL[of](narrowed(page, only) if only else page), key=lambda row: (row.on or date.min, row.id), reverse=True)
    return rows[:MOST]


def narrowed(page: Fares, only: Only) -> Fares:
    return replace(
        page,
        took=[one for one in page.took if only.has(one.course) and only.lasts(one.told_on)],
        taken=[one for one in page.taken if only.has(one) and only.lasts(one.decided_on)],
        logged=[one for one in page.logged if only.has(one) and only.lasts(one.decided_on)],
        courses=[one for one in page.courses if only.has(one)],
        waiting=[row for row in page.waiting if only.holds(row)],
    )


def record(course: Course, on: date | None, mark: str, words: str, figure: str = "") -> Record:
    return Record(course.decision.pk, course.decision.title, on, mark, words, figure)


def verdict_mark(holds: bool) -> str:
    return "done" if holds else "at_risk"


def taken(page: Fares) -> Iterator[Record]:
    for one in page.took:
        words = parts_in_words(one.split)
        if one.round.handed_over:
            words += f", handed on {times(one.round.handed_over)}"
        yield record(one.course, one.told_on, "", words, days(one.split.latency))


def told(page: Fares) -> Iterator[Record]:
    """With how long each had waited beside it."""
    yield from taken(page)
    yield from as_made(page)


def as_made(page: Fares) -> Iterator[Record]:
    yield from (record(course, course.decided_on, "", "logged as it was made") for course in page.logged)


def holding_up(page: Fares) -> Iterator[Record]:
    """What is open and not put off, with how many things each holds up, as they are counted by decider."""
    for row in page.waiting:
        if row.items and row.decision.state == DecisionState.PROPOSED:
            who = f"{row.decider} decides" if row.decider else "nobody is named to decide"
            yield Record(row.decision.pk, row.decision.title, row.decision.proposed_on, "", who, str(row.items))


def parts_in_words(split: Split) -> str:
    """Where the time went; parts that took none are left out."""
    said = [
        (split.input, "for input"),
        (split.decider, "for the decider"),
        (split.telling, "until it was told"),
    ]
    words = ", ".join(f"{days(value)} {what}" for value, what in said if value >= 0.05) or "at once"
    return words if split.execution is None else f"{words}; {days(split.execution)} until the first of what follows"


def days(value: float) -> str:
    return f"{value:.1f}"


def by_its_day(page: Fares) -> Iterator[Record]:
    for course in page.courses:
        for one in course.rounds:
            holds = on_time(one, page.now, page.today - BACK)
            if holds is not None and one.need_by:
                day = one.decided.astimezone(one.zone).date() if one.decided else None
                said = f"decided on {short(day)}" if day else "still open"
                said += f", put off {times(course.decision.put_off_count)}" if course.decision.put_off_count else ""
                yield record(course, one.need_by, verdict_mark(holds), f"needed by {short(one.need_by)}, {said}")


def came_back(page: Fares) -> Iterator[Record]:
    for course in page.courses:
        is_back = undone(course, page.today)
        if is_back is not None:
            words = f"undone on {short(course.undone_on)}" if is_back else "stood for 90 days"
            yield record(course, course.decided_on, verdict_mark(not is_back), words)


def by_whom(page: Fares) -> Iterator[Record]:
    for course in page.taken:
        team = course.decision.team
        words = str(team) if team else "the whole organization"
        yield record(course, course.decided_on, "done" if course.is_local else "", words)


def followed(page: Fares) -> Iterator[Record]:
    for course in page.courses:
        holds = measures.is_yielded(course.promised, course.kept)
        if holds is not None and looked_at(course, page.today - BACK):
            words = f"{course.kept} of {course.promised} {own_words()['commitments']} done"
            yield record(course, course.reviews[-1].on, verdict_mark(holds), words)


def judged(page: Fares) -> Iterator[Record]:
    for course, review in reviews(page):
        words = measures.in_words(review.judgement, review.turned_out_well)
        mark = verdict_mark(review.judgement >= measures.RIGHT_FROM)
        yield record(course, review.on, mark, words, str(review.judgement))


def reviews(page: Fares) -> Iterator[tuple[Course, DecisionReview]]:
    for course in page.courses:
        yield from ((course, review) for review in course.reviews if page.today - BACK < review.on <= page.today)


def took_part(page: Fares) -> Iterator[Record]:
    for course in page.taken:
        yield record(course, course.decided_on, "", "", str(course.parts))


def looked_at_again(page: Fares) -> Iterator[Record]:
    for course in page.courses:
        for due, holds in reviews_due(course, page.today):
            if holds is not None:
                yield record(course, due, verdict_mark(holds), "in time" if holds else "late, or not yet")


def short(day: date | None) -> str:
    return date_format(day, "j M Y") if day else ""


TELL: dict[str, Callable[[Fares], Iterator[Record]]] = {
    "latency": taken,
    "velocity": told,
    "on_time": by_its_day,
    "undone": came_back,
    "local": by_whom,
    "yield": followed,
    "quality": judged,
    "effort": took_part,
    "reviewed": looked_at_again,
    "logged": as_made,
    "held": holding_up,
}
