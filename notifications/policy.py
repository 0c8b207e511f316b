"""Who may be written to, and who may say something."""

from __future__ import annotations

from datetime import datetime, timedelta

from notifications.models import Comment, Mention, Notification
from organizations.models import Event, Person, Team
from organizations.models.people import PersonStatus
from organizations.policy import may_change_members, may_run, may_write

NEWS_FOR = timedelta(days=2)
OPEN_FOR = timedelta(days=3)  # how long a comment may be changed


def may_mail(person: Person) -> bool:
    """People who can sign in; never those of a demo company, whose addresses are nobody's."""
    if person.user is None or not person.user.is_active or person.status == PersonStatus.INACTIVE:
        return False
    return not person.organization.is_demo


def is_news(event: Event, now: datetime) -> bool:
    """Whether a mail about it still helps: after a long outage people find old lines in the product, not in their inbox."""
    return now - event.at <= NEWS_FOR


def may_comment(person: Person | None) -> bool:
    """Anybody who may write."""
    return may_write(person)


def may_edit_comment(person: Person | None, comment: Comment, now: datetime) -> bool:
    """Its writer, for three days, while its words are there."""
    is_open = comment.removed_at is None and now - comment.at <= OPEN_FOR
    return person is None or (may_write(person) and comment.author_id == person.pk and is_open)


def may_remove_comment(person: Person | None, comment: Comment, now: datetime) -> bool:
    """Its writer for three days; admins and owners at any time, for what should not stand anywhere."""
    return may_edit_comment(person, comment, now) or (may_run(person) and comment.removed_at is None)


def may_read_mention(person: Person | None, mention: Mention) -> bool:
    """Say that it is read: whoever is named, nobody in their place."""
    return person is None or (may_write(person) and mention.person_id == person.pk)


def may_read_line(person: Person | None, line: Notification) -> bool:
    """Say that it is read: whom it tells, also those who only read."""
    return person is None or line.person_id == person.pk


def may_set_rules(person: Person | None) -> bool:
    """What everybody is reminded of: admins and owners."""
    return may_run(person)


def may_connect_chat(person: Person | None, team: Team | None) -> bool:
    """Of a team: who leads it, and leaders; of the whole organization: admins and owners."""
    return may_change_members(person, team) if team else may_run(person)
