"""What was done to the chart by mistake is taken back; and a seat is found by search and on the page of whoever sits there."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from accountability.actions.reseating import reopen_seat, seat_again, unfill_seat
from accountability.actions.seats import add_seat, close_seat, fill_seat, vacate_seat
from accountability.models import Seat, SeatHolder, SeatPart
from organizations.models import Event, Organization, Person
from organizations.refusals import AlreadyThere, NotAllowed, NotSaid, OutOfTurn
from tests.cast import MONDAY, NOW, new_person
from tests.query_counts import CountQueries
from tests.reading import Reader, in_order

TOMORROW = NOW + timedelta(days=1)


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def reader(marta: Person) -> Reader:
    return Reader(marta)


@pytest.fixture
def top(tidewater: Organization, marta: Person) -> Seat:
    return add_seat(organization=tidewater, title="Chief executive", by=marta, now=NOW)


@pytest.fixture
def security(top: Seat, marta: Person, ines: Person) -> Seat:
    """Ines holds it, Karl would stand in."""
    seat = add_seat(
        organization=top.organization,
        title="Security",
        above=top,
        outcomes=["No leak"],
        rights=["Hold a release"],
        by=marta,
        now=NOW,
    )
    fill_seat(seat=seat, person=ines, by=marta, now=NOW)
    fill_seat(seat=seat, person=new_person("Karl Nyman", status="active"), part=SeatPart.BACKUP, by=marta, now=NOW)
    return seat


def sitting(seat: Seat) -> list[tuple[str, str]]:
    rows = SeatHolder.objects.filter(seat=seat, end_on=None).order_by("-part")
    return list(rows.values_list("person__name", "part"))


BOTH = [("Ines Carvalho", "holder"), ("Karl Nyman", "backup")]


def test_on_its_day_a_closing_is_taken_back_with_who_sat_there(security: Seat, marta: Person, ines: Person) -> None:
    former = fill_seat(seat=security, person=marta, by=marta, now=NOW)
    vacate_seat(holder=former, by=marta, now=NOW)  # her time had ended before
    close_seat(seat=security, reason="Platform has it", by=marta, now=NOW)
    assert sitting(security) == []
    with pytest.raises(NotAllowed, match="Ask a leader"):
        reopen_seat(seat=security, by=ines, now=NOW)
    seat = reopen_seat(seat=security, by=marta, now=NOW)
    assert (seat.closed_on, seat.closing_reason, sitting(seat)) == (None, "", BOTH)
    with pytest.raises(OutOfTurn, match="is open"):
        reopen_seat(seat=security, by=marta, now=NOW)


def test_later_it_is_opened_again_vacant_and_who_has_left_stays_away(security: Seat, marta: Person, ines: Person) -> None:
    close_seat(seat=security, reason="Platform has it", by=marta, now=NOW)
    reopen_seat(seat=security, by=marta, now=TOMORROW)
    assert sitting(security) == []
    fill_seat(seat=security, person=ines, by=marta, now=TOMORROW)
    close_seat(seat=security, reason="Really", by=marta, now=TOMORROW)
    Person.objects.filter(pk=ines.pk).update(status="inactive")
    reopen_seat(seat=security, by=marta, now=TOMORROW)
    assert sitting(security) == []


def test_what_hung_below_a_closed_seat_is_opened_after_it(top: Seat, security: Seat, marta: Person) -> None:
    for seat in (security, top):
        close_seat(seat=seat, reason="We start anew", by=marta, now=NOW)
    with pytest.raises(OutOfTurn, match="“Chief executive” above it is closed"):
        reopen_seat(seat=security, by=marta, now=NOW)
    reopen_seat(seat=top, by=marta, now=NOW)
    reopen_seat(seat=security, by=marta, now=NOW)


def test_a_time_that_was_ended_by_mistake_goes_on(security: Seat, marta: Person, ines: Person) -> None:
    row = SeatHolder.objects.get(seat=security, person=ines)
    with pytest.raises(OutOfTurn, match="was not ended today"):
        seat_again(holder=row, by=marta, now=NOW)
    vacate_seat(holder=row, by=marta, now=NOW)
    with pytest.raises(OutOfTurn, match="Name them anew"):
        seat_again(holder=row, by=marta, now=TOMORROW)
    seat_again(holder=row, by=marta, now=NOW)
    assert sitting(security) == BOTH
    vacate_seat(holder=row, by=marta, now=NOW)
    fill_seat(seat=security, person=ines, by=marta, now=NOW)
    with pytest.raises(AlreadyThere):
        seat_again(holder=row, by=marta, now=NOW)
    Person.objects.filter(pk=ines.pk).update(status="inactive")
    row.refresh_from_db()
    with pytest.raises(NotSaid, match="not here any more"):
        seat_again(holder=row, by=marta, now=NOW)


def test_who_was_named_by_mistake_never_was(security: Seat, marta: Person, ines: Person) -> None:
    row = SeatHolder.objects.get(seat=security, person=ines)
    with pytest.raises(NotAllowed):
        unfill_seat(holder=row, by=ines, now=NOW)
    with pytest.raises(OutOfTurn, match="End their time instead"):
        unfill_seat(holder=row, by=marta, now=TOMORROW)
    unfill_seat(holder=row, by=marta, now=NOW)
    assert not SeatHolder.objects.filter(seat=security, person=ines).exists()
    assert Event.objects.get(name="seat.unfilled").data["who"] == "Ines Carvalho"


def undo(reader: Reader, told: Any) -> str:
    """Press the button of the toast on the page that the answer leads to; what the page then says."""
    page = reader.client.get(told.url).content.decode()
    (address,) = re.findall(r'<div class="toast">.*?action="([^"]+)"', page)
    back: Any = reader.client.post(address.replace("&amp;", "&"))
    return str(reader.client.get(back.url).content.decode())


def test_each_toast_takes_back_what_it_tells_of(top: Seat, security: Seat, marta: Person, ines: Person, reader: Reader) -> None:
    other = add_seat(organization=top.organization, title="Operations", above=top, by=marta, now=NOW)
    post, at = reader.client.post, reader.address
    row = SeatHolder.objects.get(seat=security, person=ines)
    assert "is on the chart again" in undo(reader, post(at("accountability:seat_closure", security.pk), {"reason": "x"}))
    assert "as before" in undo(reader, post(at("accountability:seat_vacating", row.pk)))
    named = {"fill-person": "Marta Lindqvist", "fill-part": "backup"}
    assert "is not in “Security”" in undo(reader, post(at("accountability:seat_filling", security.pk), named))
    assert "is where it was" in undo(reader, post(at("accountability:seat_move", security.pk), {"above": other.pk}))
    security.refresh_from_db()
    assert (security.above, sitting(security)) == (top, BOTH)
    assert "is where it was" in undo(reader, post(at("accountability:seat_move", security.pk), {"above": ""})), "from the top too"
    history = reader.page("accountability:seat", security.pk)
    assert in_order(
        history, "History", "took back that Marta Lindqvist was named", "took back that the time of Ines", "opened it again"
    )


def test_a_closed_seat_is_opened_from_its_page_by_who_may(security: Seat, marta: Person, ines: Person, reader: Reader) -> None:
    close_seat(seat=security, reason="Platform has it", by=marta, now=NOW)
    assert "Open it again" in reader.page("accountability:seat", security.pk)
    assert "Open it again" not in Reader(ines).page("accountability:seat", security.pk)
    address = reader.address("accountability:seat_reopening", security.pk)
    assert Reader(ines).client.post(address).status_code == 403
    assert reader.client.post(address).status_code == 302
    assert reader.client.post(address).status_code == 409
    back = reader.address("accountability:seat_moving_back", security.pk)
    assert reader.client.post(f"{back}?above=987654321").status_code == 404


def test_a_seat_is_found_by_its_title_and_by_what_it_answers_for(security: Seat, reader: Reader) -> None:
    for asked in ("secur", "leaks", "hold release"):
        assert in_order(reader.page("visibility:search", q=asked), "Seats 1", "Security"), asked
        assert "Security" in reader.page("visibility:palette", q=asked)
    assert in_order(reader.page("visibility:search", q="leak", **{"in": "seats"}), "Security", "No", "leak", "Hold", "release")
    assert "Seats 1" not in reader.page("visibility:search", q="leak", state="ended")


def test_a_persons_page_says_what_they_hold_and_whom_they_back_up(
    top: Seat, security: Seat, marta: Person, ines: Person, reader: Reader, count_queries: CountQueries
) -> None:
    fill_seat(seat=top, person=ines, part=SeatPart.BACKUP, by=marta, now=NOW)
    assert reader.address("accountability:seats_of_person", ines.pk) in reader.source("visibility:person", ines.pk)
    with count_queries("accountability:seats_of_person"):
        said = reader.slot("accountability:seats_of_person", ines.pk)
    assert in_order(said, "Security", "holds it", "No leak", "Chief executive", "backup")
    assert "Holds no seat" in reader.slot("accountability:seats_of_person", marta.pk)
    assert "What Ines Carvalho answers for" in reader.page("accountability:seats_of_person", ines.pk)
    close_seat(seat=security, reason="x", by=marta, now=NOW)
    assert "Security" not in reader.slot("accountability:seats_of_person", ines.pk)
    assert SeatHolder.objects.get(seat=security, person=ines).end_on == MONDAY
