"""Who may be written to."""

from __future__ import annotations

from datetime import datetime, timedelta

from organizations.models import Event, Person
from organizations.models.people import PersonStatus

NEWS_FOR = timedelta(days=2)


def may_mail(person: Person) -> bool:
    """People who can sign in; never those of a demo company, whose addresses are nobody's."""
    if person.user is None or not person.user.is_active or person.status == PersonStatus.INACTIVE:
        return False
    return not person.organization.is_demo


def is_news(event: Event, now: datetime) -> bool:
    """Whether a mail about it still helps: after a long outage people find old lines in the product, not in their inbox."""
    return now - event.at <= NEWS_FOR
