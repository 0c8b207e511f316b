"""The sentence on top of My work: how much waits, and who waits for it; written from rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from visibility.reads.owed.kinds import Owed
from visibility.words import as_when, count_of, in_words


def lead_of(count: int, due: Sequence[Owed]) -> str:
    """You have four things today, one of them holds up three teams."""
    things = f"You have {in_words(count)} {'thing' if count == 1 else 'things'} today"
    harm = worst_of(count, due)
    return f"{things}{f', {harm}' if harm else ''}."


def worst_of(count: int, due: Sequence[Owed]) -> str:
    """What is worst about it: teams held up, else requests without an answer, else promises past their day."""
    of_them = "it" if count == 1 else "one of them"
    holding = max((row.held for row in due if row.kind == "decision"), default=0)
    if holding > 1:
        return f"{of_them} holds up {in_words(holding)} teams"
    asked = sum(row.kind in {"dependency", "offer", "asked", "countered"} for row in due)
    if asked:
        return f"{in_words(asked)} {'request waits' if asked == 1 else 'requests wait'} for your answer"
    late = sum(row.kind == "commitment" and row.days > 0 for row in due)
    if late:
        return f"{in_words(late)} {'is' if late == 1 else 'are'} past the day you promised"
    return ""


def empty_lead(next_due_on: date | None, today: date) -> str:
    """Nothing waits on you. Your next check-in is due on Monday."""
    if next_due_on is None:
        return "Nothing waits on you."
    return f"Nothing waits on you. Your next check-in is due {on_day(next_due_on, today)}."


def on_day(day: date, today: date) -> str:
    """Within a week by its name, else with its date."""
    if day == today + timedelta(days=1):
        return "tomorrow"
    return f"on {day:%A}" if today < day < today + timedelta(days=7) else f"on {as_when(day, today)}"


def away_lead(until: date, today: date, delegate: str) -> str:
    """You are away until Friday; Ruth stands in for you."""
    back = "today" if until == today else on_day(until, today).removeprefix("on ")
    stands_in = f"{delegate} stands in for your check-ins" if delegate else "nothing is asked of you until then"
    return f"You are away until {back}; {stands_in}."


def stands_in_for(names: Sequence[str]) -> str:
    """Whose check-ins are the reader's today."""
    shown = list(names[:3])
    more = [count_of(len(names) - 3, "other")] if len(names) > 3 else []
    all_of = [*shown, *more]
    return all_of[0] if len(all_of) == 1 else f"{', '.join(all_of[:-1])} and {all_of[-1]}"
