"""The recap: within a minute of its close, one mail about a meeting to everybody who was asked or was there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from notifications import policy
from notifications.actions import queue_mail
from notifications.letters import Letter, Link, write_letter
from notifications.preferences import preference_of, wants
from notifications.rules import rule_of
from organizations.logbook import react_to
from organizations.models import Event, Person
from organizations.words import own_words
from rhythm.reads.minutes import Came
from rhythm.reads.recap import Recap, people_of, recap_of

RULE = rule_of("meeting.recap")
MOST = 12  # lines of a part; the minutes have all


@dataclass(frozen=True)
class MarkedLink(Link):
    """A line of the recap: its shape, its words, and where it is read."""

    mark: str = ""


@dataclass(frozen=True)
class Part:
    """A heading with its lines, and a sentence about those that are left out."""

    heading: str
    links: tuple[MarkedLink, ...]
    more: str = ""


@dataclass(frozen=True)
class RecapLetter(Letter):
    """The letter of one reader: what is theirs first."""

    parts: tuple[Part, ...] = ()


@react_to("meeting.held")
def mail_the_recap(event: Event, now: datetime) -> None:
    """Also to whoever led it, since it is the record; once for each person and meeting, whatever is tried again."""
    recap = recap_of(event.data["meeting"], now) if policy.is_news(event, now) else None
    if recap is None:
        return
    closed_itself = event.actor_id is None
    for person in people_of(recap):
        if policy.may_mail(person) and person.user and wants(preference_of(person), RULE):
            letter = letter_for(person, recap, closed_itself=closed_itself)
            queue_mail(
                key=f"meeting-{recap.meeting.pk}/recap/person-{person.pk}",
                recipient=person.user.email,
                subject=recap.subject,
                text=write_letter("emails/recap.txt", letter),
                html=write_letter("emails/recap.html", letter),
                now=now,
            )


def letter_for(person: Person, recap: Recap, *, closed_itself: bool) -> RecapLetter:
    """What is theirs, what was decided, what others promised, what waits for the next time, and how it was rated."""
    slug, words, minutes = recap.meeting.organization.slug, own_words(), recap.minutes
    mine = [line for line in minutes.commitments if line.owner and line.owner.pk == person.pk]
    others = [line for line in minutes.commitments if line not in mine]
    minutes_at = reverse("rhythm:meeting", args=[slug, recap.meeting.pk])
    carried = [MarkedLink(item.title, of_item(item, slug, minutes_at), mark="→") for item in recap.carried]
    said = [
        MarkedLink(
            message.text,
            reverse("rhythm:message", args=[slug, message.pk]),
            f"to {', '.join(row.team.name for row in message.teams.all())}",
            "»",
        )
        for message in recap.messages
    ]
    parts = [
        part("Yours", (linked(line, slug, minutes_at, "◌", due=True) for line in mine)),
        part("Decided", (linked(line, slug, minutes_at, "✓") for line in minutes.decisions)),
        part(words["Commitments"], (linked(line, slug, minutes_at, "◌", due=True, owned=True) for line in others)),
        part(f"{words['Issues']} raised", (linked(line, slug, minutes_at, "+", owned=True) for line in minutes.issues)),
        part(f"Carried to {recap.next_on:%-d %B}" if recap.next_on else "Carried over", carried),
        part("Told to other " + words["teams"], said),
    ]
    return RecapLetter(
        text=recap.subject,
        lines=tuple(lines_of(recap, closed_itself=closed_itself)),
        parts=tuple(found for found in parts if found.links),
        path=minutes_at,
        ask="Read the minutes",
        why=f"You get this because you are asked to “{recap.meeting.series}”.",
        organization=recap.meeting.organization.name,
    )


def part(heading: str, links: Iterable[MarkedLink]) -> Part:
    found = tuple(links)
    more = len(found) - MOST
    return Part(heading, found[:MOST], f"and {more} more in the minutes" if more > 0 else "")


def linked(line: Came, slug: str, otherwise: str, mark: str, *, due: bool = False, owned: bool = False) -> MarkedLink:
    """A line with its owner and day; it leads to what it became, or to the minutes."""
    notes = [line.owner.name if owned and line.owner else "", by_day(line.due_on) if due else ""]
    if due and not owned and not line.is_agreed:
        notes.append("not agreed yet: say if it cannot be")
    path = reverse(line.place, args=[slug, line.about]) if line.place else otherwise
    return MarkedLink(line.words, path, ", ".join(filter(None, notes)), mark)


def by_day(day: date | None) -> str:
    return f"by {day:%a} {day.day} {day:%b}" if day else "no day is named"


def of_item(item: object, slug: str, otherwise: str) -> str:
    issue = getattr(item, "issue_id", None)
    return reverse("rhythm:issue", args=[slug, issue]) if issue else otherwise


def lines_of(recap: Recap, *, closed_itself: bool) -> list[str]:
    """How it was rated, and that nobody closed it, where nobody did."""
    lines = []
    if recap.meeting.rating is not None:
        noted = "; ".join(f"“{note}”" for note in recap.notes)
        ten = f" What would have made it a ten: {noted}." if noted else ""
        lines.append(f"Rated {recap.meeting.rating:.1f} by {recap.rated} of {recap.present}.{ten}")
    if closed_itself:
        lines.append("Nobody closed the meeting, so it was closed with its last sign of life as its end.")
    return lines
