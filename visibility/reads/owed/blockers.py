"""What is stuck: blockers that the reader is to clear, by a day or without one, and those that the reader waits for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, JSONObject

from decisions.models import Blocker, BlockerSpan, BlockerState, DecisionRole, DecisionState, Part
from visibility.reads.owed.kinds import Kind, Reader, day_of_json, first_name, held
from visibility.words import as_when


def open_ones(found: Any) -> Any:
    """With what is stuck, who says so and by when it is hoped for."""
    since = BlockerSpan.objects.filter(blocker=OuterRef("pk"), until_on=None).values("since_on")[:1]
    facts = JSONObject(
        stuck=Coalesce("objective__title", "commitment__title"),
        raised="raised_by__name",
        owner="owner__name",
        hoped="hoped_on",
        promised="promised_on",
    )
    return found.filter(state=BlockerState.OPEN).annotate(title_=F("title"), on_=Subquery(since), held_=held(1), facts_=facts)


def to_clear(reader: Reader) -> Any:
    """The reader's; what waits on an open decision of theirs is there already, as that decision."""
    decides = DecisionRole.objects.filter(person=reader.person, part=Part.DECIDER).values("decision")
    by_deciding = Q(decision__state=DecisionState.PROPOSED, decision__in=decides)
    return open_ones(Blocker.objects.filter(~by_deciding, owner=reader.person))


def unanswered(reader: Reader) -> Any:
    return to_clear(reader).filter(promised_on=None)


def due(reader: Reader) -> Any:
    """Those whose day has come, as the reader named it."""
    return to_clear(reader).filter(promised_on__lte=reader.today).annotate(on_=F("promised_on"))


def later(reader: Reader) -> Any:
    return to_clear(reader).filter(promised_on__gt=reader.today)


def waited_for(reader: Reader) -> Any:
    """What stands in the way of the reader's own, or was raised by them, and is somebody else's to clear."""
    own = Q(raised_by=reader.person) | Q(objective__owner=reader.person) | Q(commitment__owner=reader.person)
    return open_ones(Blocker.objects.filter(own).exclude(owner=reader.person))


def say_stuck(facts: dict[str, Any], today: date) -> str:
    who = f"{first_name(facts['raised'])} says that" if facts["raised"] else "You can clear it:"
    hoped = day_of_json(facts["hoped"])
    return f"{who} “{facts['stuck']}” is stuck{f', hopes for it by {as_when(hoped, today)}' if hoped else ''}"


def say_promised(facts: dict[str, Any], today: date) -> str:
    return f"You clear it by {as_when(day_of_json(facts['promised']), today)}; “{facts['stuck']}” is stuck until then"


def say_waiting(facts: dict[str, Any], today: date) -> str:
    by = day_of_json(facts["promised"])
    said = f"clears it by {as_when(by, today)}" if by else "has not said by when"
    return f"“{facts['stuck']}” is stuck; {first_name(facts['owner'])} {said}"


DOORS = ("decisions:blocker_answer", "decisions:blocker")
BLOCKER = Kind("blocker", "answer", "Answer", *DOORS, unanswered, say_stuck, in_working_days=True)
CLEARING = Kind("clearing", "promised", "Answer", *DOORS, due, say_promised, late_after=0)
CLEARED_LATER = Kind("cleared_later", "promised", "Answer", *DOORS, later, say_promised, counts_days=False, is_due=False)
WAITED_FOR = Kind("waited_for", "waiting", "How it goes on", *DOORS, waited_for, say_waiting, in_working_days=True, is_due=False)
