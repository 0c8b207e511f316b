"""Past its day, whoever stands above the decider hears of it, once for each day that was named."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from accountability.actions.seats import add_seat, fill_seat
from accountability.models import Seat
from decisions.actions import ask_for_decision, decide, hand_over_decision
from decisions.models import Decision
from notifications.models import Notification
from organizations.models import Absence, Membership, Organization, Person, Team
from tests.cast import MONDAY, NOW, new_person, new_team
from tests.mornings import go_the_rounds

TUESDAY = datetime(2026, 8, 18, 8, 0, tzinfo=UTC)


@pytest.fixture
def teams(tidewater: Organization, marta: Person, ines: Person) -> dict[str, Team]:
    """Marta leads the company; Karl the platform in it, and nobody its middle; Ines Security, where Ola works."""
    company = new_team("Tidewater", lead=marta)
    platform = new_team("Platform", lead=new_person("Karl Nyman", login=True, status="active"), parent=company)
    middle = new_team("Middle", parent=platform)
    security = new_team("Security", lead=ines, parent=middle)
    ola = new_person("Ola Berg", login=True, status="active")
    Membership.objects.create(organization=tidewater, team=security, person=ola, role="member", status="active")
    return {"company": company, "platform": platform, "security": security}


def ask(decider: str, by: Person, team: Team | None = None) -> Decision:
    person = Person.objects.get(name=decider)
    return ask_for_decision(
        organization=by.organization, question="Who signs?", decider=person, need_by=date(2026, 8, 18), team=team, by=by, now=NOW
    )


def mornings(days: int, first: datetime = TUESDAY) -> list[tuple[str, date]]:
    for day in range(days):
        go_the_rounds(first + timedelta(days=day))
    lines = Notification.objects.filter(reason="decision.escalated").order_by("id")
    return [(line.person.name, line.created_at.date()) for line in lines.select_related("person")]


@pytest.mark.parametrize(
    ("decider", "team", "above"),
    [
        ("Ines Carvalho", "security", "Karl Nyman"),  # nobody leads what lies between
        ("Ines Carvalho", None, "Karl Nyman"),  # by the team that she leads
        ("Ola Berg", "security", "Ines Carvalho"),  # he is in it and does not lead it
        ("Ola Berg", None, "Ines Carvalho"),
        ("Karl Nyman", "security", "Marta Lindqvist"),  # for a team below his: whoever leads it is not above him
        ("Karl Nyman", None, "Marta Lindqvist"),
        ("Marta Lindqvist", None, None),  # nobody stands above her
    ],
)
def test_it_goes_to_the_first_lead_above_the_decider(
    teams: dict[str, Team], marta: Person, ines: Person, decider: str, team: str | None, above: str | None
) -> None:
    ask(decider, by=marta, team=teams[team] if team else None)
    assert mornings(3) == ([(above, date(2026, 8, 19))] if above else [])


def test_it_is_said_once_and_again_only_for_another_day(teams: dict[str, Team], marta: Person, ines: Person) -> None:
    decision = ask("Ines Carvalho", by=marta, team=teams["security"])
    assert mornings(20) == [("Karl Nyman", date(2026, 8, 19))]
    (line,) = Notification.objects.filter(reason="decision.escalated")
    assert line.text == "“Who signs?” was needed by Tuesday 18 August, and Ines Carvalho has not decided it"
    Decision.objects.filter(pk=decision.pk).update(need_by=date(2026, 9, 9))
    assert len(mornings(10, TUESDAY + timedelta(days=20))) == 2


def test_what_is_decided_in_time_or_handed_up_is_not_said(teams: dict[str, Team], marta: Person, ines: Person) -> None:
    decide(decision=ask("Ines Carvalho", by=marta), outcome="Yes", by=ines, now=NOW)
    handed = ask("Ines Carvalho", by=marta)
    hand_over_decision(decision=handed, to=marta, by=ines, now=NOW)
    assert mornings(5) == []


def test_whoever_stands_in_for_the_lead_above_hears_of_it(teams: dict[str, Team], marta: Person, ines: Person) -> None:
    karl = Person.objects.get(name="Karl Nyman")
    Absence.objects.create(
        organization=marta.organization, person=karl, delegate=marta, starts_on=MONDAY, ends_on=date(2026, 8, 28)
    )
    ask("Ines Carvalho", by=ines, team=teams["security"])
    assert mornings(3) == [("Marta Lindqvist", date(2026, 8, 19))]


def test_a_lead_who_has_left_stands_above_nobody(teams: dict[str, Team], marta: Person, ines: Person) -> None:
    Person.objects.filter(name="Karl Nyman").update(status="inactive")
    ask("Ines Carvalho", by=ines, team=teams["security"])
    assert mornings(3) == [("Marta Lindqvist", date(2026, 8, 19))]


def test_on_the_chart_it_goes_to_the_first_seat_above_that_somebody_holds(
    teams: dict[str, Team], marta: Person, ines: Person
) -> None:
    """Karl leads the team above hers, but her seat hangs below an empty one, and that below Marta's."""
    top, empty = (new_seat(title) for title in ("Chief executive", "Technology"))
    own = new_seat("Security")
    for seat, above in ((empty, top), (own, empty)):
        Seat.objects.filter(pk=seat.pk).update(above=above)
    for seat, person in ((top, marta), (own, ines)):
        fill_seat(seat=seat, person=person, by=None, now=NOW)
    ask("Ines Carvalho", by=ines, team=teams["security"])
    assert mornings(3) == [("Marta Lindqvist", date(2026, 8, 19))]


def new_seat(title: str) -> Seat:
    return add_seat(organization=Organization.objects.get(), title=title, by=None, now=NOW)
