"""The versions of the strategy: all of them, one with what it changed, and the difference between any two."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from alignment.differences import Change, difference, lines_in
from alignment.models import StrategyImpact, StrategyVersion
from alignment.models.strategy import Section
from alignment.reads.strategy import changes_between
from alignment.reads.strategy_coverage import Coverage, Waiting, coverage_of, waiting_of
from organizations.listing import Asked, Page, page_of
from organizations.models import Event, Person
from organizations.verbs import day_of

MOST_TALK = 40


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version with the day it was published on."""

    version: StrategyVersion
    on: date

    @property
    def line_count(self) -> int:
        return len(self.version.lines)


def version_row(version: StrategyVersion) -> VersionRow:
    return VersionRow(version, day_of(version.at, version.organization))


def versions() -> Any:
    return StrategyVersion.objects.select_related("by", "organization").order_by("-number")


def version_list(page: int) -> Page[VersionRow]:
    """All versions, the newest first."""
    return page_of(versions(), page, version_row)


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed, as the sections of the page."""

    sections: list[tuple[str, list[Change]]]
    added: int = 0
    taken_out: int = 0
    reworded: int = 0

    @property
    def is_none(self) -> bool:
        return not self.sections

    @property
    def words(self) -> str:
        """2 lines added, 1 re-worded, 1 taken out."""
        counts = ((self.added, "added"), (self.reworded, "re-worded"), (self.taken_out, "taken out"))
        parts = [f"{count} {what}" for count, what in counts if count]
        if not parts:
            return "Nothing differs." if self.is_none else "Only the order of the lines changed."
        number, _, rest = parts[0].partition(" ")
        return ", ".join([f"{number} line{'s' if number != '1' else ''} {rest}", *parts[1:]]) + "."


def grouped(changes: list[Change]) -> Changes:
    """The changes under the names of their sections, with their numbers."""
    sections = [(str(section.label), [change for change in changes if change.section == section]) for section in Section]
    counts = {kind: sum(change.kind == kind for change in changes) for kind in ("added", "taken_out", "reworded")}
    return Changes([(word, found) for word, found in sections if found], **counts)


@dataclass(frozen=True, slots=True)
class VersionPage:
    row: VersionRow
    former: StrategyVersion | None
    is_newest: bool
    changes: Changes
    sections: list[tuple[str, list[str]]]  # the page as it was
    coverage: Coverage | None


def version_page(pk: int, today: date) -> VersionPage | None:
    """One version: what it changed, what it meant for whom, and the page as it was."""
    version = versions().filter(pk=pk).first()
    if version is None:
        return None
    around = StrategyVersion.objects.filter(number__in=[version.number - 1, version.number + 1]).order_by("number")
    former = next((other for other in around if other.number < version.number), None)
    return VersionPage(
        row=version_row(version),
        former=former,
        is_newest=not any(other.number > version.number for other in around),
        changes=grouped(changes_between(former, version) if former else []),
        sections=sections_as_text(version),
        coverage=coverage_of(version, today),
    )


def sections_as_text(version: StrategyVersion) -> list[tuple[str, list[str]]]:
    lines = lines_in(version.lines)
    sections = [(str(section.label), [line.text for line in lines if line.section == section]) for section in Section]
    return [(word, found) for word, found in sections if found]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions side by side in one text; the older one first."""

    before: VersionRow
    after: VersionRow
    changes: Changes


def compared(asked: Asked) -> Comparison | None:
    """`from` and `to` are numbers of versions; without them the two newest. None when there are no such two."""
    first, second = asked.number("from"), asked.number("to")
    found = versions().filter(number__in=[first, second]) if first and second else versions()
    pair = sorted(found[:2], key=lambda version: version.number)
    if len(pair) < 2:
        return None
    changes = difference(lines_in(pair[0].lines), lines_in(pair[1].lines), Section.values)
    return Comparison(version_row(pair[0]), version_row(pair[1]), grouped(changes))


@dataclass(frozen=True, slots=True)
class Said:
    """A turn of the talk between a team and the sender."""

    by: Person | None
    at: datetime
    words: str
    is_reply: bool


@dataclass(frozen=True, slots=True)
class ImpactPage:
    impact: StrategyImpact
    changes: Changes
    talk: list[Said]
    waiting: Waiting | None


def impact_page(impact: StrategyImpact, today: date) -> ImpactPage:
    """What a version means for a team: what changed, and what was said about it, from the logbook."""
    former = StrategyVersion.objects.filter(number=impact.version.number - 1).first()
    lines = Event.objects.filter(about_type=StrategyImpact._meta.label, about_id=impact.pk).select_related("actor")
    zone = ZoneInfo(impact.organization.timezone)
    return ImpactPage(
        impact=impact,
        changes=grouped(changes_between(former, impact.version) if former else []),
        talk=[said_in(event, zone) for event in reversed(lines.order_by("-id")[:MOST_TALK])],
        waiting=waiting_of(impact, today) if impact.answered_on is None else None,
    )


def said_in(event: Event, zone: ZoneInfo) -> Said:
    is_reply = event.name == "strategy_impact.returned"
    return Said(event.actor, event.at.astimezone(zone), str(event.data.get("reason" if is_reply else "words", "")), is_reply)
