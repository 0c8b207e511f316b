"""The round of daily messages: whoever's hour has come hears what their day brings, once for each of their days."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef

from notifications.actions.daily import tell_the_day
from notifications.hours import Hours
from notifications.models import Round
from notifications.preferences import hours_of, preference_of
from organizations.models import Organization, Person
from organizations.models.people import PersonStatus
from organizations.tenancy import in_organization

PAUSE = timedelta(minutes=10)  # after a fault: the others of this hour come first
PLANNED_AT_ONCE = 500

log = structlog.get_logger()


def go_to_one(*, now: datetime) -> bool:
    """The round of the person who is due first; whether there was one.

    The lock, what they are told, the mail and the hour of the next round are one transaction: killed in between, nothing of it
    has happened, and the next worker begins it anew.
    """
    with transaction.atomic():
        due = Round.everywhere.filter(next_at__lte=now).select_for_update(skip_locked=True, of=("self",))
        row = due.select_related("organization", "person__user", "person__organization").order_by("next_at", "pk").first()
        if row is None:
            return False
        with in_organization(row.organization):
            try:
                with transaction.atomic():
                    hold(row, now)
            except Exception as problem:
                if transaction.get_connection().needs_rollback:  # the connection is gone: nothing can be noted down
                    raise
                log.exception("a daily round failed", person=row.person_id)
                fields = {"next_at": now + PAUSE, "last_error": f"{type(problem).__name__}: {problem}"[:1000]}
                Round.objects.filter(pk=row.pk).update(**fields)
    return True


def hold(row: Round, now: datetime) -> None:
    """Tell the person what the day brings, if it is a day of theirs that had no round yet; and name the next one.

    What was missed is made up for while they are at work; later than that it goes into the next message.
    """
    person = row.person
    if not has_rounds(person):
        row.delete()
        return
    preference = preference_of(person)
    hours = hours_of(preference, person)
    today = hours.day_of(now)
    if hours.is_daily_time(now) and (row.last_on is None or row.last_on < today):
        tell_the_day(person=person, preference=preference, hours=hours, now=now)
        row.last_on = today
    row.next_at, row.last_error = hours.next_due(now, last_on=row.last_on), ""
    row.save(update_fields=["next_at", "last_on", "last_error"])


def has_rounds(person: Person) -> bool:
    return person.user is not None and person.user.is_active and person.status != PersonStatus.INACTIVE


def plan_missing(*, now: datetime) -> int:
    """Name the first round of people who have come in since; how many."""
    planned = Round.everywhere.filter(person=OuterRef("pk"))
    there = Person.everywhere.filter(~Exists(planned), user__is_active=True).exclude(status=PersonStatus.INACTIVE)
    people = list(there.select_related("organization").order_by("pk")[:PLANNED_AT_ONCE])
    by_organization: dict[Organization, list[Person]] = {}
    for person in people:
        by_organization.setdefault(person.organization, []).append(person)
    for organization, members in by_organization.items():
        with in_organization(organization):
            Round.objects.bulk_create([first_round(person, now) for person in members], ignore_conflicts=True)
    return len(people)


def first_round(person: Person, now: datetime) -> Round:
    return Round(organization_id=person.organization_id, person=person, next_at=next_for(person, now, None))


def next_for(person: Person, now: datetime, row: Round | None) -> datetime:
    hours: Hours = hours_of(preference_of(person), person)
    return hours.next_due(now, last_on=row.last_on if row else None)


def plan_anew(person: Person, *, now: datetime) -> None:
    """After a change of hours or of time zone; a day that had its round has no second one."""
    row: Round | None = Round.objects.select_for_update().filter(person=person).first()
    if row is not None:
        row.next_at = next_for(person, now, row)
        row.save(update_fields=["next_at"])
