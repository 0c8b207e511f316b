"""Verbs: what can be chosen is added, put into other words or taken off, while nobody has voted on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Max

from decisions import policy
from decisions.actions.states import check_is_open
from decisions.models import Decision, Hearing, Option, OptionVote
from decisions.tallies import VOTES
from organizations.logbook import record, verb
from organizations.models import Person
from organizations.refusals import NotAllowed, NotSaid, OutOfTurn
from organizations.verbs import locked, whom_to_ask, worded

MOST_OPTIONS = 12
LONGEST, LONGEST_REASONS = 4000, 2000


@dataclass(frozen=True)
class Alternative:
    """An option as it is written down: what it is, what speaks for it and against it."""

    text: str
    pros: str = ""
    cons: str = ""


def write_options(decision: Decision, options: Sequence[str | Alternative]) -> None:
    """Within the verb that asks."""
    if len(options) > MOST_OPTIONS:
        raise NotSaid(f"Write down at most {MOST_OPTIONS} options; these are {len(options)}.")
    for position, option in enumerate(options):
        write_option(decision, option if isinstance(option, Alternative) else Alternative(option), position)


def write_option(decision: Decision, said: Alternative, position: int) -> Option:
    option: Option = Option.objects.create(
        organization_id=decision.organization_id, decision=decision, position=position, **checked(said)
    )
    return option


def checked(said: Alternative) -> dict[str, str]:
    pros, cons = said.pros.strip(), said.cons.strip()
    for text in (pros, cons):
        if len(text) > LONGEST_REASONS:
            raise NotSaid(f"Shorten “{text[:40]}…” to {LONGEST_REASONS:,} characters.")
    return {"text": worded(said.text, "Say what the option is, or leave it out.", limit=LONGEST), "pros": pros, "cons": cons}


@verb
def add_option(*, decision: Decision, said: Alternative, by: Person | None, now: datetime) -> Option:
    """One more way to go."""
    decision = held(decision, by)
    if decision.options.count() >= MOST_OPTIONS:
        raise NotSaid(f"There are {MOST_OPTIONS} options already. Take one off before you add another.")
    last = decision.options.aggregate(last=Max("position"))["last"]
    option = write_option(decision, said, 0 if last is None else last + 1)
    record("decision.option_added", by=by, about=decision, now=now, option=option.pk, text=option.text[:250])
    return option


@verb
def change_option(*, option: Option, by: Person | None, now: datetime, **changes: str) -> Option:
    """Other words for it, or for what speaks for it and against it; the former ones stay in its history."""
    decision = held(option.decision, by)
    option = locked(option)
    words = checked(Alternative(**({"text": option.text, "pros": option.pros, "cons": option.cons} | changes)))
    moved = {name: text for name, text in words.items() if getattr(option, name) != text}
    if not moved:
        return option
    before_and_after = {name: [getattr(option, name), text] for name, text in moved.items()}
    for name, text in moved.items():
        setattr(option, name, text)
    option.save(update_fields=list(moved))
    record("decision.option_changed", by=by, about=decision, now=now, option=option.pk, changes=before_and_after)
    return option


@verb
def remove_option(*, option: Option, by: Person | None, now: datetime) -> None:
    """Off the list, with its words in the logbook; what was voted on stays to be read."""
    decision = held(option.decision, by)
    option = locked(option)
    if OptionVote.objects.filter(option=option).exists():
        raise OutOfTurn(f"“{option.text[:60]}” was voted on, so it stays. Say in the outcome why it is not taken.")
    words = {"text": option.text, "pros": option.pros, "cons": option.cons}
    record("decision.option_removed", by=by, about=decision, now=now, **words)
    place = option.position
    option.delete()
    decision.options.filter(position__gt=place).update(position=F("position") - 1)


def held(decision: Decision, by: Person | None) -> Decision:
    """The row, held; refused to whom it is not theirs, when it is decided, and while people vote on what stands there."""
    decision = locked(decision)
    if not policy.may_change_decision(by, decision):
        raise NotAllowed(f"You may not change “{decision}”. Ask {whom_to_ask(decision.asked_by)}.")
    check_is_open(decision)
    if Hearing.objects.filter(decision=decision, closed_at=None, way__in=VOTES).exists():
        raise OutOfTurn("People vote on these options. Close the vote first; then the options can be changed.")
    return decision
