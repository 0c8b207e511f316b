"""Verbs: a person chooses how much mail they get, which, and when; an organization turns a rule off for everybody."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from notifications import policy
from notifications.models import Preference, SilentRule, Volume
from notifications.rounds import plan_anew
from notifications.rules import TABLE
from organizations.logbook import record, verb
from organizations.models import Organization, Person
from organizations.refusals import NotAllowed, NotSaid

CHANGED = "account.mail_changed"


@verb
def choose_volume(*, person: Person, volume: Volume, by: Person, now: datetime) -> Preference:
    """As it happens, one message a day, or none."""
    return change(person, {"volume": volume}, by=by, now=now)


@verb
def choose_mails(
    *, person: Person, briefing: bool, check_ins: bool, waiting: bool, recaps: bool, by: Person, now: datetime
) -> Preference:
    """Which of the four."""
    return change(person, {"briefing": briefing, "check_ins": check_ins, "waiting": waiting, "recaps": recaps}, by=by, now=now)


@verb
def choose_hours(
    *, person: Person, working_days: Collection[int], from_hour: int, until_hour: int, daily_hour: int, by: Person, now: datetime
) -> Preference:
    """When they work, on the clock of where they are, and at which hour their daily message comes."""
    days = sorted(set(working_days) & set(range(7)))
    if not days:
        raise NotSaid("Choose at least one day on which you work.")
    if not 0 <= from_hour < until_hour <= 24:
        raise NotSaid("Choose an end that is later than the beginning.")
    if not from_hour <= daily_hour < until_hour:
        raise NotSaid(f"Choose an hour for the daily message between {from_hour}:00 and {until_hour}:00.")
    wanted = {"working_days": days, "from_hour": from_hour, "until_hour": until_hour, "daily_hour": daily_hour}
    preference = change(person, wanted, by=by, now=now)
    plan_anew(person, now=now)
    return preference


@verb
def stop_daily_message(*, person: Person, now: datetime) -> Preference:
    """By whoever holds the address in a daily message: it does not come again. Recaps and what cannot wait go on."""
    return change(person, {"briefing": False, "check_ins": False, "waiting": False}, by=person, now=now)


def change(person: Person, wanted: dict[str, Any], *, by: Person, now: datetime) -> Preference:
    if by.pk != person.pk:
        raise NotAllowed(f"Only {person.name} chooses which mails they get.")
    Preference.objects.get_or_create(person=person, defaults={"organization_id": person.organization_id})
    preference: Preference = Preference.objects.select_for_update(no_key=True).get(person=person)
    changed = [field for field, value in wanted.items() if getattr(preference, field) != value]
    for field in changed:
        setattr(preference, field, wanted[field])
    if changed:
        preference.save(update_fields=changed)
        record(CHANGED, by=by, about=person, now=now, changed=sorted(changed))
    return preference


@verb
def set_rule(*, organization: Organization, rule: str, is_on: bool, by: Person, now: datetime) -> None:
    """Turn a reminder off for everybody, or on again."""
    if not policy.may_set_rules(by):
        raise NotAllowed("Only admins and owners choose what everybody is reminded of. Ask one of them.")
    known = TABLE.get(rule)
    if known is None or not known.is_optional:
        raise NotSaid("Choose one of the reminders in the list.")
    silent = SilentRule.objects.filter(rule=rule)
    if is_on:
        is_changed = bool(silent.delete()[0])
    else:
        is_changed = SilentRule.objects.get_or_create(rule=rule, defaults={"organization_id": organization.pk})[1]
    if is_changed:
        record("rule.turned_on" if is_on else "rule.turned_off", by=by, about=organization, now=now, rule=rule)
