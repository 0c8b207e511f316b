"""Chapter: what few see. Who is away is covered for, two promises are between two people, and seats are looked at closely."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import NamedTuple

from accountability.actions import ask_for_commitment, make_commitment
from accountability.actions.covers import hand_over, settle_cover
from accountability.actions.fits import note_fit
from organizations.actions.absences import plan_absence
from peakos.demo.stage import Stage


class Lent(NamedTuple):
    """Whose things go to whom, from when to when, and what is said with them."""

    person: str
    to: str
    first: str
    last: str
    note: str


DESK = Lent("Grace Okafor", "Tomasz Zielinski", "5 Tue", "5 Thu", "Three days at the regulator’s workshop.")
DEVICES = Lent("Signe Dahlin", "Omar Haddad", "7 Thu", "8 Fri", "The laptops for the Northern crews come on Tuesday: count them.")
DATA = Lent("Lena Fischer", "Ingrid Solberg", "9 Mon", "9 Fri", "In the second week I am above the tree line. Ingrid decides.")


class Fit(NamedTuple):
    """How somebody is seen for a seat: whether they understand it, want it and have the time for it, 1 to 3."""

    seat: str
    person: str
    by: str
    answers: tuple[int, int, int]
    note: str


FITS = (
    Fit("Customer success", "Ruth Adeyemi", "Marta Lindqvist", (3, 3, 1), "Carries eight go-lives herself. Take two off first."),
    Fit("Customer success", "Hanna Virtanen", "Marta Lindqvist", (2, 3, 2), "Could do it in a year. Let her lead one review."),
    Fit("Sales", "Daniel Brooks", "Marta Lindqvist", (3, 3, 3), ""),
    Fit("Operations", "Karl Nyman", "Marta Lindqvist", (3, 2, 2), "Asks for less of the daily work. Talk in October."),
    Fit("Finance", "Henrik Dahl", "Karl Nyman", (3, 3, 2), ""),
    Fit("Finance", "Joanna Pell", "Karl Nyman", (3, 1, 3), "Knows all of it and does not want to lead. That is fine."),
    Fit("Platform", "Jonas Brandt", "Priya Raman", (3, 3, 2), "Steady in a storm."),
    Fit("Platform", "Dara Whelan", "Priya Raman", (2, 3, 3), "Next in line: let Dara run the rehearsal in autumn."),
)


def tell(stage: Stage) -> None:
    stage.at("5 Tue 08:40", partial(lend, stage, DESK))
    stage.at("5 Fri 00:20", partial(return_it, stage, DESK))
    stage.at("7 Thu 08:20", partial(go_away, stage))
    stage.at("7 Thu 08:25", partial(lend, stage, DEVICES))
    stage.at("8 Sat 00:20", partial(return_it, stage, DEVICES))
    stage.at("7 Wed 17:30", partial(lend, stage, DATA))
    stage.at("6 Thu 18:05", partial(between_two, stage))
    stage.at("7 Fri 17:10", partial(ask_quietly, stage))
    for nth, fit in enumerate(FITS):
        stage.at(f"6 Fri 15:{nth:02}", partial(note, stage, fit))


def go_away(stage: Stage, now: datetime) -> None:
    signe, day = stage.people[DEVICES.person], stage.calendar.day
    plan_absence(person=signe, starts_on=day("7 Fri"), ends_on=day("8 Fri"), delegate=stage.people[DEVICES.to], by=signe, now=now)


def lend(stage: Stage, lent: Lent, now: datetime) -> None:
    person, day = stage.people[lent.person], stage.calendar.day
    stage.rows[f"cover {lent.person}"] = hand_over(
        person=person,
        to=stage.people[lent.to],
        starts_on=day(lent.first),
        ends_on=day(lent.last),
        note=lent.note,
        by=person,
        now=now,
    )


def return_it(stage: Stage, lent: Lent, now: datetime) -> None:
    """By itself, on the morning after."""
    settle_cover(cover=stage.rows[f"cover {lent.person}"], by=None, now=now)


def between_two(stage: Stage, now: datetime) -> None:
    make_commitment(
        organization=stage.organization,
        title="An hour with Beth on how we part with the second board seat",
        due_on=stage.calendar.day("9 Fri"),
        receiver=stage.people["Beth Moran"],
        is_private=True,
        by=stage.people["Marta Lindqvist"],
        now=now,
    )


def ask_quietly(stage: Stage, now: datetime) -> None:
    ask_for_commitment(
        organization=stage.organization,
        title="Who could follow you in Product, two names and why",
        owner=stage.people["Amara Osei"],
        asked_for_on=stage.calendar.day("9 Thu"),
        is_private=True,
        by=stage.people["Marta Lindqvist"],
        now=now,
    )


def note(stage: Stage, fit: Fit, now: datetime) -> None:
    gets_it, wants_it, has_capacity = fit.answers
    note_fit(
        seat=stage.rows[f"seat {fit.seat}"],
        person=stage.people[fit.person],
        gets_it=gets_it,
        wants_it=wants_it,
        has_capacity=has_capacity,
        note=fit.note,
        by=stage.people[fit.by],
        now=now,
    )
