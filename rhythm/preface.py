"""The sentence that a pre-read opens with, built from rules: what is off, what is to be decided, what is on the list; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from organizations.words import own_words

OFF = ("off_track", "no_update", "at_risk")
WAITS = ("dependency_refused", "dependency_late", "dependency_unanswered", "dependency_slipping")
DECIDE = ("decision_overdue", "decision_waiting")


def lead_sentence(rules: Iterable[str], *, on_track: int = 0, off_goal: int = 0) -> str:
    """At most four findings, the gravest first; a calm week is said to be one."""
    count, words = Counter(rules), own_words()

    def noun(number: int, name: str, many: str) -> str:
        return f"{number} {words[name] if number == 1 else words[many]}"

    off, waits, decide = (sum(count[rule] for rule in group) for group in (OFF, WAITS, DECIDE))
    greens, broken, issues = (count[rule] for rule in ("contradicted_green", "commitment_broken", "issue"))
    said = [
        (greens, noun(greens, "objective", "objectives") + " said to be on track against the evidence"),
        (off, noun(off, "objective", "objectives") + " not on track"),
        (waits, noun(waits, "dependency", "dependencies") + " late or not agreed"),
        (decide, noun(decide, "decision", "decisions") + " to make"),
        (broken, noun(broken, "commitment", "commitments") + f" past {'its' if broken == 1 else 'their'} day"),
        (issues, noun(issues, "issue", "issues") + " on the list"),
        (off_goal, f"{off_goal} number{'' if off_goal == 1 else 's'} off goal"),
    ]
    found = [words for number, words in said if number][:4]
    if not found:
        return "A calm week: nothing is off, and nothing waits." if on_track else "Nothing is on record that needs this group."
    joined = found[0] if len(found) == 1 else f"{', '.join(found[:-1])} and {found[-1]}"
    return f"{joined}."
