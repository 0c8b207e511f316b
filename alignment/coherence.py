"""The measures of alignment as formulas: how well what teams do agrees with what the organization wants."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from statistics import median

PRIORITY_LIMIT = 7  # priorities that a team can keep in mind (DOMAIN 2.1, Focus)
ENOUGH = 5  # a share of fewer items says more about chance than about the organization, and may tell who is meant
OVERLOAD = 1.5  # times the median load
CARRIERS = 3  # people; the median of two says nothing
HEAVY_FROM = 4  # where most carry one thing, two are no overload
RECALLED = 3  # priorities that somebody who knows them can name (DOMAIN 2.1, Priority recall)


@dataclass(frozen=True, slots=True)
class Ratio:
    """A share with its counts, as it is always shown: 17 of 21."""

    part: int
    whole: int

    @property
    def is_enough(self) -> bool:
        """Whether there are items enough for a share to be shown."""
        return self.whole >= ENOUGH

    @property
    def rest(self) -> int:
        return self.whole - self.part


def jaccard(one: Collection[int], other: Collection[int]) -> float | None:
    """|A ∩ B| / |A ∪ B|, 0 to 1; None of two empty sets, which agree on nothing and differ in nothing (P. Jaccard, 1901)."""
    first, second = set(one), set(other)
    together = first | second
    return len(first & second) / len(together) if together else None


def priority_consistency(linked: Iterable[Collection[int]], top: Collection[int]) -> float | None:
    """Mean over teams of the Jaccard of the company objectives that the team's first three priorities lead to with the company's
    first three (DOMAIN 2.1, indicator of [C12]); 0 to 1, None without a team or without a company objective.
    """
    if not top:
        return None
    shares = [share for parents in linked if (share := jaccard(parents, top)) is not None]
    return sum(shares) / len(shares) if shares else None


def focus(priorities_by_team: Iterable[int], limit: int = PRIORITY_LIMIT) -> Ratio:
    """1 - (priorities above the limit / priorities), as counts: those within the limit of their team, of all (DOMAIN 2.1)."""
    counts = list(priorities_by_team)
    return Ratio(sum(min(count, limit) for count in counts), sum(counts))


def usual_load(loads: Iterable[int]) -> float | None:
    """The median load of those who carry anything, since the others would make everybody look heavy; None of fewer than three."""
    carried = [load for load in loads if load]
    return float(median(carried)) if len(carried) >= CARRIERS else None


def is_overloaded(load: int, usual: float, priorities: int = 0) -> bool:
    """More than one and a half times the median load of those who carry anything, from four things on; or more than seven
    priorities (this product's own).
    """
    return (load > OVERLOAD * usual and load >= HEAVY_FROM) or priorities > PRIORITY_LIMIT


def recalled(picked: Collection[int], real: Collection[int]) -> bool:
    """Whether an answer names three of the company's priorities, or all of them where there are fewer (DOMAIN 2.1)."""
    return len(set(picked) & set(real)) >= min(RECALLED, len(real)) > 0
