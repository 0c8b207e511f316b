"""Verbs: somebody reports where an objective stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from alignment import policy
from alignment.actions.helping import ask_for_help, close_all_help
from alignment.actions.objectives import ENDS, refresh
from alignment.arithmetic import text
from alignment.models import CheckIn, KeyResult, Objective
from alignment.models.check_ins import Claim
from alignment.models.objectives import KeyResultKind, KeyResultState
from alignment.reads.evidence import Cause, evidence_against
from organizations.logbook import record, verb
from organizations.models import Person
from organizations.refusals import AlreadyClosed, NotAllowed, NotSaid, Refused
from organizations.tenancy import new_key
from organizations.verbs import day_of, locked, whom_to_ask, worded
from organizations.words import own_words

NEEDS_A_WAY_BACK = {Claim.AT_RISK, Claim.OFF_TRACK}
Values = Mapping[KeyResult, Decimal | int]


class ReportedMeanwhile(Refused):
    """Somebody has checked in since the form was opened; `newest` is what they said."""

    def __init__(self, newest: CheckIn) -> None:
        super().__init__("Somebody has checked in since you opened this form. Look at both, then post yours on top or keep theirs.")
        self.newest = newest


class EvidenceDisagrees(Refused):
    """What is known speaks against the chosen colour, and the writer has not seen it yet."""

    def __init__(self, causes: list[Cause]) -> None:
        super().__init__("The evidence says something else. Look at it, then choose another colour or post it anyway.")
        self.causes = causes


@verb
def post_check_in(
    *,
    objective: Objective,
    by: Person | None,
    now: datetime,
    values: Values | None = None,
    claim: Claim | None = None,
    confidence: int | None = None,
    note: str = "",
    way_back: str = "",
    helper: Person | None = None,
    key: str = "",
    seen: int | None = None,
    is_sure: bool = True,
) -> CheckIn:
    """Report colour, confidence (per cent) and numbers; amber and red say what would bring it back, and from whom (`helper`).

    `key` names the form that it came from: the same one twice is one report. `seen` is the latest report that the writer knew
    (0: none). Raises ReportedMeanwhile when there is a newer one, and EvidenceDisagrees unless the writer `is_sure`.
    """
    objective = locked(objective)
    check_may_report(by, objective, now)
    check_in = worded_report(objective, claim, confidence, note, way_back, has_values=bool(values))
    before = last_claim(objective)
    if before is not None and key and before.key == key:
        return before
    if before is not None and seen is not None and seen != before.pk:
        raise ReportedMeanwhile(before)
    check_in.key, check_in.author, check_in.at = key or new_key(), by, to_the_second(now)
    moved = write(objective, check_in, values or {}, now=now)
    refresh(objective, now=now)
    if not is_sure and (causes := evidence_against(objective, claim)):
        raise EvidenceDisagrees(causes)
    record(
        "check_in.posted",
        by=by,
        about=objective,
        now=now,
        check_in=check_in.pk,
        claim=claim or "",
        confidence=confidence,
        previous_claim=before.claim if before else "",
        previous_confidence=before.confidence if before else None,
        values=moved,
        **help_with(check_in, helper, by=by, now=now),
    )
    return check_in


def help_with(check_in: CheckIn, helper: Person | None, *, by: Person | None, now: datetime) -> dict[str, list[int]]:
    """Amber and red start the clock of whoever can bring it back; with green nobody is asked any more."""
    if check_in.claim == Claim.ON_TRACK:
        return {"help_closed": close_all_help(check_in.objective, now=now)}
    if helper is None or check_in.claim not in NEEDS_A_WAY_BACK:
        return {}
    return {"help_asked": ask_for_help(check_in, helper, by=by, now=now)}


def worded_report(
    objective: Objective, claim: Claim | None, confidence: int | None, note: str, way_back: str, *, has_values: bool = False
) -> CheckIn:
    """What was said as a row that is not written yet.

    Raises NotSaid where something is missing, or cannot be.
    """
    if claim is None and confidence is None and not has_values and not note.strip():
        raise NotSaid("Say where it stands: choose a colour, give a number, or write a line.")
    if confidence is not None and not 0 <= confidence <= 100:
        raise NotSaid("Say how sure you are as a number from 0 to 100 per cent.")
    if claim in NEEDS_A_WAY_BACK:
        way_back = worded(way_back, "Say what would bring it back, and from whom.", limit=1000)
    return CheckIn(
        organization_id=objective.organization_id,
        objective=objective,
        claim=claim or "",
        confidence=confidence,
        note=worded(note, "", limit=4000) if note.strip() else "",
        way_back=way_back.strip(),
    )


def to_the_second(now: datetime) -> datetime:
    """When it was reported, no finer than a bundle can say, so that an export loses nothing."""
    return now.replace(microsecond=0)


def check_may_report(by: Person | None, objective: Objective, now: datetime) -> None:
    if not policy.may_post_check_in(by, objective, day_of(now, objective.organization)):
        raise NotAllowed(f"You may not check in on “{objective}”. Ask {whom_to_ask(objective.owner)}.")
    if objective.state in ENDS:
        raise AlreadyClosed(f"“{objective}” is closed. Reopen it before you report on it.")


def last_claim(objective: Objective) -> CheckIn | None:
    """The latest report on the objective itself, which the new one is compared with."""
    reports: Any = CheckIn.objects.filter(objective=objective, key_result=None).select_related("author")
    report: CheckIn | None = reports.order_by("-at", "-id").first()
    return report


def write(objective: Objective, check_in: CheckIn, values: Values, *, now: datetime) -> list[dict[str, Any]]:
    """The report, and each number that moved as a check-in of its own and on its key result; an unmoved one leaves no row."""
    found = KeyResult.objects.filter(pk__in=[row.pk for row in values]).select_for_update(no_key=True).order_by("pk")
    wanted = {row.pk: Decimal(value) for row, value in values.items()}
    rows, moved = [check_in], []
    for key_result in found if values else []:
        before, value = key_result.current_value, wanted[key_result.pk]
        if key_result.objective_id != objective.pk:
            raise NotSaid(f"“{key_result}” measures another {own_words()['objective']}. Give the numbers of “{objective}” only.")
        if before == value:
            continue
        key_result.current_value, key_result.value_changed_on = value, day_of(now, objective.organization)
        key_result.state = state_at(key_result, value)
        rows.append(value_row(check_in, key_result, value))
        moved.append({"key_result": key_result.pk, "title": key_result.title, "from": text(before), "to": text(value)})
    CheckIn.objects.bulk_create(rows)
    if moved:
        KeyResult.objects.bulk_update([row.key_result for row in rows[1:]], ["current_value", "value_changed_on", "state"])
    return moved


def value_row(check_in: CheckIn, key_result: KeyResult, value: Decimal) -> CheckIn:
    """A number of a report: a row of its own, said by the same person at the same time."""
    return CheckIn(
        organization_id=check_in.organization_id,
        objective=check_in.objective,
        key_result=key_result,
        at=check_in.at,
        is_day_only=check_in.is_day_only,
        author=check_in.author,
        value=value,
    )


def state_at(key_result: KeyResult, value: Decimal) -> str:
    """A milestone or a list is done when its last item is; a number that reached its target may still fall back."""
    target = {KeyResultKind.MILESTONE: Decimal(1), KeyResultKind.CHECKLIST: key_result.target_value}.get(
        KeyResultKind(key_result.kind) if key_result.kind else KeyResultKind.METRIC
    )
    if target is None or key_result.state in {KeyResultState.MISSED, KeyResultState.CANCELLED}:
        return key_result.state
    return KeyResultState.DONE if value >= target else KeyResultState.OPEN
