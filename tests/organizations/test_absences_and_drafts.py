"""Days away with somebody who stands in, and words that are kept before they are sent."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from notifications.models import Notification
from notifications.reactions import tell_the_delegate
from organizations.actions.absences import end_absence, plan_absence
from organizations.actions.drafts import MOST, keep_draft
from organizations.models import Absence, Draft, Event, Organization, Person
from organizations.refusals import AlreadyClosed, AlreadyThere, DatesOutOfOrder, NotAllowed, NotSaid
from tests.cast import MONDAY, NOW, new_person
from tests.reading import Reader

FRIDAY = MONDAY + timedelta(days=4)


def away(person: Person, delegate: Person | None = None, **said: object) -> Absence:
    words = {"starts_on": MONDAY, "ends_on": FRIDAY, "by": person, "now": NOW} | said
    made: Absence = plan_absence(person=person, delegate=delegate, **words)  # type: ignore[arg-type]
    return made


def test_who_stands_in_hears_of_it(ines: Person, marta: Person) -> None:
    away(ines, marta)
    tell_the_delegate(Event.objects.get(name="absence.planned"), NOW)
    note = Notification.objects.get()
    assert (note.person, note.text) == (marta, "You stand in for Ines Carvalho until 21 August")


def test_days_that_cannot_be_are_asked_about(ines: Person, marta: Person) -> None:
    with pytest.raises(DatesOutOfOrder, match="not before the first"):
        away(ines, ends_on=MONDAY - timedelta(days=1))
    with pytest.raises(NotSaid, match="have passed"):
        away(ines, starts_on=MONDAY - timedelta(days=9), ends_on=MONDAY - timedelta(days=2))
    with pytest.raises(NotSaid, match="more than a year"):
        away(ines, ends_on=MONDAY + timedelta(days=400))
    with pytest.raises(NotSaid, match="stands in for themselves"):
        away(ines, ines)
    with pytest.raises(NotSaid, match="cannot check in"):
        away(ines, new_person("Vera Viewer", access="viewer"))
    away(ines)
    with pytest.raises(AlreadyThere, match="is away from 17 August to 21 August already"):
        away(ines, starts_on=FRIDAY, ends_on=FRIDAY)
    with pytest.raises(NotSaid, match="Ines Carvalho is away then too"):
        away(marta, ines, starts_on=FRIDAY, ends_on=FRIDAY + timedelta(days=3))


def test_oneself_and_leaders_say_it_nobody_else(ines: Person, marta: Person) -> None:
    with pytest.raises(NotAllowed, match="Ask Ines Carvalho"):
        away(ines, by=new_person("Wen Li"))
    absence = away(ines, by=marta)
    end_absence(absence=absence, by=marta, now=NOW + timedelta(days=2))
    absence.refresh_from_db()
    assert absence.ends_on == MONDAY + timedelta(days=1)
    with pytest.raises(AlreadyClosed, match="over already"):
        end_absence(absence=absence, by=ines, now=NOW + timedelta(days=2))
    later = away(ines, starts_on=FRIDAY, ends_on=FRIDAY)
    end_absence(absence=later, by=ines, now=NOW)
    assert not Absence.objects.filter(pk=later.pk).exists()


def test_it_is_said_on_a_page_and_shown_to_everybody(ines: Person, marta: Person) -> None:
    reader = Reader(ines)
    address = reader.address("organizations:absences", ines.pk)
    with time_machine.travel(NOW, tick=False):
        days = {"starts_on": "2026-08-17", "ends_on": "2026-08-21"}
        assert reader.client.post(address, days | {"delegate": "Mart"}).status_code in {302, 422}
        Absence.objects.all().delete()
        assert reader.client.post(address, days | {"delegate": "Marta Lindqvist"}).status_code == 302
        assert reader.client.post(address, days).status_code == 409
        assert reader.client.post(address, {"starts_on": "soon"}).status_code == 422
        assert "Marta Lindqvist stands in" in Reader(marta).page("organizations:absences", ines.pk)
        assert "Marta Lindqvist stands in" in Reader(marta).slot("organizations:absences", ines.pk)


def test_a_draft_is_kept_for_its_writer_alone_and_forgotten_when_it_is_emptied(ines: Person, marta: Person) -> None:
    reader = Reader(ines)
    address = reader.address("organizations:drafts")
    with time_machine.travel(NOW, tick=False):
        words = {"draft": "check_in:12", "prefix": "o12", "o12-note": "Half\0 a sentence", "o13-note": "Another's", "once": "x"}
        assert reader.client.post(address, words).content == b"Draft saved 09:00"
    assert Draft.objects.get().fields == {"note": "Half  a sentence"}
    assert Draft.objects.get().person == ines
    with time_machine.travel(NOW, tick=False):
        reader.client.post(address, {"draft": "check_in:12", "note": ""})
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "words",
    [{"draft": "x"}, {}, {"draft": "check_in:12", "note": "x" * 40_001}, {"draft": "a:b"} | {f"f{n}": "1" for n in range(120)}],
)
def test_what_is_no_draft_or_too_long_is_told_so(ines: Person, words: dict[str, str]) -> None:
    reader = Reader(ines)
    assert reader.client.post(reader.address("organizations:drafts"), words).status_code == 422
    assert not Draft.objects.exists()


def test_nobody_keeps_drafts_without_end(tidewater: Organization, ines: Person) -> None:
    for n in range(MOST + 3):
        keep_draft(person=ines, form=f"check_in:{n}", fields={"note": "x"}, now=NOW + timedelta(minutes=n))
    assert Draft.objects.count() == MOST
    assert not Draft.objects.filter(form="check_in:0").exists()
