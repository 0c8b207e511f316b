"""Pieces of the segments of a running meeting: a number's weeks against its goal, and figures as they are typed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accountability.models import MissReason
from rhythm.reads.contents.numbers import Cells

register = template.Library()

WIDTH, HEIGHT, EDGE = 84, 22, 3


@register.simple_tag
def miss_reasons() -> list[tuple[str, str]]:
    """Why a day was missed, for who moves or drops a promise past it."""
    return [(str(code.value), str(code.label)) for code in MissReason]


@register.simple_tag
def weeks_against_goal(cells: Cells) -> SafeString | str:
    """At most thirteen values as a line, the goal as a hair line across; the last dot takes the colour of what is wrong."""
    values = [float(value) for value in cells.values]
    if not values:
        return ""
    goal = None if cells.metric.goal is None else float(cells.metric.goal)
    shown = [*values, *([goal] if goal is not None else [])]
    low, high = min(shown), max(shown)
    points = [(x_of(place, len(values)), y_of(value, low, high)) for place, value in enumerate(values)]
    tone = "off" if cells.standing == "off" and cells.is_two_off else "risk" if cells.standing == "off" else ""
    line = "" if goal is None else format_html('<line class="goal" x1="0" x2="84" y1="{0}" y2="{0}"/>', y_of(goal, low, high))
    return format_html(
        '<svg class="spark weeks13" width="84" height="22" viewBox="0 0 84 22" role="img" aria-label="{}">{}'
        '<polyline points="{}"/><circle class="end {}" cx="{}" cy="{}" r="2.6"/></svg>',
        told(cells), line, " ".join(f"{x},{y}" for x, y in points), tone, points[-1][0], points[-1][1],
    )  # fmt: skip


def x_of(place: int, count: int) -> float:
    return round(EDGE + place * (WIDTH - 2 * EDGE) / (count - 1), 1) if count > 1 else WIDTH - EDGE


def y_of(value: float, low: float, high: float) -> float:
    share = (value - low) / (high - low) if high > low else 0.5
    return round(HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE), 1)


def told(cells: Cells) -> str:
    """The same in words: the series, oldest first, and the goal."""
    goal = f", goal {typed(cells.metric.goal)}" if cells.metric.goal is not None else ""
    return f"{cells.metric.title}: {', '.join(typed(value) for value in cells.values)}{goal}"


@register.filter
def typed(number: Decimal | None) -> str:
    """As it would be typed into a field: 1250.5, without blanks or commas."""
    if number is None:
        return ""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@register.filter
def last_four(values: Sequence[Decimal]) -> list[str]:
    return [typed(value) for value in values]


@register.filter
def still_to_come(day: Any, today: date) -> bool:
    """Whether a day can still be promised."""
    return isinstance(day, date) and day >= today
