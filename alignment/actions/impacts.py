"""Verbs: a team says what a version of the strategy means for it, and hears when that is not what was meant."""

from __future__ import annotations

from datetime import datetime

from alignment import policy
from alignment.models import StrategyImpact
from organizations.logbook import record, verb
from organizations.models import Person
from organizations.refusals import NotAllowed, OutOfTurn
from organizations.verbs import day_of, locked, whom_to_ask, worded


@verb
def answer_impact(*, impact: StrategyImpact, words: str, by: Person | None, now: datetime) -> StrategyImpact:
    """Say in the team's own sentence what the change means for it; saying it anew keeps the day of the first answer."""
    impact = locked(impact)
    if not policy.may_answer_impact(by, impact):
        raise NotAllowed(f"You may not speak for {impact.team}. Ask its lead, or {whom_to_ask()}.")
    words = worded(words, "Say in one sentence what it means for your team.", limit=1000)
    if impact.answered_on and impact.words == words:
        return impact
    is_again = impact.replied_on is not None and impact.answered_on is None
    impact.words, impact.by = words, by
    impact.answered_on = impact.answered_on or day_of(now, impact.organization)
    impact.save(update_fields=["words", "by", "answered_on"])
    record("strategy_impact.answered", by=by, about=impact, now=now, words=words, again=is_again)
    return impact


@verb
def return_impact(*, impact: StrategyImpact, reply: str, by: Person | None, now: datetime) -> StrategyImpact:
    """The sender says "that is not what we meant": the team is asked again, with what was meant."""
    impact = locked(impact)
    if not policy.may_return_impact(by, impact):
        raise NotAllowed(f"You may not answer for those who published it. Ask {whom_to_ask(impact.version.by)}.")
    reply = worded(reply, "Say what was meant, so that the team can answer anew.", limit=1000)
    if impact.answered_on is None:
        raise OutOfTurn(f"{impact.team} has not answered yet, or was asked again already. Wait for its sentence.")
    impact.reply, impact.replied_by, impact.replied_on = reply, by, day_of(now, impact.organization)
    impact.answered_on = None
    impact.save(update_fields=["reply", "replied_by", "replied_on", "answered_on"])
    record("strategy_impact.returned", by=by, about=impact, now=now, reason=reply, words=impact.words)
    return impact
