"""The issues on the table, one issue's page, and where a decision or a commitment came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q

from alignment.models import Objective
from decisions.models import Decision, DecisionCommitment
from organizations.listing import Asked, Named, Page, all_words, page_of
from organizations.models import Person, Team
from rhythm.models import Issue, IssueState, Meeting, MeetingOutput, MeetingSeries, MeetingState
from rhythm.reads.queue import on_list_of, with_votes
from rhythm.reads.scope import scope_of

SHOWS = {"open": "Queue", "parked": "Parked", "unstated": "Not stated", "mitigated": "Mitigated", "closed": "Solved", "all": "All"}
CONDITIONS = {
    "open": Q(state=IssueState.OPEN, parked_on=None),
    "parked": Q(parked_on__isnull=False) & ~Q(state=IssueState.CLOSED),
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
    votes: int = 0
    parked_on: date | None = None
    passed_from: Team | None = None
    came_back: bool = False


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
        votes=getattr(issue, "given", 0),
        parked_on=issue.parked_on,
        passed_from=issue.passed_from,
        came_back=issue.again_of_id is not None,
    )


@dataclass(frozen=True, slots=True)
class IssueFilter:
    """What the reader asked the list for."""

    show: str
    text: str
    team: Named
    owner: Named
    objective: Objective | None
    series: MeetingSeries | None
    page: int

    @property
    def is_narrow(self) -> bool:
        return bool(self.text or self.team or self.owner or self.objective or self.series)

    def conditions(self) -> Q:
        found = all_words(self.text, "title", "description") & self.team.narrow("team") & self.owner.narrow("owner")
        found &= on_list_of(scope_of(self.series)) if self.series else Q()
        return found & Q(objective=self.objective) if self.objective else found


def asked_issues(asked: Asked) -> IssueFilter:
    series_id = asked.number("series")
    return IssueFilter(
        show=asked.one_of("show", SHOWS),
        text=asked.text(),
        team=asked.named("team", Team),
        owner=asked.named("owner", Person),
        objective=asked.row("objective", Objective),
        series=MeetingSeries.objects.select_related("team").filter(pk=series_id).first() if series_id else None,
        page=asked.page,
    )


@dataclass(frozen=True, slots=True)
class IssueList:
    page: Page[IssueRow]
    show: str
    counts: dict[str, int]
    meeting: Meeting | None  # the next one of the series that the list is narrowed to


def issue_list(asked: IssueFilter, today: date, now: datetime) -> IssueList:
    """One page: the heaviest first, then the oldest; what is up for a meeting by its votes before that."""
    scope = Issue.objects.filter(asked.conditions())
    counts = scope.aggregate(**{name: Count("id", filter=condition) for name, condition in CONDITIONS.items()})
    show = asked.show or next(name for name in ("open", "unstated", "all") if counts[name] or name == "all")
    meeting = next_of(asked.series, now) if asked.series else None
    found = scope.filter(CONDITIONS[show])
    found = heaviest_first(with_votes(found, meeting) if meeting else found, *(["-given"] if meeting else []))
    return IssueList(page_of(found, asked.page, lambda issue: issue_row(issue, today)), show, counts, meeting)


def next_of(series: MeetingSeries, now: datetime) -> Meeting | None:
    """The meeting that votes are given for."""
    coming = Meeting.objects.filter(series=series, state=MeetingState.PLANNED, planned_at__gte=now)
    meeting: Meeting | None = coming.order_by("planned_at").first()
    return meeting


def heaviest_first(issues: Any, *first: str) -> Any:
    weight = (F("likelihood") * F("impact")).desc(nulls_last=True)
    return issues.select_related("owner", "team", "passed_from").order_by(*first, weight, F("raised_on").asc(nulls_last=True), "id")


@dataclass(frozen=True, slots=True)
class IssuePage:
    issue: Issue
    row: IssueRow
    again: list[Issue]  # what it came back as

    @property
    def is_closed(self) -> bool:
        return str(self.issue.state) == IssueState.CLOSED


def issue_page(pk: int, today: date) -> IssuePage | None:
    """One issue, and what it came back as since."""
    related = (
        "owner",
        "team",
        "objective__health",
        "decision",
        "dependency",
        "organization",
        "passed_from",
        "raised_by",
        "again_of",
    )
    issue = Issue.objects.select_related(*related).filter(pk=pk).first()
    if issue is None:
        return None
    return IssuePage(issue, issue_row(issue, today), list(Issue.objects.filter(again_of=issue).order_by("-raised_on", "-id")[:5]))


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
