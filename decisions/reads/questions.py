"""A finding as a question: its sides as rows, and words to start from, which the asker makes their own."""

from __future__ import annotations

from dataclasses import dataclass

from alignment.models import Objective
from alignment.reads.findings import Finding, find

LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True)
class Sides:
    """A finding with the objectives at its ends."""

    finding: Finding
    objective: Objective
    other: Objective | None


def sides_of(key: str) -> Sides | None:
    """The finding of that key, if it still stands."""
    finding = find(key)
    if finding is None or not finding.may_settle:
        return None
    ids = [side.id for side in finding.sides]
    rows = {row.pk: row for row in Objective.objects.filter(pk__in=ids).select_related("team", "owner", "organization")}
    return Sides(finding, rows[ids[0]], rows[ids[-1]] if len(ids) > 1 else None)


def first_words(sides: Sides) -> dict[str, str]:
    """The question, what there is to know and what can be chosen."""
    finding = sides.finding
    first, last = (short(finding.sides[place].title) for place in (0, -1))
    about = short(finding.about)
    questions = {
        "opposite": f"Which way for “{about}”: “{first}” or “{last}”?",
        "claim": f"Who moves “{about}”: “{first}” or “{last}”?",
        "twin": f"One or two: “{first}” and “{last}”?",
        "orphan": f"What is “{first}” for?",
        "childless": f"Who carries “{first}”?",
        "people": f"Where is {about} needed first?",
    }
    options = [f"“{short(side.title)}” goes first" for side in finding.sides] if len(finding.sides) > 1 else []
    options += {"opposite": ["Both stand, with a line that neither crosses"], "twin": ["They become one"]}.get(finding.kind, [])
    return {
        "question": questions[finding.kind][:250],
        "context": "\n".join(f"- {said}" for said in facts(finding)),
        "options": "\n".join(options),
    }


def facts(finding: Finding) -> list[str]:
    """A line a side: what it is, whose, and what it wants."""
    lines = []
    for side in finding.sides:
        whose = ", ".join(part for part in (side.team, side.owner) if part)
        wants = f": {finding.about} {side.claim}" if side.claim else ""
        lines.append(f"“{side.title}”{f' ({whose})' if whose else ''}{wants}")
    return [*lines, finding.says] if finding.says else lines


def short(text: str) -> str:
    return text if len(text) <= LONGEST_TITLE else text[: LONGEST_TITLE - 1] + "…"
