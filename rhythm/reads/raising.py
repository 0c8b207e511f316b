"""Where an issue is raised from: the row that it is about, the meeting that it is for, and what the form begins with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from alignment.models import Dependency, Objective
from alignment.reads.dependencies import sentence_of
from decisions.models import Decision
from organizations.listing import Asked
from organizations.models import Person, Team
from rhythm.models import Meeting
from rhythm.reads.agenda import meeting_of


@dataclass(frozen=True, slots=True)
class Raising:
    """What the form knows before anything is written."""

    objective: Objective | None = None
    decision: Decision | None = None
    dependency: Dependency | None = None
    meeting: Meeting | None = None
    team: Team | None = None

    @property
    def row(self) -> tuple[str, int, str] | None:
        """The URL name, number and title of the row that it is about."""
        if self.objective:
            return "alignment:objective", self.objective.pk, self.objective.title
        if self.dependency:
            return "alignment:dependency", self.dependency.pk, self.dependency.title or sentence_of(self.dependency)
        if self.decision:
            return "decisions:decision", self.decision.pk, self.decision.title
        return None

    @property
    def first_words(self) -> dict[str, Any]:
        return {"team": self.team}


def raising_of(asked: Asked, reader: Person) -> Raising:
    """`?objective=12`, `?dependency=3`, `?decision=4`, `?team=5`, `?meeting=6`; what is not there counts as not said."""
    sides = ("from_team", "to_team", "from_objective", "to_objective")
    objective = row_of(Objective.objects.select_related("team"), asked.number("objective"))
    decision = row_of(Decision.objects.select_related("team"), asked.number("decision"))
    dependency = row_of(Dependency.objects.select_related(*sides), asked.number("dependency"))
    number = asked.number("meeting")
    meeting = meeting_of(number, reader) if number else None
    team = row_of(Team.objects, asked.number("team"))
    if meeting is not None:
        team = team or meeting.series.team
    elif objective or decision or dependency:
        team = team or (objective or decision).team if objective or decision else team or dependency.from_team
    return Raising(objective, decision, dependency, meeting, team)


def row_of(rows: Any, pk: int | None) -> Any:
    return rows.filter(pk=pk).first() if pk else None
