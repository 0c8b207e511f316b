"""One line of the strategy: what serves it, and what could."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from alignment.models import Objective, StrategyLine
from alignment.reads.rows import OPEN_STATES, ObjectiveRow, row_of, with_rows, worst_first
from alignment.reads.strategy import serving
from organizations.listing import Asked, Page, all_words, page_of
from organizations.models import Person
from organizations.policy import may_lead, may_write, teams_of

OFFERED = 20


@dataclass(frozen=True, slots=True)
class LinePage:
    """A line with what serves it, harm first, and the objectives that the reader could put below it."""

    line: StrategyLine
    page: Page[ObjectiveRow]
    text: str  # what was looked for
    offered: list[ObjectiveRow]
    has_more: bool


def line_page(line: StrategyLine, asked: Asked, person: Person) -> LinePage:
    text = asked.text()
    found = list(worst_first(with_rows(offered_to(person, line, text)))[: OFFERED + 1]) if line.ended_in is None else []
    return LinePage(
        line=line,
        page=page_of(worst_first(with_rows(serving([line.pk]))), asked.page, row_of),
        text=text,
        offered=[row_of(objective) for objective in found[:OFFERED]],
        has_more=len(found) > OFFERED,
    )


def offered_to(person: Person, line: StrategyLine, text: str) -> Any:
    """What the reader may change and does not serve this line yet; without a word, what stands on top and serves none."""
    open_ones = Objective.objects.filter(state__in=OPEN_STATES, archived_on=None).exclude(serves=line)
    if not may_write(person):
        return open_ones.none()
    if not may_lead(person):
        open_ones = open_ones.filter(Q(owner=person) | Q(team__in=teams_of(person)))
    return (
        open_ones.filter(all_words(text, "title", "team__name", "owner__name"))
        if text
        else open_ones.filter(parent=None, serves=None)
    )
