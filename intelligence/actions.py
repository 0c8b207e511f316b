"""Verbs: what was learnt is written down, with what to do about it."""

from __future__ import annotations

from datetime import date, datetime

from alignment.models import Objective
from intelligence import policy
from intelligence.models import Lesson, LessonCategory
from organizations.logbook import record, verb
from organizations.models import Organization, Person, Team
from organizations.refusals import DatesOutOfOrder, NotAllowed
from organizations.tenancy import new_key
from organizations.verbs import day_of, worded


@verb
def record_lesson(
    *,
    organization: Organization,
    title: str,
    by: Person | None,
    now: datetime,
    key: str = "",
    description: str = "",
    recommendation: str = "",
    category: LessonCategory | None = None,
    on: date | None = None,
    author: Person | None = None,
    team: Team | None = None,
    objective: Objective | None = None,
) -> Lesson:
    """Write down what happened and what to do next time, so that others need not learn it again."""
    if not policy.may_record_lesson(by, organization):
        raise NotAllowed("You may look, but not write here. Ask an admin of the organization to change that.")
    today = day_of(now, organization)
    if on and on > today:
        raise DatesOutOfOrder("Choose a day that has come: today or earlier.")
    lesson: Lesson = Lesson.objects.create(
        organization=organization,
        key=key or new_key(),
        title=worded(title, "Say what was learnt, in one line."),
        description=description.strip(),
        recommendation=recommendation.strip(),
        category=category or "",
        on=on or today,
        author=author or by,
        team=team,
        objective=objective,
    )
    record("lesson.recorded", by=by, about=lesson, now=now)
    return lesson
