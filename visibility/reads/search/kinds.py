"""What the search looks into: for each kind of thing its words, whose it is, and whether it is over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from accountability.models import OPEN_STATES as OPEN_COMMITMENTS
from accountability.models import Commitment, CommitmentState, Seat
from alignment.models import Dependency, KeyResult, Objective, StrategyLine
from alignment.models.dependencies import OPEN_STATES as OPEN_DEPENDENCIES
from alignment.models.dependencies import DependencyState
from alignment.models.objectives import KeyResultState, ObjectiveState
from alignment.models.strategy import Section
from alignment.reads.rows import OPEN_STATES as OPEN_OBJECTIVES
from decisions.models import Blocker, BlockerState, Decision, DecisionState
from intelligence.models import Lesson, LessonCategory
from organizations.models import Person, Team
from organizations.models.people import PersonStatus
from organizations.models.teams import TeamStatus
from rhythm.models import Issue, IssueState, MeetingSeries


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that can be found."""

    name: str  # in the address, and of the address of the list
    word: str  # a heading: a form of the organization's words, or plain
    icon: str
    model: Any
    texts: tuple[str, ...]  # the first is the title; the words of all of them are stored with the row
    address: str
    is_open: Q
    team: str = ""  # the path to its team, if it has one
    cycle: str = ""
    state: str = ""  # the field that says where it stands
    states: dict[str, str] = field(default_factory=dict)
    leads_to: str = "pk"  # whose page it is shown on; empty: one page for all
    who: str = "team__name"  # the line below its title

    @property
    def told(self) -> list[str]:
        """The texts that an excerpt is taken from: what people wrote beside the title, and no names."""
        return [text for text in self.texts[1:] if text not in {"key", "handle", "email"}]

    def within(self, teams: Q, cycle: Any, life: str) -> Q | None:
        """The condition of the facets; None when nothing of this kind can meet it."""
        if (teams and not self.team) or (cycle and not self.cycle):
            return None
        condition = prefixed(teams, self.team) if teams else Q()
        if cycle:
            condition &= Q(**{self.cycle: cycle})
        return condition & {"open": self.is_open, "ended": ~self.is_open}.get(life, Q())


def prefixed(teams: Q, path: str) -> Q:
    """A condition on teams, as one on rows that lead to a team; `|` parts the paths of a row with two."""
    condition = Q()
    for each in path.split("|"):
        condition |= Q(*[(f"{each}__{name}", value) for name, value in teams.children])  # type: ignore[misc]
    return condition


def unended(field_name: str, states: Iterable[str]) -> Q:
    return Q(**{f"{field_name}__in": list(states)})


def labels(choices: Any) -> dict[str, str]:
    return {str(value): str(label) for value, label in choices.choices}


ALWAYS = Q(pk__gt=0)  # of what never ends

KINDS = (
    Kind(
        "objectives", "Objectives", "obj", Objective, ("title", "description", "done_means"), "alignment:objective",
        unended("state", OPEN_OBJECTIVES), "team", "cycle", "state", labels(ObjectiveState),
    ),
    Kind(
        "key-results", "Key results", "score", KeyResult, ("title",), "alignment:objective",
        unended("state", ["", KeyResultState.OPEN]), "objective__team", "cycle", "state", labels(KeyResultState),
        leads_to="objective_id", who="objective__title",
    ),
    Kind(
        "decisions", "Decisions", "dec", Decision, ("title", "context", "outcome"), "decisions:decision",
        unended("state", [DecisionState.PROPOSED]), "team", "objective__cycle", "state", labels(DecisionState),
    ),
    Kind(
        "dependencies", "Dependencies", "dep", Dependency, ("title", "deliverable", "description"), "alignment:dependency",
        unended("state", OPEN_DEPENDENCIES), "from_team|to_team", "from_objective__cycle", "state", labels(DependencyState),
        who="to_team__name",
    ),
    Kind(
        "commitments", "Commitments", "my", Commitment, ("title", "description"), "accountability:commitment",
        unended("state", OPEN_COMMITMENTS), "team", "objective__cycle", "state", labels(CommitmentState), who="owner__name",
    ),
    Kind(
        "blockers", "Blockers", "risk", Blocker, ("title", "clears_when", "ending"), "decisions:blocker",
        Q(state=BlockerState.OPEN), "objective__team|commitment__team", "objective__cycle", "state",
        {BlockerState.CLEARED: "Cleared", BlockerState.WITHDRAWN: "Withdrawn"}, who="owner__name",
    ),
    Kind(
        "seats", "Seats", "chart", Seat, ("title", "outcomes", "rights"), "accountability:seat", Q(closed_on=None), "team",
        state="is_critical", states={"true": "critical"},
    ),
    Kind("meetings", "Meetings", "meet", MeetingSeries, ("title", "description"), "rhythm:series", ALWAYS, "team"),
    Kind(
        "issues", "Issues", "risk", Issue, ("title", "description", "mitigation"), "rhythm:issue",
        unended("state", ["", IssueState.OPEN]), "team", "objective__cycle", "state", labels(IssueState),
    ),
    Kind(
        "lessons", "Lessons", "lesson", Lesson, ("title", "description", "recommendation"), "intelligence:lesson",
        ALWAYS, "team", "objective__cycle", "category", labels(LessonCategory),
    ),
    Kind(
        "people", "People", "person", Person, ("name", "handle", "email", "title"), "visibility:person",
        ~Q(status=PersonStatus.INACTIVE), "memberships__team", "", "status", {"inactive": "Inactive"}, who="title",
    ),
    Kind(
        "teams", "Teams", "team", Team, ("name", "key", "description"), "visibility:team",
        ~Q(status=TeamStatus.ARCHIVED), "parent", "", "status", {"archived": "Archived"}, who="kind",
    ),
    Kind(
        "strategy", "Strategy", "mon", StrategyLine, ("text",), "alignment:strategy",
        Q(ended_in=None), "", "", "section", labels(Section), "", who="",
    ),
)  # fmt: skip
BY_NAME = {kind.name: kind for kind in KINDS}
