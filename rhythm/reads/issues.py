"""The issues on the table, one issue's page, and where a decision or a commitment came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q

from alignment.models import Objective
from decisions.models import Decision, DecisionCommitment
from organizations.listing import Asked, Named, Page, all_words, page_of
from organizations.models import Person, Team
from rhythm.models import Issue, IssueState, MeetingOutput

SHOWS = {"open": "Open", "unstated": "Not stated", "mitigated": "Mitigated", "closed": "Solved", "all": "All"}
CONDITIONS = {
    "open": Q(state=IssueState.OPEN),
    "unstated": Q(state=""),
    "mitigated": Q(state=IssueState.MITIGATED),
    "closed": Q(state=IssueState.CLOSED),
    "all": Q(pk__gt=0),
}


@dataclass(frozen=True, slots=True)
class IssueRow:
    """A line of the list."""

    id: int
    title: str
    owner: Person | None
    team: Team | None
    mark: str
    state: str
    raised_on: date | None
    open_days: int | None


def issue_row(issue: Issue, today: date) -> IssueRow:
    is_open = issue.state == IssueState.OPEN
    return IssueRow(
        id=issue.pk,
        title=issue.title,
        owner=issue.owner,
        team=issue.team,
        mark="done" if issue.state == IssueState.CLOSED else "paused" if issue.state == IssueState.MITIGATED else "unanswered",
        state="Solved" if issue.state == IssueState.CLOSED else issue.get_state_display() or "Not stated",
        raised_on=issue.raised_on,
        open_days=(today - issue.raised_on).days if is_open and issue.raised_on else None,
    )


@dataclass(frozen=True, slots=True)
class IssueFilter:
    """What the reader asked the list for."""

    show: str
    text: str
    team: Named
    owner: Named
    objective: Objective | None
    page: int

    @property
    def is_narrow(self) -> bool:
        return bool(self.text or self.team or self.owner or self.objective)

    def conditions(self) -> Q:
        found = all_words(self.text, "title", "description") & self.team.narrow("team") & self.owner.narrow("owner")
        return found & Q(objective=self.objective) if self.objective else found


def asked_issues(asked: Asked) -> IssueFilter:
    objective_id = asked.number("objective")
    return IssueFilter(
        show=asked.one_of("show", SHOWS),
        text=asked.text(),
        team=asked.named("team", Team),
        owner=asked.named("owner", Person),
        objective=Objective.objects.filter(pk=objective_id).first() if objective_id else None,
        page=asked.page,
    )


@dataclass(frozen=True, slots=True)
class IssueList:
    page: Page[IssueRow]
    show: str
    counts: dict[str, int]


def issue_list(asked: IssueFilter, today: date) -> IssueList:
    """One page: the heaviest first, then the oldest."""
    scope = Issue.objects.filter(asked.conditions())
    counts = scope.aggregate(**{name: Count("id", filter=condition) for name, condition in CONDITIONS.items()})
    show = asked.show or next(name for name in ("open", "unstated", "all") if counts[name] or name == "all")
    found = heaviest_first(scope.filter(CONDITIONS[show]))
    return IssueList(page_of(found, asked.page, lambda issue: issue_row(issue, today)), show, counts)


def heaviest_first(issues: Any) -> Any:
    weight = (F("likelihood") * F("impact")).desc(nulls_last=True)
    return issues.select_related("owner", "team").order_by(weight, F("raised_on").asc(nulls_last=True), "id")


@dataclass(frozen=True, slots=True)
class IssuePage:
    issue: Issue
    row: IssueRow


def issue_page(pk: int, today: date) -> IssuePage | None:
    """One issue."""
    related = ("owner", "team", "objective__health", "decision", "organization")
    issue = Issue.objects.select_related(*related).filter(pk=pk).first()
    return IssuePage(issue, issue_row(issue, today)) if issue else None


def issues_of(condition: Q, today: date, *, most: int = 5) -> Page[IssueRow]:
    """The issues about one thing, the heaviest first."""
    return page_of(heaviest_first(Issue.objects.filter(condition)), 1, lambda issue: issue_row(issue, today), size=most)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a decision or a commitment came from: the meeting, and the decision that a commitment follows from."""

    output: MeetingOutput | None
    decision: Decision | None = None


def origin_of_decision(decision_id: int) -> Origin:
    return Origin(MeetingOutput.objects.filter(decision_id=decision_id).select_related("series", "meeting").first())


def origin_of_commitment(commitment_id: int) -> Origin:
    link = DecisionCommitment.objects.filter(commitment_id=commitment_id).select_related("decision").first()
    output = MeetingOutput.objects.filter(commitment_id=commitment_id).select_related("series", "meeting").first()
    return Origin(output, link.decision if link else None)
