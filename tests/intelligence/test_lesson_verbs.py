"""What one person has learnt is written down for all."""

from datetime import timedelta

import pytest

from intelligence.actions import record_lesson
from intelligence.models import LessonCategory
from organizations.models import Event, Organization, Person
from organizations.refusals import DatesOutOfOrder, NotAllowed, NotSaid
from tests.cast import MONDAY, NOW, new_person


def test_a_lesson_has_an_author_a_day_and_a_line_in_the_logbook(tidewater: Organization, ines: Person) -> None:
    lesson = record_lesson(
        organization=tidewater, title="Book outside testers early", category=LessonCategory.IMPROVEMENT, by=ines, now=NOW
    )
    assert (lesson.author, lesson.on, lesson.category) == (ines, MONDAY, "improvement")
    assert Event.objects.get().name == "lesson.recorded"


def test_nobody_learns_from_tomorrow(tidewater: Organization, ines: Person) -> None:
    with pytest.raises(DatesOutOfOrder, match="a day that has come"):
        record_lesson(organization=tidewater, title="Too early", on=MONDAY + timedelta(days=1), by=ines, now=NOW)
    with pytest.raises(NotSaid, match="in one line"):
        record_lesson(organization=tidewater, title="", by=ines, now=NOW)


def test_a_viewer_reads_only(tidewater: Organization) -> None:
    with pytest.raises(NotAllowed):
        record_lesson(organization=tidewater, title="Mine", by=new_person("Tove Berg", access="viewer"), now=NOW)
