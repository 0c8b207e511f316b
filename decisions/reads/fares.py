"""How decisions fare: the figures of the last weeks with the decisions behind each, and the work that waits on what is open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q

from accountability.measures import Score, score
from decisions import measures
from decisions.measures import Round, Spread
from decisions.models import UNDECIDED, DecisionState, HeldUp
from decisions.reads.courses import BACK, Course, courses_of
from decisions.reads.fares_groups import Group, OnWhom, Took, Waiting, Week, by_decider, by_door, by_level, by_team, by_week
from organizations.models.people import PersonStatus


@dataclass(frozen=True, slots=True)
class Fares:
    """All figures of the page, over what was answered, due or looked at in these weeks."""

    took: list[Took]
    latency: Spread
    input: Spread
    decider: Spread
    telling: Spread
    execution: Spread
    on_time: Score
    taken: list[Course]
    logged: list[Course]  # as they were made: nobody had waited
    local: Score
    undone: Score
    reviewed: Score
    judgements: list[int]
    yielded: Score
    parts: list[int]
    courses: list[Course]
    waiting: list[Waiting]
    today: date
    now: datetime

    @property
    def told(self) -> int:
        return len(self.took) + len(self.logged)

    @property
    def a_week(self) -> float:
        """Decisions told each week."""
        return self.told / measures.WEEKS

    @property
    def groups(self) -> list[tuple[str, list[Group]]]:
        return [("team", by_team(self.took)), ("door", by_door(self.took)), ("level", by_level(self.took))]

    @property
    def weeks(self) -> list[Week]:
        return by_week(self.took, self.logged, self.today)

    @property
    def deciders(self) -> list[OnWhom]:
        return by_decider(self.waiting)

    @property
    def quality(self) -> float | None:
        """Mean of 1 to 4."""
        return measures.mean(self.judgements)

    @property
    def effort(self) -> float | None:
        """People with a part in each decision, on average."""
        return measures.mean(self.parts)


def fares(now: datetime, today: date) -> Fares:
    """Eleven queries at most, however many decisions there are."""
    courses = courses_of(now, today)
    since = today - BACK
    taken = [one for one in courses if one.decided_on and since < one.decided_on <= today]
    took = [
        Took(course, one, measures.split(one, now))
        for course in courses
        for one in course.rounds
        if one.told and since < one.told.astimezone(one.zone).date() <= today
    ]
    reviews = [review for course in courses for review in course.reviews if since < review.on <= today]
    return Fares(
        took=took,
        latency=spread(one.split.latency for one in took),
        input=spread(one.split.input for one in took if one.round.was_heard_on),
        decider=spread(one.split.decider for one in took),
        telling=spread(one.split.telling for one in took),
        execution=spread(one.split.execution for one in took if one.split.execution is not None),
        on_time=score(on_time(one, now, since) for course in courses for one in course.rounds),
        taken=taken,
        logged=[one for one in taken if one.is_recorded],
        local=score(one.is_local for one in taken),
        undone=score(undone(one, today) for one in courses),
        reviewed=score(verdict for one in courses for _, verdict in reviews_due(one, today)),
        judgements=[review.judgement for review in reviews],
        yielded=score(measures.is_yielded(one.promised, one.kept) for one in courses if looked_at(one, since)),
        parts=[one.parts for one in taken],
        courses=courses,
        waiting=waiting(courses, now),
        today=today,
        now=now,
    )


def spread(values: Iterable[float]) -> Spread:
    return Spread(tuple(values))


def on_time(one: Round, now: datetime, since: date) -> bool | None:
    """Of what was needed in these weeks."""
    is_lately = one.need_by is not None and since < one.need_by
    return measures.on_time(one, now) if is_lately else None


def undone(course: Course, today: date) -> bool | None:
    """Of what was decided in the weeks before the last ninety days."""
    end = today - measures.UNDONE_WITHIN
    if course.decided_on is None or not end - BACK < course.decided_on <= end:
        return None
    return measures.is_undone(course.decided_on, course.undone_on, today)


def reviews_due(course: Course, today: date) -> list[tuple[date, bool | None]]:
    """The days of these weeks on which it was to be looked at again, and whether it was by then."""
    days: list[tuple[date | None, date | None]] = [(review.due_on, review.on) for review in course.reviews]
    if course.decision.state == DecisionState.ACCEPTED:
        days.append((course.decision.review_on, None))
    return [(due, measures.is_reviewed(due, on, today)) for due, on in days if due and today - BACK < due <= today]


def looked_at(course: Course, since: date) -> bool:
    return any(review.on > since for review in course.reviews)


def waiting(courses: list[Course], now: datetime) -> list[Waiting]:
    """What is open, that on which the most people wait first; one query."""
    open_ones = {one.decision.pk: one for one in courses if one.decision.state in UNDECIDED}
    people = Q(team__memberships__end_on=None, team__memberships__role__in=["lead", "member"])
    people &= ~Q(team__memberships__status="ended") & ~Q(team__memberships__person__status=PersonStatus.INACTIVE)
    counts = HeldUp.objects.filter(decision__in=open_ones).order_by().values("decision").annotate(
        teams=Count("team", distinct=True),
        people=Count("team__memberships__person", distinct=True, filter=people),
        objectives=Count("objective", distinct=True),
        dependencies=Count("dependency", distinct=True),
        items=Count("pk", distinct=True),
    )  # fmt: skip
    held: dict[int, dict[str, Any]] = {row.pop("decision"): row for row in counts}
    none = {"teams": 0, "people": 0, "objectives": 0, "dependencies": 0, "items": 0}
    rows = [
        Waiting(
            course.decision,
            took := last_of(course, now),
            course.decider,
            course.decider_id,
            **held.get(number, none),
            is_for_input=took is not None and took.round.waits_for_input(now),
        )
        for number, course in open_ones.items()
    ]
    return sorted(rows, key=lambda row: row.weight)


def last_of(course: Course, now: datetime) -> Took | None:
    """The round that is open."""
    one = course.rounds[-1] if course.rounds else None
    return Took(course, one, measures.split(one, now)) if one and one.decided is None else None
