"""What we know about the things on an agenda, as lines of a mark, words and a figure: for all items at once, in a few statements.

A line is `{"mark", "words", "figure", "tone", "page", "id"}`: `tone` is off, risk or empty; page is the name of the address that
the line leads to with this id (empty for none). The room shows them, and the minutes keep them as they were.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, Q

from accountability.days import day_at
from accountability.models import OPEN_STATES, Commitment
from alignment.explain import how_long, link, sentence
from alignment.models import Dependency, ObjectiveHealth, Risk
from alignment.models.dependencies import OPEN_STATES as ASKED
from alignment.reads.dependencies import (
    DependencyRow,
    dependency_row,
    is_late,
    is_slipping,
    is_unanswered,
    with_sides,
)
from decisions.models import Blocker, Decision, DecisionCommitment, DecisionRole, DecisionState, HeldUp, Option, Part
from decisions.reads.blockers import BlockerRow, blocker_row
from decisions.reads.blockers import with_rows as with_blocker_rows
from decisions.reads.rows import DecisionRow, decision_row
from organizations.verbs import day_of
from organizations.words import own_words
from rhythm.models import AgendaItem, Issue
from rhythm.reads.candidates import first

Line = dict[str, Any]
MOST_LINES = 6
OBJECTIVE, DEPENDENCY, DECISION = "alignment.Objective", "alignment.Dependency", "decisions.Decision"
COMMITMENT, RISK, ISSUE = "accountability.Commitment", "alignment.Risk", "rhythm.Issue"
BLOCKER = "decisions.Blocker"
MARK_OF_CAUSE = {
    "due_passed": "off_track", "dependency_late": "late", "dependency_unanswered": "unanswered", "dependency_slipping": "at_risk",
    "behind_pace": "at_risk", "no_owner": "unanswered", "risk": "at_risk", "guard": "off_track", "on_pace": "on_track",
    "key_result": "at_risk", "stale": "no_update",
}  # fmt: skip
STANDING = {
    "late": "late", "unanswered": "not accepted", "talks": "not agreed", "slipping": "slips", "agreed": "agreed",
    "delivered": "delivered", "accepted": "done", "declined": "declined", "withdrawn": "withdrawn",
}  # fmt: skip
TONES = {"off_track": "off", "late": "off", "at_risk": "risk", "unanswered": "risk", "no_update": "risk"}


def line(mark: str, words: str, figure: str = "", about: tuple[str, int | None] = ("", None)) -> Line:
    return {"mark": mark, "words": words, "figure": figure, "tone": TONES.get(mark, ""), "page": about[0], "id": about[1]}


def known_of(items: Collection[AgendaItem], now: datetime, today: date | None = None) -> dict[int, list[Line]]:
    """The lines of each item by its id; one that is about nothing on record has none. Fourteen queries at most."""
    if not items:
        return {}
    known = Known.about(items, today or day_of(now, next(iter(items)).meeting.organization), now)
    return {item.pk: known.lines(item.about_type, item.about_id)[:MOST_LINES] for item in items}


@dataclass(slots=True)
class Known:
    """Every record that the items are about, and those beside them that say something."""

    today: date
    now: datetime
    health: dict[int, ObjectiveHealth]
    dependencies: dict[int, DependencyRow]
    decisions: dict[int, Any]
    commitments: dict[int, Any]
    risks: dict[int, Any]
    issues: dict[int, Any]
    hurting: dict[int, list[DependencyRow]]  # giving team -> what others wait for
    options: dict[int, int]
    blockers: dict[int, BlockerRow]
    came_from: dict[int, Any]  # commitment -> the decision that it follows from

    @classmethod
    def about(cls, items: Iterable[AgendaItem], today: date, now: datetime) -> Known:
        """From the particular to what it is about: issues, promises and risks first, objectives last."""
        ids: dict[str, set[int]] = defaultdict(set)
        for item in items:
            if item.about_id:
                ids[item.about_type].add(item.about_id)
        issues = by_id(Issue.objects.select_related("team", "dependency", "again_of"), ids[ISSUE])
        commitments = by_id(Commitment.objects.select_related("owner"), ids[COMMITMENT])
        risks = by_id(Risk.objects.select_related("owner"), ids[RISK])
        ids[DECISION] |= {one.decision_id for one in issues.values()}
        decisions = by_id(with_parts(Decision.objects), ids[DECISION])
        ids[DEPENDENCY] |= {one.dependency_id for one in issues.values()} | {one.dependency_id for one in risks.values()}
        dependencies = by_id(with_sides(Dependency.objects, today), ids[DEPENDENCY])
        stuck = by_id(with_blocker_rows(Blocker.objects.all()), ids[BLOCKER])
        for one in (*stuck.values(), *issues.values(), *commitments.values(), *risks.values(), *decisions.values()):
            ids[OBJECTIVE].add(one.objective_id)
        for need in dependencies.values():
            ids[OBJECTIVE].add(need.from_objective_id)
        return cls(
            today=today,
            now=now,
            health=healths(ids[OBJECTIVE]),
            dependencies={pk: dependency_row(row, today) for pk, row in dependencies.items()},
            decisions=decisions,
            commitments=commitments,
            risks=risks,
            issues=issues,
            hurting=hurting_of(issues.values(), today),
            options=options_of([pk for pk, one in decisions.items() if one.state == DecisionState.PROPOSED]),
            blockers={pk: blocker_row(one, today) for pk, one in stuck.items()},
            came_from=came_from(commitments),
        )

    def lines(self, about_type: str, about_id: int | None) -> list[Line]:
        say = SAY.get(about_type)
        return say(self, about_id) if say and about_id else []

    def of_objective(self, pk: int) -> list[Line]:
        """Its pace, then each cause: why it is what it is, or what speaks against what is said."""
        health = self.health.get(pk)
        if health is None:
            return []
        causes = [*health.contradictions, *health.causes] if health.is_contradicted else health.causes
        if health.progress is not None:  # its own line says how far it is against pace
            causes = [cause for cause in causes if cause["kind"] not in ("on_pace", "behind_pace")]
        said: dict[str, Line] = {}
        for cause in causes:
            words = sentence(cause)
            mark = cause.get("status") or cause.get("claim") or MARK_OF_CAUSE.get(cause["kind"], "")
            said.setdefault(words, line(mark, words[:1].upper() + words[1:], about=link(cause)))
        return [self.pace(pk, "Progress"), *said.values()] if health.progress is not None else list(said.values())

    def pace(self, pk: int, words: str) -> Line:
        """An objective in one line: its mark, and how far it is against what was expected by today."""
        health = self.health[pk]
        mark = "contradicted" if health.is_contradicted else health.status
        return line(mark, words, figure_of(health), ("alignment:objective", pk))

    def title_line(self, pk: int | None) -> list[Line]:
        return [self.pace(pk, self.health[pk].objective.title)] if pk in self.health and pk is not None else []

    def of_dependency(self, pk: int) -> list[Line]:
        row = self.dependencies.get(pk)
        if row is None:
            return []
        found = [need_line(row, f"{row.giver} for {row.taker}")]
        if row.expected_on and row.needed_by:
            found.append(line("at_risk", "What it waits for makes it later", f"expected {on_day(row.expected_on)}"))
        if row.needed_by and row.mark not in ("ended", "done"):
            promised = f", promised {on_day(row.promised_by)}" if row.promised_by else ", no day promised"
            found.append(line("", "Needed by", f"{on_day(row.needed_by)}{promised}"))
        if row.owner:
            found.append(line("", f"{row.owner.name} answers for it"))
        return found

    def of_decision(self, pk: int) -> list[Line]:
        decision = self.decisions.get(pk)
        if decision is None:
            return []
        row = decision_row(decision, self.today)
        found = [decision_line(row, "Asked" + (f" by {decision.asked_by.name}" if decision.asked_by else ""))]
        if row.is_waiting:
            found.append(line("", f"{row.decider.name} decides" if row.decider else "Nobody is named to decide"))
            found += [line("unanswered", f"{held} waits for it") for held in names_of(decision.held)]
            number = self.options.get(pk, 0)
            found += [line("", f"{number} options on the table" if number > 1 else "One option on the table")] if number else []
        elif row.promised:
            found.append(line("done", f"{own_words()['Commitments']} that follow", f"{row.kept} of {row.promised} kept"))
        return [*found, *self.title_line(decision.objective_id)]

    def of_blocker(self, pk: int) -> list[Line]:
        """How long, of what, who clears it and by when; the objective as it stands."""
        row = self.blockers.get(pk)
        if row is None:
            return []
        days = f"{row.days} working day{'' if row.days == 1 else 's'}" if row.days else "since today"
        found = [line(row.mark, f"{row.owner.name} clears it" if row.is_open else row.word, days)]
        if row.is_open and row.due_on:
            found.append(line("late" if row.is_late else "", "Promised" if row.is_promised else "Hoped for", on_day(row.due_on)))
        if row.is_of_objective:
            return [*found, *self.title_line(row.stuck.pk)]
        return [*found, line("", f"{own_words()['Commitment']}: {row.stuck}", about=("accountability:commitment", row.stuck.pk))]

    def of_commitment(self, pk: int) -> list[Line]:
        one = self.commitments.get(pk)
        if one is None:
            return []
        found = [line("", f"{one.owner.name} promised it" if one.owner else "Nobody owns it")]
        if one.due_on:
            late = (day_at(one.owner, self.now, self.today) - one.due_on).days if one.state in OPEN_STATES else 0
            found = [line("late" if late > 0 else "", found[0]["words"], due_words(one.due_on, late))]
        if one.original_due_on and one.original_due_on != one.due_on:
            found.append(line("", "First promised for", on_day(one.original_due_on)))
        if decision := self.came_from.get(pk):
            found.append(line("done", f"Follows from {decision.title}", about=("decisions:decision", decision.pk)))
        return [*found, *self.title_line(one.objective_id)]

    def of_risk(self, pk: int) -> list[Line]:
        one = self.risks.get(pk)
        if one is None:
            return []
        found = [line("", f"{one.owner.name} owns it") if one.owner else line("unanswered", "Nobody owns it")]
        if one.likelihood and one.impact:
            exposure = one.likelihood * one.impact
            found.append(line("at_risk" if exposure >= 8 else "", "Likelihood times impact", f"{exposure} of 25"))
        if one.mitigation:
            found.append(line("", one.mitigation[:200]))
        return [*found, *self.title_line(one.objective_id)]

    def of_issue(self, pk: int) -> list[Line]:
        """The request it came from and what else that team owes, the objective, the decision, and whether it was solved before."""
        one = self.issues.get(pk)
        if one is None:
            return []
        found: list[Line] = []
        if one.again_of:
            solved = f"solved {on_day(one.again_of.closed_on)}" if one.again_of.closed_on else ""
            found.append(line("at_risk", f"Came back: {one.again_of.title}", solved, ("rhythm:issue", one.again_of_id)))
        own = self.dependencies.get(one.dependency_id)
        rows = [own] if own else []
        if own and own.giver_team:
            rows += [row for row in self.hurting.get(own.giver_team.pk, []) if row.id != own.id]
        found += [need_line(row, f"{row.title}, for {row.taker}") for row in rows[:3]]
        found += self.title_line(one.objective_id)
        if decision := self.decisions.get(one.decision_id):
            found.append(decision_line(decision_row(decision, self.today), f"{own_words()['Decision']}: {decision.title}"))
        if one.description:
            found.append(line("", one.description[:200]))
        return found


SAY = {
    OBJECTIVE: Known.of_objective,
    DEPENDENCY: Known.of_dependency,
    DECISION: Known.of_decision,
    BLOCKER: Known.of_blocker,
    COMMITMENT: Known.of_commitment,
    RISK: Known.of_risk,
    ISSUE: Known.of_issue,
}


def by_id(rows: Any, ids: Collection[int | None]) -> dict[int, Any]:
    wanted = {pk for pk in ids if pk}
    return {row.pk: row for row in rows.filter(pk__in=wanted)} if wanted else {}


def with_parts(decisions: Any) -> Any:
    """What `decision_row` reads, with the names of the teams that wait."""
    deciding = DecisionRole.objects.filter(part__in=[Part.DECIDER, Part.APPROVER]).select_related("person")
    follow_ups = DecisionCommitment.objects.select_related("commitment")
    return decisions.select_related("team", "asked_by").prefetch_related(
        Prefetch("roles", queryset=deciding.order_by(first(Q(part=Part.DECIDER)), "position", "id"), to_attr="deciders"),
        Prefetch("holds_up", queryset=HeldUp.objects.select_related("team").order_by("team__name", "id"), to_attr="held"),
        Prefetch("commitment_links", queryset=follow_ups, to_attr="follow_ups"),
    )


def healths(ids: Collection[int | None]) -> dict[int, ObjectiveHealth]:
    wanted = {pk for pk in ids if pk}
    rows = ObjectiveHealth.objects.filter(objective_id__in=wanted).select_related("objective") if wanted else ()
    return {row.objective_id: row for row in rows}


def hurting_of(issues: Iterable[Any], today: date) -> dict[int, list[DependencyRow]]:
    """What hurts others of the teams that the issues' requests went to, the worst first."""
    teams = {one.dependency.to_team_id for one in issues if one.dependency and one.dependency.to_team_id}
    if not teams:
        return {}
    hurts = is_late(today) | is_unanswered() | is_slipping(today)
    found: dict[int, list[DependencyRow]] = defaultdict(list)
    for row in with_sides(Dependency.objects.filter(hurts, to_team__in=teams, state__in=ASKED), today)[:60]:
        found[row.to_team_id].append(dependency_row(row, today))
    return found


def options_of(ids: Collection[int]) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    for pk in Option.objects.filter(decision_id__in=ids).values_list("decision_id", flat=True) if ids else ():
        found[pk] += 1
    return found


def came_from(commitments: Collection[int]) -> dict[int, Any]:
    links = DecisionCommitment.objects.filter(commitment_id__in=list(commitments)).select_related("decision") if commitments else ()
    return {one.commitment_id: one.decision for one in links}


def names_of(held: Iterable[HeldUp]) -> list[str]:
    return list(dict.fromkeys(one.team.name for one in held))[:3]


def need_line(row: DependencyRow, words: str) -> Line:
    word = STANDING.get(row.words, row.words)
    figure = f"{how_long(row.days)}, {word}" if row.days else word
    return line(row.mark, words, figure, ("alignment:dependency", row.id))


def decision_line(row: DecisionRow, words: str) -> Line:
    figure = f"{how_long(row.waited)} open" if row.waited is not None else row.word.lower()
    return line(row.mark, words, figure, ("decisions:decision", row.id))


def figure_of(health: ObjectiveHealth) -> str:
    if health.progress is None or health.elapsed is None:
        return ""
    gap = round(health.progress * 100) - round(health.elapsed * 100)
    said = "on pace" if gap == 0 else f"{gap} ahead" if gap > 0 else f"{-gap} behind"
    return f"{round(health.progress * 100)}%, {said}"


def due_words(due_on: date, late: int) -> str:
    return f"{how_long(late)} past its day" if late > 0 else f"due {on_day(due_on)}"


def on_day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"


__all__ = ["Line", "known_of"]
