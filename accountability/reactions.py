"""What follows by itself: of a promise each side hears what the other says; of a hand-over too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format

from accountability.models import Commitment, Cover
from notifications.actions import notify
from organizations.logbook import react_to
from organizations.models import Event, Person
from organizations.models.people import PersonStatus
from organizations.words import own_words


@react_to("commitment.made")
def tell_the_owner(event: Event, now: datetime) -> None:
    commitment = commitment_of(event)
    if commitment is None or commitment.owner is None or commitment.owner_id == event.actor_id:
        return
    writer = event.actor.name if event.actor else "Somebody"
    notify(
        person=commitment.owner,
        event=event,
        reason="commitment.is_yours",
        text=f"“{commitment}” is written down as your {own_words()['commitment']}",
        path=reverse("accountability:commitment", args=[commitment.organization.slug, commitment.pk]),
        now=now,
        status="◌ Open",
        lines=[f"Due on {date_format(commitment.due_on, 'j F Y')}."] if commitment.due_on else [],
        ask="Look at it, and say if it cannot be kept",
        why=f"You get this because {writer} named you as its owner.",
    )


@dataclass(frozen=True, slots=True)
class News:
    """What one side hears."""

    reason: str
    text: str
    lines: tuple[str, ...] = ()
    status: str = ""
    ask: str = "Open it"
    why: str = ""


@react_to("commitment.asked", "commitment.asked_again")
def ask_the_doer(event: Event, now: datetime) -> None:
    if commitment := commitment_of(event):
        news = News(
            reason="commitment.waits_on_you",
            text=f"{actor_of(event)} asks you for “{commitment}”",
            lines=(on("Asked for", commitment.asked_for_on), said("What", commitment.description)),
            status="◌ Asked",
            ask="Say yes, no, or another day",
            why="You get this because you are asked to do it.",
        )
        tell(commitment.owner, event, commitment, news, now)


@react_to("commitment.countered")
def offer_to_the_asker(event: Event, now: datetime) -> None:
    if commitment := commitment_of(event):
        news = News(
            reason="commitment.waits_on_you",
            text=f"{actor_of(event)} offers another day for “{commitment}”",
            lines=(on("Offered", commitment.offered_on), on("Asked for", commitment.asked_for_on), said("Why", commitment.answer)),
            status="◌ Another day offered",
            ask="Take that day, or ask for another",
            why="You get this because you asked for it.",
        )
        tell(commitment.asked_by, event, commitment, news, now)


@react_to("commitment.accepted", "commitment.declined", "commitment.offer_taken")
def tell_the_answer(event: Event, now: datetime) -> None:
    """The asker hears of the doer's answer, the doer of the asker's."""
    commitment = commitment_of(event)
    if commitment is None:
        return
    is_taken = event.name == "commitment.offer_taken"
    does = {"commitment.accepted": "promises", "commitment.declined": "declines"}.get(
        event.name, "takes the day that you offered for"
    )
    news = News(
        reason="commitment.answered",
        text=f"{actor_of(event)} {does} “{commitment}”",
        lines=(on("Due", commitment.due_on), said("Why", commitment.answer) if not commitment.due_on else ""),
        status="✓ Promised" if commitment.due_on else "× Declined",
        why=f"You get this because you {'offered the day' if is_taken else 'asked for it'}.",
    )
    tell(commitment.owner if is_taken else commitment.asked_by, event, commitment, news, now)


@react_to("commitment.finished")
def ask_the_receiver(event: Event, now: datetime) -> None:
    commitment = commitment_of(event)
    if commitment is None or commitment.confirmed_on is not None:
        return
    news = News(
        reason="commitment.done_for_you",
        text=f"“{commitment}” is done, says {actor_of(event)}",
        lines=(said("What shows it", commitment.evidence), said("Note", commitment.closing_reason)),
        status="✓ Done",
        ask="Say whether it is what was promised",
        why="You get this because it was promised to you.",
    )
    tell(commitment.receiver, event, commitment, news, now)


@react_to("commitment.confirmed", "commitment.sent_back")
def tell_the_doer(event: Event, now: datetime) -> None:
    commitment = commitment_of(event)
    if commitment is None:
        return
    is_back = event.name == "commitment.sent_back"
    news = News(
        reason="commitment.received",
        text=f"{actor_of(event)} {'sends back' if is_back else 'confirms'} “{commitment}”",
        lines=(said("What is missing", commitment.answer) if is_back else "", on("Due", commitment.due_on) if is_back else ""),
        status="◌ Open again" if is_back else "✓ Confirmed",
        why="You get this because you promised it.",
    )
    tell(commitment.owner, event, commitment, news, now)


@react_to("commitment.rescoped", "commitment.dropped", "commitment.amended")
def tell_who_waits(event: Event, now: datetime) -> None:
    """Whoever waits for it hears that it comes on another day, or not at all."""
    commitment = commitment_of(event)
    if commitment is None:
        return
    days = event.data.get("due_on") or []
    if event.name == "commitment.amended" and (len(days) < 2 or days[0] == days[1]):
        return
    day = date.fromisoformat(days[1]) if len(days) > 1 and days[1] else None
    does = "drops" if event.name == "commitment.dropped" else "re-dates"
    news = News(
        reason="commitment.moved",
        text=f"{actor_of(event)} {does} “{commitment}”",
        lines=(on("Now due", day), on("First due", commitment.original_due_on), said("Why", commitment.closing_reason)),
        status="× Dropped" if does == "drops" else "◌ Another day",
        why="You get this because it was promised to you.",
    )
    tell(commitment.receiver, event, commitment, news, now)


def commitment_of(event: Event) -> Commitment | None:
    people = ("owner__user", "owner__organization", "asked_by__user", "asked_by__organization")
    rows = Commitment.with_private.select_related("organization", *people, "receiver__user", "receiver__organization")
    found: Commitment | None = rows.filter(pk=event.about_id).first()
    return found


def tell(person: Person | None, event: Event, commitment: Commitment, news: News, now: datetime) -> None:
    """Nobody is told what they did themselves."""
    if person is None or person.pk == event.actor_id:
        return
    notify(
        person=person,
        event=event,
        reason=news.reason,
        text=news.text,
        path=reverse("accountability:commitment", args=[commitment.organization.slug, commitment.pk]),
        now=now,
        status=news.status,
        lines=[line for line in news.lines if line],
        ask=news.ask,
        why=news.why,
    )


def actor_of(event: Event) -> str:
    return event.actor.name if event.actor else "Somebody"


def on(words: str, day: date | None) -> str:
    return f"{words} {date_format(day, 'j F Y')}." if day else ""


def said(words: str, text: str) -> str:
    return f"{words}: {text}" if text else ""


@react_to("cover.begun")
def tell_who_covers(event: Event, now: datetime) -> None:
    """Who takes it over, and whose it was when somebody else did it for them."""
    cover = cover_in(event)
    if cover is None:
        return
    things = f"{event.data.get('count', 0)} things" if event.data.get("count") != 1 else "one thing"
    until = f"Until {date_format(cover.ends_on, 'j F Y')}; then it comes back by itself." if cover.ends_on else "For good."
    said = {"reason": "cover.begun", "lines": [line for line in (until, cover.note) if line], "ask": "See what it is"}
    tell_of_cover(cover.to, cover, event, now, text=f"{cover.person.name} hands over {things} to you", **said)
    tell_of_cover(cover.person, cover, event, now, text=f"{cover.to.name} has {things} of yours", **said)


@react_to("cover.returned")
def tell_what_is_back(event: Event, now: datetime) -> None:
    if cover := cover_in(event):
        said = {"reason": "cover.returned", "lines": [], "ask": "See what stayed"}
        tell_of_cover(cover.person, cover, event, now, text=f"What {cover.to.name} had for you is yours again", **said)
        tell_of_cover(cover.to, cover, event, now, text=f"{cover.person.name} has back what you had for them", **said)


@react_to("cover.fell_through")
def tell_that_nobody_covers(event: Event, now: datetime) -> None:
    """Who is away, and who planned it: somebody else has to be named."""
    if cover := cover_in(event):
        said = {"reason": "cover.fell_through", "lines": [str(event.data.get("reason", ""))], "ask": "Name somebody else"}
        for person in {one.pk: one for one in (cover.person, cover.by) if one}.values():
            tell_of_cover(person, cover, event, now, text=f"{cover.to.name} cannot cover for {cover.person.name}", **said)


def cover_in(event: Event) -> Cover | None:
    rows = Cover.objects.select_related("organization", "person__user", "person__organization", "to__user", "to__organization")
    cover: Cover | None = rows.select_related("by__user", "by__organization").filter(pk=event.data.get("cover")).first()
    return cover


def tell_of_cover(person: Person, cover: Cover, event: Event, now: datetime, **said: Any) -> None:
    """Nobody hears of what they did themselves, nor who has left."""
    if person.pk == event.actor_id or person.status == PersonStatus.INACTIVE:
        return
    path = reverse("accountability:cover", args=[cover.organization.slug, cover.pk])
    why = f"You get this because it is about what {cover.person.name} hands over."
    notify(person=person, event=event, path=path, now=now, status="", why=why, **said)
