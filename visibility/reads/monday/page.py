"""The whole Monday view of one reader."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date, timedelta

from organizations.kept import kept
from organizations.models import Cycle, Person
from visibility.lead import Lead, write_lead
from visibility.reads.counts import KEPT_SECONDS, change_of
from visibility.reads.monday.changes import Change, Changes, changes_since
from visibility.reads.monday.needs import Need, Needs, needs_of
from visibility.reads.monday.objectives import ObjectiveLine, Trouble, company_objectives, in_trouble
from visibility.reads.monday.period import Period, current_cycle, period_of
from visibility.reads.monday.rhythm import Rhythm, rhythm_of
from visibility.reads.monday.waiting import DependencyLine, Waiting, WaitingDecision, dependencies_at_risk, waiting_decisions
from visibility.reads.monday.week import KeyDate, WeekMeeting, key_dates, meetings_of_week, seen_by

__all__ = ["Change", "DependencyLine", "KeyDate", "Monday", "Need", "ObjectiveLine", "Trouble", "WaitingDecision", "monday_view"]


@dataclass(slots=True)
class Company:
    """What is the same for every reader, on one day and in one state of the organization."""

    today: date
    last_monday: date
    cycle: Cycle | None
    period: Period | None
    objectives: list[ObjectiveLine]
    more_objectives: int
    trouble: list[Trouble]
    trouble_count: int
    priority_count: int
    decisions: Waiting[WaitingDecision]
    dependencies: Waiting[DependencyLine]
    contradicted: list[Trouble]
    contradicted_count: int
    changes: Changes
    rhythm: Rhythm
    week: list[KeyDate]
    meetings: list[WeekMeeting]

    @property
    def named(self) -> set[int]:
        """Ids of the people whose names stand in it: to themselves they are "You"."""
        owners = [line.owner for line in self.objectives] + [line.owner for line in (*self.trouble, *self.contradicted)]
        deciders = [decider for line in self.decisions.rows for decider in line.deciders]
        return {person.pk for person in (*owners, *deciders) if person}

    @property
    def is_empty(self) -> bool:
        """Nothing to show yet: the page says how to begin."""
        return not self.objectives and not self.decisions.rows and not self.dependencies.rows


@dataclass(slots=True)
class Monday(Company):
    """What `visibility/monday/show.html` shows, in the order of the page."""

    needs: Needs = field(default_factory=lambda: Needs([], 0))
    lead: Lead = field(default_factory=lambda: Lead([], ""))


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def monday_view(*, person: Person, today: date, own_day: date | None = None) -> Monday:
    """Everything on the page for this reader on this day; the number of queries is the same whatever the organization's size."""
    company = company_of(person, today)
    monday = Monday(
        **{part.name: getattr(company, part.name) for part in fields(Company)},
        needs=needs_of(person, today, seen_by(person, company.meetings, today), own_day),
    )
    monday.lead = write_lead(monday)
    return monday


def company_of(person: Person, today: date) -> Company:
    """The organization's part, worked out by the first reader after something happened and kept for all others."""
    key = f"company:{person.organization_id}:{today}:{change_of(person)}"
    company: Company | None = kept.get(key)
    if company is None:
        company = company_monday(today)
        kept.set(key, company, KEPT_SECONDS)
    return company


def company_monday(today: date) -> Company:
    """All sections but the reader's own, from stored figures."""
    last_monday = monday_of(today - timedelta(days=1))  # on a Monday: the one a week ago
    cycle = current_cycle(today)
    health = getattr(cycle, "health", None) if cycle else None
    objectives = company_objectives(cycle, last_monday=last_monday)
    meetings = meetings_of_week(today)
    trouble, greens = in_trouble(cycle, without=[line.pk for line in objectives], last_monday=last_monday, today=today)
    by_status: dict[str, int] = health.by_status if health else {}
    contradicted = health.contradicted_count if health else 0
    shown = [line.status for line in objectives if line.is_under_way]
    troubled = sum(by_status.get(status, 0) for status in ("off_track", "at_risk"))
    return Company(
        today=today,
        last_monday=last_monday,
        cycle=cycle,
        period=period_of(cycle, today),
        objectives=objectives,
        more_objectives=max(0, sum(objectives[0].of_all.values()) - len(objectives)) if objectives else 0,
        trouble=trouble,
        trouble_count=max(0, troubled - sum(status in ("off_track", "at_risk") for status in shown)),
        priority_count=max(0, (health.under_way_count if health else 0) - len(shown)),
        decisions=waiting_decisions(today),
        dependencies=dependencies_at_risk(today),
        contradicted=greens,
        contradicted_count=max(0, contradicted - sum(line.is_contradicted for line in objectives)),
        changes=changes_since(last_monday, cycle),
        rhythm=rhythm_of(monday_of(today)),
        week=key_dates(today, meetings, cycle),
        meetings=meetings,
    )
