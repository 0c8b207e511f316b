"""An organization may call things by its own names; the product then says them everywhere."""

from __future__ import annotations

from organizations.models import Organization
from organizations.words import words_of


def test_the_products_own_words_stand_where_nobody_chose_others() -> None:
    words = words_of(Organization(name="Tidewater"))
    assert [words[form] for form in ("objective", "objectives", "Objective", "Objectives", "an_objective")] == [
        "objective", "objectives", "Objective", "Objectives", "an objective",
    ]  # fmt: skip
    assert (words["check_in"], words["Check_ins"], words["an_check_in"]) == ("check-in", "Check-ins", "a check-in")
    assert words_of(None) == words


def test_a_chosen_word_takes_the_place_of_the_products_in_every_form() -> None:
    words = words_of(
        Organization(words={"priority": {"one": "rock", "many": "rocks"}, "objective": {"one": "OKR", "many": "OKRs"}})
    )
    assert [words[form] for form in ("priority", "priorities", "Priorities", "an_priority")] == ["rock", "rocks", "Rocks", "a rock"]
    assert words["Objectives"] == "OKRs"
    assert words["decision"] == "decision"
