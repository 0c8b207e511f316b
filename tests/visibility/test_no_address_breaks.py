"""No address breaks a page: whatever stands behind the question mark, the answer is a page, and nothing of it can run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from organizations.models import Organization, Person
from tests.crowd import Crowd
from tests.reading import Reader
from tests.visibility.test_reading_costs import LISTS, THINGS

ASKED = [
    "page", "q", "status", "state", "team", "owner", "person", "cycle", "view", "show", "category", "day", "before", "objective",
    "after", "on", "stage", "door", "tag", "since", "until", "review", "sort", "kind", "age", "about",
]  # fmt: skip
NONSENSE = [
    "abc", "-1", "0", "9223372036854775807", "9223372036854775808", "9" * 500, "<script>alert(1)</script>", "%", "_", "\0", "a\0b",
    "'\"--", "²", "١", " ", "x" * 5000, "\U0001f4a5", "\u202e", "[]", "None", "true", "../..",
]  # fmt: skip


@pytest.fixture
def reader(marta: Person) -> Reader:
    return Reader(marta)


@pytest.fixture
def crowd(tidewater: Organization) -> Crowd:
    return Crowd(tidewater)


def answers(reader: Reader, name: str, *args: object) -> Iterator[str]:
    """What is wrong with the page when it is asked all kinds of nonsense."""
    for said in NONSENSE:
        for asked in [{word: said} for word in ASKED] if said == NONSENSE[6] else [dict.fromkeys(ASKED, said)]:
            answer = reader.get(name, *args, **asked)
            if answer.status_code != 200:
                yield f"{name} answers {answer.status_code} to {asked!r:.80}"
            if b"<script>alert" in answer.content:
                yield f"{name} runs {asked!r:.80}"


@pytest.mark.parametrize("name", LISTS)
def test_a_list_that_is_asked_nonsense_is_a_list(reader: Reader, crowd: Crowd, name: str) -> None:
    assert list(answers(reader, name)) == []


@pytest.mark.parametrize("name", THINGS)
def test_a_page_that_is_asked_nonsense_is_that_page(reader: Reader, crowd: Crowd, name: str) -> None:
    assert list(answers(reader, name, getattr(crowd, THINGS[name]).pk)) == []


@pytest.mark.parametrize("name", THINGS)
def test_a_number_that_nobody_has_is_not_found(reader: Reader, tidewater: Organization, name: str) -> None:
    for pk in ("0", "987654321", "9" * 40, "9" * 5000):
        assert reader.client.get(reader.address(name, 1).replace("/1/", f"/{pk}/")).status_code == 404
