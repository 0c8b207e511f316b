"""Every address of the product, read from its resolver, and how to fill the holes in it from a world."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from accountability.models import Commitment, Cover, Seat, SeatHolder
from alignment.models import (
    CheckIn,
    ChecklistItem,
    Dependency,
    Guard,
    HelpAsk,
    Initiative,
    KeyResult,
    Metric,
    Objective,
    ObjectiveLink,
    Risk,
    Settlement,
    StrategyImpact,
    StrategyLine,
    StrategyVersion,
)
from decisions.models import Assumption, Blocker, Decision, Option
from intelligence.models import Lesson
from notifications.models import ChatHook, Comment, Delivery, Mention, Notification
from notifications.secrets import unsubscribing_path
from organizations.models import Absence, BundleImport, Cycle, Invitation, Person, SavedView, Team
from organizations.models.people import Access
from organizations.tenancy import TenantModel
from rhythm.models import AgendaItem, CalendarFeed, Capture, HuddleEntry, Issue, Meeting, MeetingSeries, Message, Poll, Writing
from tests.world import World

# The word before a number says whose number it is. A new noun needs a line here, or the walk over all addresses fails.
NOUNS: dict[str, type[TenantModel]] = {
    "absences": Absence,
    "assumptions": Assumption,
    "agenda-items": AgendaItem,
    "calendar": CalendarFeed,
    "blockers": Blocker,
    "captures": Capture,
    "huddle-entries": HuddleEntry,
    "check-ins": CheckIn,
    "chats": ChatHook,
    "comments": Comment,
    "commitments": Commitment,
    "covers": Cover,
    "cycles": Cycle,
    "decisions": Decision,
    "deliveries": Delivery,
    "dependencies": Dependency,
    "impacts": StrategyImpact,
    "guards": Guard,
    "help": HelpAsk,
    "holders": SeatHolder,
    "imports": BundleImport,
    "invitations": Invitation,
    "initiatives": Initiative,
    "issues": Issue,
    "items": ChecklistItem,
    "key-results": KeyResult,
    "lessons": Lesson,
    "lines": StrategyLine,
    "links": ObjectiveLink,
    "meetings": Meeting,
    "mentions": Mention,
    "messages": Message,
    "metrics": Metric,
    "notifications": Notification,
    "objectives": Objective,
    "options": Option,
    "people": Person,
    "polls": Poll,
    "risks": Risk,
    "seats": Seat,
    "series": MeetingSeries,
    "settlements": Settlement,
    "teams": Team,
    "views": SavedView,
    "versions": StrategyVersion,
    "writings": Writing,
}
HOLE = re.compile(r"(?:(?P<noun>[a-z-]+)/)?<(?P<kind>[a-z]+):(?P<name>[a-z_]+)>")
PASSWORD_LINK = r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$"


@dataclass(frozen=True, slots=True)
class Address:
    """One pattern of the resolver."""

    name: str
    route: str

    def __str__(self) -> str:
        return self.name or self.route

    @property
    def is_inside(self) -> bool:
        """Whether it is an address within an organization."""
        return self.route.startswith("<slug:organization>/")

    @property
    def has_row(self) -> bool:
        return self.is_inside and "<int:" in self.route

    def path(self, world: World, *, inside: World | None = None) -> str:
        """The address of the world's row; with `inside`, the same row asked for within that other organization."""
        slug = (inside or world).organization.slug
        route = self.route.replace("<slug:organization>", slug).replace(PASSWORD_LINK, "password/reset/key/abc-set-password/")
        return "/" + HOLE.sub(lambda hole: fill(hole, world), route)


def fill(hole: re.Match[str], world: World) -> str:
    noun, kind = hole["noun"] or "", hole["kind"]
    if (noun, kind) == ("invitations", "str"):
        return f"invitations/{world.secret}"
    if (noun, kind) == ("calendars", "str"):
        return f"calendars/{world.feed_secret}"
    if (noun, kind) == ("mail", "str"):
        return unsubscribing_path(world.people[Access.MEMBER]).removeprefix("/accounts/").removesuffix("/")
    assert kind == "int", f"no filling for {hole[0]}: add one to tests/addresses.py"
    assert noun in NOUNS, f"no filling for {hole[0]}: add its noun to tests/addresses.py"
    return f"{noun}/{world.rows[NOUNS[noun]].pk}"


def all_addresses() -> list[Address]:
    return list(walk(get_resolver().url_patterns, "", ""))


def walk(patterns: Any, route: str, namespace: str) -> Iterator[Address]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from walk(pattern.url_patterns, route + str(pattern.pattern), inner)
        elif isinstance(pattern, URLPattern):
            yield Address(namespace + str(pattern.name or pattern.pattern), route + str(pattern.pattern))
