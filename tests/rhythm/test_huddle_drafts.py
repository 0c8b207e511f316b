"""What somebody begins to write into a huddle and does not send: kept for them, on that day's page, until it is sent."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine

from organizations.models import Draft, Organization, Person
from rhythm.actions.huddles import raise_stuck
from rhythm.models import Meeting
from tests.cast import NOW, new_person
from tests.reading import Reader, in_order
from tests.rhythm.agendas import new_meeting
from tests.rhythm.huddles import DAY, TEN, new_huddles, new_platform, sent, written


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def ben(tidewater: Organization) -> Person:
    return new_person("Ben Okafor", login=True, status="active")


@pytest.fixture
def huddle(ines: Person, ben: Person) -> Meeting:
    return new_meeting(new_huddles(new_platform(ines, ben), ines), TEN)


def begun(reader: Reader, meeting: Meeting, **typed: str) -> Any:
    """What the page sends while somebody types."""
    return reader.client.post(reader.address("organizations:drafts"), {"draft": f"huddle:{meeting.pk}"} | typed)


def test_what_is_typed_and_left_is_there_again_until_it_is_sent_and_on_no_other_day(
    huddle: Meeting, ben: Person, ines: Person
) -> None:
    reader, tomorrow = Reader(ben), new_meeting(huddle.series, TEN + DAY)
    assert f'data-draft="huddle:{huddle.pk}"' in reader.source("rhythm:huddle", huddle.pk)
    assert begun(reader, huddle, thing="Ship half", news="").content == b"Draft saved 09:00"
    page = reader.source("rhythm:huddle", huddle.pk)
    assert "Ship half</textarea>" in page
    assert "Draft saved 09:00" in page
    assert "Ship half" not in Reader(ines).source("rhythm:huddle", huddle.pk), "it is nobody else's"
    assert sent(reader, huddle, thing="").status_code == 422
    assert Draft.objects.exists(), "what was refused is not sent"
    with time_machine.travel(TEN, tick=False):
        assert "Ship half" not in reader.source("rhythm:huddle", tomorrow.pk)
    assert sent(reader, huddle, thing="Ship all of it").status_code == 302
    assert not Draft.objects.exists()
    assert "Ship all of it</textarea>" in reader.source("rhythm:huddle", huddle.pk, change="")


def test_a_change_that_was_begun_stands_over_what_was_sent_but_not_over_a_stuck_that_is_settled(
    huddle: Meeting, ben: Person
) -> None:
    reader, entry = Reader(ben), written(huddle, ben, "Ship it", news="The tester starts", stuck="No access")
    begun(reader, huddle, thing="Ship half", news="The tester starts", number="", stuck="No access, no desk")
    assert "Ship half" not in reader.source("rhythm:huddle", huddle.pk), "who has written reads first"
    page = reader.source("rhythm:huddle", huddle.pk, change="")
    assert in_order(page, "The tester starts</textarea>", "Ship half</textarea>", "No access, no desk</textarea>")
    raise_stuck(entry=entry, by=ben, now=NOW)
    page = reader.source("rhythm:huddle", huddle.pk, change="")
    assert in_order(page, "Ship half</textarea>", "No access</textarea>")
    assert sent(reader, huddle, thing="Ship half", stuck="No access").status_code == 302
