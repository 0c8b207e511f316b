"""The accountability chart: drawn, filled, moved and closed, by those who may; and how people fit, which very few read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from accountability.actions.fits import note_fit
from accountability.actions.seats import (
    add_seat,
    change_seat,
    close_seat,
    fill_seat,
    measure_seat,
    move_seat,
    vacate_seat,
)
from accountability.models import Commitment, Seat, SeatFit, SeatHolder
from alignment.models import Dependency, Metric
from organizations.models import Event, Organization, Person
from organizations.refusals import AlreadyClosed, AlreadyThere, NotAllowed, NotSaid, OutOfTurn, WouldBeCircle
from tests.cast import MONDAY, NOW, new_key_result, new_objective, new_person, new_team
from tests.query_counts import CountQueries
from tests.reading import Reader, in_order


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def reader(marta: Person) -> Reader:
    return Reader(marta)


@pytest.fixture
def top(tidewater: Organization, marta: Person) -> Seat:
    """Marta holds the seat at the top; Karl would stand in."""
    seat = add_seat(organization=tidewater, title="Chief executive", outcomes=["We grow"], rights=["Budgets"], by=marta, now=NOW)
    fill_seat(seat=seat, person=marta, by=marta, now=NOW)
    fill_seat(seat=seat, person=new_person("Karl Nyman", status="active"), part="backup", by=marta, now=NOW)  # type: ignore[arg-type]
    return seat


@pytest.fixture
def security(top: Seat, marta: Person, ines: Person) -> Seat:
    seat = add_seat(organization=top.organization, title="Security", above=top, rights=["Hold a release"], by=marta, now=NOW)
    fill_seat(seat=seat, person=ines, by=marta, now=NOW)
    return seat


def test_a_circle_is_refused_with_its_members(top: Seat, security: Seat, marta: Person) -> None:
    audits = add_seat(organization=top.organization, title="Audits", above=security, by=marta, now=NOW)
    with pytest.raises(WouldBeCircle, match="Chief executive → Audits → Security → Chief executive"):
        move_seat(seat=top, above=audits, by=marta, now=NOW)
    with pytest.raises(WouldBeCircle, match="Audits → Audits"):
        move_seat(seat=audits, above=audits, by=marta, now=NOW)
    move_seat(seat=audits, above=top, by=marta, now=NOW)
    assert Event.objects.get(name="seat.moved").data["changes"] == {"above": ["Security", "Chief executive"]}


def test_nobody_who_has_left_is_given_a_seat_and_nobody_sits_twice(security: Seat, marta: Person, ines: Person) -> None:
    gone = new_person("Callum Reyes", status="inactive")
    with pytest.raises(NotSaid, match="Callum Reyes is not here any more"):
        fill_seat(seat=security, person=gone, by=marta, now=NOW)
    with pytest.raises(AlreadyThere):
        fill_seat(seat=security, person=ines, part="backup", by=marta, now=NOW)  # type: ignore[arg-type]


def test_a_vacant_seat_asks_for_somebody_before_all_else(security: Seat, marta: Person, reader: Reader) -> None:
    assert in_order(reader.page("accountability:seat", security.pk), "Answers for", "Held by", "Name them")
    vacate_seat(holder=SeatHolder.objects.get(seat=security), by=marta, now=NOW)
    assert in_order(reader.page("accountability:seat", security.pk), "Held by", "Nobody", "Name them", "Answers for")


def test_who_held_it_stays_to_be_read(security: Seat, marta: Person, ines: Person, reader: Reader) -> None:
    later = NOW + timedelta(days=14)
    row = vacate_seat(holder=SeatHolder.objects.get(seat=security), by=marta, now=later)
    assert (row.start_on, row.end_on) == (MONDAY, MONDAY + timedelta(days=14))
    with pytest.raises(AlreadyClosed):
        vacate_seat(holder=row, by=marta, now=later)
    page = reader.page("accountability:seat", security.pk)
    assert in_order(page, "Vacant", "Before", "Ines Carvalho", "History", "ended the time of Ines Carvalho", "named Ines Carvalho")


def test_late_in_the_evening_the_history_says_the_day_that_the_page_says(security: Seat, marta: Person, reader: Reader) -> None:
    """22:30 in Greenwich is tomorrow in Athens, where the organization lives."""
    Organization.objects.update(timezone="Europe/Athens")
    late = NOW.replace(hour=22, minute=30)
    with time_machine.travel(late, tick=False):
        note_fit(seat=security, person=marta, note="Could", by=marta, now=late)
        reader.client.post(reader.address("accountability:seat_closure", security.pk), {"reason": "Moot"})
        page = reader.page("accountability:seat", security.pk)
        assert "18 Aug 2026: You closed it: Moot" in page
        assert "18 Aug 2026" in reader.page("accountability:fit", security.pk)


def test_a_seat_closes_when_nothing_hangs_below_it_and_says_why(top: Seat, security: Seat, marta: Person, ines: Person) -> None:
    with pytest.raises(OutOfTurn, match="Move what hangs below “Chief executive” first: Security"):
        close_seat(seat=top, reason="No need", by=marta, now=NOW)
    with pytest.raises(NotSaid, match="Say why"):
        close_seat(seat=security, reason=" ", by=marta, now=NOW)
    close_seat(seat=security, reason="Platform has it", by=marta, now=NOW)
    assert not SeatHolder.objects.filter(seat=security, end_on=None).exists()
    with pytest.raises(AlreadyClosed):
        change_seat(seat=security, title="Safety", by=marta, now=NOW)
    with pytest.raises(NotSaid, match="is closed"):
        add_seat(organization=top.organization, title="Audits", above=security, by=marta, now=NOW)


def test_whoever_holds_the_seat_above_arranges_what_is_below_and_nobody_draws_their_own(
    top: Seat, security: Seat, marta: Person, ines: Person
) -> None:
    audits = add_seat(organization=top.organization, title="Audits", above=security, by=ines, now=NOW)
    change_seat(seat=audits, outcomes=[" All of it ", "", "All of it"], is_critical=True, by=ines, now=NOW)
    audits.refresh_from_db()
    assert (audits.outcomes, audits.is_critical) == (["All of it"], True)
    said: dict[str, Any] = {"by": ines, "now": NOW}
    with pytest.raises(NotAllowed):
        change_seat(seat=security, title="Everything", **said)
    with pytest.raises(NotAllowed):
        add_seat(organization=top.organization, title="Mine", **said)
    with pytest.raises(NotAllowed):
        move_seat(seat=audits, above=None, **said)
    with pytest.raises(NotAllowed):
        close_seat(seat=security, reason="x", **said)


def test_a_line_that_is_too_long_and_too_many_of_them_are_refused(security: Seat, marta: Person) -> None:
    with pytest.raises(NotSaid, match="250 characters"):
        change_seat(seat=security, outcomes=["x" * 251], by=marta, now=NOW)
    with pytest.raises(NotSaid, match="20 lines"):
        change_seat(seat=security, outcomes=[str(n) for n in range(21)], by=marta, now=NOW)


def test_numbers_are_chosen_and_taken_away(security: Seat, marta: Person, reader: Reader) -> None:
    findings = Metric.objects.create(organization=security.organization, title="Open findings")
    address = reader.address("accountability:seat_numbers", security.pk)
    assert reader.client.post(address, {"number-metric": "Open findings"}).status_code == 302
    assert "Open findings" in reader.page("accountability:seat", security.pk)
    assert reader.client.post(address, {"number-metric": "Nothing like it"}).status_code == 422
    assert reader.client.post(address, {"remove": findings.pk}).status_code == 302
    assert not security.metrics.exists()
    measure_seat(seat=security, metrics=[], by=marta, now=NOW)
    assert Event.objects.filter(name="seat.measured").count() == 2


def test_the_chart_shows_who_answers_to_whom_and_what_is_amiss(top: Seat, security: Seat, marta: Person, reader: Reader) -> None:
    add_seat(organization=top.organization, title="Field, North", above=top, outcomes=["We grow."], by=marta, now=NOW)
    page = reader.page("accountability:seats")
    assert "Three seats, one vacant, one without a backup." in page
    assert in_order(
        page, "Chief executive", "You", "backup Karl Nyman", "We grow", "“We grow” is also what Field, North answers for"
    )
    assert in_order(page, "Seats below Chief executive", "Field, North", "Vacant", "Security", "Ines Carvalho", "No backup")
    assert "Security" not in reader.page("accountability:seats", show="vacant")
    assert "Field, North" not in reader.page("accountability:seats", owner="ines")
    assert in_order(reader.page("accountability:seats", q="hold a release"), "Found", "Security")
    assert "Nothing matches “audit”" in reader.page("accountability:seats", q="audit")


def test_a_holder_who_has_left_leaves_a_vacancy(security: Seat, ines: Person, reader: Reader) -> None:
    Person.objects.filter(pk=ines.pk).update(status="inactive")
    assert "Vacant: Ines Carvalho left" in reader.page("accountability:seats")


def test_too_much_is_held_against_the_team(top: Seat, security: Seat, ines: Person, reader: Reader) -> None:
    team = new_team("Security", lead=ines)
    Seat.objects.filter(pk=security.pk).update(team=team)
    for name in ("Omar Haddad", "Signe Dahlin"):
        person = new_person(name, status="active")
        team.memberships.create(organization=team.organization, person=person, role="member", status="active")
        Commitment.objects.create(organization=team.organization, title="One", owner=person, state="open")
    for number in range(6):
        Commitment.objects.create(organization=team.organization, title=f"No. {number}", owner=ines, state="open")
    assert "Ines Carvalho has 6 open things, the team’s median is 1" in reader.page("accountability:seats", show="overload")


def test_forms_keep_what_was_typed_and_say_what_is_wrong(top: Seat, security: Seat, reader: Reader) -> None:
    post = reader.client.post
    answer = post(reader.address("accountability:seat_new"), {"title": "", "outcomes": "All is well", "above": "999999"})
    assert answer.status_code == 422
    assert "All is well" in answer.content.decode()
    made = {"title": "Audits", "above": security.pk, "outcomes": "One\n\nTwo"}
    assert post(reader.address("accountability:seat_new"), made).status_code == 302
    assert Seat.objects.get(title="Audits").outcomes == ["One", "Two"]
    move = reader.address("accountability:seat_move", top.pk)
    answer = post(move, {"above": security.pk})
    assert (answer.status_code, "would stand above itself" in answer.content.decode()) == (409, True)
    assert post(reader.address("accountability:seat_filling", security.pk), {"fill-person": "Nobody"}).status_code == 422
    assert post(reader.address("accountability:seat_closure", top.pk), {"reason": "x"}).status_code == 409


def test_two_people_change_one_seat_and_no_words_are_lost(security: Seat, marta: Person, reader: Reader) -> None:
    address = reader.address("accountability:seat_edit", security.pk)
    form = reader.client.get(address).context["form"]
    change_seat(seat=security, rights=["Hire a tester"], by=marta, now=NOW)
    said = {"title": "Security", "team": "", "outcomes": "No leak", "rights": "Hold a release", "critical": "no"}
    assert reader.client.post(address, said | {"started_from": form.seal}).status_code == 302
    security.refresh_from_db()
    assert (security.outcomes, security.rights, security.is_critical) == (["No leak"], ["Hire a tester"], True)
    answer = reader.client.post(address, said | {"started_from": form.seal, "rights": "Everything"})
    assert answer.status_code == 409
    assert "Everything" in answer.content.decode()


def test_how_people_fit_is_read_by_the_seat_above_and_admins_and_stands_nowhere_else(
    top: Seat, security: Seat, marta: Person, ines: Person, reader: Reader
) -> None:
    secret = "Would rather write code"
    audits = add_seat(organization=top.organization, title="Audits", above=security, by=marta, now=NOW)
    leader = new_person("Amara Osei", login=True, access="leader", status="active")
    lines = Event.objects.count()
    note_fit(seat=security, person=ines, gets_it=3, wants_it=1, note=secret, by=marta, now=NOW)
    assert Event.objects.count() == lines, "the logbook is read by everybody"
    assert secret in reader.page("accountability:talent")
    assert in_order(reader.page("accountability:fit", security.pk), "Gets it", "Yes", "Wants it", "No")
    for person in (ines, leader):
        other = Reader(person)
        assert other.get("accountability:fit", security.pk).status_code == 403
        with pytest.raises(NotAllowed):
            note_fit(seat=security, person=ines, gets_it=1, by=person, now=NOW)
    assert Reader(leader).get("accountability:talent").status_code == 403
    note_fit(seat=audits, person=leader, note="Try her", by=ines, now=NOW)
    assert "Try her" in Reader(ines).page("accountability:talent")
    assert secret not in Reader(ines).page("accountability:talent")
    for name, *args in (
        ("accountability:seats",), ("accountability:seat", security.pk), ("visibility:changes",), ("visibility:person", ines.pk),
    ):  # fmt: skip
        assert secret not in reader.source(name, *args)
    assert secret not in reader.client.get(reader.address("visibility:search"), {"q": "write code"}).content.decode()
    note_fit(seat=security, person=ines, by=marta, now=NOW)
    assert not SeatFit.objects.filter(seat=security).exists()


def test_an_objective_is_set_up_to_succeed_or_says_what_is_missing(security: Seat, ines: Person, reader: Reader) -> None:
    objective = new_objective("SSO")
    bare = reader.slot("accountability:set_up", objective.pk)
    assert in_order(bare, "1 of 5", "Nobody owns it", "No seat", "Waits for nobody", "No number shows it", "No step has a day")
    objective.owner = ines
    objective.save()
    new_key_result(objective, "Tenants on SSO")
    asked = Dependency.objects.create(
        organization=ines.organization, kind="work", state="requested", title="Sign-off", from_objective=objective,
        to_team=new_team("Platform"),
    )  # fmt: skip
    Commitment.objects.create(
        organization=ines.organization, title="Book a slot", state="open", owner=ines, objective=objective, due_on=MONDAY
    )
    said = reader.slot("accountability:set_up", objective.pk)
    assert in_order(
        said, "4 of 5", "Ines Carvalho, Security", "Hold a release", "“Sign-off” not accepted", "Tenants", "Book a slot"
    )
    Dependency.objects.filter(pk=asked.pk).update(state="agreed")
    assert "has all that it needs" in reader.page("accountability:set_up", objective.pk)
    Person.objects.filter(pk=ines.pk).update(status="inactive")
    assert "Ines Carvalho has left" in reader.slot("accountability:set_up", objective.pk)


def test_what_the_pages_ask_of_the_database_does_not_grow(
    top: Seat, security: Seat, marta: Person, reader: Reader, count_queries: CountQueries
) -> None:
    objective = new_objective("SSO", owner=marta)
    reader.get("accountability:seats")
    for size in (0, 30):
        for number in range(size):
            seat = add_seat(organization=top.organization, title=f"Seat {number}", above=security, by=marta, now=NOW)
            fill_seat(seat=seat, person=marta, by=marta, now=NOW)
        reader.get("alignment:cycles")
        with count_queries("accountability:seats"):
            reader.get("accountability:seats")
        with count_queries("accountability:seat"):
            reader.get("accountability:seat", security.pk)
        with count_queries("accountability:talent"):
            reader.get("accountability:talent")
        with count_queries("accountability:set_up"):
            reader.slot("accountability:set_up", objective.pk)
