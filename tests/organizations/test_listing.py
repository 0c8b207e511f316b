"""Lists are asked kindly: what makes no sense in an address counts as not said."""

from __future__ import annotations

import pytest

from organizations.listing import MOST_PAGES, Asked, all_words, page_of
from organizations.models import Organization, Team
from tests.cast import new_team


@pytest.mark.parametrize("page", ["abc", "-1", "0", "", "1e9", "²", "99999999999999999999999", "1; DROP TABLE"])
def test_a_page_that_is_no_page_is_the_first(page: str) -> None:
    assert Asked({"page": page}).page == 1


def test_no_address_makes_the_database_skip_more_than_a_hundred_thousand_rows() -> None:
    assert Asked({"page": "9223372036854775807"}).page == MOST_PAGES


def test_a_text_is_one_line_without_the_character_that_the_database_refuses() -> None:
    assert Asked({"q": "grid\0 \n\t  API "}).text() == "grid API"
    assert len(Asked({"q": "x" * 5000}).text()) == 100


def test_a_word_that_is_not_on_the_list_is_the_usual_one() -> None:
    assert Asked({"show": "<script>"}).one_of("show", ("open", "all"), usual="open") == "open"


def test_a_team_is_meant_by_the_number_of_a_link_or_by_part_of_its_name(tidewater: Organization) -> None:
    security, data = new_team("Security"), new_team("Data")
    pen_test = new_team("Pen test", parent=security)
    new_team("Import", parent=data)
    for said in (str(security.pk), "secur"):
        narrowed = Asked({"team": said}).named("team", Team).narrow("parent")
        assert list(Team.objects.filter(narrowed)) == [pen_test], f"asked for {said}"
    assert Asked({"team": str(security.pk)}).named("team", Team).name == "Security", "the form shows the name, not the number"
    assert not Asked({"team": str(data.pk + 1000)}).named("team", Team), "a number that nobody has narrows nothing"


def test_every_word_of_a_search_has_to_be_somewhere(tidewater: Organization) -> None:
    grid, field = new_team("Grid API", description="storms"), new_team("Field API", description="crews")
    assert set(Team.objects.filter(all_words("api", "name", "description"))) == {grid, field}
    assert list(Team.objects.filter(all_words("API storm", "name", "description"))) == [grid]
    assert list(Team.objects.filter(all_words("100%", "name"))) == [], "a per cent sign is a sign, not a wildcard"


def test_past_the_end_of_a_list_is_its_beginning(tidewater: Organization) -> None:
    for number in range(5):
        new_team(f"Team {number}")
    teams = Team.objects.order_by("name")
    assert [team.name for team in page_of(teams, 2, lambda team: team, size=2)] == ["Team 2", "Team 3"]
    last = page_of(teams, 3, lambda team: team, size=2)
    assert (last.previous, last.following) == (2, None)
    assert [team.name for team in page_of(teams, 900, lambda team: team, size=2)] == ["Team 0", "Team 1"]
