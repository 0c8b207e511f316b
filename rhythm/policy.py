"""Who may plan meetings, say what came of them, and raise and close issues; a person who is None is the product itself."""

from __future__ import annotations

from organizations.models import Organization, Person, Team
from organizations.policy import may_act_for, may_lead, may_write
from rhythm.models import Issue, MeetingKind, MeetingSeries, Message, MessageReading
from rhythm.people import is_asked


def may_plan_series(person: Person | None, team: Team | None) -> bool:
    return may_act_for(person, teams=[team.pk]) if team else may_lead(person)


def may_keep_meeting(person: Person | None, series: MeetingSeries) -> bool:
    """Hold it, call it off, say that it was missed: the organizer, the team, leaders."""
    return may_act_for(person, owners=[series.organizer_id], teams=[series.team_id])


def may_raise_issue(person: Person | None, organization: Organization) -> bool:
    """Anybody who may write, for their own or any other team."""
    return may_write(person)


def may_close_issue(person: Person | None, issue: Issue) -> bool:
    return may_act_for(person, owners=[issue.owner_id], teams=[issue.team_id])


def may_read_minutes(person: Person | None, series: MeetingSeries) -> bool:
    """What was said in a meeting, written down and rated: everybody here, but of a one-to-one only its people.

    Not even an owner of the workspace: what two people say to each other is theirs. That they met is no secret.
    """
    return person is None or series.kind != MeetingKind.ONE_TO_ONE or is_asked(person, series)


def may_correct_minutes(person: Person | None, series: MeetingSeries) -> bool:
    """Put a line into other words, take it back, add a note, have something told to other teams: its people, and who keeps it."""
    if person is None or not may_write(person):
        return person is None
    return is_asked(person, series) or (series.kind != MeetingKind.ONE_TO_ONE and may_keep_meeting(person, series))


def may_withdraw_message(person: Person | None, message: Message) -> bool:
    """Its author, and who keeps the meeting."""
    return may_act_for(person, owners=[message.author_id]) or may_keep_meeting(person, message.meeting.series)


def may_read_message(person: Person | None, message: Message) -> bool:
    """What is sent is no secret; of one that waits, or of a one-to-one, those who read its minutes, and whom it is for."""
    if message.sent_at is None or message.meeting.series.kind == MeetingKind.ONE_TO_ONE:
        return may_read_minutes(person, message.meeting.series) or may_acknowledge_message(person, message)
    return True


def may_acknowledge_message(person: Person | None, message: Message) -> bool:
    """Whom it was sent to, nobody in their place."""
    return person is None or (may_write(person) and MessageReading.objects.filter(message=message, person=person).exists())
