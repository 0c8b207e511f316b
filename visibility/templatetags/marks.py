"""Word-sized graphics: status marks, bars, sparklines, ticks; server-rendered SVG, no script, no inline style."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from visibility.words import as_days, as_points, as_when, count_of, percent

register = template.Library()

# status -> symbol, word; order is harm first
MARKS = {
    "contradicted": ("wm", "Reported on track, evidence disagrees"),
    "off_track": ("off", "Off track"),
    "late": ("off", "Late"),
    "at_risk": ("risk", "At risk"),
    "unanswered": ("idle", "Not accepted"),
    "no_update": ("idle", "No update"),
    "paused": ("con", "On hold"),
    "on_track": ("ok", "On track"),
    "done": ("done", "Done"),
    "ended": ("no", "Ended"),
}
STRIP_ORDER = ("off_track", "at_risk", "no_update", "paused", "on_track", "done")
STRIP_WORDS = {"no_update": "without a recent update", "paused": "on hold"}


def glyph(symbol: str, label: str = "") -> SafeString:
    """One mark; without a label it is decoration beside its word."""
    named = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html('<svg class="gl gl-{0}" viewBox="0 0 14 14" {1}><use href="#s-{0}"/></svg>', symbol, named)


@register.simple_tag
def mark(status: str, label: str = "") -> SafeString | str:
    """The mark of a status with its word as accessible name; nothing for an empty status."""
    if status not in MARKS:
        return ""
    symbol, word = MARKS[status]
    return glyph(symbol, label or word)


@register.simple_tag
def mark_at(status: str, x: int, y: int, size: int = 14) -> SafeString | str:
    """The mark as a part of a larger drawing; the drawing says its word."""
    if status not in MARKS:
        return ""
    return format_html('<use href="#s-{0}" x="{1}" y="{2}" width="{3}" height="{3}" class="gl-{0}"/>', MARKS[status][0], x, y, size)


@register.simple_tag
def shape(status: str) -> SafeString | str:
    """The mark alone, as decoration beside its word."""
    return glyph(MARKS[status][0]) if status in MARKS else ""


@register.simple_tag
def pill(status: str, word: str = "") -> SafeString | str:
    """Mark and word, no background."""
    if status not in MARKS:
        return word
    symbol, usual = MARKS[status]
    return format_html('<span class="st {}">{}{}</span>', symbol, glyph(symbol), word or usual)


@register.simple_tag
def strip(counts: Mapping[str, int], limit: int = 14) -> SafeString | str:
    """A mark per child, worst first, under one accessible name; past `limit` marks the counts are told in words."""
    present = [(status, counts.get(status, 0)) for status in STRIP_ORDER if counts.get(status)]
    words = ", ".join(f"{count} {STRIP_WORDS.get(status, MARKS[status][1].lower())}" for status, count in present)
    if not present:
        return ""
    if sum(count for _, count in present) > limit:
        marks = mark_safe("".join(f'{glyph(MARKS[status][0])}<span class="num">{count}</span> ' for status, count in present))
    else:
        marks = mark_safe("".join(glyph(MARKS[status][0]) * count for status, count in present))
    return format_html('<span class="strip" role="img" aria-label="{}">{}</span>', words, marks)


@register.simple_tag
def pace(progress: float | None, elapsed: float | None) -> SafeString:
    """Progress against pace: ink is done, the tick is expected today, a gap is hatched. Shares run 0 to 1, or are unknown."""
    done, due = percent(progress), percent(elapsed)
    parts = ['<rect class="track" y="7" width="100%" height="8" rx="2"/>']
    if done:
        parts.append(f'<rect class="done" y="7" width="{done}%" height="8" rx="2"/>')
    if done is not None and due is not None and due - done > 5:
        word = "off" if due - done > 15 else "risk"
        parts.append(f'<rect class="gap-{word}" fill="url(#h-{word})" x="{done}%" y="7" width="{due - done}%" height="8"/>')
    if due is not None:
        parts.append(f'<line class="mark" x1="{due}%" x2="{due}%" y1="3" y2="19"/>')
    said = "Progress not stated" if done is None else f"{done}% done"
    label = said if due is None else f"{said}, {due}% expected by now"
    return format_html('<svg class="pace" role="img" aria-label="{}">{}</svg>', label, mark_safe("".join(parts)))


@register.simple_tag
def spark(values: Sequence[float], status: str = "", label: str = "Weekly confidence", top: float = 10) -> SafeString | str:
    """A sparkline on a fixed scale from 0 to `top`; the end dot takes the colour of a troubled status only."""
    if not values:
        return ""
    width, height = 80, 20
    step = width / max(1, len(values) - 1)
    points = [(i * step if len(values) > 1 else width, 2 + (1 - value / top) * (height - 2)) for i, value in enumerate(values)]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    tone = {"off_track": "off", "at_risk": "risk"}.get(status, "")
    told = ", ".join(f"{value:g}" for value in values)
    return format_html(
        '<svg class="spark" width="84" height="22" viewBox="0 0 84 22" role="img" aria-label="{} {} of {}">'
        '<rect class="band" x="0" y="0" width="84" height="7.9" rx="1"/><polyline points="{}"/>'
        '<circle class="end {}" cx="{}" cy="{}" r="2.6"/></svg>',
        label, told, f"{top:g}", line, tone, f"{points[-1][0]:.1f}", f"{points[-1][1]:.1f}",
    )  # fmt: skip


@register.simple_tag
def ticks(days: int, late_from: int = 5, most: int = 14) -> SafeString:
    """One tick a day of waiting, red from day six; decoration beside its number."""
    shown = max(0, min(days, most))
    rects = "".join(
        f'<rect class="late" x="{i * 6}" y="1" width="4" height="9" rx="1"/>'
        if i >= late_from
        else f'<rect x="{i * 6}" y="2.5" width="4" height="6" rx="1"/>'
        for i in range(shown)
    )
    return format_html('<svg class="ticks" width="{}" height="10" aria-hidden="true">{}</svg>', shown * 6, mark_safe(rects))


@register.simple_tag
def weeks(number: int, total: int) -> SafeString | str:
    """The cycle as one block a week, the current one marked; for cycles of up to 27 weeks."""
    if not 1 <= total <= 27:
        return ""
    blocks = []
    for week in range(1, total + 1):
        x = (week - 1) * 12
        if week == number:
            blocks.append(f'<rect class="now" x="{x}" y="2" width="9" height="10" rx="1.5"/>')
        else:
            past = "past" if week < number else ""
            blocks.append(f'<rect class="{past}" x="{x}" y="4" width="9" height="6" rx="1.5"/>')
    return format_html(
        '<svg class="weeks" viewBox="0 0 {0} 14" width="{0}" height="14" role="img" aria-label="Week {1} of {2}">{3}</svg>',
        total * 12, number, total, mark_safe("".join(blocks)),
    )  # fmt: skip


WEEK_SQUARES = {
    "full": '<rect class="f" x="{x}" y="1" width="10" height="10" rx="2"/>',
    "half": '<path class="f" d="M{x} 11V3a2 2 0 0 1 2-2h8z"/><rect class="o" x="{x}.5" y="1.5" width="9" height="9" rx="1.7"/>',
    "missed": '<rect class="o m" x="{x}.75" y="1.75" width="8.5" height="8.5" rx="1.7"/>',
    "none": '<rect class="o z" x="{x}.5" y="1.5" width="9" height="9" rx="1.7"/>',
}


@register.simple_tag
def rhythm(squares: Sequence[str]) -> SafeString:
    """A square per week, oldest first: full (met, all checked in), half (check-ins missing), missed (no meeting), none due."""
    full = sum(square == "full" for square in squares)
    label = f"{full} of {len(squares)} weeks complete" + (", last week missed" if squares and squares[-1] == "missed" else "")
    body = "".join(WEEK_SQUARES[square].format(x=i * 14) for i, square in enumerate(squares))
    width = max(10, len(squares) * 14 - 2)
    return format_html('<svg width="{}" height="12" role="img" aria-label="{}">{}</svg>', width, label, mark_safe(body))


@register.simple_tag(takes_context=True)
def who(context: template.Context, person: Any, *, plain: bool = False) -> SafeString:
    """The owner chip: initials and name; the reader is "You", on paper by name; nobody is a question."""
    if person is None:
        return mark_safe('<span class="who"><span class="av gone" aria-hidden="true">?</span>No owner</span>')
    me = context.get("me")
    is_me = me is not None and me.pk == person.pk
    name = to_reader("You", person.name) if is_me else person.name
    if plain:
        return format_html("{}", name)
    return format_html(
        '<span class="who"><span class="av{}" aria-hidden="true">{}</span>{}</span>', " you" if is_me else "", person.initials, name
    )


@register.simple_tag
def to_reader(said: str, printed: str) -> SafeString:
    """What is said to the reader, like "You"; on paper, which others read, what is said of them instead, like their name."""
    return format_html('<bdi class="me" data-name="{}"><bdi>{}</bdi></bdi>', printed, said)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A 16 px line icon of the rail; decoration beside its word."""
    return format_html(
        '<svg viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" '
        'stroke-linejoin="round" aria-hidden="true"><use href="#i-{}"/></svg>',
        name,
    )


register.filter("days", as_days)
register.filter("points", as_points)
register.filter("percent", percent)


@register.filter
def when(day: date | None, today: date | None = None) -> str:
    """Fri 21 Aug; the year only when it is not this one."""
    return as_when(day, today)


@register.filter
def some(number: int, noun: str) -> str:
    """`3|some:"team"` is "3 teams"; a plural of its own after a comma: "person,people"."""
    return count_of(number, noun)
