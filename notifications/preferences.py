"""How a person wants to hear: their choices, or what holds for who has made none, and what follows from them for one rule."""

from __future__ import annotations

from datetime import datetime

from notifications import policy
from notifications.hours import Hours, zone_called
from notifications.models import Preference, SilentRule, Volume
from notifications.rules import Cadence, Rule
from organizations.models import Event, Person
from organizations.reads.absences import away_on


def preference_of(person: Person) -> Preference:
    """Their row, or one that is not saved: everything as it begins."""
    row: Preference | None = Preference.objects.filter(person=person).first()
    return row or Preference(organization_id=person.organization_id, person=person)


def hours_of(preference: Preference, person: Person) -> Hours:
    """On the clock of where the person is, or of the organization where they have not said."""
    return Hours(
        zone=zone_called(person.timezone or person.organization.timezone),
        days=frozenset(preference.working_days),
        from_hour=preference.from_hour,
        until_hour=preference.until_hour,
        daily_hour=preference.daily_hour,
    )


def wants(preference: Preference, rule: Rule) -> bool:
    """Whether mail may carry it at all."""
    return preference.volume != Volume.OFF and bool(getattr(preference, rule.kind))


def is_mailed_at_once(person: Person, rule: Rule, event: Event, now: datetime, *, is_urgent: bool = False) -> bool:
    """Whether a mail of its own tells of it, and not the daily message.

    What cannot wait is told at any hour; the rest to who wants it as it happens, while they are at work.
    """
    if rule.cadence not in {Cadence.NOW, Cadence.CHOSEN} or not policy.may_mail(person) or not policy.is_news(event, now):
        return False
    preference = preference_of(person)
    if not wants(preference, rule):
        return False
    if is_urgent or rule.cadence == Cadence.NOW:
        return True
    hours = hours_of(preference, person)
    is_at_work = preference.volume == Volume.AT_ONCE and hours.is_working_time(now)
    return is_at_work and not away_on(hours.day_of(now)).filter(person=person).exists()


def is_silent(rule: Rule) -> bool:
    """Whether the organization in hand has turned it off for everybody."""
    return rule.is_optional and rule.name in silent_rules()


def silent_rules() -> set[str]:
    return set(SilentRule.objects.values_list("rule", flat=True))
