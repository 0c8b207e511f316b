"""Verbs: the quarter's recall pulse is opened, and answered by each person once; what was picked is told to nobody."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from alignment import policy
from alignment.models import PulseAnswer, PulseChoice, RecallPulse
from organizations.logbook import record, verb
from organizations.models import Cycle, Organization, Person
from organizations.refusals import AlreadyClosed, AlreadyThere, DatesOutOfOrder, NotAllowed, NotSaid
from organizations.verbs import day_of, locked, whom_to_ask, worded
from organizations.words import own_words

OPEN_FOR = timedelta(days=7)
LONGEST_OPEN = timedelta(days=60)
MOST_CHOICES = 20


@verb
def open_pulse(
    *,
    organization: Organization,
    cycle: Cycle,
    real: Sequence[str],
    decoys: Sequence[str],
    by: Person | None,
    now: datetime,
    closes_on: date | None = None,
) -> RecallPulse:
    """Ask everybody which of these sentences are the company's priorities; it closes by itself after its last day."""
    if not policy.may_open_pulse(by):
        raise NotAllowed(f"You may not ask everybody. Ask {whom_to_ask()}.")
    Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)  # two leaders at once open one
    today = day_of(now, organization)
    if RecallPulse.objects.filter(closes_on__gte=today).exists():
        raise AlreadyThere("A pulse is open already. Wait until it has closed.")
    closes_on = closes_on or today + OPEN_FOR
    if not today <= closes_on <= today + LONGEST_OPEN:
        raise DatesOutOfOrder("Choose a last day that is still to come, within two months.")
    check_choices(real, decoys)
    pulse: RecallPulse = RecallPulse.objects.create(
        organization=organization, cycle=cycle, opened_on=today, closes_on=closes_on, by=by
    )
    sentences = [(text, False) for text in real] + [(text, True) for text in decoys]
    PulseChoice.objects.bulk_create(
        PulseChoice(organization=organization, pulse=pulse, text=text, is_decoy=is_decoy, position=position)
        for position, (text, is_decoy) in enumerate(sentences)
    )
    record("pulse.opened", by=by, about=pulse, now=now, closes_on=closes_on.isoformat())
    return pulse


@verb
def answer_pulse(*, pulse: RecallPulse, picked: Collection[int], by: Person, now: datetime) -> None:
    """One person's picks, once. The logbook has no line of it, and no history is kept: the feed would tell who answered when."""
    pulse = locked(pulse)
    if not policy.may_answer_pulse(by):
        raise NotAllowed("You may look, but not answer here. Ask an admin of the organization to change that.")
    if pulse.closes_on < day_of(now, pulse.organization):
        raise AlreadyClosed("This pulse has closed. The next one comes with the next quarter.")
    if PulseAnswer.objects.filter(pulse=pulse, person=by).exists():
        raise AlreadyThere("You have answered already; an answer cannot be changed.")
    known = dict(PulseChoice.objects.filter(pulse=pulse).values_list("pk", "is_decoy"))
    chosen, most = set(picked) & set(known), sum(not is_decoy for is_decoy in known.values())
    if not chosen:
        raise NotSaid("Pick at least one. A guess is fine.")
    if len(chosen) > most:
        raise NotSaid(f"Pick at most {most}: those that you believe are the {own_words()['priorities']}.")
    PulseAnswer.objects.create(organization_id=pulse.organization_id, pulse=pulse, person=by, picked=sorted(chosen), at=now)


def check_choices(real: Sequence[str], decoys: Sequence[str]) -> None:
    """Something to know and something to be wrong about, each sentence once."""
    for text in (*real, *decoys):
        worded(text, "Write a sentence on each line.")
    if not real or not decoys:
        raise NotSaid(f"Write at least one {own_words()['priority']} and at least one decoy.")
    if len(real) + len(decoys) > MOST_CHOICES:
        raise NotSaid(f"Shorten the list to {MOST_CHOICES} sentences: it is answered in a minute.")
    if len({text.strip().casefold() for text in (*real, *decoys)}) < len(real) + len(decoys):
        raise NotSaid("Write each sentence once: one of them stands there twice.")
