"""An organization of any size, for what must hold at every size: the same shape, `times` as many of everything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from accountability.models import Commitment
from alignment.models import (
    CheckIn,
    Dependency,
    DependencyContact,
    KeyResult,
    Objective,
    ObjectiveContributor,
    ObjectiveLink,
    Risk,
)
from alignment.rollup import refresh_organization
from decisions.models import Decision, DecisionCommitment, DecisionRisk, DecisionRole, DecisionTeam, HeldUp, Option, Supersession
from intelligence.models import Lesson
from organizations.models import Cycle, Event, Membership, Organization, Person, Team
from rhythm.models import Issue, Meeting, MeetingOutput, MeetingSeries, TeamWeek
from tests.cast import MONDAY, NOW, new_quarter

LONG = "What it is about, with a [link](https://example.org), a list:\n\n- one\n- two\n\nand a table:\n\n|a|b|\n|-|-|\n|1|2|\n" * 8


@dataclass
class Crowd:
    """The rows that the pages of one thing are opened for; each has as many of everything around it as its size allows."""

    cycle: Any
    team: Any
    person: Any
    objective: Any
    dependency: Any
    risk: Any
    commitment: Any
    decision: Any
    series: Any
    issue: Any
    lesson: Any


def build_crowd(organization: Organization, times: int = 1) -> Crowd:
    """Four teams, four people and four of the rest for each time, half of them around the first of each kind."""
    count = 4 * times
    first = organization.pk

    def many(model: Any, how_many: int, make: Any) -> list[Any]:
        rows = [model(organization_id=first, **make(i)) for i in range(how_many)]
        created: list[Any] = model.objects.bulk_create(rows, batch_size=1000)
        return created

    def near(rows: list[Any], i: int) -> Any:
        return rows[0] if i % 2 == 0 else rows[i % len(rows)]

    cycle = new_quarter()
    many(
        Cycle,
        times,
        lambda i: {
            "key": f"old-{i}",
            "name": f"Cycle {i}",
            "starts_on": MONDAY - timedelta(days=400 + i),
            "ends_on": MONDAY - timedelta(days=300),
            "parent": cycle,
        },
    )
    people = many(Person, count, lambda i: {"key": f"person-{i}", "name": f"Person {i:05}", "title": "Engineer"})
    root = many(Team, 1, lambda i: {"key": "all", "name": "All of us", "description": LONG[:4000]})[0]
    teams = [
        *many(
            Team,
            count,
            lambda i: {"key": f"team-{i}", "name": f"Team {i:05}", "kind": "team", "parent": root, "description": LONG[:4000]},
        )
    ]
    many(Team, count, lambda i: {"key": f"sub-{i}", "name": f"Sub {i:05}", "kind": "working-group", "parent": near(teams, i)})
    many(
        Membership,
        count,
        lambda i: {"team": teams[0], "person": people[i], "role": "lead" if i < 3 else "member", "title": "Chair"},
    )
    many(Membership, count - 1, lambda i: {"team": teams[i + 1], "person": people[0], "role": "lead"})
    many(Membership, count, lambda i: {"team": teams[i], "person": people[i], "role": "advisor"})
    defaults = {"cycle": cycle, "state": "active", "due_on": cycle.ends_on, "description": LONG[:4000]}
    objective = many(
        Objective, 1, lambda i: {**defaults, "key": "top", "title": "Twelve utilities live", "team": teams[0], "owner": people[0]}
    )[0]
    others = many(
        Objective,
        count,
        lambda i: {
            **defaults,
            "key": f"child-{i}",
            "title": f"Priority {i}",
            "parent": objective if i % 2 else None,
            "team": near(teams, i),
            "owner": near(people, i),
        },
    )
    many(Objective, count, lambda i: {**defaults, "key": f"leaf-{i}", "title": f"Leaf {i}", "parent": others[i], "team": teams[i]})
    many(ObjectiveContributor, count, lambda i: {"objective": objective, "person": people[i]})
    many(ObjectiveLink, count, lambda i: {"objective": others[i], "contributes_to": objective, "because": "It helps"})
    measures = many(
        KeyResult,
        count,
        lambda i: {
            "key": f"kr-{i}",
            "objective": objective,
            "title": f"Measure {i}",
            "kind": "metric",
            "start_value": 0,
            "target_value": 12,
            "current_value": 4,
            "state": "open",
            "owner": people[i],
        },
    )
    many(
        CheckIn,
        count,
        lambda i: {
            "key": f"ci-{i}",
            "objective": objective,
            "key_result": measures[0],
            "at": NOW - timedelta(days=i % 49),
            "author": people[i],
            "claim": "at_risk",
            "value": 4,
            "confidence": 60,
            "note": LONG[:4000],
        },
    )
    dependencies = many(
        Dependency,
        count,
        lambda i: {
            "key": f"dep-{i}",
            "title": f"Need {i}",
            "from_team": teams[(i + 1) % count] if i % 2 else teams[0],
            "from_objective": objective if i % 2 == 0 else others[i],
            "to_team": teams[0] if i % 2 else teams[(i + 1) % count],
            "to_objective": others[i] if i % 2 == 0 else objective,
            "kind": "work",
            "state": "requested" if i % 3 else "agreed",
            "requested_on": MONDAY - timedelta(days=i % 30),
            "needed_by": MONDAY + timedelta(days=i % 9 - 4),
            "asked_by": people[i],
        },
    )
    many(DependencyContact, count, lambda i: {"dependency": dependencies[0], "person": people[i], "position": i})
    many(DependencyContact, count - 1, lambda i: {"dependency": dependencies[i + 1], "person": people[i]})
    risks = many(
        Risk,
        count,
        lambda i: {
            "key": f"risk-{i}",
            "title": f"Risk {i}",
            "state": "open",
            "likelihood": i % 5 + 1,
            "impact": 3,
            "owner": people[i],
            "team": teams[i],
            "objective": objective,
            "description": LONG[:4000],
        },
    )
    promised = many(
        Commitment,
        count,
        lambda i: {
            "key": f"com-{i}",
            "title": f"Promise {i}",
            "state": "open",
            "due_on": MONDAY + timedelta(days=i % 20 - 10),
            "owner": near(people, i),
            "team": near(teams, i),
            "objective": objective,
        },
    )
    Commitment.objects.filter(pk__in=[row.pk for row in promised[1::2]]).update(successor=promised[0])
    decisions = many(
        Decision,
        count,
        lambda i: {
            "key": f"dec-{i}",
            "title": f"Decision {i}",
            "state": "proposed" if i % 2 == 0 else "accepted",
            "team": near(teams, i),
            "objective": objective,
            "proposed_on": MONDAY - timedelta(days=i % 40),
            "decided_on": MONDAY if i % 2 else None,
            "asked_by": people[i],
            "context": LONG[:4000],
            "outcome": LONG[:4000],
        },
    )
    many(DecisionRole, count, lambda i: {"decision": decisions[i], "person": near(people, i), "part": "decider"})
    many(DecisionRole, count, lambda i: {"decision": decisions[0], "person": people[i], "part": "contributor"})
    many(Option, count, lambda i: {"decision": decisions[0], "position": i, "text": f"Option {i}"})
    many(DecisionTeam, count, lambda i: {"decision": decisions[0], "team": teams[i]})
    many(HeldUp, count, lambda i: {"decision": decisions[0], "team": teams[i], "objective": objective})
    many(HeldUp, count - 1, lambda i: {"decision": decisions[i + 1], "team": teams[i]})
    many(DecisionCommitment, count, lambda i: {"decision": decisions[0], "commitment": promised[i]})
    many(DecisionRisk, count, lambda i: {"decision": decisions[0], "risk": risks[i]})
    many(Supersession, count - 1, lambda i: {"decision": decisions[0], "superseded": decisions[i + 1]})
    series = many(
        MeetingSeries,
        count,
        lambda i: {
            "key": f"series-{i}",
            "title": f"Meeting {i}",
            "team": near(teams, i),
            "start_on": MONDAY - timedelta(days=60),
            "start_time": time(9, i % 60),
            "duration_minutes": 60,
            "timezone": "Europe/Lisbon",
            "rrule": "FREQ=WEEKLY;BYDAY=MO",
            "organizer": people[i],
            "description": LONG[:4000],
        },
    )
    meetings = many(
        Meeting,
        count,
        lambda i: {"series": series[0], "planned_at": NOW - timedelta(days=7 * i + 1), "state": "held", "rating": 8.0},
    )
    half = count // 2
    many(MeetingOutput, half, lambda i: {"series": series[0], "meeting": meetings[i], "decision": decisions[i]})
    many(MeetingOutput, half, lambda i: {"series": series[0], "meeting": meetings[i], "commitment": promised[i]})
    many(
        TeamWeek,
        7,
        lambda i: {
            "team": teams[0],
            "week_of": MONDAY - timedelta(weeks=i + 1),
            "meeting": "held",
            "check_ins_due": 3,
            "check_ins_in": 3,
        },
    )
    issues = many(
        Issue,
        count,
        lambda i: {
            "key": f"issue-{i}",
            "title": f"Issue {i}",
            "state": "open",
            "team": near(teams, i),
            "owner": people[i],
            "objective": objective,
            "decision": decisions[0],
            "raised_on": MONDAY - timedelta(days=i % 30),
            "description": LONG[:4000],
        },
    )
    lessons = many(
        Lesson,
        count,
        lambda i: {
            "key": f"lesson-{i}",
            "title": f"Lesson {i}",
            "team": near(teams, i),
            "author": people[i],
            "objective": objective,
            "on": MONDAY,
            "description": LONG[:4000],
            "recommendation": "Ask earlier",
            "category": "insight",
        },
    )
    many(
        Event,
        count,
        lambda i: {
            "name": "objective.closed",
            "actor": people[i],
            "at": datetime(2026, 8, 1, tzinfo=UTC) + timedelta(hours=i),
            "about_type": "alignment.Objective",
            "about_id": objective.pk,
            "about_title": objective.title,
            "reacted_at": NOW,
        },
    )
    refresh_organization(organization_id=first, today=MONDAY)
    return Crowd(
        cycle,
        teams[0],
        people[0],
        objective,
        dependencies[0],
        risks[0],
        promised[0],
        decisions[0],
        series[0],
        issues[0],
        lessons[0],
    )
