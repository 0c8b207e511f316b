"""The page of findings, one kind of them in full, and one finding by its key."""

from __future__ import annotations

from dataclasses import dataclass

from alignment.reads.findings.conflicts import CONFLICTS, conflicts
from alignment.reads.findings.figures import Figures, figures
from alignment.reads.findings.gaps import GAPS, gaps
from alignment.reads.findings.graph import Window
from alignment.reads.findings.rows import KINDS, Finding, Found
from alignment.reads.findings.strain import crowded_teams, torn_people
from alignment.reads.findings.twins import twins
from organizations.listing import PAGE_SIZE, Page

GONE = "This is no finding any more: somebody has settled it, or its facts have changed. Look at the list again."
SHOWN = 5  # of each kind on the page that has all
ALL_OF_A_KIND = {
    **dict.fromkeys(CONFLICTS, conflicts), **dict.fromkeys(GAPS, gaps), "twin": twins, "people": torn_people,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FindingsPage:
    """What was found, by kind in the order of the page, and the measures beside it."""

    kinds: list[Found]
    figures: Figures

    @property
    def count(self) -> int:
        return sum(kind.count for kind in self.kinds)

    @property
    def opposite(self) -> Found:
        return self.kinds[0]


def findings_page() -> FindingsPage:
    """Everything that was found, a few of each kind; six queries whatever there is."""
    window = Window(1, SHOWN)
    found = conflicts(window) | gaps(window) | twins(window) | crowded_teams(window) | torn_people(window)
    return FindingsPage([found[kind] for kind in KINDS], figures())


def findings_of(kind: str, number: int) -> tuple[Page[Finding], int]:
    """One page of a kind, and how many there are; past the end it is the first page."""
    window = Window.of_page(number, PAGE_SIZE)
    look = crowded_teams if kind == "focus" else ALL_OF_A_KIND[kind]
    found = look(window)[kind]
    if not found.rows and number > 1:
        return findings_of(kind, 1)
    return Page(found.rows, number, found.count > window.last), found.count


def find(key: str) -> Finding | None:
    """The finding of that key, if its facts still stand and nobody has settled it."""
    kind = key.partition(":")[0]
    if kind not in ALL_OF_A_KIND:
        return None
    found = ALL_OF_A_KIND[kind](Window(1, 1), key)[kind].rows
    return found[0] if found else None
