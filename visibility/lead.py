"""The lead sentence: what is true, what moved, what waits, in at most about two dozen words, written from rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from organizations.words import own_words
from visibility.words import as_days, in_words, one_or_many, shorten

if TYPE_CHECKING:
    from visibility.reads.monday.page import Monday


@dataclass(slots=True)
class Segment:
    """A stretch of the sentence; with an anchor it links to its evidence on the page."""

    text: str
    anchor: str = ""


@dataclass(slots=True)
class Lead:
    """The sentence in segments; `plain` is the same as one text, for titles and mail."""

    segments: list[Segment]
    plain: str


def write_lead(monday: Monday) -> Lead:
    """Share on pace; the worst mover by name; the one thing held up most."""
    if not monday.objectives:
        segments = [Segment(opening_without_objectives(monday))]
    else:
        segments = [Segment(share_on_pace(monday)), *worst_and_waiting(monday)]
    return Lead(segments, "".join(segment.text for segment in segments))


def opening_without_objectives(monday: Monday) -> str:
    if monday.cycle is None:
        return "Nothing is planned here yet."
    return f"{monday.cycle.name} has no {own_words()['objectives']} under way."


def share_on_pace(monday: Monday) -> str:
    """Three of five objectives are on pace."""
    of_all = monday.objectives[0].of_all
    total, good, unknown = sum(of_all.values()), good_of(of_all), of_all.get("no_update", 0)
    over = monday.period.over_days if monday.period else 0
    opening = f"{monday.period.name} ended {as_days(over)} ago. " if monday.period and over else ""
    if unknown == total:
        return f"{opening}None of {count_of_words(total, 'objective')} has a recent update."
    if good == total:
        noun = one_or_many(total, "objective")
        return f"{opening}{f'Your one {noun} is' if total == 1 else f'All {in_words(total)} {noun} are'} on pace"
    share = in_words(good).capitalize() if good else "None"
    return f"{opening}{share} of {count_of_words(total, 'objective')} {'is' if good <= 1 else 'are'} on pace."


def good_of(of_all: dict[str, int]) -> int:
    return of_all.get("on_track", 0) + of_all.get("done", 0)


def count_of_words(number: int, noun: str) -> str:
    return f"{in_words(number)} {one_or_many(number, noun)}"


def worst_and_waiting(monday: Monday) -> list[Segment]:
    worst = worst_mover(monday)
    waiting = held_up(monday)
    of_all = monday.objectives[0].of_all
    is_calm = good_of(of_all) == sum(of_all.values())
    if is_calm:
        ending = waiting or [Segment(" and nothing waits." if monday.needs else " and nothing waits on you.")]
        return [Segment(", and "), *waiting, Segment(".")] if waiting else ending
    parts: list[Segment] = []
    if worst:
        parts += [Segment(" "), *worst]
    if waiting:
        parts += [Segment(", and " if worst else " "), *waiting]
    return [*parts, Segment(".")] if parts else []


def worst_mover(monday: Monday) -> list[Segment]:
    """The objective that is off track and furthest behind; at risk when none is off."""
    for status, word in (("off_track", "is off track"), ("at_risk", "is at risk")):
        lines = [line for line in monday.objectives if line.status == status]
        if not lines:
            continue
        line = min(lines, key=lambda each: (each.points if each.points is not None else 0, each.pk))
        has_slipped = status == "off_track" and line.delta is not None and line.delta <= 0
        return [Segment(shorten(line.title, 48), f"o{line.pk}"), Segment(" slipped again" if has_slipped else f" {word}")]
    return []


def held_up(monday: Monday) -> list[Segment]:
    """What holds up most: decisions with the teams that wait for them, else dependencies."""
    decisions, teams = monday.decisions.count, monday.decisions.further
    if decisions:
        verb = "is" if decisions == 1 else "are"
        after = f" {verb} holding up {count_of_words(teams, 'team')}" if teams else f" {'waits' if decisions == 1 else 'wait'}"
        return [Segment(count_of_words(decisions, "decision"), "decisions"), Segment(after)]
    if monday.dependencies.count:
        count = monday.dependencies.count
        text = f"{count_of_words(count, 'dependency')} {'is' if count == 1 else 'are'}"
        return [Segment(text, "dependencies"), Segment(" late or unanswered")]
    return []
