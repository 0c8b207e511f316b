"""The curve of an objective against its pace, over the reports of each week; server-rendered SVG, wide and slim."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from visibility.templatetags.marks import MARKS

register = template.Library()

TOP, BOTTOM, LEFT, EDGE = 20.0, 164.0, 44.0, 14.0
STATUS_Y, WORD_Y = 185.0, 221.0


@register.simple_tag
def pace_chart(chart: Any) -> SafeString:
    """Both widths; the style sheet shows the one that fits. The reports are also in the list of check-ins on the page."""
    return format_html("{}{}", drawing(chart, 620, "wide-c"), drawing(chart, 358, "slim-c"))


def short(number: float) -> str:
    """A number of the axis, in the fewest characters that keep it apart from its neighbours."""
    for size, letter in ((1e9, "bn"), (1e6, "m"), (1e4, "k")):
        if abs(number) >= size:
            return f"{number / (1e3 if letter == 'k' else size):.3g}{letter}"
    return f"{number:.0f}" if abs(number) >= 100 or number == int(number) else f"{number:.1f}".removesuffix(".0")


def drawing(chart: Any, width: int, name: str) -> SafeString:
    """One picture: its finding as title, its series as description, and the shapes."""
    lift = 0.0 if chart.points else STATUS_Y - TOP  # without a curve only the two rows below it
    shapes = "".join((*(curve(chart, width) if chart.points else ()), *reports(chart, width, lift)))
    return format_html(
        '<svg class="{0}" viewBox="0 0 {1} {2}" role="img" aria-labelledby="{0}t {0}d"><title id="{0}t">{3}</title>'
        '<desc id="{0}d">{4}</desc>{5}</svg>',
        name, width, round(236 - lift), finding(chart), series(chart), mark_safe(shapes),
    )  # fmt: skip


def finding(chart: Any) -> str:
    """What the picture shows, as a sentence."""
    if not chart.points:
        return f"Reports on {chart.title}"
    unit = f" {chart.unit}" if chart.unit else ""
    return f"{chart.title}: {short(chart.points[-1][1])} of {short(chart.target)}{unit}, {short(chart.expected)} expected by now"


def series(chart: Any) -> str:
    """The same in words for those who do not see it."""
    weeks = [
        f"{slot.ends_on.day} {slot.ends_on:%b}: {MARKS[slot.mark][1].lower() if slot.mark in MARKS else 'no report'}"
        + (f", confidence {slot.confidence}" if slot.confidence is not None else "")
        for slot in chart.slots
        if slot.ends_on <= chart.today or slot.mark
    ]
    ahead = (
        f"At the latest rate {short(chart.projected)} by {chart.ends_on.day} {chart.ends_on:%b}. "
        if chart.projected is not None
        else ""
    )
    return ahead + "; ".join(weeks)


def place(chart: Any, width: int, day: date, value: float) -> tuple[float, float]:
    """A day and a value on the paper; the target is on top, also when it is the smaller number."""
    share = (value - chart.start) / (chart.target - chart.start)
    return LEFT + chart.share(day) * (width - LEFT - EDGE), BOTTOM - min(1.08, max(-0.06, share)) * (BOTTOM - TOP)


def path(points: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def curve(chart: Any, width: int) -> list[str]:
    """Grid, expected pace, what was measured, the hatched gap, and where the latest rate leads."""
    right = width - EDGE
    spots = [place(chart, width, day, value) for day, value in chart.points]
    now_x, due_y = place(chart, width, min(chart.today, chart.ends_on), chart.expected)
    now = (max(spots[-1][0], now_x), spots[-1][1])  # a value holds until the next one
    parts = ['<g class="grid">']
    for step in range(4):
        y = BOTTOM - step / 3 * (BOTTOM - TOP)
        parts.append(f'<line x1="{LEFT}" x2="{right}" y1="{y:.0f}" y2="{y:.0f}"/>')
        parts.append(
            f'<text x="36" y="{y + 4:.0f}" text-anchor="end">{short(chart.start + step / 3 * (chart.target - chart.start))}</text>'
        )
    parts.append("</g>")
    if chart.behind > 0:
        parts.append(f'<path fill="url(#h-off)" d="{gap(spots, now, due_y, width)}Z"/>')
    parts.append(f'<path class="exp" d="M{LEFT} {BOTTOM}L{right} {TOP}"/>')
    parts.append(f'<text class="lab" x="{right - 80 if width > 400 else right - 42}" y="30" text-anchor="end">expected pace</text>')
    parts.append(f'<path class="act" d="{path([*spots, now])}"/>')
    if chart.today < chart.ends_on:
        parts += outlook(chart, width, now, (due_y + now[1]) / 2 + 4 if chart.behind > 0 else 0)
        parts.append(f'<line class="today" x1="{now_x:.1f}" x2="{now_x:.1f}" y1="14" y2="{BOTTOM}"/>')
        parts.append(f'<text class="lab" x="{now_x:.1f}" y="10" text-anchor="middle">today</text>')
    parts += distance(chart, now, due_y, right)
    return parts


def gap(spots: list[tuple[float, float]], now: tuple[float, float], due_y: float, width: int) -> str:
    """The stretch between the expected and the measured line, from where they parted last."""

    def due(x: float) -> float:
        return BOTTOM - (x - LEFT) / (width - LEFT - EDGE) * (BOTTOM - TOP)

    line = [*spots, now]
    start = max((i for i, (x, y) in enumerate(line[:-1]) if y <= due(x) + 0.5), default=0)
    return path([*line[start:], (now[0], due_y), (line[start][0], due(line[start][0]))])


def outlook(chart: Any, width: int, now: tuple[float, float], taken_y: float) -> list[str]:
    """The dotted line to where the latest rate leads; its words keep clear of those at `taken_y`."""
    if chart.projected is None or len(chart.points) < 3:
        return []
    x, y = place(chart, width, chart.ends_on, chart.projected)
    label_y = max(y + 18, taken_y + 18, TOP + 28)
    if label_y > BOTTOM - 6:
        label_y = y - 8
    end = f" by {chart.ends_on.day} {chart.ends_on:%b}" if width > 400 else ""
    return [
        f'<path class="fc" d="{path([now, (x, y)])}"/>',
        f'<text class="lab" x="{x:.0f}" y="{label_y:.0f}" text-anchor="end">at this rate: {short(chart.projected)}{end}</text>',
    ]


def distance(chart: Any, now: tuple[float, float], due_y: float, right: float) -> list[str]:
    """The red line from the dot up to the pace, with its number."""
    x, y = now
    dot = f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
    if chart.behind <= 0:
        return [dot]
    side = f'x="{x - 8:.1f}" text-anchor="end"' if x > right - 90 else f'x="{x + 8:.1f}"'
    return [
        f'<line class="mark" x1="{x:.1f}" x2="{x:.1f}" y1="{due_y:.1f}" y2="{y:.1f}"/>',
        dot,
        f'<text class="big" {side} y="{(due_y + y) / 2 + 4:.0f}">{short(chart.behind)} behind</text>',
    ]


def reports(chart: Any, width: int, lift: float) -> list[str]:
    """The row of marks and the row of confidence, one of each a week; a dot for each week to come."""
    mark_y, word_y = STATUS_Y - lift, WORD_Y - lift
    parts = [f'<text x="36" y="{mark_y + 11:.0f}" text-anchor="end" class="rowl">Status</text>']
    if any(slot.confidence is not None for slot in chart.slots):
        parts.append(f'<text x="36" y="{word_y:.0f}" text-anchor="end" class="rowl">Conf.</text>')
    size = (width - LEFT - EDGE) / len(chart.slots)
    for index, slot in enumerate(chart.slots):
        x = LEFT + (index + 0.5) * size
        if slot.mark in MARKS:
            symbol = MARKS[slot.mark][0]
            parts.append(f'<use href="#s-{symbol}" x="{x - 6.5:.1f}" y="{mark_y:.0f}" width="13" height="13" class="gl-{symbol}"/>')
        else:
            parts.append(f'<circle class="fut" cx="{x:.1f}" cy="{mark_y + 6.5:.1f}" r="1.5"/>')
        if slot.confidence is not None:
            low = " low" if slot.confidence < 6 else ""
            parts.append(f'<text x="{x:.1f}" y="{word_y:.0f}" text-anchor="middle" class="cv{low}">{slot.confidence}</text>')
    return parts
