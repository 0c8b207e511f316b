"""Who is asked and has not answered hears of it on the last working morning on which it counts, and on no other."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from decisions.actions import answer_hearing, ask_for_decision, open_hearing
from decisions.models import Stance, Way
from decisions.reminding import remind_of_answers
from notifications.digests import Morning
from notifications.hours import Hours
from organizations.models import Organization, Person
from tests.cast import MONDAY, NOW, new_person


@pytest.mark.parametrize(
    ("closes_in", "looked_in", "is_said"),
    [(2, 1, False), (2, 2, True), (2, 3, False), (5, 4, True), (6, 4, True), (7, 4, False)],  # Friday is for the weekend, too
)
def test_it_is_said_on_the_last_working_morning(
    tidewater: Organization, marta: Person, ines: Person, closes_in: int, looked_in: int, is_said: bool
) -> None:
    wen = new_person("Wen Li")
    decision = ask_for_decision(organization=tidewater, question="Build?", decider=marta, by=ines, now=NOW, heard=[wen])
    day = MONDAY + timedelta(days=closes_in)
    hearing = open_hearing(decision=decision, way=Way.CONSENT, closes_on=day, by=ines, now=NOW)
    hours = Hours(ZoneInfo("UTC"), {0, 1, 2, 3, 4}, 8, 18, 8)
    morning = Morning(wen, hours, NOW + timedelta(days=looked_in))
    said = remind_of_answers(morning)
    assert bool(said) is is_said
    if said:
        assert said[0].path.endswith(f"/decisions/{decision.pk}/input/answer/")
        answer_hearing(hearing=hearing, stance=Stance.CONSENT, by=wen, now=NOW)
        assert not remind_of_answers(morning), "who has answered is not asked again"
