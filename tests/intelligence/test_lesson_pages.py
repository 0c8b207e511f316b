"""Lessons as a reader finds them: by any word of theirs."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from intelligence.models import Lesson
from organizations.models import Organization, Person
from tests.cast import new_objective, new_team
from tests.reading import Reader, in_order


@pytest.fixture
def reader(marta: Person) -> Reader:
    return Reader(marta)


@pytest.fixture
def learnt(tidewater: Organization, ines: Person) -> list[Lesson]:
    security, live = new_team("Security"), new_objective("12 utilities live")
    values: list[dict[str, Any]] = [
        {
            "title": "Ask for the sign-in condition first",
            "recommendation": "Put it in the **contract**.",
            "category": "improvement",
            "on": date(2026, 8, 7),
            "team": security,
            "objective": live,
            "author": ines,
        },
        {
            "title": "The slow part was a queue",
            "description": "Nobody owned the nightly import.",
            "category": "went_poorly",
            "on": date(2026, 7, 1),
            "team": security,
        },
        {"title": "Guess the column, let a person confirm", "category": "went_well", "on": date(2026, 8, 14)},
    ]
    return [Lesson.objects.create(organization=tidewater, **fields) for fields in values]


def test_lessons_are_found_by_their_title_their_story_and_their_advice(reader: Reader, learnt: list[Lesson]) -> None:
    everything = reader.page("intelligence:lessons")
    assert "Three lessons learnt." in everything
    assert in_order(everything, "Guess the column", "Ask for the sign-in", "Put it in the contract.", "The slow part")
    for words, title in (("sign-in", "Ask for"), ("import nightly", "The slow part"), ("contract", "Ask for")):
        found = reader.page("intelligence:lessons", q=words)
        assert "One lesson found." in found
        assert title in found
    assert "Guess the column" not in reader.page("intelligence:lessons", category="went_poorly")
    assert "Guess the column" not in reader.page("intelligence:lessons", team="Security")
    assert "Nothing matches “100%”" in reader.page("intelligence:lessons", q="100%")


def test_a_lesson_shows_what_to_do_before_what_happened_and_what_else_its_team_learnt(reader: Reader, learnt: list[Lesson]) -> None:
    page = reader.page("intelligence:lesson", learnt[0].pk)
    assert in_order(page, "Could be better", "Ines Carvalho", "What to do next time", "Put it in the contract")
    assert in_order(page, "Learnt from", "12 utilities live", "More from Security", "The slow part was a queue")
    assert "Ask for the sign-in condition first" in reader.slot("intelligence:of_objective", learnt[0].objective_id)


def test_a_company_that_wrote_nothing_down_is_told_what_a_lesson_is(tidewater: Organization, reader: Reader) -> None:
    assert "Nothing is written down yet" in reader.page("intelligence:lessons")
