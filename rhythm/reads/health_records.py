"""The records behind each figure of a series' health: every meeting that was counted, and how."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rhythm import health
from rhythm.health import GOOD_RATING, HELD, MISSED, POOR_RATING, SKIPPED, Sitting
from rhythm.reads.health import SeriesHealth, Summary
from rhythm.reads.minutes import counted

RECORDS = {
    "adherence": "Held as planned",
    "punctuality": "Began and ended on time",
    "prepared": "Prepared before the start",
    "rating": "Rated",
    "issues": "Time for solving",
    "outputs": "What came of it",
    "hours": "Time it took",
    "promises": "Promises kept by their first day",
    "repeats": "Solved three times",
}


@dataclass(frozen=True, slots=True)
class Record:
    """A meeting as one figure sees it."""

    meeting_id: int
    on: date
    mark: str
    words: str
    figure: str = ""


def records_of(of: str, page: SeriesHealth, now: datetime) -> list[Record]:
    """Newest first; promises and issues that came back are lists of their own on the page."""
    tell = TELL.get(of)
    if tell is None:
        return []
    fares = page.summary
    today = now.astimezone(fares.zone).date()
    told = [(sitting, tell(sitting, fares, today)) for sitting in reversed(health.by_time(fares.sittings))]
    return [
        Record(sitting.id, sitting.planned_at.astimezone(fares.zone).date(), *found) for sitting, found in told if found is not None
    ]


Told = tuple[str, str] | tuple[str, str, str] | None


def as_planned(sitting: Sitting, fares: Summary, today: date) -> Told:
    verdict = health.on_its_day(sitting, today, fares.zone)
    if verdict is None:
        return None
    if sitting.state == SKIPPED:
        return "ended", f"called off: {sitting.reason}" if sitting.reason else "called off"
    if sitting.state != HELD:
        return "off_track", "missed" if sitting.state == MISSED else "nobody said whether it was held"
    if verdict:
        return "done", "held"
    plan, day = (at.astimezone(fares.zone).date() for at in (sitting.plan, sitting.started_at or sitting.planned_at))
    return "at_risk", f"planned for {plan:%a} {plan.day} {plan:%b}, held {day:%a} {day.day} {day:%b}"


def on_the_clock(sitting: Sitting, fares: Summary, today: date) -> Told:
    verdict = health.on_time(sitting)
    if verdict is None or sitting.late_start is None or sitting.late_end is None:
        return None
    return "done" if verdict else "at_risk", f"began {late(sitting.late_start)}, ended {late(sitting.late_end)}"


def late(by: timedelta) -> str:
    minutes = round(by.total_seconds() / 60)
    return f"{minutes} min late" if minutes > 0 else f"{-minutes} min early" if minutes < 0 else "on the minute"


def who_prepared(sitting: Sitting, fares: Summary, today: date) -> Told:
    if sitting.state != HELD or not sitting.required:
        return None
    return "done" if sitting.prepared == sitting.required else "no_update", f"{sitting.prepared} of {sitting.required}"


def rated(sitting: Sitting, fares: Summary, today: date) -> Told:
    if sitting.rating is None:
        return None
    mark = "done" if sitting.rating >= GOOD_RATING else "off_track" if sitting.rating < POOR_RATING else "no_update"
    words = {"done": "good", "off_track": "under seven"}.get(mark, "")
    return mark, words, f"{sitting.rating:.1f}"


def solving(sitting: Sitting, fares: Summary, today: date) -> Told:
    if not sitting.used_seconds:
        return None
    share = round(100 * sitting.issue_seconds / sitting.used_seconds)
    return "", f"{round(sitting.issue_seconds / 60)} of {round(sitting.used_seconds / 60)} min", f"{share} %"


def came_of_it(sitting: Sitting, fares: Summary, today: date) -> Told:
    if sitting.state != HELD or not (sitting.is_recorded or sitting.outputs):
        return None
    parts = [
        counted(sitting.decisions, "decision"),
        counted(sitting.commitments, "commitment"),
        counted(sitting.issues, "issue", " solved"),
    ]
    hours = f", in {sitting.person_hours:.1f} person-hours" if sitting.person_hours else ""
    words = ", ".join(filter(None, parts)) or "nothing decided, promised or solved"
    return "done" if sitting.outputs else "no_update", f"{words}{hours}", str(sitting.outputs)


def time_taken(sitting: Sitting, fares: Summary, today: date) -> Told:
    if sitting.state != HELD:
        return None
    length = sitting.length or health.planned_length(sitting)
    if not length:
        return None
    said = "" if sitting.length else ", as planned"
    people = f", {sitting.present} people" if sitting.present else ""
    return "", f"{round(length.total_seconds() / 60)} min{said}{people}"


TELL: dict[str, Callable[[Sitting, Summary, date], Told]] = {
    "adherence": as_planned,
    "punctuality": on_the_clock,
    "prepared": who_prepared,
    "rating": rated,
    "issues": solving,
    "outputs": came_of_it,
    "hours": time_taken,
}
