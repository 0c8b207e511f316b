"""What came of a meeting, line by line, each with the record that it became and where that stands now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Prefetch

from accountability.days import day_where
from accountability.models import OPEN_STATES, Commitment, CommitmentState
from decisions.models import Decision, DecisionState
from organizations.models import Person
from organizations.verbs import day_of
from organizations.words import in_own_words
from rhythm.models import AgendaItem, Capture, CaptureChange, CaptureKind, Issue, IssueState, Meeting, MeetingOutput, MeetingState

OPEN_FOR = timedelta(days=3)  # for corrections
SHOWN_ISSUE = {
    IssueState.OPEN: ("unanswered", "still open"),
    IssueState.MITIGATED: ("paused", "mitigated since"),
    IssueState.CLOSED: ("done", "solved since"),
}
SHOWN_DECISION = {
    DecisionState.PROPOSED: ("unanswered", "waiting"),
    DecisionState.ACCEPTED: ("done", "stands"),
    DecisionState.REJECTED: ("ended", "rejected"),
    DecisionState.DEFERRED: ("paused", "put off since"),
    DecisionState.WITHDRAWN: ("ended", "withdrawn since"),
    DecisionState.SUPERSEDED: ("ended", "replaced since"),
}
ENDED = {CommitmentState.RESCOPED: "re-scoped since", CommitmentState.CANCELLED: "dropped since"}


@dataclass(frozen=True, slots=True)
class Came:
    """One line: its words, whose it is, what it became, and where that stands now."""

    kind: str
    words: str
    owner: Person | None = None
    due_on: date | None = None
    place: str = ""  # the URL name of what it became
    about: int = 0
    mark: str = ""
    now: str = ""  # still open, done since
    late: bool = False
    is_agreed: bool = True  # its owner has said yes
    capture: Capture | None = None
    by: Person | None = None
    on: date | None = None  # the day on which it was written
    item_id: int | None = None
    taken_back: str = ""  # why
    was: tuple[str, ...] = ()  # its words before, oldest first
    is_later: bool = False  # written after the meeting


def counted(number: int, noun: str, more: str = "") -> str:
    """2 decisions, in the organization's own words; nothing for none."""
    one, many = in_own_words(noun) or (noun, f"{noun}s")
    return f"{number} {one if number == 1 else many}{more}" if number else ""


def carried_words(carried: Sequence[AgendaItem], next_on: date | None) -> str:
    """2 issues carried to 24 August."""
    noun = "issue" if all(item.issue_id for item in carried) else "item"
    return counted(len(carried), noun, f" carried {f'to {next_on:%-d %B}' if next_on else 'over'}")


@dataclass(frozen=True, slots=True)
class Minutes:
    """The lines of a meeting by their kind, in the order in which they were said."""

    lines: Sequence[Came] = field(default_factory=list)

    def of(self, kind: str) -> list[Came]:
        return [line for line in self.lines if line.kind == kind and not line.taken_back]

    @property
    def lead(self) -> str:
        """2 decisions, 5 commitments; where there is neither, the issues that were raised."""
        came = [counted(len(self.decisions), "decision"), counted(len(self.commitments), "commitment")]
        said = [words for words in came if words] or [counted(len(self.issues), "issue")]
        return ", ".join(filter(None, said))

    @property
    def decisions(self) -> list[Came]:
        return self.of(CaptureKind.DECISION)

    @property
    def commitments(self) -> list[Came]:
        return self.of(CaptureKind.COMMITMENT)

    @property
    def issues(self) -> list[Came]:
        return self.of(CaptureKind.ISSUE)

    @property
    def wins(self) -> list[Came]:
        return self.of(CaptureKind.WIN)

    @property
    def headlines(self) -> list[Came]:
        return self.of(CaptureKind.HEADLINE)

    @property
    def notes(self) -> list[Came]:
        return self.of(CaptureKind.NOTE)

    @property
    def taken_back(self) -> list[Came]:
        return [line for line in self.lines if line.taken_back]


def minutes_of(meeting: Any, now: datetime) -> Minutes:
    """What was caught, and what came of it besides; three queries.

    What was withdrawn while the meeting ran was a slip of the hand, and is not shown; what was taken back afterwards is, with why.
    """
    related = ("meeting__organization", "by", "owner", "decision", "commitment__owner", "issue__owner")
    changes = Prefetch("changes", queryset=CaptureChange.objects.order_by("id"), to_attr="told")
    captures = list(Capture.objects.filter(meeting=meeting).select_related(*related).prefetch_related(changes).order_by("id"))
    outputs = MeetingOutput.objects.filter(meeting=meeting).select_related("decision", "commitment__owner").order_by("id")
    shown = [capture for capture in captures if capture.withdrawn_at is None or why_of(capture)]
    lines = [of_capture(capture, meeting, now) for capture in shown]
    decisions = {capture.decision_id for capture in captures}
    commitments = {capture.commitment_id for capture in captures}
    for output in outputs:
        if output.decision and output.decision_id not in decisions:
            lines.append(of_decision(output.decision))
        if output.commitment and output.commitment_id not in commitments:
            lines.append(of_commitment(output.commitment, day_where(output.commitment.owner, now, meeting.organization)))
    return Minutes(lines)


def is_open(meeting: Meeting, now: datetime) -> bool:
    """Whether its minutes may still be put right: on its day and the three after it."""
    organization = meeting.organization
    return meeting.state == MeetingState.HELD and day_of(now, organization) - day_of(ended(meeting), organization) <= OPEN_FOR


def ended(meeting: Meeting) -> datetime:
    at: datetime = meeting.ended_at or meeting.started_at or meeting.planned_at
    return at


def why_of(capture: Any) -> str:
    return next((change.reason for change in reversed(capture.told) if change.reason), "")


def of_capture(capture: Any, meeting: Meeting, now: datetime) -> Came:
    """A captured line; the day and the owner are those of what it became, which may have changed since."""
    became = {}
    if capture.decision:
        became = facts_of(of_decision(capture.decision))
    elif capture.commitment:
        became = facts_of(of_commitment(capture.commitment, day_where(capture.commitment.owner, now, meeting.organization)))
    elif capture.issue:
        became = facts_of(of_issue(capture.issue))
    return Came(
        kind=capture.kind,
        words=capture.text,
        is_agreed=capture.agreed_at is not None or capture.kind != CaptureKind.COMMITMENT,
        capture=capture,
        by=capture.by,
        on=day_of(capture.at, capture.meeting.organization),
        item_id=capture.item_id,
        taken_back=why_of(capture) if capture.withdrawn_at else "",
        was=tuple(change.was for change in capture.told if not change.reason),
        is_later=bool(meeting.ended_at and capture.at > meeting.ended_at),
        **({"owner": capture.owner, "due_on": capture.due_on} | became),
    )


def facts_of(line: Came) -> dict[str, Any]:
    facts = {name: getattr(line, name) for name in ("owner", "due_on", "place", "about", "mark", "now", "late")}
    return {name: value for name, value in facts.items() if value not in (None, "")}


def of_decision(decision: Decision) -> Came:
    mark, now = SHOWN_DECISION[DecisionState(decision.state)]
    return Came(kind=CaptureKind.DECISION, words=decision.title, place="decisions:decision", about=decision.pk, mark=mark, now=now)


def of_issue(issue: Issue) -> Came:
    mark, now = SHOWN_ISSUE.get(IssueState(issue.state), ("", "")) if issue.state else ("", "")
    return Came(
        kind=CaptureKind.ISSUE, words=issue.title, owner=issue.owner, place="rhythm:issue", about=issue.pk, mark=mark, now=now
    )


def of_commitment(commitment: Commitment, today: date) -> Came:
    """Done since, still open, or late; `today` is the day where its owner lives."""
    late = commitment.state in OPEN_STATES and commitment.due_on is not None and commitment.due_on < today
    if commitment.state == CommitmentState.DONE:
        mark, now = "done", "done since"
    elif commitment.state in ENDED:
        mark, now = "ended", ENDED[CommitmentState(commitment.state)]
    elif commitment.state in OPEN_STATES:
        mark, now = ("late", "late") if late else ("unanswered", "still open")
    else:
        mark, now = "", ""
    return Came(
        kind=CaptureKind.COMMITMENT,
        words=commitment.title,
        owner=commitment.owner,
        due_on=commitment.due_on,
        place="accountability:commitment",
        about=commitment.pk,
        mark=mark,
        now=now,
        late=late,
    )
