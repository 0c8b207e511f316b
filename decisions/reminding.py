"""What this room reminds of: a question, as its day comes and after it, past it whoever stands above; answers that are asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import F
from django.urls import reverse
from django.utils.formats import date_format

from decisions.above import escalated_to
from decisions.models import Answer, Decision, DecisionRole, DecisionState, Part
from notifications.digests import Morning, Reminder, reminds_of

MOST = 50
WEEKS = 4  # then it stands in My work, and in meetings, and no message repeats it


@reminds_of
def remind_of_decisions(morning: Morning) -> Sequence[Reminder]:
    roles = DecisionRole.objects.filter(person__in=morning.people, part=Part.DECIDER)
    since = morning.today - timedelta(weeks=WEEKS)
    waiting = Decision.objects.filter(state=DecisionState.PROPOSED, need_by__range=(since, morning.following))
    found = waiting.filter(roles__in=roles).annotate(decider=F("roles__person"), decider_name=F("roles__person__name"))
    rows = found.select_related("organization").order_by("need_by", "id")[:MOST]
    return [of_decision(decision, morning) for decision in rows]


def of_decision(decision: Decision, morning: Morning) -> Reminder:
    """The key has the week in it that the decision is late by, so that each week brings one."""
    assert decision.need_by
    day, late = date_format(decision.need_by, "l j F"), (morning.today - decision.need_by).days
    text = f"“{decision}” {'was' if late > 0 else 'is'} needed by {day}, and waits for you"
    is_own = decision.decider == morning.person.pk  # type: ignore[attr-defined]
    whose = "you decide it" if is_own else f"you stand in for {decision.decider_name}, who decides it"  # type: ignore[attr-defined]
    path = reverse("decisions:decision", args=[decision.organization.slug, decision.pk])
    week = f"+{(late - 1) // 7}" if late > 0 else ""
    return Reminder(
        "decision.due", f"{decision.pk}/{decision.need_by.isoformat()}{week}", text, path, f"You get this because {whose}."
    )


@reminds_of
def remind_whoever_stands_above(morning: Morning) -> Sequence[Reminder]:
    """Once for each day that was named and has passed; whoever decides it is reminded on their own."""
    since = morning.today - timedelta(weeks=WEEKS)
    late = escalated_to(morning.people, since=since, today=morning.today)
    if not late:
        return []
    roles = DecisionRole.objects.filter(part=Part.DECIDER).exclude(person=morning.person)
    found = Decision.objects.filter(pk__in=late, roles__in=roles).annotate(decider_name=F("roles__person__name"))
    rows = found.select_related("organization").order_by("need_by", "id")[:MOST]
    return [escalated(decision) for decision in rows]


def escalated(decision: Decision) -> Reminder:
    assert decision.need_by
    name = decision.decider_name  # type: ignore[attr-defined]
    text = f"“{decision}” was needed by {date_format(decision.need_by, 'l j F')}, and {name} has not decided it"
    path = reverse("decisions:decision", args=[decision.organization.slug, decision.pk])
    why = f"You get this once, because your seat or the team that you lead is above {name}, or {name} is in that team."
    return Reminder("decision.escalated", f"{decision.pk}/{decision.need_by.isoformat()}", text, path, why)


@reminds_of
def remind_of_answers(morning: Morning) -> Sequence[Reminder]:
    """On the last working morning on which an answer counts; after that silence is consent."""
    last = {"hearing__closes_on__gte": morning.today, "hearing__closes_on__lt": morning.following}
    running = Answer.objects.filter(person=morning.person, answered_at=None, hearing__closed_at=None, **last)
    waiting = running.filter(hearing__decision__state__in=[DecisionState.PROPOSED, DecisionState.DEFERRED])
    rows = waiting.select_related("hearing__decision__organization").order_by("id")[:MOST]
    return [of_answer(answer.hearing.decision, answer.hearing.closes_on, answer.hearing_id) for answer in rows]


def of_answer(decision: Decision, closes_on: date, hearing: int) -> Reminder:
    text = f"“{decision}”: your answer counts until the end of {date_format(closes_on, 'l j F')}; then silence is consent"
    path = reverse("decisions:answer", args=[decision.organization.slug, decision.pk])
    return Reminder("decision.input_due", str(hearing), text, path, "You get this because you are to be heard on it.")
