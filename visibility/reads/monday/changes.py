"""What changed since last Monday: health then and now, and what was decided or answered since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Q

from organizations.models import Cycle, Event
from organizations.statements import Statement
from organizations.tenancy import organization_in_hand

SHOWN_CHANGES = 6
STATUS_WORDS = {"paused": "on hold"}  # the others read as they are spelt
# Lines of the logbook that are news by themselves, with the arrow they get and what is said of them.
NEWS = {
    "decision.decided": ("decided", "decided"),
    "decision.recorded": ("decided", "decided"),
    "dependency.agreed": ("better", "accepted"),
    "dependency.accepted": ("better", "delivered"),
    "dependency.declined": ("worse", "declined"),
    "risk.raised": ("worse", "new risk"),
}


@dataclass(slots=True)
class Change:
    """One line: better, worse or decided; what it is about, and from what to what."""

    arrow: str  # better | worse | decided
    about_type: str  # the model's label
    about_id: int
    title: str
    words: str


@dataclass(slots=True)
class Changes:
    """The first few lines, and how many things got better and worse in all."""

    rows: list[Change]
    better: int
    worse: int
    total: int


# Health moved when the status changed, confidence moved, or progress moved by five points or more.
MOVED = """
WITH moved AS (
    SELECT o.id, o.title, s.status AS was, h.status AS is_now, s.confidence AS sure_was, h.confidence AS sure_now,
           round(s.progress * 100)::int AS done_was, round(h.progress * 100)::int AS done_now,
           array_position(%(order)s, s.status::text) - array_position(%(order)s, h.status::text) AS steps
    FROM alignment_objectivehealth h
    JOIN alignment_objective o ON o.id = h.objective_id
    JOIN intelligence_healthsnapshot s ON s.objective_id = h.objective_id AND s."on" = %(day)s
    WHERE h.organization_id = %(organization)s AND (%(cycle)s::bigint IS NULL OR o.cycle_id = %(cycle)s)
      AND (s.status <> h.status OR s.confidence <> h.confidence OR abs(s.progress - h.progress) >= 0.05)
), judged AS (
    SELECT *, CASE
        WHEN steps <> 0 THEN sign(steps)
        WHEN abs(coalesce(done_now - done_was, 0)) >= 5 THEN sign(done_now - done_was)
        ELSE sign(coalesce(sure_now - sure_was, 0)) END AS direction
    FROM moved
)
SELECT id, title, was, is_now, sure_was, sure_now, done_was, done_now, steps, direction, better, worse FROM (
    SELECT *, count(*) FILTER (WHERE direction > 0) OVER () AS better, count(*) FILTER (WHERE direction < 0) OVER () AS worse,
           row_number() OVER (
               PARTITION BY direction ORDER BY abs(coalesce(steps, 0)) DESC, abs(coalesce(done_now - done_was, 0)) DESC, id
           ) AS place
    FROM judged WHERE direction <> 0
) placed WHERE place <= 6 ORDER BY direction, place
"""
WORST_TO_BEST = ["off_track", "at_risk", "no_update", "paused", "on_track", "done"]


def changes_since(last_monday: date, cycle: Cycle | None) -> Changes:
    """Worse first, then better, then decided; three of each where there are more than fit."""
    moves, better, worse = moved_since(last_monday, cycle)
    news = news_since(last_monday)
    rows = (
        pick(moves, news, "worse", 2) + pick(moves, news, "better", 3) + pick(moves, news, "decided", 1)
    )  # the counts speak for the rest
    better += sum(change.arrow == "better" for change in news)
    worse += sum(change.arrow == "worse" for change in news)
    return Changes(rows[:SHOWN_CHANGES], better, worse, better + worse + sum(change.arrow == "decided" for change in news))


def pick(moves: list[Change], news: list[Change], arrow: str, count: int) -> list[Change]:
    return [change for change in moves + news if change.arrow == arrow][:count]


def moved_since(last_monday: date, cycle: Cycle | None) -> tuple[list[Change], int, int]:
    """Objectives whose stored health differs from last Monday's snapshot: up to twelve, and how many got better and worse."""
    values: dict[str, Any] = {
        "order": WORST_TO_BEST[::-1],
        "day": last_monday,
        "organization": organization_in_hand(),
        "cycle": cycle.pk if cycle else None,
    }
    with connection.cursor() as cursor:
        cursor.execute(MOVED, values)
        found = cursor.fetchall()
    changes = [
        Change("better" if row[9] > 0 else "worse", "alignment.Objective", row[0], row[1], words_of(Move(*row[2:9])))
        for row in found
    ]
    return (changes, found[0][10], found[0][11]) if found else ([], 0, 0)


class Move(NamedTuple):
    """An objective's status, confidence (per cent) and progress (per cent) then and now; `steps` up or down the statuses."""

    status_was: str
    status_now: str
    sure_was: int | None
    sure_now: int | None
    done_was: int | None
    done_now: int | None
    steps: int | None


def words_of(move: Move) -> str:
    """From what to what: at risk → off track, 52% → 61%, confidence 7 → 6."""
    if move.steps:
        return f"{status_words(move.status_was)} → {status_words(move.status_now)}"
    if move.done_was is not None and move.done_now is not None and abs(move.done_now - move.done_was) >= 5:
        return f"{move.done_was}% → {move.done_now}%"
    return f"confidence {(move.sure_was or 0) / 10:g} → {(move.sure_now or 0) / 10:g}"


def status_words(status: str) -> str:
    return STATUS_WORDS.get(status, status.replace("_", " "))


def news_since(last_monday: date) -> list[Change]:
    """Decisions made, requests answered, deliveries accepted: the newest twenty."""
    return [
        Change(
            NEWS[event.name][0],
            event.about_type,
            event.about_id,
            event.about_title,
            f"{NEWS[event.name][1]} {event.at:%a}" + (f" by {event.actor.name.split()[0]}" if event.actor else ""),
        )
        for event in NEWEST(last_monday)
    ]


def newest_since(last_monday: date) -> Any:
    """The lines of the logbook themselves, with who did it."""
    since = datetime.combine(last_monday, time.min, UTC)
    lines = Event.objects.filter(Q(at__gte=since), name__in=list(NEWS)).select_related("actor")
    return lines.only("name", "at", "about_type", "about_id", "about_title", "actor__name").order_by("-id")[:20]


NEWEST = Statement(newest_since)
