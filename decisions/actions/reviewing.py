"""Verb: a decision is looked at again: what came of it, and apart from that, whether it was the right call."""

from __future__ import annotations

from datetime import date, datetime

from decisions import policy
from decisions.actions.reopening import open_again
from decisions.actions.states import decider_of
from decisions.measures import REVIEW, RIGHT_FROM, in_words
from decisions.models import Decision, DecisionReview, DecisionState, Verdict
from decisions.reads.effect import effect_of
from organizations.logbook import record, verb
from organizations.models import Person
from organizations.refusals import DatesOutOfOrder, NotAllowed, NotSaid, OutOfTurn
from organizations.verbs import day_of, locked, whom_to_ask, worded


@verb
def review_decision(
    *,
    decision: Decision,
    judgement: int,
    verdict: Verdict,
    by: Person | None,
    now: datetime,
    is_well: bool | None = None,
    note: str = "",
    lesson: str = "",
    review_on: date | None = None,
) -> DecisionReview:
    """Judge the call by what was known, from 1 to 4; the outcome is computed where a number was expected, else asked for."""
    decision = locked(decision)
    if not policy.may_review_decision(by, decision):
        raise NotAllowed(f"“{decision}” is not yours to look at again. Ask {whom_to_ask(decider_of(decision))}.")
    if decision.state != DecisionState.ACCEPTED:
        raise OutOfTurn(f"“{decision}” is not in force, so there is nothing to look at again.")
    if not 1 <= judgement <= 4:
        raise NotSaid("Say from 1 to 4 whether it was the right call, given what was known.")
    today = day_of(now, decision.organization)
    if review_on and review_on <= today:
        raise DatesOutOfOrder("Choose a day that is still to come.")
    effect = effect_of(decision, today)
    well = is_well if effect.is_well is None else effect.is_well
    if well is None:
        raise NotSaid("Say how it turned out: that cannot be computed, or not yet.")
    review: DecisionReview = DecisionReview.objects.create(
        organization_id=decision.organization_id,
        decision=decision,
        evidence=effect.evidence,
        on=today,
        due_on=decision.review_on,
        by=by,
        value=effect.value,
        came_true=effect.came_true,
        turned_out_well=well,
        judgement=judgement,
        note=worded(note, "", limit=4000) if note.strip() else "",
        lesson=worded(lesson, "", limit=250) if lesson.strip() else "",
        verdict=verdict,
    )
    follow(decision, review, review_on, by=by, now=now)
    return review


def follow(decision: Decision, review: DecisionReview, review_on: date | None, *, by: Person | None, now: datetime) -> None:
    """The line of it; kept, it is looked at again on another day or never; else it is open to its decider once more."""
    said = in_words(review.judgement, review.turned_out_well)
    told = {"review": review.pk, "said": said, "verdict": review.verdict, "lesson": review.lesson, "note": review.note[:1000]}
    told |= {"is_right": review.judgement >= RIGHT_FROM, "is_well": review.turned_out_well}
    decision.review_on = review_on
    decision.save(update_fields=["review_on"])
    record("decision.reviewed", by=by, about=decision, now=now, **told)
    if review.verdict == Verdict.REVERSE:
        reason = f"Looked at again: {said[0].lower()}{said[1:]}. {review.note}".strip()[:1000]
        open_again(decision, reason=reason, because=REVIEW, by=by, now=now)
