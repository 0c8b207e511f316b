"""The sentence that a pre-read opens with, built from rules: what is off, what is to be decided, what is on the list; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from organizations.words import MANY, own_words

OFF = ("off_track", "no_update", "at_risk")
WAITS = ("dependency_refused", "dependency_late", "dependency_unanswered", "dependency_slipping")
STUCK = ("blocker_late", "blocker_open")
DECIDE = ("decision_overdue", "decision_waiting")


def lead_sentence(rules: Iterable[str], *, on_track: int = 0, off_goal: int = 0) -> str:
    """At most four findings, the gravest first; a calm week is said to be one."""
    count, words = Counter(rules), own_words()

    def said(number: int, noun: str, one: str, many: str) -> str:
        called = words[noun] if number == 1 else words[MANY[noun]]
        return f"{number} {called} {one if number == 1 else many}"

    off, waits, stuck, decide = (sum(count[rule] for rule in group) for group in (OFF, WAITS, STUCK, DECIDE))
    greens, broken, issues = (count[rule] for rule in ("contradicted_green", "commitment_broken", "issue"))
    off_words = f"{off} {'is' if off == 1 else 'are'} not on track"
    findings = [
        (greens, said(greens, "objective", "says", "say") + " on track against the evidence"),
        (off, off_words if greens else said(off, "objective", "is", "are") + " not on track"),
        (waits, said(waits, "dependency", "is", "are") + " late or not agreed"),
        (stuck, f"{stuck} thing{' is' if stuck == 1 else 's are'} stuck"),
        (decide, said(decide, "decision", "waits", "wait")),
        (broken, said(broken, "commitment", "is past its day", "are past their day")),
        (issues, said(issues, "issue", "is up", "are up")),
        (off_goal, f"{off_goal} number{' is' if off_goal == 1 else 's are'} off goal"),
    ]
    found = [sentence for number, sentence in findings if number][:4]
    if not found:
        return "A calm week: nothing is off, and nothing waits." if on_track else "Nothing is on record that needs this group."
    joined = found[0] if len(found) == 1 else f"{', '.join(found[:-1])} and {found[-1]}"
    return f"{joined}."
