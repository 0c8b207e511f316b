"""Who hears of a check-in: whoever is asked for help, whoever reviews it."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from alignment.models import CheckIn, HelpAsk
from alignment.models.check_ins import Claim
from notifications.actions import notify
from organizations.logbook import react_to
from organizations.models import Event

STATUS = {Claim.ON_TRACK: "● On track", Claim.AT_RISK: "▲ At risk", Claim.OFF_TRACK: "■ Off track", "": ""}
RELATED = ("organization", "author", "objective__organization", "objective__owner__user", "objective__owner__organization")


@react_to("check_in.posted")
def tell_who_can_help(event: Event, now: datetime) -> None:
    """The helper's clock runs from here on: they hear of it at once, by mail too."""
    asks = HelpAsk.objects.filter(pk__in=event.data.get("help_asked", []), closed_at=None)
    for ask in asks.select_related("organization", "objective", "by", "asked__user", "asked__organization"):
        notify(
            person=ask.asked,
            event=event,
            reason="help.waits_on_you",
            text=f"{ask.by.name if ask.by else 'The team'} asks for your help with “{ask.objective}”",
            path=reverse("alignment:help", args=[ask.organization.slug, ask.pk]),
            now=now,
            status="◌ Waits for your answer",
            lines=[f"What would bring it back: {ask.words}"],
            ask="Answer",
            why="You get this because you were named as the one who can bring it back.",
        )


@react_to("check_in.posted", "check_in.corrected")
def tell_who_reviews(event: Event, now: datetime) -> None:
    """A line without a mail: they are many, and the next one takes the place of the last."""
    related = (*RELATED, "objective__reviewer__user", "objective__reviewer__organization", "objective__parent__owner__user")
    report = CheckIn.objects.select_related(*related).filter(pk=event.data.get("check_in")).first()
    reader = report.objective.acknowledger if report else None
    if report is None or reader is None or reader.pk in {event.actor_id, report.author_id}:
        return
    notify(
        person=reader,
        event=event,
        reason="check_in.waits_to_be_read",
        text=f"{report.author.name if report.author else 'Somebody'} has checked in on “{report.objective}”",
        path=path_of(report),
        now=now,
        status=STATUS[report.claim],
        is_mailed=False,
    )


@react_to("check_in.acknowledged")
def tell_the_author(event: Event, now: datetime) -> None:
    report = CheckIn.objects.select_related(*RELATED, "author__organization").filter(pk=event.data["check_in"]).first()
    if report is None or report.author is None or report.author_id == event.actor_id:
        return
    reader = event.actor.name if event.actor else "Your reviewer"
    text = f"{reader} has read your check-in on “{report.objective}”"
    notify(person=report.author, event=event, reason="check_in.read", text=text, path=path_of(report), now=now, is_mailed=False)


@react_to("help.answered", "help.refused")
def tell_who_asked(event: Event, now: datetime) -> None:
    ask = ask_of(event)
    if ask is None or ask.by is None or ask.by_id == event.actor_id:
        return
    says = "cannot help" if ask.is_refused else "will help"
    notify(
        person=ask.by,
        event=event,
        reason=event.name,
        text=f"{ask.asked.name} {says} with “{ask.objective}”",
        path=reverse("alignment:help", args=[ask.organization.slug, ask.pk]),
        now=now,
        status="■ Refused" if ask.is_refused else "● Answered",
        lines=[ask.answer],
        ask="Look for another way" if ask.is_refused else "See the answer",
        why="You get this because you asked for it.",
    )


@react_to("help.closed")
def tell_who_was_asked(event: Event, now: datetime) -> None:
    ask = ask_of(event)
    if ask is None or ask.asked_id == event.actor_id:
        return
    text = f"Your help with “{ask.objective}” is not needed any more"
    path = reverse("alignment:help", args=[ask.organization.slug, ask.pk])
    notify(person=ask.asked, event=event, reason="help.closed", text=text, path=path, now=now, is_mailed=False)


def ask_of(event: Event) -> HelpAsk | None:
    """None when it has gone since."""
    related = ("organization", "objective", "asked__user", "asked__organization", "by__user", "by__organization")
    found: HelpAsk | None = HelpAsk.objects.select_related(*related).filter(pk=event.about_id).first()
    return found


def path_of(report: CheckIn) -> str:
    """Its line among the reports of its objective."""
    page = reverse("alignment:check_ins", args=[report.objective.organization.slug, report.objective_id])
    return f"{page}#report-{report.pk}"
