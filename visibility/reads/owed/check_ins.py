"""Reports that the reader is to post, of their own objectives and in the place of others, and reports to read."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Case, F, IntegerField, OuterRef, Subquery, Value, When
from django.db.models.functions import JSONObject, TruncDate

from alignment.models.check_ins import Claim
from alignment.models.health import Status
from alignment.reads.owed import acknowledgements_owed, check_ins_due
from organizations.reads.absences import away_on
from visibility.reads.owed.kinds import Kind, Reader, day_of_json, first_name
from visibility.words import as_when, shorten


def by_trouble(field: str, off: str, risk: str) -> Case:
    """What is in trouble comes first."""
    return Case(
        When(**{field: off}, then=Value(2)),
        When(**{field: risk}, then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )


def due(reader: Reader) -> Any:
    """Objectives to report on: the reader's own, and those of people who are away and named the reader."""
    absence = away_on(reader.today).filter(person=OuterRef("owner"), delegate=reader.person).order_by("-ends_on")
    return check_ins_due(reader.person, reader.today).annotate(
        title_=F("title"),
        on_=F("health__checked_in_on"),
        held_=by_trouble("health__status", Status.OFF_TRACK, Status.AT_RISK),
        facts_=JSONObject(
            last="health__checked_in_on",
            mark="health__status",
            owner="owner__name",
            until=Subquery(absence.exclude(person=reader.person).values("ends_on")[:1]),
        ),
    )


def say_due(facts: dict[str, Any], today: date) -> str:
    last, until = day_of_json(facts["last"]), day_of_json(facts["until"])
    said = f"Check-in due, last one {as_when(last, today)}" if last else "Check-in due, the first"
    return f"{said}. You stand in for {first_name(facts['owner'])} until {as_when(until, today)}" if until else said


def to_read(reader: Reader) -> Any:
    """Latest reports on what the reader reviews."""
    return acknowledgements_owed(reader.person, reader.today).annotate(
        title_=F("objective__title"),
        on_=TruncDate("at", tzinfo=reader.zone),
        held_=by_trouble("claim", Claim.OFF_TRACK, Claim.AT_RISK),
        facts_=JSONObject(page="objective_id", author="author__name", claim="claim", mark="claim", note="note"),
    )


def say_report(facts: dict[str, Any], today: date) -> str:
    """Who reported what; the first words of why."""
    claim = str(Claim(facts["claim"]).label).lower() if facts["claim"] else "without a colour"
    note = " ".join(facts["note"].split())
    return f"{first_name(facts['author'])} reports {claim}{f': {shorten(note, 140)}' if note else ''}"


REPORT = Kind(
    "report", "acknowledge", "I have read it", "alignment:acknowledgement", "alignment:objective", to_read, say_report, is_post=True
)
CHECK_IN = Kind(
    "check_in", "post", "Check in", "alignment:check_in", "alignment:objective", due, say_due, counts_days=False, unknown_first=True
)
