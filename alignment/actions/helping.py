"""Verbs: who was asked for help answers, or says why not; who asked says when it is not needed any more."""

from __future__ import annotations

from datetime import datetime

from alignment import policy
from alignment.models import CheckIn, HelpAsk, Objective
from alignment.reads.owed import open_asks
from organizations.logbook import record, verb
from organizations.models import Person
from organizations.refusals import AlreadyClosed, NotAllowed, NotSaid
from organizations.verbs import locked, worded


def ask_for_help(check_in: CheckIn, helper: Person, *, by: Person | None, now: datetime) -> list[int]:
    """Start the helper's clock, in the transaction of the check-in; one that runs already goes on, with the new words.

    Returns the id of an ask that is new.
    """
    if by is not None and helper.pk == by.pk:
        raise NotSaid("Name somebody else, or nobody if you can bring it back yourselves.")
    running = open_asks().filter(objective=check_in.objective, asked=helper)
    if running.update(words=check_in.way_back, check_in=check_in):
        return []
    ask = HelpAsk.objects.create(
        organization_id=check_in.organization_id,
        objective=check_in.objective,
        check_in=check_in,
        asked=helper,
        by=by,
        words=check_in.way_back,
        asked_at=now,
    )
    return [ask.pk]


def close_all_help(objective: Objective, *, now: datetime) -> list[int]:
    """It is back on track, so nobody is asked any more. Returns the ids of what was open."""
    open_ones = list(open_asks().filter(objective=objective).order_by("pk").values_list("pk", flat=True))
    if open_ones:
        HelpAsk.objects.filter(pk__in=open_ones).update(closed_at=now)
    return open_ones


@verb
def answer_help(*, ask: HelpAsk, answer: str, is_refused: bool, by: Person | None, now: datetime) -> HelpAsk:
    """Say what will be done, or why it cannot be: both stop the clock."""
    ask = locked(ask)
    if not policy.may_answer_help(by, ask):
        raise NotAllowed(f"{ask.asked.name} was asked. Write a comment instead, or ask {ask.asked.name}.")
    check_is_open(ask)
    wanted = "Say why you cannot, so that another way can be found." if is_refused else "Say what you will do, and by when."
    ask.answer, ask.is_refused, ask.answered_at = worded(answer, wanted, limit=1000), is_refused, now
    ask.save(update_fields=["answer", "is_refused", "answered_at"])
    record("help.refused" if is_refused else "help.answered", by=by, about=ask, now=now, objective=ask.objective_id)
    return ask


@verb
def close_help(*, ask: HelpAsk, by: Person | None, now: datetime) -> HelpAsk:
    """It is not needed any more."""
    ask = locked(ask)
    if not policy.may_close_help(by, ask):
        raise NotAllowed(f"Only {ask.by.name if ask.by else 'who asked'} or a leader of the organization takes this back.")
    check_is_open(ask)
    ask.closed_at = now
    ask.save(update_fields=["closed_at"])
    record("help.closed", by=by, about=ask, now=now, objective=ask.objective_id)
    return ask


def check_is_open(ask: HelpAsk) -> None:
    if ask.closed_at is not None:
        raise AlreadyClosed("This help is not needed any more. Nothing is left to say.")
    if ask.answered_at is not None:
        raise AlreadyClosed(f"{ask.asked.name} has answered this already. Write a comment to say more.")
