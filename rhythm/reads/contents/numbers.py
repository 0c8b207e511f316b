"""The scorecard in a meeting: each number against its goal, off goal first, with the cell that this week's value is typed into."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from alignment.models import Measurement, Metric
from alignment.models.metrics import Better
from rhythm.reads.contents.rows import MOST, Group, Place, Row, about, called, put

WEEKS = 13
LAST = 4
NO_GOAL, OFF, NOT_MEASURED, ON = "none", "off", "unknown", "on"
ORDER = {OFF: 0, NOT_MEASURED: 1, NO_GOAL: 2, ON: 3}


@dataclass(frozen=True, slots=True)
class Cells:
    """A metric's line of the grid; `latest` is this period's value, None while nobody has typed it."""

    metric: Metric
    latest: Decimal | None
    values: Sequence[Decimal]  # at most thirteen, oldest first
    last: Sequence[Decimal]
    standing: str
    flat_weeks: int  # so many weeks without a change while off goal
    misses: int  # values off goal in a row, the newest backwards

    @property
    def is_two_off(self) -> bool:
        return self.misses >= 2


def scorecard(place: Place) -> dict[str, Any]:
    """Numbers off goal and those without a value first; the others are one line, and open on a click."""
    metrics = list(Metric.objects.filter(place.scope.of("team", "owner")).select_related("owner", "team").order_by("title", "id"))
    newest = newest_values([metric.pk for metric in metrics], place.today)
    cells = sorted((cells_of(metric, newest[metric.pk], place.today) for metric in metrics), key=lambda one: ORDER[one.standing])
    troubled = [one for one in cells if one.standing != ON]
    fine = [one for one in cells if one.standing == ON]
    off = sum(one.standing == OFF for one in cells)
    is_long = sum(one.is_two_off for one in cells)
    groups = [grid(place, "Off goal, or not measured yet", troubled)] if troubled else []
    return {
        "groups": groups,
        "fine": grid(place, "On goal", fine),
        "calm": f"{called(len(fine), 'number')} on goal, not read out" if fine else "",
        "clear": "Every number is on goal." if fine else "No numbers yet. The scorecard fills with what the team decides to count.",
        "off_count": off,
        "long_count": is_long,
        "measured": sum(one.latest is not None for one in cells),
        "count": len(cells),
    }


def newest_values(ids: Sequence[int], today: date) -> dict[int, list[Measurement]]:
    """The thirteen newest values of each metric, newest first, in one statement."""
    found: dict[int, list[Measurement]] = defaultdict(list)
    if not ids:
        return found
    place = Window(RowNumber(), partition_by=F("metric_id"), order_by=F("on").desc())
    rows = Measurement.objects.filter(metric__in=ids, on__lte=today).annotate(place=place).filter(place__lte=WEEKS)
    for row in rows.order_by("metric_id", "-on"):
        found[row.metric_id].append(row)
    return found


def cells_of(metric: Metric, newest: Sequence[Measurement], today: date) -> Cells:
    values = [row.value for row in newest]
    is_current = bool(newest) and newest[0].on > today - timedelta(days=metric.every_days)
    standing = NOT_MEASURED if not is_current else NO_GOAL if metric.goal is None else OFF if is_off(metric, values[0]) else ON
    misses = next((n for n, value in enumerate(values) if not is_off(metric, value)), len(values)) if metric.goal is not None else 0
    flat = next((n for n, value in enumerate(values) if value != values[0]), len(values)) if values else 0
    return Cells(
        metric=metric,
        latest=values[0] if is_current else None,
        values=values[::-1],
        last=values[:LAST][::-1],
        standing=standing,
        flat_weeks=flat if standing == OFF and flat >= LAST else 0,
        misses=misses,
    )


def is_off(metric: Metric, value: Decimal) -> bool:
    if metric.goal is None:
        return False
    return bool(value < metric.goal) if metric.better == Better.UP else bool(value > metric.goal)


MARKS = {OFF: "off_track", NOT_MEASURED: "no_update", NO_GOAL: "", ON: "on_track"}


def grid(place: Place, heading: str, cells: Sequence[Cells]) -> Group:
    rows = [put(place, row_of(one)) for one in cells[:MOST]]
    return Group(heading, rows, max(0, len(cells) - MOST))


def row_of(cells: Cells) -> Row:
    mark = "at_risk" if cells.standing == OFF and not cells.is_two_off else MARKS[cells.standing]
    words = (
        f"flat for {cells.flat_weeks} weeks"
        if cells.flat_weeks
        else f"off {cells.misses} times running"
        if cells.is_two_off
        else ""
    )
    return Row(
        about=about(cells.metric),
        title=cells.metric.title,
        mark=mark,
        figure=plain(cells.latest),
        tone={"off_track": "off", "at_risk": "risk"}.get(mark, ""),
        words=words,
        who=cells.metric.owner,
        pk=cells.metric.pk,
        more=cells,
    )


def plain(number: Decimal | None) -> str:
    """What the figure is in the minutes: 9.1, or that nobody measured it."""
    if number is None:
        return "not measured"
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
