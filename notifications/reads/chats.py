"""Looks: the chats of a team or of the organization, with how their last messages went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from notifications.models import Channel, ChatHook, Delivery, DeliveryState
from organizations.measures import clock_of
from organizations.models import Team
from organizations.words import own_words

MOST_FAILED = 3


@dataclass(frozen=True, slots=True)
class Chat:
    """One chat: what it hears, its last message, and those that did not arrive."""

    hook: ChatHook
    last: Delivery | None
    failed: Sequence[Delivery]

    @property
    def last_at(self) -> datetime | None:
        """When it arrived, or is tried again, on the organization's clock."""
        at = self.last and (self.last.sent_at or self.last.next_attempt_at)
        return clock_of(self.hook.organization.timezone, at) if at else None

    @property
    def hears(self) -> str:
        words = (
            ("what falls due", self.hook.reminders),
            ("recaps", self.hook.recaps),
            (own_words()["decisions"], self.hook.decisions),
        )
        return ", ".join(word for word, is_heard in words if is_heard)


def chats_of(team: Team | None) -> list[Chat]:
    """Two queries, however many there are."""
    hooks = list(ChatHook.objects.filter(team=team).select_related("made_by", "organization").order_by("name", "id"))
    messages = Delivery.objects.filter(channel=Channel.CHAT, hook__in=hooks).order_by("hook_id", "-id")
    last = {message.hook_id: message for message in messages.distinct("hook_id")} if hooks else {}
    failed = list(messages.filter(state=DeliveryState.FAILED)[: MOST_FAILED * 20]) if hooks else []
    return [
        Chat(hook, last.get(hook.pk), [message for message in failed if message.hook_id == hook.pk][:MOST_FAILED]) for hook in hooks
    ]
