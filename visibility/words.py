"""Numbers and days as people say them; the same on screen, in mail and in the lead sentence."""

from __future__ import annotations

from datetime import date

from organizations.words import in_own_words

NUMBER_WORDS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip


def in_words(number: int) -> str:
    """Numbers up to twelve as words: 4 -> "four", 22 -> "22"."""
    return NUMBER_WORDS[number] if 0 <= number < len(NUMBER_WORDS) else f"{number:,}"


def count_of(number: int, noun: str) -> str:
    """3, "team" -> "3 teams"; a plural of its own follows a comma: "person,people"."""
    return f"{number:,} {one_or_many(number, noun)}"


def one_or_many(number: int, noun: str) -> str:
    """The noun for that many, as the organization in hand calls it: 2, "open priority" -> "open rocks"."""
    singular, _, plural = noun.partition(",")
    one, many = in_own_words(singular) or (singular, plural or plural_of(singular))
    return one if number == 1 else many


def plural_of(noun: str) -> str:
    return noun[:-1] + "ies" if noun.endswith("y") and noun[-2:-1] not in "aeiou" else noun + "s"


def as_days(days: int | None) -> str:
    """Days up to 14, then weeks, then months and years: 9 -> "9 days", 21 -> "3 weeks"."""
    if days is None:
        return ""
    days = max(0, days)
    for limit, size, noun in ((14, 1, "day"), (91, 7, "week"), (730, 30, "month")):
        if days <= limit:
            return count_of(days // size, noun)
    return count_of(days // 365, "year")


def percent(share: float | None) -> int | None:
    """A share of 0 to 1 as whole per cent; unknown stays unknown."""
    return None if share is None else max(0, min(100, round(share * 100)))


def as_points(points: int | None) -> str:
    """A difference in points: 9 -> "+9", -3 -> "−3", 0 -> "±0"; unknown is empty."""
    if points is None:
        return ""
    return f"+{points}" if points > 0 else f"−{-points}" if points < 0 else "±0"


def as_when(day: date | None, today: date | None = None) -> str:
    """Fri 21 Aug; with the year when it is not today's."""
    if day is None:
        return ""
    text = f"{day:%a} {day.day} {day:%b}"
    return text if today is None or day.year == today.year else f"{text} {day.year}"


def shorten(text: str, limit: int = 60) -> str:
    """At most `limit` characters, cut at a word."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    return (cut[: cut.rfind(" ")] if " " in cut[limit // 2 :] else cut).rstrip(" ,;:.") + "…"
