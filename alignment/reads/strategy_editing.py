"""The next version while somebody writes it: their draft, put on top of what was published meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from alignment.differences import Change, Line, difference, join, lines_in
from alignment.models import StrategyVersion
from alignment.models.strategy import DRAFT, Section
from alignment.reads.strategy import HINTS
from organizations.models import Draft, Person
from organizations.reads.drafts import find_draft


@dataclass(frozen=True, slots=True)
class Row:
    """A line as the form asks for it; `at` is its place in the whole form, `theirs` what somebody else made of it meanwhile."""

    at: int
    line: Line
    is_first: bool
    is_last: bool
    fault: str = ""
    is_clash: bool = False
    theirs: str = ""


@dataclass(frozen=True, slots=True)
class EditedSection:
    value: str
    word: str
    hint: str
    rows: list[Row]
    published: list[str]  # as the version has it that was published meanwhile


@dataclass(slots=True)
class Editing:
    """What stands in the form. `stale_from`: the version that the draft was begun on, when a newer one holds now."""

    lines: list[Line]
    current: StrategyVersion | None
    draft: Draft | None = None
    stale_from: int | None = None
    clashes: Mapping[int, str] = field(default_factory=dict)

    @property
    def number(self) -> int:
        """The version that the next one follows; 0 before the first."""
        return self.current.number if self.current else 0

    @property
    def is_stale(self) -> bool:
        return self.stale_from is not None

    @property
    def seen(self) -> str:
        """Names this state of the draft, so that nothing is published that was not looked at."""
        return self.draft.saved_at.isoformat() if self.draft else ""

    @property
    def saved_at(self) -> datetime | None:
        return self.draft.saved_at if self.draft else None

    @property
    def changes(self) -> list[Change]:
        told = [line for line in self.lines if line.text.strip()]
        return difference(lines_in(self.current.lines) if self.current else [], told, Section.values)

    def sections(self, faults: Mapping[int, str]) -> list[EditedSection]:
        published = lines_in(self.current.lines) if self.current and self.is_stale else []
        return [
            EditedSection(
                value=section.value,
                word=str(section.label),
                hint=HINTS[section],
                rows=self.rows(section, faults),
                published=[line.text for line in published if line.section == section],
            )
            for section in Section
        ]

    def rows(self, section: str, faults: Mapping[int, str]) -> list[Row]:
        places = [at for at, line in enumerate(self.lines) if line.section == section]
        return [
            Row(
                at=at,
                line=self.lines[at],
                is_first=at == places[0],
                is_last=at == places[-1],
                fault=faults.get(at, ""),
                is_clash=at in self.clashes,
                theirs=self.clashes.get(at, ""),
            )
            for at in places
        ]


def editing(person: Person) -> Editing:
    """The person's draft, or the page that holds. At most three queries."""
    current: StrategyVersion | None = StrategyVersion.objects.select_related("by").order_by("-number").first()
    now = lines_in(current.lines) if current else []
    draft = find_draft(person=person, form=DRAFT)
    if draft is None:
        return Editing(now, current)
    mine, based_on = lines_in(draft.fields["lines"]), draft.fields["based_on"]
    if based_on == (current.number if current else 0):
        return Editing(mine, current, draft)
    base = StrategyVersion.objects.filter(number=based_on).first()
    joined = join(lines_in(base.lines) if base else [], mine, now)
    by_section = sorted(range(len(joined.lines)), key=lambda at: Section.values.index(joined.lines[at].section))
    clashes = {place: joined.clashes[at] for place, at in enumerate(by_section) if at in joined.clashes}
    return Editing([joined.lines[at] for at in by_section], current, draft, based_on, clashes)
