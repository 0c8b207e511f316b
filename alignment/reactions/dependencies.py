"""The side whose turn it is in a handshake hears of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.formats import date_format

from alignment.handshakes import needed_side, waiting_person, will_be_late
from alignment.models import Dependency
from notifications.actions import notify
from organizations.logbook import react_to
from organizations.models import Event, Membership, Person
from organizations.models.teams import LEADS


@dataclass(frozen=True)
class News:
    """What is said of a dependency; `reason` is the rule, `ask` what the reader is to do."""

    reason: str
    text: str
    status: str
    lines: tuple[str, ...]
    ask: str
    why: str = "You get this because you asked for it."


@react_to("dependency.requested")
def tell_who_is_needed(event: Event, now: datetime) -> None:
    if dependency := _dependency(event):
        news = News(
            reason="dependency.waits_on_you",
            text=f"{_asking_side(event, dependency)} asks {needed_side(dependency)} for “{dependency}”",
            status="◌ Waits for your answer",
            lines=(_day("Needed by", dependency.needed_by), _said("What", dependency.deliverable)),
            ask="Answer the request",
            why=f"You get this because you answer for {needed_side(dependency)}.",
        )
        _tell(needed_people(dependency), event, dependency, news, now)


@react_to("dependency.negotiated")
def tell_the_other_side(event: Event, now: datetime) -> None:
    if dependency := _dependency(event):
        needed = needed_people(dependency)
        is_from_needed_side = event.actor_id in {person.pk for person in needed if person}
        news = News(
            reason="dependency.waits_on_you",
            text=f"{event.actor.name if event.actor else 'Somebody'} proposes another date for “{dependency}”",
            status="◌ Waits for your answer",
            lines=(
                _day("Needed by", dependency.needed_by),
                _day("Offered for", dependency.promised_by),
                _said("Why", dependency.answer),
            ),
            ask="Answer the offer",
            why="You get this because the other side has moved, and it is your turn.",
        )
        _tell([dependency.asked_by] if is_from_needed_side else needed, event, dependency, news, now)


@react_to("dependency.agreed")
def tell_the_asker_of_a_yes(event: Event, now: datetime) -> None:
    if dependency := _dependency(event):
        news = News(
            reason="dependency.agreed",
            text=f"{needed_side(dependency)} agrees to “{dependency}”",
            status="● Agreed",
            lines=(
                _day("Promised by", dependency.promised_by),
                _day("Needed by", dependency.needed_by),
                _said("Note", dependency.answer),
            ),
            ask="See what was agreed",
        )
        _tell([dependency.asked_by], event, dependency, news, now)


@react_to("dependency.declined")
def tell_the_asker_of_a_no(event: Event, now: datetime) -> None:
    if dependency := _dependency(event):
        news = News(
            reason="dependency.declined",
            text=f"{needed_side(dependency)} declines “{dependency}”",
            status="■ Declined",
            lines=(_said("Why", dependency.answer), _day("Needed by", dependency.needed_by)),
            ask="Look for another way",
        )
        _tell([dependency.asked_by], event, dependency, news, now)


@react_to("dependency.slipped")
def warn_who_waits(event: Event, now: datetime) -> None:
    """Whoever waits hears before the day has come: what it waits for in turn is late."""
    dependency = _dependency(event)
    forecast = getattr(dependency, "forecast", None)
    if dependency and forecast and forecast.slip_days:
        way = " ← ".join(f"{step['title']} ({step['team']})" for step in forecast.path)
        news = News(
            reason="dependency.slips",
            text=will_be_late(dependency),
            status=f"▲ {forecast.slip_days} day{'' if forecast.slip_days == 1 else 's'} after it is needed",
            lines=(_day("Expected", forecast.expected_on), _day("Needed by", dependency.needed_by), _said("It waits for", way)),
            ask="See what makes it late",
            why="You get this because your side waits for it.",
        )
        _tell([waiting_person(dependency)], event, dependency, news, now)


@react_to("dependency.delivered")
def ask_the_asker_to_accept(event: Event, now: datetime) -> None:
    if dependency := _dependency(event):
        news = News(
            reason="dependency.waits_on_you",
            text=f"{needed_side(dependency)} has delivered “{dependency}”",
            status="◌ Waits for your acceptance",
            lines=(_said("It is good when", dependency.acceptance_test),),
            ask="Accept it, or send it back",
        )
        _tell([dependency.asked_by], event, dependency, news, now)


@react_to("dependency.nudged")
def remind_the_needed_side(event: Event, now: datetime) -> None:
    if dependency := _dependency(event):
        news = News(
            reason="dependency.waits_on_you",
            text=f"{_asking_side(event, dependency)} still waits for “{dependency}”",
            status="◌ Waits for you",
            lines=(_day("Needed by", dependency.needed_by), _day("Promised by", dependency.promised_by)),
            ask="Answer, or say when",
            why=f"You get this because you answer for {needed_side(dependency)}.",
        )
        _tell(needed_people(dependency), event, dependency, news, now)


@react_to("dependency.returned")
def tell_the_needed_side_what_is_missing(event: Event, now: datetime) -> None:
    if dependency := _dependency(event):
        news = News(
            reason="dependency.waits_on_you",
            text=f"“{dependency}” came back",
            status="◌ In work again",
            lines=(_said("What is missing", dependency.answer), _said("It is good when", dependency.acceptance_test)),
            ask="See what is missing",
            why=f"You get this because you answer for {needed_side(dependency)}.",
        )
        _tell(needed_people(dependency), event, dependency, news, now)


@react_to("dependency.noted")
def pass_on_a_note(event: Event, now: datetime) -> None:
    """Both sides hear of it; nothing is asked of them."""
    if dependency := _dependency(event):
        news = News(
            reason="dependency.noted",
            text=f"{event.actor.name if event.actor else 'Somebody'} on “{dependency}”",
            status="",
            lines=(str(event.data.get("said", "")),),
            ask="See it",
            why="You get this because you answer for one side of it.",
        )
        _tell([*needed_people(dependency), waiting_person(dependency)], event, dependency, news, now)


@react_to("dependency.handed_over")
def tell_the_new_owner(event: Event, now: datetime) -> None:
    if dependency := _dependency(event):
        news = News(
            reason="dependency.waits_on_you",
            text=f"You answer for “{dependency}” now",
            status="",
            lines=(_day("Needed by", dependency.needed_by), _day("Promised by", dependency.promised_by)),
            ask="See how it stands",
            why="You get this because you were named its owner.",
        )
        owner = dependency.to_owner if event.data.get("side") == "to_owner" else dependency.from_owner
        _tell([owner], event, dependency, news, now)


def _tell(people: Iterable[Person | None], event: Event, dependency: Dependency, news: News, now: datetime) -> None:
    """Each of them once; nobody hears of what they did themselves."""
    for person in {person.pk: person for person in people if person and person.pk != event.actor_id}.values():
        notify(
            person=person,
            event=event,
            reason=news.reason,
            text=news.text,
            path=reverse("alignment:dependency", args=[dependency.organization.slug, dependency.pk]),
            now=now,
            status=news.status,
            lines=[line for line in news.lines if line],
            ask=news.ask,
            why=news.why,
        )


def _dependency(event: Event) -> Dependency | None:
    """None when it has gone since, as by the undoing of an import."""
    return with_sides(event.about_id)


def with_sides(pk: int) -> Dependency | None:
    """The dependency with whoever answers for it on either side."""
    sides = (
        "organization", "forecast", "from_team", "from_objective__owner", "to_team", "to_objective__team", "to_objective__owner",
        "asked_by", "from_owner", "to_owner",
    )  # fmt: skip
    found: Dependency | None = Dependency.objects.select_related(*sides).filter(pk=pk).first()
    return found


def needed_people(dependency: Dependency) -> list[Person | None]:
    """Who is named to answer, else the leads of the team that is needed, or, where no team is, the owner of the objective."""
    if dependency.to_owner:
        return [dependency.to_owner]
    objective = dependency.to_objective
    team_id = dependency.to_team_id or (objective.team_id if objective else None)
    leads = Membership.objects.filter(LEADS, team_id=team_id)
    people = [lead.person for lead in leads.select_related("person__user", "person__organization").order_by("person_id")]
    return people or [objective.owner if objective else None]


def _asking_side(event: Event, dependency: Dependency) -> str:
    return str(dependency.from_team or event.actor or dependency.from_objective)


def _day(words: str, day: date | None) -> str:
    return f"{words} {date_format(day, 'j F Y')}." if day else ""


def _said(words: str, text: str) -> str:
    return f"{words}: {text}" if text else ""
