"""Verb: a person is told what a day of theirs brings: a line for each thing that is still owed, and one message with all of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from notifications import policy
from notifications.actions.telling import queue_mail
from notifications.bundles import bundle_of
from notifications.digests import Morning, Opening, Reminder, Waiting, heaps, morning_of, overtures, sources
from notifications.hours import Hours, days_from
from notifications.letters import Daily, write_letter
from notifications.models import Notification, Preference, Volume
from notifications.preferences import silent_rules, wants
from notifications.rules import rule_of
from notifications.secrets import unsubscribing_path
from organizations.logbook import verb
from organizations.measures import monday_of
from organizations.models import Person

MERGED_FOR = timedelta(days=14)  # after a long absence older news is in the product only
MOST = 200


@verb
def tell_the_day(*, person: Person, preference: Preference, hours: Hours, now: datetime) -> None:
    """Nothing is said to who is away, and no message comes when there is nothing to say."""
    morning = morning_of(person, hours, now)
    if morning is None:
        return
    write_reminders(morning)
    if not policy.may_mail(person) or preference.volume == Volume.OFF:
        return
    lines = unmailed_lines(person, preference, now)
    letter = bundle_of(morning, lines, what_waits(morning, preference), opening_of(morning, preference))
    if letter is not None:
        send(letter, morning)
    Notification.objects.filter(pk__in=[line.pk for line in lines]).update(mailed_at=now)


def write_reminders(morning: Morning) -> None:
    """A line for each thing that a room reminds of and this person was not reminded of yet."""
    silent = silent_rules()
    found = [reminder for source in sources for reminder in source(morning) if reminder.rule not in silent]
    rows = [line_of(reminder, morning) for reminder in found]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)


def line_of(reminder: Reminder, morning: Morning) -> Notification:
    return Notification(
        organization_id=morning.person.organization_id,
        person=morning.person,
        reason=reminder.rule,
        key=f"{reminder.rule}/{reminder.key}"[:120],
        text=reminder.text[:500],
        path=reminder.path,
        why=reminder.why[:300],
        created_at=morning.now,
    )


def unmailed_lines(person: Person, preference: Preference, now: datetime) -> list[Notification]:
    """What is unread and was in no mail, of the kinds that the person wants by mail; the newest first."""
    waiting = Notification.objects.filter(person=person, read_at=None, mailed_at=None, created_at__gt=now - MERGED_FOR)
    return [line for line in waiting.order_by("-id")[:MOST] if wants(preference, rule_of(line.reason))]


def what_waits(morning: Morning, preference: Preference) -> list[Waiting]:
    if not preference.waiting:
        return []
    return [each for heap in heaps for each in heap(morning.person, morning.today)]


def opening_of(morning: Morning, preference: Preference) -> Opening | None:
    """On the first working day of the person's week."""
    is_first = morning.today == min(day for day in week_of(morning.today) if morning.hours.is_working_day(day))
    if not (preference.briefing and is_first):
        return None
    return next((opening for overture in overtures if (opening := overture(morning.person, morning.today))), None)


def week_of(day: date) -> list[date]:
    return days_from(monday_of(day))[:7]


def send(letter: Daily, morning: Morning) -> None:
    """One message a person and day, whatever happens: its key says so."""
    person = morning.person
    assert person.user
    queue_mail(
        key=f"daily/{morning.today.isoformat()}/person-{person.pk}",
        recipient=person.user.email,
        subject=letter.text,
        text=write_letter("emails/daily.txt", letter),
        html=write_letter("emails/daily.html", letter),
        unsubscribe=unsubscribing_path(person),
        now=morning.now,
    )
