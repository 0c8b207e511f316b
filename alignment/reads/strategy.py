"""The strategy as a reader sees it: the page that holds, what serves each line, how many teams said what it means for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from alignment.differences import Change, Line, difference, lines_in
from alignment.models import Objective, StrategyLine, StrategyVersion
from alignment.models.strategy import Section
from alignment.reads.rows import HARM, OPEN_STATES, mark_of
from alignment.reads.strategy_coverage import Coverage, coverage_of
from organizations.verbs import day_of

SHOWN = 3  # objectives named at a line; the rest is counted
# What belongs into a section, as its writer is asked.
HINTS = {
    Section.PURPOSE: "Why the organization exists, in one sentence that everybody can say by heart.",
    Section.VALUE: "How we act when nobody looks: three to seven.",
    Section.LONG_RANGE: "Where we want to be in ten years, as something one could measure.",
    Section.THREE_YEARS: "What a visitor would see three years from now: five to fifteen short lines.",
    Section.ANNUAL: "What must be true at the end of this year: three to seven goals that objectives serve.",
    Section.NOT_DOING: "What we decided against, so that nobody has to ask again.",
}


@dataclass(slots=True)
class PageLine:
    """A line with the first objectives that serve it; `became` is what the version did to it: added, reworded, or nothing."""

    id: int
    text: str
    became: str = ""
    objectives: list[tuple[Objective, str]] = field(default_factory=list)  # with their marks
    count: int = 0

    @property
    def worst(self) -> str:
        return self.objectives[0][1] if self.objectives else ""

    @property
    def further(self) -> int:
        return self.count - len(self.objectives)


@dataclass(slots=True)
class PageSection:
    value: str
    word: str
    lines: list[PageLine]


@dataclass(slots=True)
class StrategyPage:
    version: StrategyVersion
    on: date
    is_first: bool
    sections: list[PageSection]
    changes: list[Change]
    coverage: Coverage | None

    def section(self, name: str) -> PageSection:
        return next(section for section in self.sections if section.value == name)

    @property
    def purpose(self) -> PageSection:
        return self.section(Section.PURPOSE)

    @property
    def values(self) -> PageSection:
        return self.section(Section.VALUE)

    @property
    def ahead(self) -> list[PageSection]:
        """From far to near: what objectives serve."""
        wanted = (Section.LONG_RANGE, Section.THREE_YEARS, Section.ANNUAL)
        return [section for section in map(self.section, wanted) if section.lines]

    @property
    def not_doing(self) -> PageSection:
        return self.section(Section.NOT_DOING)


def strategy_page(today: date) -> StrategyPage | None:
    """The version that holds; None before the first."""
    newest = list(StrategyVersion.objects.select_related("by", "organization").order_by("-number")[:2])
    if not newest:
        return None
    version, former = newest[0], (newest[1] if len(newest) > 1 else None)
    changes = changes_between(former, version) if former else []
    return StrategyPage(
        version=version,
        on=day_of(version.at, version.organization),
        is_first=former is None,
        sections=sections_of(lines_in(version.lines), changes),
        changes=changes,
        coverage=coverage_of(last_sent(), today),
    )


def changes_between(before: StrategyVersion | None, after: StrategyVersion) -> list[Change]:
    return difference(lines_in(before.lines if before else []), lines_in(after.lines), Section.values)


def last_sent() -> StrategyVersion | None:
    found: StrategyVersion | None = StrategyVersion.objects.filter(is_sent=True).order_by("-number").first()
    return found


def sections_of(lines: Sequence[Line], changes: Sequence[Change]) -> list[PageSection]:
    """All sections, the empty ones too."""
    became = {change.line: change.kind for change in changes}
    serving = objectives_by_line([line.id for line in lines if line.id])
    sections = {section: PageSection(section.value, str(section.label), []) for section in Section}
    for line in lines:
        found = serving.get(line.id or 0, [])
        sections[Section(line.section)].lines.append(
            PageLine(
                id=line.id or 0,
                text=line.text,
                became=became.get(line.id, ""),
                objectives=[(objective, mark_of(objective)[0]) for objective in found],
                count=found[0].served_by if found else 0,
            )
        )
    return list(sections.values())


def objectives_by_line(line_ids: Sequence[int]) -> dict[int, list[Any]]:
    """What is under way for each line, harm first: three of each, with the number of all as `served_by`; one query."""
    ranked = (
        serving(line_ids)
        .annotate(
            served_by=Window(Count("id"), partition_by=F("serves_id")),
            place=Window(
                RowNumber(), partition_by=F("serves_id"), order_by=[HARM.asc(), F("rank").asc(nulls_last=True), F("id").asc()]
            ),
        )
        .filter(place__lte=SHOWN)
        .select_related("health")
        .order_by("serves_id", "place")
    )
    found: dict[int, list[Any]] = {}
    for objective in ranked:
        found.setdefault(objective.serves_id, []).append(objective)
    return found


def serving(line_ids: Sequence[int]) -> Any:
    """Objectives under way that name one of these lines."""
    return Objective.objects.filter(serves_id__in=line_ids, state__in=OPEN_STATES, archived_on=None)


def current_lines() -> list[StrategyLine]:
    """The lines that stand, in the order of the page."""
    order = {section: place for place, section in enumerate(Section.values)}
    lines = StrategyLine.objects.filter(ended_in=None).order_by("position", "id")[:200]
    return sorted(lines, key=lambda line: order[line.section])


def line_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The lines that stand as the choices of a field, in groups: [("Annual plan", [("12", "…"), …]), …]; one query."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for line in current_lines():
        groups.setdefault(str(Section(line.section).label), []).append((str(line.pk), line.text))
    return list(groups.items())
