"""The clock of a meeting: what is used, what is left, and whether the room is ahead of its plan; pure, all in seconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

HERE_SECONDS = 20  # since the last sign of life: screens give one every few seconds


@dataclass(frozen=True, slots=True)
class Hand:
    """One hand of the clock: how many seconds it was given, how many are used, and whether it runs."""

    planned: int
    used: int
    is_running: bool = False

    @property
    def left(self) -> int:
        """Below nothing when it is over."""
        return self.planned - self.used

    @property
    def minutes(self) -> int:
        return self.planned // 60

    @property
    def over(self) -> int:
        return max(0, -self.left)

    @property
    def share(self) -> float:
        """Of its time that is used, 0 to 1."""
        return min(1.0, self.used / self.planned) if self.planned else 0.0


@dataclass(frozen=True, slots=True)
class Slot:
    """What was planned for a segment or an item, what was added, and what earlier stretches used."""

    minutes: int
    extra_minutes: int = 0
    used_seconds: int = 0

    def hand(self, stretch: int = 0, *, is_running: bool = False) -> Hand:
        """Its hand, with the seconds of the stretch under way where it is the one that runs."""
        return Hand((self.minutes + self.extra_minutes) * 60, self.used_seconds + stretch, is_running)


def stretch_of(began_at: datetime | None, now: datetime) -> int:
    """Whole seconds since the clock was last started; none while it stands, or where two clocks disagree about now."""
    return max(0, int((now - began_at).total_seconds())) if began_at else 0


def whole(slots: Sequence[Slot], stretch: int, *, is_running: bool) -> Hand:
    """The meeting's own hand: all that was planned at first, and all that is used."""
    return Hand(sum(slot.minutes for slot in slots) * 60, sum(slot.used_seconds for slot in slots) + stretch, is_running)


def plan_at(slots: Sequence[Slot], here: int, stretch: int) -> int:
    """Where the plan would be: the time of the segments before `here`, and of this one as much as it used, at most all of it."""
    before = sum(slot.minutes for slot in slots[:here]) * 60
    return before + min(slots[here].minutes * 60, slots[here].used_seconds + stretch) if slots else 0


def in_hand(slots: Sequence[Slot], here: int, stretch: int) -> int:
    """Seconds that the room is ahead of its plan; below nothing when it is behind."""
    return plan_at(slots, here, stretch) - sum(slot.used_seconds for slot in slots) - stretch


def spoken(seconds: int) -> str:
    """250 as "4:10", 3850 as "1:04:10"; over time as "+1:35"."""
    sign, rest = ("+", -seconds) if seconds < 0 else ("", seconds)
    hours, minutes = divmod(rest // 60, 60)
    return f"{sign}{hours}:{minutes:02d}:{rest % 60:02d}" if hours else f"{sign}{minutes}:{rest % 60:02d}"
