"""What is asked of the reader: help with what is amber or red, what the strategy means for their teams, the recall pulse."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Value
from django.db.models.functions import Concat, JSONObject, TruncDate

from alignment.models import PulseAnswer, RecallPulse
from alignment.reads.owed import help_owed, impacts_owed
from visibility.reads.owed.kinds import Kind, Reader, day_of_json, first_name, held
from visibility.words import as_when, shorten


def help_asked(reader: Reader) -> Any:
    """What would bring an objective back, and nobody but the reader can give."""
    return help_owed(reader.person).annotate(
        title_=F("objective__title"),
        on_=TruncDate("asked_at", tzinfo=reader.zone),
        held_=held(1),
        facts_=JSONObject(by="by__name", words="words"),
    )


def say_help(facts: dict[str, Any], today: date) -> str:
    return f"{first_name(facts['by'])} asks you: {shorten(facts['words'], 160)}"


def impacts(reader: Reader) -> Any:
    """What the newest version that a team was asked about means for it; its lead says so."""
    return impacts_owed(reader.person).annotate(
        title_=Concat(Value("What the strategy means for "), "team__name"),
        on_=F("asked_on"),
        held_=held(0),
        facts_=JSONObject(because="because"),
    )


def say_impact(facts: dict[str, Any], today: date) -> str:
    return facts["because"] or "It changed in a way that touches the team"


def pulses(reader: Reader) -> Any:
    """The pulse that is open, until the reader has answered."""
    answered = PulseAnswer.objects.filter(pulse=OuterRef("pk"), person=reader.person)
    found = RecallPulse.objects.filter(~Exists(answered), opened_on__lte=reader.today, closes_on__gte=reader.today)
    return found.annotate(
        title_=Value("Which of these are our priorities?"),
        on_=F("opened_on"),
        held_=held(0),
        facts_=JSONObject(closes="closes_on"),
    )


def say_pulse(facts: dict[str, Any], today: date) -> str:
    return f"One minute, asked of everybody until {as_when(day_of_json(facts['closes']), today)}"


HELP = Kind("help", "answer", "Answer", "alignment:help", "alignment:help", help_asked, say_help)
IMPACT = Kind("impact", "answer", "Answer", "alignment:strategy_impact", "alignment:strategy_impact", impacts, say_impact)
PULSE = Kind(
    "pulse", "answer", "Answer", "alignment:pulse", "alignment:pulse", pulses, say_pulse, counts_days=False, of_no_row=True
)
