"""What this room reminds people of on a working day of theirs: check-ins that are due, and what one side owes the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.formats import date_format

from alignment.handshakes import needed_side, waiting_side
from alignment.models import Dependency
from alignment.models.dependencies import OPEN_STATES, DependencyState
from alignment.reads.owed import check_ins_due, side_of
from notifications.digests import Morning, Reminder, reminds_of
from organizations.measures import check_in_due_on
from organizations.models import Person
from organizations.policy import may_write
from organizations.words import words_of

NAMED = 2
MOST = 50


@reminds_of
def remind_of_check_ins(morning: Morning) -> Sequence[Reminder]:
    """On the last working day up to the one on which they are due; who has checked in since the stretch began is left alone."""
    if not may_write(morning.person):
        return []
    by_day: dict[date, list[Any]] = {}
    for objective in check_ins_due(morning.person, morning.today).order_by("health__checked_in_on", "title", "id")[:MOST]:
        due_on = check_in_due_on(morning.today, objective.asked_every)
        if morning.is_last_chance(due_on):
            by_day.setdefault(due_on, []).append(objective)
    return [of_check_ins(due, due_on, morning.person) for due_on, due in by_day.items()]


def of_check_ins(due: list[Any], due_on: date, person: Person) -> Reminder:
    """One line, however many are due on that day; where it is one, it leads straight to the form."""
    words, slug, day = words_of(person.organization), person.organization.slug, date_format(due_on, "l j F")
    if len(due) == 1:
        text = f"{words['Check_in']} on “{due[0]}” is due by {day}"
        path = reverse("alignment:check_in", args=[slug, due[0].pk])
    else:
        text = f"{len(due)} {words['check_ins']} are due by {day}: {titles(due)}"
        path = reverse("alignment:my_check_ins", args=[slug])
    why = "You get this because you own it, or stand in for whoever does."
    return Reminder("check_in.due", due_on.isoformat(), text, path, why)


def titles(rows: Sequence[Any]) -> str:
    """The first of them by name, and how many more."""
    named = ", ".join(f"“{row}”" for row in rows[:NAMED])
    return named if len(rows) <= NAMED else f"{named} and {len(rows) - NAMED} more"


@reminds_of
def remind_of_dependencies(morning: Morning) -> Sequence[Reminder]:
    """What was promised, or else is needed, by the next working day: whoever gives it, and whoever waits for it."""
    found = Dependency.objects.filter(state__in=OPEN_STATES).annotate(due_on=Coalesce("promised_by", "needed_by"))
    coming = found.filter(due_on__range=(morning.today, morning.following)).select_related(
        "organization", "from_team", "from_objective", "to_team", "to_objective"
    )
    people = [Person(pk=pk) for pk in morning.people]
    giving = {row.pk: row for person in people for row in coming.filter(side_of(person, "to")).order_by("due_on", "id")[:MOST]}
    taking = {row.pk: row for person in people for row in coming.filter(side_of(person, "from")).order_by("due_on", "id")[:MOST]}
    return [*map(of_giving, giving.values()), *of_taking(row for pk, row in taking.items() if pk not in giving)]


def of_giving(dependency: Any) -> Reminder:
    is_answered = dependency.state in {DependencyState.AGREED, DependencyState.IN_PROGRESS}
    does = "waits for it" if is_answered else "waits for your answer"
    text = f"“{dependency}” is due by {date_format(dependency.due_on, 'l j F')}: {waiting_side(dependency)} {does}"
    return of_dependency(dependency, text, f"You get this because you answer for {needed_side(dependency)}.")


def of_taking(dependencies: Iterable[Any]) -> list[Reminder]:
    return [
        of_dependency(
            dependency,
            f"“{dependency}” is due from {needed_side(dependency)} by {date_format(dependency.due_on, 'l j F')}",
            "You get this because your side waits for it.",
        )
        for dependency in dependencies
    ]


def of_dependency(dependency: Any, text: str, why: str) -> Reminder:
    path = reverse("alignment:dependency", args=[dependency.organization.slug, dependency.pk])
    return Reminder("dependency.due", f"{dependency.pk}/{dependency.due_on.isoformat()}", text, path, why)
