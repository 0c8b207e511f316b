"""What stands beside a series while it is written: the dates that come of it, and what may surprise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from organizations.models import Membership, Organization
from organizations.models.teams import INSIDE
from organizations.recurring import rule_in_words
from rhythm.agendas import box_of, squeezed
from rhythm.days import days_of
from rhythm.measures import next_starts, skipped_hours, zone_of
from rhythm.models import HeldAs, MeetingSeries
from rhythm.recurrence import OWN, fault_in

SHOWN = 5
NEAR = timedelta(days=400)


@dataclass(slots=True)
class Advice:
    """The rule in words, its next dates, and sentences to think about."""

    words: str = ""
    zone: str = ""
    dates: list[datetime] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def advice_on(said: Mapping[str, Any], rule: str | None, organization: Organization, now: datetime) -> Advice:
    """For what is typed so far, sound or not; `rule` is None where it cannot be read yet. Two queries at most."""
    if rule is None or not said.get("start_on") or (said.get("repeats") == OWN and fault_in(rule)):
        return Advice(notes=[*who_is_missing(said), *how_it_is_met(said)])
    zone = zone_of(said.get("timezone") or "", organization.timezone)
    at = said.get("start_time")
    dates = next_starts(rule, start_on=said["start_on"], start_time=at, exdates=(), zone=zone, now=now, most=SHOWN)
    words = rule_in_words(rule, said["start_on"]) or (rule and f"By the rule {rule}") or "Once"
    notes = [*hour_that_is_skipped(said, rule, zone, now), *who_is_missing(said), *how_it_is_met(said)]
    if not dates:
        notes.insert(0, "No meeting takes place in the next two years." if rule else "That day has passed.")
    return Advice(words, zone.key, dates, notes)


def how_it_is_met(said: Mapping[str, Any]) -> list[str]:
    """On how many days a long one is met; and what is left of the agenda of its kind where it is short. No query."""
    minutes, at = said.get("duration_minutes"), said.get("start_time")
    if not minutes or said.get("held_as") == HeldAs.WRITING:
        return []
    notes = [squeezed(box_of(said.get("kind") or "", minutes), minutes)]
    if (days := days_of(minutes)) > 1:
        again = f" at {at:%H:%M}" if at else ""
        notes.append(
            f"{minutes} minutes are {days} days: it goes on the next morning{again}, and is in calendars until its last day."
        )
    return [note for note in notes if note]


def hour_that_is_skipped(said: Mapping[str, Any], rule: str, zone: ZoneInfo, now: datetime) -> list[str]:
    """The clocks leave this hour out on one of its days: it is said what happens then."""
    at = said.get("start_time")
    if at is None or not skipped_hours(at, zone, range(now.year, now.year + 2)):
        return []
    starts = next_starts(rule, start_on=said["start_on"], start_time=at, exdates=(), zone=zone, now=now, most=NEAR.days)
    moved = next((start for start in starts if start.time() != at), None)
    if moved is None:
        return []
    day = f"{moved:%a %-d %B %Y}"
    return [f"On {day} the clocks leave {at:%H:%M} out. It meets at {moved:%H:%M} then, the first minute that exists."]


def who_is_missing(said: Mapping[str, Any]) -> list[str]:
    """A meeting of nobody is allowed, and said; one query."""
    team, rota = said.get("team"), said.get("rota") or []
    members = set(Membership.objects.filter(INSIDE, team=team).values_list("person_id", flat=True)) if team else set()
    others = [*(said.get("required") or []), *(said.get("optional") or [])]
    left_out = {person.pk for person in said.get("left_out") or []}
    asked = (members | {person.pk for person in [*others, said.get("organizer")] if person}) - left_out
    notes = []
    if team and not members:
        notes.append(f"Nobody is in {team.name} yet. Whoever joins it is asked by itself.")
    if not team and not others:
        notes.append("Nobody is asked but the organizer. Choose a team, or name people.")
    if outside := [person.name for person in rota if person.pk not in asked]:
        notes.append(f"In the rota, but not asked: {', '.join(outside[:4])}. Ask them too, or take them out.")
    return notes


def after_saving(series: MeetingSeries, said: Mapping[str, Any], organization: Organization, now: datetime) -> str:
    """What the toast adds to "is planned", where something may surprise."""
    notes = advice_on(said, series.rrule, organization, now).notes
    return f". {notes[0]}" if notes else ""
