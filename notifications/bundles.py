"""What the message of a day says: which lines and waiting things go where in it, and its lead, written from rules."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from notifications.digests import Morning, Opening, Waiting
from notifications.letters import Daily, Link
from notifications.models import Notification
from notifications.rules import Part, rule_of
from organizations.words import as_opening

MOST_NEEDS = 3
MOST_OTHERS = 7
LONGEST_LEAD = 90


def bundle_of(morning: Morning, lines: Sequence[Notification], waiting: Sequence[Waiting], opening: Opening | None) -> Daily | None:
    """None when there is nothing to say: nothing is new, or what was new is dealt with by now.

    What waits without being new fills the first places that are left, and is no reason for a message.
    """
    by_part = {part: [line for line in lines if rule_of(line.reason).part == part] for part in Part}
    is_new = by_part[Part.NEEDS] or by_part[Part.NEWS] or (by_part[Part.OWED] and waiting)
    if not is_new and opening is None:
        return None
    asked = [link_of(line) for line in reversed(by_part[Part.NEEDS])]
    named = {link.path for link in asked}
    further = [each for each in waiting if not named & {each.path, each.page}]
    asked += [Link(each.text, each.path, each.why) for each in further]
    needs, rest = asked[:MOST_NEEDS], asked[MOST_NEEDS:]
    known = named | {each.page for each in further}
    news = unique([Link(line.text, line.path) for line in by_part[Part.NEWS] if line.path not in known])
    left = [Link(link.words, link.path) for link in rest if link.path in named]
    others = (left + news)[: MOST_OTHERS - len(opening.lines if opening else ())]
    return letter_of(morning, opening, needs, others, hidden=len(asked) + len(news) - len(needs) - len(others))


def letter_of(morning: Morning, opening: Opening | None, needs: list[Link], others: list[Link], *, hidden: int) -> Daily:
    person, slug = morning.person, morning.person.organization.slug
    clock = f"{morning.hours.daily_hour}:00, {morning.hours.zone.key}"
    return Daily(
        text=lead_of(opening, needs, others, hidden),
        organization=person.organization.name,
        path=opening.path if opening and not needs else reverse("visibility:my_work", args=[slug]),
        ask=opening.ask if opening and not needs else "Open My work",
        heading=opening.heading if opening else "",
        changes=tuple(opening.lines) if opening else (),
        needs=tuple(needs),
        others=tuple(others),
        more=f"{hidden} more {'thing waits' if hidden == 1 else 'things wait'} in My work and among your notifications."
        if hidden
        else "",
        why=f"You get this because there is something for you, at most once a working day ({clock}).",
        change=reverse("notifications:mail", args=[slug]),
    )


def lead_of(opening: Opening | None, needs: list[Link], others: list[Link], hidden: int) -> str:
    """How the week stands; else the first thing by name, and how many more there are."""
    count = len(needs)
    if opening:
        return f"{opening.lead}; {count} {'thing waits' if count == 1 else 'things wait'} on you" if count else opening.lead
    first = (needs or others)[0].words
    more = len(needs) + len(others) + hidden - 1
    short = first if len(first) <= LONGEST_LEAD else f"{first[: LONGEST_LEAD - 1].rstrip()}…"
    return as_opening(f"{short}; {more} more for you" if more else short)


def link_of(line: Notification) -> Link:
    return Link(line.text, line.path, line.why)


def unique(links: Sequence[Link]) -> list[Link]:
    """Of lines about the same page the newest: it stands for those before it."""
    return list({link.path: link for link in reversed(links)}.values())[::-1]
