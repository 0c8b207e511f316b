"""Verbs: a chat is connected and disconnected, and hears what it was set up for."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Q

from notifications import policy
from notifications.letters import address_of
from notifications.models import Channel, ChatHook, ChatKind, Delivery, DeliveryState
from notifications.safe_http import Unsafe, check_url
from notifications.secrets import seal
from organizations.bell import ring_after_commit
from organizations.logbook import record, verb
from organizations.models import Event, Organization, Person, Team
from organizations.refusals import AlreadyThere, NotAllowed, NotSaid, OutOfTurn
from organizations.verbs import locked, worded

SEND = "notifications.tasks.send_to_chats"
MOST_HOOKS = 20
WHAT = ("reminders", "recaps", "decisions")


@verb
def connect_chat(
    *,
    organization: Organization,
    team: Team | None,
    name: str,
    kind: ChatKind,
    url: str,
    hears: Collection[str],
    by: Person,
    now: datetime,
) -> ChatHook:
    """Of a team by who leads it, of the whole organization by an admin. The address is checked here and again at each call."""
    check_may(by, team)
    wanted = [what for what in WHAT if what in hears]
    if not wanted:
        raise NotSaid("Choose at least one thing that the chat is to hear.")
    try:
        target = check_url(url.strip())
    except Unsafe as problem:
        raise NotSaid(str(problem)) from problem
    if ChatHook.objects.filter(team=team).count() >= MOST_HOOKS:
        raise AlreadyThere(f"There are {MOST_HOOKS} chats here already. Disconnect one first.")
    hook: ChatHook = ChatHook.objects.create(
        organization_id=organization.pk,
        team=team,
        name=worded(name, "Say what the place is called, like #security.", limit=80),
        kind=kind,
        sealed_url=seal(url.strip()),
        host=target.host,
        made_by=by,
        made_at=now,
        **{what: what in wanted for what in WHAT},
    )
    record("chat.connected", by=by, about=team or organization, now=now, chat=hook.pk, place=hook.name)
    return hook


@verb
def disconnect_chat(*, hook: ChatHook, by: Person, now: datetime) -> None:
    """Its address is forgotten, and what still waits for it."""
    check_may(by, hook.team)
    record("chat.disconnected", by=by, about=hook.team or hook.organization, now=now, chat=hook.pk, place=hook.name)
    hook.delete()


@verb
def try_chat(*, hook: ChatHook, by: Person, now: datetime) -> None:
    """A message to see whether it arrives; at most one a minute. A chat that had been stopped hears again from here on."""
    check_may(by, hook.team)
    if hook.organization.is_demo:
        raise OutOfTurn("The demo company sends nothing out. Connect a chat in an organization of your own.")
    hook = locked(hook)
    hook.failed_count, hook.stopped_at = 0, None
    hook.save(update_fields=["failed_count", "stopped_at"])
    queue_message(
        hook,
        key=f"try/{now:%Y-%m-%dT%H:%M}",
        title=f"{hook.organization.name} is connected",
        lines=[f"{by.name} sent this to see whether messages arrive."],
        path=f"/{hook.organization.slug}/",
        now=now,
    )


@verb
def send_again(*, delivery: Delivery, by: Person, now: datetime) -> None:
    """A message that was given up on, once the cause is gone."""
    if delivery.hook is None:
        raise NotSaid("This message went to no chat.")
    check_may(by, delivery.hook.team)
    waiting = {"state": DeliveryState.WAITING, "attempt_count": 0, "next_attempt_at": now, "last_error": ""}
    Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.FAILED).update(**waiting)
    ChatHook.objects.filter(pk=delivery.hook_id).update(failed_count=0, stopped_at=None)
    ring_after_commit(SEND)


def check_may(by: Person, team: Team | None) -> None:
    if not policy.may_connect_chat(by, team):
        whom = f"whoever leads {team}, or a leader of the organization" if team else "an admin or the owner"
        raise NotAllowed(f"You may not connect a chat here. Ask {whom}.")


def tell_chats(
    *, what: str, teams: Collection[int | None], event: Event, title: str, lines: Sequence[str], path: str, now: datetime
) -> None:
    """Everything that is connected to one of these teams, or to the whole organization, and wants to hear such things; once."""
    if not policy.is_news(event, now):
        return
    open_ones = ChatHook.objects.filter(Q(team=None) | Q(team__in=[team for team in teams if team]), stopped_at=None)
    for hook in open_ones.filter(**{what: True}).select_related("organization").order_by("pk"):
        queue_message(hook, key=f"event-{event.pk}", title=title, lines=lines, path=path, now=now)


def queue_message(hook: ChatHook, *, key: str, title: str, lines: Sequence[str], path: str, now: datetime) -> None:
    """Put a message in the outbox; a second one with the same key is not put there. A demo company sends nothing out."""
    if hook.organization.is_demo:
        return
    subject = " ".join(title.split())[:250]
    said = {"title": subject, "lines": [line[:500] for line in lines if line][:10], "url": address_of(path)}
    delivery = Delivery(
        organization_id=hook.organization_id,
        key=f"chat-{hook.pk}/{key}",
        channel=Channel.CHAT,
        hook=hook,
        recipient=hook.host,
        subject=subject,
        text=json.dumps(said),
        created_at=now,
        next_attempt_at=now,
    )
    Delivery.objects.bulk_create([delivery], ignore_conflicts=True)
    ring_after_commit(SEND)
