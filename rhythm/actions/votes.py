"""Verbs: everybody gives their three votes to issues before the meeting and while it ranks them, and says that they are prepared.

Votes are nobody's business but the voter's: they leave no line in the logbook, only their sum stands on the agenda.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Sum

from organizations.logbook import verb
from organizations.models import Person
from organizations.refusals import AlreadyClosed, NotAllowed, NotSaid, OutOfTurn
from organizations.verbs import whom_to_ask
from rhythm import policy
from rhythm.actions.arranging import share, standing_in, write
from rhythm.models import AgendaItem, Attendance, Issue, IssueState, IssueVote, Meeting, MeetingState, SegmentKind
from rhythm.reads.queue import VOTES, is_past_triage, on_list_of
from rhythm.reads.scope import scope_of
from rhythm.written import check_is_together


@verb
def cast_votes(*, meeting: Meeting, issue: Issue, votes: int, by: Person, now: datetime) -> int:
    """So many of one's votes for this issue, in the place of those given before; how many are left."""
    check_may_vote(meeting, issue, by)
    if not 0 <= votes <= VOTES:
        raise NotSaid(f"Give it between 0 and {VOTES} votes.")
    seat_of(meeting, by)
    mine = IssueVote.objects.filter(meeting=meeting, person=by)
    elsewhere: int = mine.exclude(issue=issue).aggregate(n=Sum("votes"))["n"] or 0
    if elsewhere + votes > VOTES:
        left = VOTES - elsewhere
        raise OutOfTurn(f"You have {left} of your {VOTES} votes left for it. Take some back from another issue first.")
    if votes:
        IssueVote.objects.update_or_create(
            meeting=meeting, issue=issue, person=by, defaults={"votes": votes, "organization_id": meeting.organization_id}
        )
    else:
        mine.filter(issue=issue).delete()
    return VOTES - elsewhere - votes


def check_may_vote(meeting: Meeting, issue: Issue, by: Person) -> None:
    if not policy.may_vote(by, meeting.series):
        raise NotAllowed(
            f"You are not asked to “{meeting.series}”, so you have no votes. Ask {whom_to_ask(meeting.series.organizer)}."
        )
    if meeting.state in (MeetingState.HELD, MeetingState.SKIPPED) or is_past_triage(meeting):
        raise AlreadyClosed("Voting is over. Raise it in the room, or vote for the next meeting.")
    check_is_together(meeting)
    if issue.state != IssueState.OPEN or issue.parked_on is not None:
        raise OutOfTurn(f"“{issue}” is not up for the next meeting. Take it out of the parking lot or raise it again first.")
    listed = Issue.objects.filter(on_list_of(scope_of(meeting.series)), pk=issue.pk).exists()
    if not listed and not AgendaItem.objects.filter(meeting=meeting, issue=issue, disposition="").exists():
        raise OutOfTurn(f"“{issue}” is on another table than “{meeting.series}”.")


def seat_of(meeting: Meeting, person: Person) -> Attendance:
    """Their row of the meeting, held until the verb's transaction ends, so that nobody votes twice at once."""
    Attendance.objects.get_or_create(meeting=meeting, person=person, defaults={"organization_id": meeting.organization_id})
    seat: Attendance = Attendance.objects.select_for_update(no_key=True).get(meeting=meeting, person=person)
    return seat


@verb
def say_prepared(*, meeting: Meeting, by: Person, now: datetime, is_prepared: bool = True) -> Attendance:
    """I am ready, or not after all; said by who is asked, until the meeting is over."""
    if not policy.may_vote(by, meeting.series):
        raise NotAllowed(f"You are not asked to “{meeting.series}”. Ask {whom_to_ask(meeting.series.organizer)}.")
    if meeting.state in (MeetingState.HELD, MeetingState.SKIPPED):
        raise AlreadyClosed("This meeting is over. What came of it stands on its page.")
    check_is_together(meeting)
    seat = seat_of(meeting, by)
    seat.prepared_at = (seat.prepared_at or now) if is_prepared else None
    seat.save(update_fields=["prepared_at"])
    return seat


def order_by_votes(meeting: Meeting) -> None:
    """The issues of the agenda in the order of their votes, as they stand among equals; the first get the minutes.

    No verb of its own: the one that opens the room, or leaves the triage, calls it.
    """
    given = dict(IssueVote.objects.filter(meeting=meeting).values_list("issue").annotate(n=Sum("votes")))
    for segment in meeting.segments.filter(kind=SegmentKind.ISSUES) if given else ():
        items = sorted(standing_in(segment), key=lambda one: -given.get(one.issue_id, 0))
        share(segment, items, anew=True)
        write(segment, items)
