"""An organization of any size, for what must hold at every size: the same shape, `times` as many of everything."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.db import connection

from accountability.models import Commitment
from alignment import models as alignment
from alignment.rollup import refresh_organization
from decisions import models as decisions
from intelligence.models import Lesson
from organizations.models import Cycle, Event, Membership, Organization, Person, Team
from rhythm import models as rhythm
from tests.cast import MONDAY, NOW, new_quarter

LONG = ("What it is about, with a [link](https://example.org) and a table:\n\n- one\n- two\n\n|a|b|\n|-|-|\n|1|2|\n" * 40)[:4000]
Make = Callable[[int], dict[str, Any]]


def row(**fields: Any) -> dict[str, Any]:
    return fields


def ago(days: int) -> Any:
    return MONDAY - timedelta(days=days)


def count_rows_of(*models: Any) -> None:
    """So that queries are planned as in a database that grew: rows of this moment are unknown to it, and it expects a handful."""
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"ANALYZE {model._meta.db_table}")


class Crowd:
    """Four of everything for each time, half of them around the first of its kind: that one's page is the fullest there is."""

    def __init__(self, organization: Organization, times: int = 1) -> None:
        self.organization, self.times, self.count = organization, times, 4 * times
        self.made: set[Any] = set()
        self.who()
        self.where_we_go()
        self.what_carries_it()
        self.what_is_promised()
        self.what_is_chosen()
        self.what_a_choice_draws_in()
        self.what_is_stuck()
        self.when_we_meet()
        self.what_happened()
        refresh_organization(organization_id=organization.pk, today=MONDAY)
        if times > 1:
            count_rows_of(*self.made)

    def many(self, model: Any, make: Make, count: int | None = None) -> list[Any]:
        rows = [model(organization_id=self.organization.pk, **make(i)) for i in range(self.count if count is None else count)]
        self.made.add(model)
        created: list[Any] = model.objects.bulk_create(rows, batch_size=1000)
        return created

    def near(self, rows: list[Any], i: int) -> Any:
        """The first for every other one, so that much is around it."""
        return rows[0] if i % 2 == 0 else rows[i % len(rows)]

    def who(self) -> None:
        self.cycle = new_quarter()
        old = row(starts_on=ago(400), ends_on=ago(300), parent=self.cycle)
        self.many(Cycle, lambda i: row(key=f"old-{i}", name=f"Cycle {i}", **old), self.times)
        self.people = self.many(Person, lambda i: row(key=f"person-{i}", name=f"Person {i:05}", title="Engineer"))
        root = self.many(Team, lambda i: row(key="all", name="All of us"), 1)[0]
        self.teams = self.many(
            Team, lambda i: row(key=f"team-{i}", name=f"Team {i:05}", kind="team", parent=root, description=LONG)
        )
        self.many(Team, lambda i: row(key=f"sub-{i}", name=f"Sub {i:05}", parent=self.near(self.teams, i)))
        first, everybody = self.teams[0], self.people
        self.many(Membership, lambda i: row(team=first, person=everybody[i], role="lead" if i < 3 else "member", title="Chair"))
        self.many(Membership, lambda i: row(team=self.teams[i + 1], person=everybody[0], role="lead"), self.count - 1)
        self.many(Membership, lambda i: row(team=self.teams[i], person=everybody[i], role="advisor"))
        self.team, self.person = first, everybody[0]

    def where_we_go(self) -> None:
        usual = row(cycle=self.cycle, state="active", due_on=self.cycle.ends_on, description=LONG)
        top = row(key="top", title="Twelve utilities live", team=self.team, owner=self.person, **usual)
        self.objective = self.many(alignment.Objective, lambda i: top, 1)[0]
        self.others = self.many(
            alignment.Objective,
            lambda i: row(
                key=f"child-{i}", title=f"Priority {i}", parent=self.objective if i % 2 else None, **self.belongs(i), **usual
            ),
        )
        self.many(alignment.Objective, lambda i: row(key=f"leaf-{i}", title=f"Leaf {i}", parent=self.others[i], **usual))
        self.many(alignment.ObjectiveContributor, lambda i: row(objective=self.objective, person=self.people[i]))
        self.many(
            alignment.ObjectiveLink, lambda i: row(objective=self.others[i], contributes_to=self.objective, because="It helps")
        )

    def belongs(self, i: int) -> dict[str, Any]:
        return row(team=self.near(self.teams, i), owner=self.near(self.people, i))

    def what_carries_it(self) -> None:
        values = row(kind="metric", start_value=0, target_value=12, current_value=4, state="open", objective=self.objective)
        measures = self.many(
            alignment.KeyResult, lambda i: row(key=f"kr-{i}", title=f"Measure {i}", owner=self.people[i], **values)
        )
        report = row(objective=self.objective, key_result=measures[0], claim="at_risk", value=4, confidence=60, note=LONG)
        self.many(alignment.CheckIn, lambda i: row(key=f"ci-{i}", at=NOW - timedelta(days=i % 49), author=self.people[i], **report))
        needs = self.many(alignment.Dependency, lambda i: row(key=f"dep-{i}", title=f"Need {i}", kind="work", **self.sides(i)))
        self.many(alignment.DependencyContact, lambda i: row(dependency=needs[0], person=self.people[i], position=i))
        risky = row(state="open", impact=3, objective=self.objective, description=LONG)
        self.risks = self.many(
            alignment.Risk, lambda i: row(key=f"risk-{i}", title=f"Risk {i}", likelihood=i % 5 + 1, **self.belongs(i), **risky)
        )
        self.dependency, self.risk = needs[0], self.risks[0]

    def sides(self, i: int) -> dict[str, Any]:
        """Half of them are needed by the first team, half are needed of it; a third are answered."""
        here = row(team=self.team, objective=self.objective)
        there = row(team=self.teams[(i + 1) % self.count], objective=self.others[i])
        giver, taker = (here, there) if i % 2 else (there, here)
        ends = row(
            from_team=taker["team"], from_objective=taker["objective"], to_team=giver["team"], to_objective=giver["objective"]
        )
        if i % 4 == 2:
            ends["to_objective"] = None  # then whoever leads the team is asked
        days = row(requested_on=ago(i % 30), needed_by=ago(4 - i % 9))
        return row(state="requested" if i % 3 else "agreed", asked_by=self.people[i], **ends, **days)

    def what_is_promised(self) -> None:
        usual = row(state="open", objective=self.objective)
        promised = self.many(
            Commitment, lambda i: row(key=f"com-{i}", title=f"Promise {i}", due_on=ago(10 - i % 20), **self.belongs(i), **usual)
        )
        Commitment.objects.filter(pk__in=[one.pk for one in promised[1::2]]).update(successor=promised[0])
        self.promised, self.commitment = promised, promised[0]

    def what_is_chosen(self) -> None:
        usual = row(objective=self.objective, context=LONG, outcome=LONG)
        self.choices = self.many(
            decisions.Decision,
            lambda i: row(
                key=f"dec-{i}",
                title=f"Decision {i}",
                state="accepted" if i % 2 else "proposed",
                team=self.near(self.teams, i),
                proposed_on=ago(i % 40),
                decided_on=MONDAY if i % 2 else None,
                asked_by=self.people[i],
                **usual,
            ),
        )
        self.decision = self.choices[0]

    def what_a_choice_draws_in(self) -> None:
        first, rest = row(decision=self.decision), self.count - 1
        self.many(decisions.DecisionRole, lambda i: row(decision=self.choices[i], person=self.near(self.people, i), part="decider"))
        self.many(decisions.DecisionRole, lambda i: row(person=self.people[i], part="contributor", **first))
        self.many(decisions.Option, lambda i: row(position=i, text=f"Option {i}", **first))
        self.many(decisions.DecisionTeam, lambda i: row(team=self.teams[i], **first))
        self.many(decisions.HeldUp, lambda i: row(team=self.teams[i], objective=self.objective, **first))
        self.many(decisions.HeldUp, lambda i: row(decision=self.choices[i + 1], team=self.teams[i]), rest)
        self.many(decisions.DecisionCommitment, lambda i: row(commitment=self.promised[i], **first))
        self.many(decisions.DecisionRisk, lambda i: row(risk=self.risks[i], **first))
        self.many(decisions.Supersession, lambda i: row(superseded=self.choices[i + 1], **first), rest)

    def what_is_stuck(self) -> None:
        """Half of it is the first objective; a third waits on the first decision, and one in five is past its day."""
        usual = row(kind="team", raised_at=NOW - timedelta(days=40), clears_when=LONG[:1000], objective=self.objective)
        stuck = self.many(
            decisions.Blocker,
            lambda i: row(
                key=f"blocker-{i}",
                title=f"Blocker {i}",
                owner=self.near(self.people, i),
                raised_by=self.people[i],
                decision=None if i % 3 else self.decision,
                hoped_on=None if i % 5 else ago(3),
                **usual | row(objective=self.objective if i % 2 == 0 else self.others[i]),
            ),
        )
        self.many(decisions.BlockerSpan, lambda i: row(blocker=stuck[i], since_on=ago(i % 40)))
        self.blocker = stuck[0]

    def when_we_meet(self) -> None:
        weekly = row(
            rrule="FREQ=WEEKLY;BYDAY=MO", start_on=ago(60), duration_minutes=60, timezone="Europe/Lisbon", description=LONG
        )
        self.all_series = self.many(
            rhythm.MeetingSeries,
            lambda i: row(
                key=f"series-{i}", title=f"Meeting {i}", team=self.near(self.teams, i), start_time=time(9, i % 60), **weekly
            ),
        )
        self.series, half = self.all_series[0], self.count // 2
        held = row(series=self.series, state="held", rating=8.0)
        met = self.many(rhythm.Meeting, lambda i: row(planned_at=NOW - timedelta(days=7 * i + 1), **held))
        turn = row(series=self.series)
        self.many(rhythm.RotaTurn, lambda i: row(person=self.people[i], position=i, **turn), min(8, self.count))
        coming = row(series=self.series, facilitator=self.people[0])
        self.many(rhythm.Meeting, lambda i: row(planned_at=NOW + timedelta(days=7 * i, hours=1), **coming), 3)
        self.many(rhythm.MeetingOutput, lambda i: row(series=self.series, meeting=met[i], decision=self.choices[i]), half)
        self.many(rhythm.MeetingOutput, lambda i: row(series=self.series, meeting=met[i], commitment=self.promised[i]), half)
        week = row(team=self.team, meeting="held", check_ins_due=3, check_ins_in=3)
        self.many(rhythm.TeamWeek, lambda i: row(week_of=MONDAY - timedelta(weeks=i + 1), **week), 7)

    def what_happened(self) -> None:
        about = row(objective=self.objective, description=LONG)
        raised = row(state="open", decision=self.decision, **about)
        self.issue, *_ = self.many(
            rhythm.Issue, lambda i: row(key=f"issue-{i}", title=f"Issue {i}", raised_on=ago(i % 30), **self.belongs(i), **raised)
        )
        learnt = row(on=MONDAY, recommendation="Ask earlier", category="insight", **about)
        self.lesson, *_ = self.many(
            Lesson,
            lambda i: row(key=f"lesson-{i}", title=f"Lesson {i}", team=self.near(self.teams, i), author=self.people[i], **learnt),
        )
        line = row(name="objective.closed", about_type="alignment.Objective", about_id=self.objective.pk, reacted_at=NOW)
        since = datetime(2026, 8, 1, tzinfo=UTC)
        self.many(Event, lambda i: row(actor=self.people[i], at=since + timedelta(hours=i), about_title="Twelve", **line))
