"""Pages of a long list by the row that a page ends with: as cheap far down as at the top, and nothing is shown twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Q

from organizations.listing import PAGE_SIZE

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Order:
    """An order of a list: what rows are placed by, which is never unknown, then their numbers; both up or both down."""

    place: Any
    is_down: bool = False


@dataclass(frozen=True, slots=True)
class KeysetPage(Generic[Row]):
    """One page, with the numbers of the rows that the pages around it lie after and before."""

    rows: Sequence[Row]
    after: int | None = None  # for the following page
    before: int | None = None  # for the previous one

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def keyset_page(
    found: Any,
    order: Order,
    build: Callable[[Any], Row],
    *,
    after: int | None = None,
    before: int | None = None,
    size: int = PAGE_SIZE,
) -> KeysetPage[Row]:
    """The rows after or before that one; the first page when it is not there any more, or when nothing lies there."""
    mark = after or before
    place = (
        found.model.objects.annotate(keyset=order.place).filter(pk=mark).values_list("keyset", flat=True).first() if mark else None
    )
    if mark and place is None:
        return keyset_page(found, order, build, size=size)
    is_back = bool(before and not after)
    is_down = order.is_down != is_back
    rows = found.annotate(keyset=order.place)
    if mark:
        side = "lt" if is_down else "gt"
        rows = rows.filter(Q(**{f"keyset__{side}": place}) | Q(keyset=place, **{f"pk__{side}": mark}))
    sign = "-" if is_down else ""
    some = list(rows.order_by(f"{sign}keyset", f"{sign}pk")[: size + 1])
    if mark and not some:
        return keyset_page(found, order, build, size=size)
    has_more, shown = len(some) > size, some[:size]
    if is_back:
        shown.reverse()
    has_following, has_previous = (True, has_more) if is_back else (has_more, bool(mark))
    return KeysetPage(
        [build(row) for row in shown],
        shown[-1].pk if shown and has_following else None,
        shown[0].pk if shown and has_previous else None,
    )
