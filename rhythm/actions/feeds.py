"""Verbs: a person opens a secret calendar address, replaces it and revokes it."""

from __future__ import annotations

from datetime import datetime

from organizations.logbook import record, verb
from organizations.models import Person, Team
from organizations.models.teams import TeamStatus
from organizations.refusals import AlreadyClosed, NotAllowed, NotSaid
from organizations.tenancy import new_key
from organizations.tokens import fingerprint
from organizations.verbs import locked
from rhythm import policy
from rhythm.models import CalendarFeed
from rhythm.reads.calendars import readings
from rhythm.secrets import feed_secret

NOT_YOURS = "Everybody opens and revokes their own calendar addresses. Ask {name} to do it."


@verb
def open_feed(*, person: Person, team: Team | None, by: Person | None, now: datetime) -> CalendarFeed:
    """A new address for a person's meetings, or for a team's; the former one of the same kind ends with it."""
    person = locked(person)
    if not policy.may_have_calendar(by, person):
        raise NotAllowed(NOT_YOURS.format(name=person.name))
    if team is not None and team.status == TeamStatus.ARCHIVED:
        raise NotSaid(f"The team {team.name} is archived. Choose another one.")
    CalendarFeed.objects.filter(person=person, team=team, revoked_at=None).update(revoked_at=now)
    feed: CalendarFeed = CalendarFeed.objects.create(
        organization_id=person.organization_id, person=person, team=team, secret_hash=new_key(), made_at=now
    )
    feed.secret_hash = fingerprint(feed_secret(feed))
    feed.save(update_fields=["secret_hash"])
    record("calendar.opened", by=by, about=person, now=now, feed=feed.pk, team=team.pk if team else None)
    return feed


@verb
def revoke_feed(*, feed: CalendarFeed, by: Person | None, now: datetime) -> CalendarFeed:
    """The address answers nobody any more."""
    feed = locked(feed)
    if not policy.may_have_calendar(by, feed.person):
        raise NotAllowed(NOT_YOURS.format(name=feed.person.name))
    if feed.revoked_at is not None:
        raise AlreadyClosed("This address is revoked already.")
    feed.revoked_at = now
    feed.save(update_fields=["revoked_at"])
    record("calendar.revoked", by=by, about=feed.person, now=now, feed=feed.pk)
    return feed


def keep_readings() -> None:
    """Store when each address of the organization in hand was last read; no verb, for nobody has done anything."""
    feeds = list(CalendarFeed.objects.filter(revoked_at=None))
    read = readings(feeds)
    for feed in feeds:
        feed.read_at = read.get(feed.pk, feed.read_at)
    CalendarFeed.objects.bulk_update([feed for feed in feeds if feed.pk in read], ["read_at"])
