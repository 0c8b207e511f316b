"""What follows by itself from a blocker: who clears it and who waits hear of it; and what is over stands in nobody's way."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format

from decisions.actions.blockers import hand_on_blocker
from decisions.actions.settling import settle_what_is_over
from decisions.clocks import day_of_blocker
from decisions.models import Blocker, BlockerState, DecisionRole, Part
from decisions.reads.blockers import LEFT_ALONE, RELATED, left_alone
from notifications.actions import notify
from organizations.logbook import react_to
from organizations.models import Event, Person
from organizations.models.people import PersonStatus

ACCOUNTS = ("owner__user", "owner__organization", "raised_by__user", "raised_by__organization")
URGENT_WITHIN = timedelta(days=1)


@react_to("blocker.raised", "blocker.handed_on", "blocker.reopened")
def tell_who_clears_it(event: Event, now: datetime) -> None:
    """Whoever is to clear it by now, unless they said it themselves."""
    blocker = find_blocker(event)
    if blocker is None or blocker.state != BlockerState.OPEN or blocker.owner_id == event.actor_id:
        return
    hoped, reason = blocker.hoped_on, str(event.data.get("reason") or "")
    who = event.actor.name if event.actor else "It"
    does = {
        "blocker.raised": "says so.",
        "blocker.handed_on": f"hands it on to you: {reason}",
        "blocker.reopened": f"says so: {reason}",
    }
    notify(
        person=blocker.owner,
        event=event,
        reason="blocker.waits_on_you",
        text=f"“{blocker.stuck}” is stuck {'again ' if event.name == 'blocker.reopened' else ''}on “{blocker}”",
        path=path_of(blocker),
        now=now,
        status="◌ Waits on you",
        lines=[
            line
            for line in (f"{who} {does[event.name]}", f"Hoped for by {spoken(hoped)}." if hoped else "", blocker.clears_when)
            if line
        ],
        ask="Say that it is cleared, by when, or who clears it",
        why="You get this because you are named as the one who clears it.",
        is_urgent=hoped is not None and hoped <= day_of_blocker(blocker, now) + URGENT_WITHIN,
    )


@react_to("blocker.promised", "blocker.handed_on")
def tell_who_waits(event: Event, now: datetime) -> None:
    """By when it is cleared, or who clears it now."""
    blocker = find_blocker(event)
    if blocker is None:
        return
    day, reason = event.data.get("by_day"), str(event.data.get("reason") or "")
    who = event.actor.name if event.actor else blocker.owner.name
    text = (
        f"“{blocker}” is cleared by {spoken(date.fromisoformat(day))}, says {who}"
        if day
        else f"{event.data.get('to_name')} clears “{blocker}” now"
    )
    for person in waiting(blocker, event):
        notify(
            person=person, event=event, reason="blocker.answered", text=text, path=path_of(blocker), now=now,
            lines=[reason] if reason else [], why="You get this because you wait for it.",
        )  # fmt: skip


@react_to("blocker.cleared", "blocker.withdrawn")
def tell_that_it_is_over(event: Event, now: datetime) -> None:
    """Both sides, but whoever said it."""
    blocker = find_blocker(event)
    if blocker is None:
        return
    is_cleared, reason = event.name == "blocker.cleared", str(event.data.get("reason") or "")
    people = [*waiting(blocker, event), *([blocker.owner] if blocker.owner_id != event.actor_id else [])]
    for person in {one.pk: one for one in people}.values():
        notify(
            person=person,
            event=event,
            reason="blocker.over",
            text=f"“{blocker}” {'is cleared' if is_cleared else 'is withdrawn'}: “{blocker.stuck}” goes on",
            path=path_of(blocker),
            now=now,
            status="✓ Cleared" if is_cleared else "– Withdrawn",
            lines=[reason] if reason else [],
            why="You get this because you waited for it, or were to clear it.",
        )


@react_to("decision.handed_over")
def go_with_the_decision(event: Event, now: datetime) -> None:
    """What waits on a decision is cleared by whoever decides it, unless it was handed to somebody else before."""
    role = DecisionRole.objects.filter(decision=event.about_id, part=Part.DECIDER).select_related("person").first()
    if role is None:
        return
    theirs = Blocker.objects.filter(decision=event.about_id, state=BlockerState.OPEN, owner=event.data.get("former_id"))
    for blocker in theirs.exclude(owner=role.person).order_by("pk"):
        hand_on_blocker(blocker=blocker, to=role.person, reason=f"“{event.about_title}” is theirs to decide now.", by=None, now=now)


@react_to(
    "objective.closed", "objective.archived", "cycle.closed", "commitment.finished", "commitment.rescoped", "commitment.dropped",
    "commitment.declined", "decision.decided", "decision.superseded", "dependency.accepted",
)  # fmt: skip
def let_go_of_what_is_over(event: Event, now: datetime) -> None:
    settle_what_is_over(organization=event.organization, now=now)


@react_to("decision.withdrawn", "dependency.declined", "dependency.withdrawn")
def tell_that_it_is_left_alone(event: Event, now: datetime) -> None:
    """Nothing clears it by itself any more: whoever clears it says how it goes on, and who waits knows why it is stuck still."""
    waited = {"decision" if event.name == "decision.withdrawn" else "dependency": event.about_id}
    found = Blocker.objects.filter(LEFT_ALONE, **waited)
    for blocker in found.select_related(*RELATED, *ACCOUNTS).order_by("pk"):
        text = f"“{blocker.stuck}” is still stuck on “{blocker}”: {left_alone(blocker)}"
        reason = str(event.data.get("reason") or "")
        common: dict[str, Any] = {"event": event, "text": text, "path": path_of(blocker), "now": now}
        common["lines"] = [reason] if reason else []
        if blocker.owner_id != event.actor_id:
            notify(
                person=blocker.owner, reason="blocker.waits_on_you", status="◌ Waits on you",
                ask="Say that it is cleared, by when, or who clears it",
                why="You get this because you are named as the one who clears it.", **common,
            )  # fmt: skip
        for person in waiting(blocker, event):
            notify(person=person, reason="blocker.answered", why="You get this because you wait for it.", **common)


def find_blocker(event: Event) -> Blocker | None:
    found: Blocker | None = Blocker.objects.select_related(*RELATED, *ACCOUNTS).filter(pk=event.about_id).first()
    return found


def waiting(blocker: Blocker, event: Event) -> list[Person]:
    """Who raised it and whose thing is stuck, each once; not who did this, not who clears it, and nobody who has left."""
    people = {person.pk: person for person in (blocker.raised_by, blocker.stuck.owner) if person is not None}
    gone = {event.actor_id, blocker.owner_id}
    return [one for one in people.values() if one.pk not in gone and one.status != PersonStatus.INACTIVE]


def path_of(blocker: Blocker) -> str:
    return reverse("decisions:blocker", args=[blocker.organization.slug, blocker.pk])


def spoken(day: date) -> str:
    return date_format(day, "l j F")
