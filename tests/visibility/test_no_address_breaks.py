"""No address breaks a page: whatever stands behind the question mark, the answer is a page, and nothing of it can run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import QueryDict

from organizations.models import Organization, Person
from tests.crowd import Crowd
from tests.reading import Reader
from tests.visibility.test_reading_costs import LISTS, THINGS

SCRIPT = "<script>alert(1)</script>"
NONSENSE = [
    "abc", "-1", "0", "9223372036854775807", "9223372036854775808", "9" * 500, SCRIPT, "%", "_", "\0", "a\0b",
    "'\"--", "²", "١", " ", "x" * 5000, "\U0001f4a5", "\u202e", "[]", "None", "true", "../..",
]  # fmt: skip


@pytest.fixture
def reader(marta: Person) -> Reader:
    return Reader(marta)


@pytest.fixture
def crowd(tidewater: Organization) -> Crowd:
    return Crowd(tidewater)


@pytest.fixture
def words(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """What a page has looked for in its address so far."""
    looked_for: set[str] = set()
    for way in ("get", "getlist", "__getitem__", "__contains__"):
        monkeypatch.setattr(QueryDict, way, noting(getattr(QueryDict, way), looked_for))
    return looked_for


def noting(way: Callable[..., Any], looked_for: set[str]) -> Callable[..., Any]:
    def look(asked: QueryDict, word: str, *rest: Any) -> Any:
        looked_for.add(word)
        return way(asked, word, *rest)

    return look


def answers(reader: Reader, words: set[str], name: str, *args: object) -> Iterator[str]:
    """What is wrong with the page when it is asked all kinds of nonsense: each for all its words at once, the one that could run
    for each word by itself too."""
    yield from fault(reader.get(name, *args), name, {})
    for said in NONSENSE:
        yield from fault(reader.get(name, *args, **dict.fromkeys(words, said)), name, dict.fromkeys(words, said))
        if not words:
            return
    for word in set(words):
        yield from fault(reader.get(name, *args, **{word: SCRIPT}), name, {word: SCRIPT})


def fault(answer: Any, name: str, asked: dict[str, str]) -> Iterator[str]:
    if answer.status_code != 200:
        yield f"{name} answers {answer.status_code} to {asked!r:.80}"
    if b"<script>alert" in answer.content:
        yield f"{name} runs {asked!r:.80}"


@pytest.mark.parametrize("name", LISTS)
def test_a_list_that_is_asked_nonsense_is_a_list(reader: Reader, crowd: Crowd, words: set[str], name: str) -> None:
    assert list(answers(reader, words, name)) == []


@pytest.mark.parametrize("name", THINGS)
def test_a_page_that_is_asked_nonsense_is_that_page(reader: Reader, crowd: Crowd, words: set[str], name: str) -> None:
    assert list(answers(reader, words, name, getattr(crowd, THINGS[name]).pk)) == []


@pytest.mark.parametrize("name", THINGS)
def test_a_number_that_nobody_has_is_not_found(reader: Reader, tidewater: Organization, name: str) -> None:
    for pk in ("0", "987654321", "9" * 40, "9" * 5000):
        assert reader.client.get(reader.address(name, 1).replace("/1/", f"/{pk}/")).status_code == 404
