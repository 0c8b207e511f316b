"""Where the things on an agenda stand now, beside what was known of them then; a query for each kind of thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from accountability.days import day_at
from accountability.models import Commitment
from alignment.models import Dependency, ObjectiveHealth
from alignment.reads.dependencies import dependency_row, with_sides
from decisions.models import Blocker, Decision
from decisions.reads.blockers import blocker_row, with_rows
from rhythm.models import AgendaItem, Issue
from rhythm.reads.minutes import of_commitment, of_decision, of_issue

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Standing:
    """A mark with its words: at risk, 61 %."""

    mark: str
    words: str
    place: str
    figure: str = ""  # 61%

    def is_other_than(self, known: list[dict[str, Any]]) -> bool:
        """Whether what was known says something else: another mark, or another figure."""
        marks = {line.get("mark") for line in known}
        figures = " ".join(str(line.get("figure", "")) for line in known)
        return bool(known) and (self.mark not in marks or self.figure not in figures)


def standings(items: Iterable[AgendaItem], today: date, now: datetime) -> dict[Key, Standing]:
    """How each thing stands today; what is about nothing on record, or about something of which nothing is known, is left out."""
    ids: dict[str, set[int]] = defaultdict(set)
    for item in items:
        if item.about_id:
            ids[item.about_type].add(item.about_id)
    found: dict[Key, Standing] = {}
    for label, pks in ids.items():
        if label in READ:
            found |= {(label, pk): standing for pk, standing in READ[label](pks, today, now)}
    return found


def objectives(pks: Collection[int], today: date, now: datetime) -> Iterable[tuple[int, Standing]]:
    for health in ObjectiveHealth.objects.filter(objective__in=pks):
        mark = "contradicted" if health.is_contradicted else health.status
        words = "reported on track, evidence disagrees" if health.is_contradicted else str(health.get_status_display()).lower()
        share = f"{round(health.progress * 100)}%" if health.progress is not None else ""
        yield health.objective_id, Standing(mark, words or "not under way", "alignment:objective", share)


def dependencies(pks: Collection[int], today: date, now: datetime) -> Iterable[tuple[int, Standing]]:
    said = {"unanswered": "not accepted", "talks": "not agreed", "slipping": "slips"}
    for row in with_sides(Dependency.objects.filter(pk__in=pks), today):
        line = dependency_row(row, today)
        yield row.pk, Standing(line.mark, said.get(line.words, line.words), "alignment:dependency")


def decisions(pks: Collection[int], today: date, now: datetime) -> Iterable[tuple[int, Standing]]:
    for row in Decision.objects.filter(pk__in=pks):
        line = of_decision(row)
        yield row.pk, Standing(line.mark, "decided" if line.now == "stands" else line.now, line.place)


def blockers(pks: Collection[int], today: date, now: datetime) -> Iterable[tuple[int, Standing]]:
    for row in with_rows(Blocker.objects.filter(pk__in=pks)):
        line = blocker_row(row, today)
        said = f"stuck {line.days} working day{'' if line.days == 1 else 's'}" if line.is_open else line.word.lower()
        yield row.pk, Standing(line.mark, said, "decisions:blocker")


def commitments(pks: Collection[int], today: date, now: datetime) -> Iterable[tuple[int, Standing]]:
    for row in Commitment.objects.filter(pk__in=pks).select_related("owner"):
        line = of_commitment(row, day_at(row.owner, now, today))
        yield row.pk, Standing(line.mark, line.now, line.place)


def issues(pks: Collection[int], today: date, now: datetime) -> Iterable[tuple[int, Standing]]:
    for row in Issue.objects.filter(pk__in=pks).select_related("owner"):
        line = of_issue(row)
        yield row.pk, Standing(line.mark, line.now, line.place)


Reading = Callable[[Collection[int], date, datetime], Iterable[tuple[int, Standing]]]
READ: dict[str, Reading] = {
    "alignment.Objective": objectives,
    "alignment.Dependency": dependencies,
    "decisions.Decision": decisions,
    "decisions.Blocker": blockers,
    "accountability.Commitment": commitments,
    "rhythm.Issue": issues,
}


def known_lines(known: Any) -> list[dict[str, Any]]:
    """What was kept as known, whatever its shape: a list of lines (mark, words, figure), or a part's with its lines in it."""
    lines = known.get("lines", []) if isinstance(known, dict) else known
    return [line for line in lines if isinstance(line, dict) and line.get("words")] if isinstance(lines, list) else []
