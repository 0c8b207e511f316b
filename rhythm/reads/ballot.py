"""The ballot: the issues that are up for a meeting, by votes, with those of the reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from organizations.models import Person
from organizations.policy import may_write
from rhythm.models import Issue, IssueVote, Meeting, MeetingState
from rhythm.reads.queue import VOTES, is_past_triage, on_list_of, queue_of
from rhythm.reads.scope import Scope, scope_of

MOST = 25


@dataclass(frozen=True, slots=True)
class BallotLine:
    """An issue with all votes, and the choices that the reader has for it: how many, whether chosen, whether still to be had."""

    issue: Issue
    days: int | None
    votes: int
    mine: int
    choices: list[tuple[int, bool, bool]]


@dataclass(frozen=True, slots=True)
class Ballot:
    """The lines by votes, how many of the reader's votes are left, and whether they may vote now."""

    lines: list[BallotLine]
    left: int
    may_vote: bool
    has_more: bool


def ballot_of(meeting: Meeting, reader: Person, today: date, scope: Scope | None = None) -> Ballot:
    """Six queries at most; two less where the scope is known."""
    scope = scope or scope_of(meeting.series)
    rows = list(queue_of(meeting, on_list_of(scope)).select_related("owner", "raised_by")[: MOST + 1])
    mine = dict(IssueVote.objects.filter(meeting=meeting, person=reader).values_list("issue_id", "votes"))
    left = VOTES - sum(mine.values())
    is_over = meeting.state in (MeetingState.HELD, MeetingState.SKIPPED)
    lines = [
        BallotLine(
            issue=row,
            days=(today - row.raised_on).days if row.raised_on else None,
            votes=row.given,
            mine=mine.get(row.pk, 0),
            choices=[(n, n == mine.get(row.pk, 0), n <= left + mine.get(row.pk, 0)) for n in range(VOTES + 1)],
        )
        for row in rows[:MOST]
    ]
    may_vote = not is_over and reader.pk in scope.people and may_write(reader) and not is_past_triage(meeting)
    return Ballot(lines, left, may_vote, len(rows) > MOST)
