"""Causes in words: each stored cause of a status becomes one short sentence, and the page that it leads to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from organizations.words import own_words

Cause = dict[str, Any]

STATUS_WORDS = {"on_track": "on track", "at_risk": "at risk", "off_track": "off track"}


def sentence(cause: Cause) -> str:
    """Why, in a few words that can follow "because" or stand alone: "Security has not answered SSO sign-off, 12 days"."""
    return SENTENCES[cause["kind"]](cause)


def link(cause: Cause) -> tuple[str, int]:
    """The name of the address that shows the evidence, and the id in it; what has no page of its own stands on its objective's."""
    if cause["type"] in {"dependency", "risk"}:
        return f"alignment:{cause['type']}", cause["id"]
    return "alignment:objective", cause["id"] if cause["type"] == "objective" else cause["objective"]


def how_long(days: int) -> str:
    """Days up to 14, then weeks, then months and years."""
    sizes = ((14, 1, "day"), (91, 7, "week"), (730, 30, "month"))
    number, noun = next(((days // size, noun) for limit, size, noun in sizes if days <= limit), (days // 365, "year"))
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def at_a_word(note: str, limit: int = 140) -> str:
    """A stored excerpt ends where it was cut; shown, it ends at a word."""
    return note if len(note) < limit else note[: note.rfind(" ")].rstrip(" ,;:.") + "…"


def points(number: int) -> str:
    return f"{number} point{'' if number == 1 else 's'}"


def reported(cause: Cause) -> str:
    note = at_a_word(cause.get("note", "").strip())
    said = f"{cause.get('who', 'the last check-in')} says it is {STATUS_WORDS[cause['claim']]}"
    return f"{said}: {' '.join(note.split())}" if note else said


def due_passed(cause: Cause) -> str:
    return f"due date passed {how_long(cause['days'])} ago"


def behind_pace(cause: Cause) -> str:
    return f"{points(cause['points'])} behind pace"


def on_pace(cause: Cause) -> str:
    gap = cause["points"]
    return "on pace" if gap == 0 else f"{points(gap)} ahead of pace" if gap > 0 else f"on pace, {points(-gap)} behind"


def children(cause: Cause) -> str:
    """What it is carried by, in counts: 3 of 5 objectives below it are off track, 1 at risk."""
    by_status, count = cause["by_status"], cause["count"]
    off, risk = by_status.get("off_track", 0), by_status.get("at_risk", 0)
    if off:
        return f"{of_those_below(off, count)} off track" + (f", {risk} at risk" if risk else "")
    if risk:
        return f"{of_those_below(risk, count)} at risk"
    good, done = by_status.get("on_track", 0), by_status.get("done", 0)
    return f"{of_those_below(good + done, count)} on track{' or done' if done else ''}"


def of_those_below(number: int, count: int) -> str:
    noun = own_words()["objective" if count == 1 else "objectives"]
    return f"{number} of {count} {noun} below it {'is' if number == 1 else 'are'}"


def child(cause: Cause) -> str:
    return f"{cause['title']} is {STATUS_WORDS[cause['status']]}"


def key_result(cause: Cause) -> str:
    problem, title = cause["problem"], cause["title"]
    if problem == "late":
        return f"{title} is {how_long(cause['days'])} past its due date"
    if problem == "flat":
        return f"{title} has not moved for {how_long(cause['days'])}"
    if problem == "behind":
        return f"{title} is {points(cause['points'])} behind pace"
    side = "below" if cause["measure"] == "threshold_above" else "above"
    return f"{title} is at {cause['current']:g}, {side} {cause['target']:g}"


def dependency_unanswered(cause: Cause) -> str:
    what = f" {cause['title']}" if "title" in cause else ""
    since = f", {how_long(cause['days'])}" if "days" in cause else ""
    return f"{cause['team']} has not answered{what}{since}"


def dependency_late(cause: Cause) -> str:
    what = cause.get("title", "what was asked")
    return f"{cause['team']} has not delivered {what}, {how_long(cause['days'])} late"


def dependency_slipping(cause: Cause) -> str:
    """Before its day has come: what it waits for, step by step to the first cause."""
    what, way = (
        cause.get("title", "what was asked"),
        " ← ".join(f"{step['title']} ({step['team']})" for step in cause.get("path") or []),
    )
    because = f", since it waits for {way}" if way else ""
    return f"{what} from {cause['team']} comes {how_long(cause['days'])} late{because}"


def guard(cause: Cause) -> str:
    side = "below" if cause["bound"] == "at_least" else "above"
    return f"{cause['title']} is at {cause['value']:g}, {side} its guard of {cause['limit']:g}"


def stale(cause: Cause) -> str:
    return f"no {own_words()['check_in']} for {how_long(cause['days'])}" if "days" in cause else "nobody has checked in yet"


def no_owner(cause: Cause) -> str:
    return "nobody owns it"


def risk(cause: Cause) -> str:
    return f"open risk: {cause['title']}"


SENTENCES: dict[str, Callable[[Cause], str]] = {
    "reported": reported,
    "due_passed": due_passed,
    "behind_pace": behind_pace,
    "on_pace": on_pace,
    "children": children,
    "child": child,
    "key_result": key_result,
    "dependency_unanswered": dependency_unanswered,
    "dependency_late": dependency_late,
    "dependency_slipping": dependency_slipping,
    "guard": guard,
    "stale": stale,
    "no_owner": no_owner,
    "risk": risk,
}
