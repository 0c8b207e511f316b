"""Verbs: within three days the author of a check-in puts it right; what was said before stays beside it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from alignment.actions.check_ins import Values, check_may_report, state_at, value_row, worded_report
from alignment.actions.objectives import refresh
from alignment.models import CheckIn, KeyResult, Objective
from alignment.models.check_ins import Claim
from alignment.reads.check_ins import OPEN_FOR
from organizations.logbook import record, verb
from organizations.models import Person
from organizations.refusals import AlreadyClosed, NotAllowed, NotSaid
from organizations.verbs import day_of, locked
from organizations.words import own_words


@verb
def correct_check_in(
    *,
    check_in: CheckIn,
    by: Person | None,
    now: datetime,
    claim: Claim | None,
    confidence: int | None,
    note: str = "",
    way_back: str = "",
    values: Values | None = None,
) -> CheckIn:
    """Post what should have been said, as of the time of the first: a row of its own, that stands for the earlier one.

    It has the time of what it corrects and a higher number, so that it comes after that one and before whatever was reported
    later; all stored figures go by that order.
    """
    objective = locked(check_in.objective)
    check_may_correct(check_in, objective, by, now)
    if confidence is None and check_in.confidence is not None:
        raise NotSaid(f"Say how sure you are from 0 to 10; it said {round(check_in.confidence / 10)}.")
    better = worded_report(objective, claim, confidence, note, way_back)
    better.corrects_id, better.author, better.at = check_in.corrects_id or check_in.pk, by, check_in.at
    better.is_day_only = check_in.is_day_only
    better.save(force_insert=True)
    for key_result, value in (values or {}).items():
        correct_value(better, key_result, Decimal(value))
    refresh(objective, now=now)
    record("check_in.corrected", by=by, about=objective, now=now, check_in=better.pk, earlier=check_in.pk, claim=claim or "")
    return better


def check_may_correct(check_in: CheckIn, objective: Objective, by: Person | None, now: datetime) -> None:
    """Raises a refusal that says why: not the author, too late, not the one that stands, or the objective is closed."""
    if by is not None and check_in.author_id != by.pk:
        author = check_in.author.name if check_in.author else "its author"
        raise NotAllowed(f"Only {author} corrects this {own_words()['check_in']}. Write a comment, or post a new one.")
    if not is_open(check_in, objective, now):
        day = day_of(check_in.at, objective.organization)
        raise AlreadyClosed(
            f"This {own_words()['check_in']} is of {day:%-d %B} and cannot be changed any more: "
            "after three days others rely on what was said. "
            "Say what is different in a new one."
        )
    if newer(check_in).exists():
        raise AlreadyClosed(f"This {own_words()['check_in']} was corrected already. Correct the newer one.")
    check_may_report(by, objective, now)


def is_open(check_in: CheckIn, objective: Objective, now: datetime) -> bool:
    """Whether it may still be put right: on its day and the three after it."""
    return day_of(now, objective.organization) - day_of(check_in.at, objective.organization) <= OPEN_FOR


def newer(check_in: CheckIn) -> Any:
    """The corrections that stand for it."""
    return CheckIn.objects.filter(corrects_id=check_in.corrects_id or check_in.pk, pk__gt=check_in.pk)


def correct_value(better: CheckIn, key_result: KeyResult, value: Decimal) -> None:
    """The number as it should have been; on the key result only where nothing was reported later."""
    key_result = locked(key_result)
    if key_result.objective_id != better.objective_id:
        raise NotSaid(f"“{key_result}” measures another {own_words()['objective']}. Give the numbers of “{better.objective}” only.")
    said = CheckIn.objects.filter(key_result=key_result, value__isnull=False)
    earlier = said.filter(at=better.at, author=better.author).order_by("-id").first()
    row = value_row(better, key_result, value)
    row.corrects_id = (earlier.corrects_id or earlier.pk) if earlier else None
    row.save(force_insert=True)
    if not said.filter(at__gt=better.at).exists():
        key_result.current_value, key_result.state = value, state_at(key_result, value)
        key_result.value_changed_on = day_of(better.at, better.objective.organization)
        key_result.save(update_fields=["current_value", "value_changed_on", "state"])
