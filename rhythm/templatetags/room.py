"""Clocks, rings and bars of a running meeting, drawn as they stand now; the script moves them on from there (`data-left`)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from organizations.models import Person
from rhythm.clock import Hand, spoken
from rhythm.models import Disposition
from rhythm.reads.room import Room, SegmentLine

register = template.Library()
register.filter("spoken", spoken)

ENDINGS = (
    Disposition.DECIDED,
    Disposition.COMMITTED,
    Disposition.ISSUE,
    Disposition.ROUTED,
    Disposition.PARKED,
    Disposition.CARRIED,
    Disposition.DROPPED,
    Disposition.FINE,
)
BAR, GAP = 358, 4  # units of the follower's bar: the width of a phone without its margins
LEAST = 6


@register.filter
def first(person: Person | None) -> str:
    """Marta: what she is called in a room where everybody knows her."""
    return person.name.split()[0] if person is not None and person.name.strip() else "Nobody"


@register.filter
def in_hand(seconds: int) -> str:
    """How far the room is ahead of its plan, in whole minutes."""
    minutes = round(abs(seconds) / 60)
    if not minutes:
        return "on time"
    return f"{minutes} min in hand" if seconds > 0 else f"{minutes} min over"


@register.filter
def used_of(clock: Hand) -> str:
    """31 of 60 min."""
    return f"{clock.used // 60} of {clock.planned // 60} min"


@register.simple_tag
def time_left(hand: Hand, main: str = "") -> SafeString:
    """The digits of a clock; `main` marks the one that is told aloud at two minutes, thirty seconds and the end."""
    mark = " data-main" if main else ""
    return format_html('<b class="tt" data-left="{}" data-of="{}"{}>{}</b>', hand.left, hand.planned, mark, spoken(hand.left))


@register.simple_tag
def ring(hand: Hand) -> SafeString:
    """The share of the time that is used, as a ring."""
    return format_html(
        '<svg class="ring" viewBox="0 0 44 44" aria-hidden="true"><circle class="rt" cx="22" cy="22" r="19"/>'
        '<circle class="rd" cx="22" cy="22" r="19" pathLength="100" stroke-dasharray="{} 100" transform="rotate(-90 22 22)" '
        'data-left="{}" data-of="{}"/></svg>',
        round(hand.share * 100, 1),
        hand.left,
        hand.planned,
    )


@register.simple_tag
def whole_bar(room: Room) -> SafeString:
    """The whole meeting: ink is used, the mark is where the plan would be."""
    clock = room.clock
    planned = max(clock.planned, 1)
    used, plan = percent(clock.used / planned), percent((clock.used + room.ahead) / planned)
    return format_html(
        '<svg class="whole" role="img" aria-label="{} used, {}" data-left="{}" data-of="{}" data-ahead="{}" data-slack="{}">'
        '<rect class="track" y="5" width="100%" height="4" rx="2"/><rect class="done" y="5" width="{}%" height="4" rx="2"/>'
        '<line class="mark" x1="{}%" x2="{}%" y1="1" y2="13"/></svg>',
        used_of(clock).replace("min", "minutes"), in_hand(room.ahead),
        clock.left, planned, room.ahead, slack(room), used, plan, plan,
    )  # fmt: skip


def slack(room: Room) -> int:
    """Seconds until the room begins to lose what it has in hand: the rest of the segment's own planned time."""
    here = room.here
    return max(0, here.segment.minutes * 60 - here.hand.used) if here else 0


def percent(share: float) -> float:
    return round(min(1.0, max(0.0, share)) * 100, 1)


@register.simple_tag
def segment_bar(room: Room) -> SafeString:
    """All segments by their planned time: those behind us in grey, this one in ink as far as it is used."""
    lines = room.segments
    total = sum(line.segment.minutes for line in lines) or 1
    room_for = BAR - GAP * max(0, len(lines) - 1) - LEAST * len(lines)
    pieces, x = [], 0.0
    for line in lines:
        width = LEAST + room_for * line.segment.minutes / total
        pieces.append(piece(line, round(x, 1), round(width, 1)))
        x += width + GAP
    here = room.here
    label = f"Segment {here.number} of {len(lines)}, {here.segment.title}" if here else f"{len(lines)} segments"
    return format_html(
        '<svg class="segs" role="img" aria-label="{}" viewBox="0 0 {} 6" preserveAspectRatio="none">{}</svg>',
        label, BAR, format_html_join("", "{}", ((drawn,) for drawn in pieces)),
    )  # fmt: skip


def piece(line: SegmentLine, x: float, width: float) -> SafeString:
    kind = "p" if line.is_past else "n" if line.is_now else ""
    drawn = format_html('<rect class="{}" x="{}" width="{}" height="6" rx="3"/>', kind, x, width)
    if not line.is_now:
        return drawn
    used = format_html(
        '<rect class="nn" x="{}" width="{}" height="6" rx="3" data-left="{}" data-of="{}" data-width="{}"/>',
        x, round(width * line.hand.share, 1), line.hand.left, line.hand.planned, width,
    )  # fmt: skip
    return format_html("{}{}", drawn, used)


@register.simple_tag
def answer_bar(count: int, asked: int, tone: str = "done") -> SafeString:
    """How many of those asked gave this answer."""
    share = percent(count / asked) if asked else 0
    return format_html(
        '<svg aria-hidden="true"><rect class="track" width="100%" height="10" rx="2" y="4"/>'
        '<rect class="{}" width="{}%" height="10" rx="2" y="4"/></svg><b>{}</b>',
        tone, share, count,
    )  # fmt: skip


@register.simple_tag
def coming_days(today: date) -> list[tuple[str, date]]:
    """What stands behind a slash: today, tomorrow, and the weekdays to come, each with its date."""
    named = [("today", today), ("tomorrow", today + timedelta(days=1))]
    return named + [(f"{day:%A}".lower(), day) for day in (today + timedelta(days=ahead) for ahead in range(2, 8))]


@register.simple_tag
def one_to_ten() -> range:
    return range(1, 11)


@register.simple_tag
def endings() -> list[tuple[str, str]]:
    """How an issue can end, the usual first; each has a digit."""
    return [(str(way), way.words) for way in ENDINGS]


@register.filter
def again(caught: Any) -> str:
    """A caught line as it would be typed once more, for the one who took it back by mistake."""
    owner = f' @"{caught.owner.name}"' if caught.owner else ""
    return f"{caught.text}{owner}" + (f" /{caught.due_on.isoformat()}" if caught.due_on else "")
