"""What this room reminds of: questions and blockers, as their day comes and after it, and whoever stands above; and answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.formats import date_format

from decisions.above import blockers_escalated_to, escalated_to
from decisions.models import UNDECIDED, Answer, Blocker, BlockerState, Decision, DecisionRole, DecisionState, Part
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
    waiting = running.filter(hearing__decision__state__in=UNDECIDED)
    rows = waiting.select_related("hearing__decision__organization").order_by("id")[:MOST]
    return [of_answer(answer.hearing.decision, answer.hearing.closes_on, answer.hearing_id) for answer in rows]


def of_answer(decision: Decision, closes_on: date, hearing: int) -> Reminder:
    text = f"“{decision}”: your answer counts until the end of {date_format(closes_on, 'l j F')}; then silence is consent"
    path = reverse("decisions:answer", args=[decision.organization.slug, decision.pk])
    return Reminder("decision.input_due", str(hearing), text, path, "You get this because you are to be heard on it.")


# What waits on an open decision is called to mind with that decision.
BY_ITSELF = ~Q(decision__state=DecisionState.PROPOSED)


@reminds_of
def remind_of_blockers(morning: Morning) -> Sequence[Reminder]:
    """Who clears it: on the working day before its day, then each week that it is late; one without a day stands in My work."""
    since = morning.today - timedelta(weeks=WEEKS)
    found = Blocker.objects.filter(BY_ITSELF, owner__in=morning.people, state=BlockerState.OPEN).annotate(
        day=Coalesce("promised_on", "hoped_on")
    )
    rows = found.filter(day__range=(since, morning.following)).select_related("organization", "owner", "objective", "commitment")
    return [of_blocker(blocker, morning) for blocker in rows.order_by("day", "id")[:MOST]]


def of_blocker(blocker: Blocker, morning: Morning) -> Reminder:
    day = blocker.due_on
    assert day
    late = (morning.today - day).days
    said = "was to be" if late > 0 else "is to be" if blocker.promised_on else "is hoped to be"
    text = f"“{blocker}” {said} cleared by {date_format(day, 'l j F')}; “{blocker.stuck}” is stuck until then"
    is_own = blocker.owner_id == morning.person.pk
    whose = "you clear it" if is_own else f"you stand in for {blocker.owner.name}, who clears it"
    path = reverse("decisions:blocker", args=[blocker.organization.slug, blocker.pk])
    week = f"+{(late - 1) // 7}" if late > 0 else ""
    key = f"{blocker.pk}/{blocker.owner_id}/{day.isoformat()}{week}"
    return Reminder("blocker.due", key, text, path, f"You get this because {whose}.")


@reminds_of
def remind_above_of_blockers(morning: Morning) -> Sequence[Reminder]:
    """Once for each day that was named and has passed; whoever clears it is reminded on their own."""
    late = blockers_escalated_to(morning.people, since=morning.today - timedelta(weeks=WEEKS), today=morning.today)
    if not late:
        return []
    rows = Blocker.objects.filter(pk__in=late).exclude(owner=morning.person)
    found = rows.select_related("organization", "owner", "objective", "commitment").order_by("id")[:MOST]
    return [blocker_escalated(blocker) for blocker in found]


def blocker_escalated(blocker: Blocker) -> Reminder:
    day, name = blocker.due_on, blocker.owner.name
    assert day
    text = (
        f"“{blocker}” was to be cleared by {date_format(day, 'l j F')}, and {name} has not cleared it: “{blocker.stuck}” is stuck"
    )
    path = reverse("decisions:blocker", args=[blocker.organization.slug, blocker.pk])
    why = f"You get this once, because your seat or the team that you lead is above {name}, or {name} is in that team."
    return Reminder("blocker.escalated", f"{blocker.pk}/{day.isoformat()}", text, path, why)
