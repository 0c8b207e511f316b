"""Verbs: what a meeting has to say to other teams is written, sent with its close, and acknowledged by each reader."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import connection

from organizations.logbook import record, record_each, verb
from organizations.models import Person, Team
from organizations.refusals import AlreadyClosed, NotAllowed, NotSaid, OutOfTurn
from organizations.verbs import locked, whom_to_ask, worded
from rhythm import policy
from rhythm.actions.rooms.acts import changed
from rhythm.models import Meeting, MeetingRun, MeetingState, Message, MessageReading, MessageTeam
from rhythm.written import check_is_together

LONGEST = 1000
MOST_TEAMS = 50

# Everybody who is in one of its teams today and may write, once, with the first of their teams; its author knows what it says.
# Who was in the room when it was said has read it.
READERS = """
INSERT INTO rhythm_messagereading (organization_id, message_id, person_id, team_id, read_at)
SELECT DISTINCT ON (p.id) t.organization_id, t.message_id, p.id, t.team_id, CASE WHEN a.id IS NULL THEN NULL ELSE %(now)s END
FROM rhythm_messageteam t
JOIN rhythm_message m ON m.id = t.message_id
JOIN organizations_membership b ON b.team_id = t.team_id
    AND b.end_on IS NULL AND b.status <> 'ended' AND b.role IN ('lead', 'member')
JOIN organizations_person p ON p.id = b.person_id AND p.status <> 'inactive' AND p.access <> 'viewer'
LEFT JOIN rhythm_attendance a ON a.meeting_id = m.meeting_id AND a.person_id = p.id AND a.joined_at IS NOT NULL
WHERE t.organization_id = %(organization)s AND t.message_id = %(message)s AND p.id IS DISTINCT FROM m.author_id
ORDER BY p.id, t.id
ON CONFLICT (message_id, person_id) DO NOTHING
"""


@verb
def write_message(*, meeting: Meeting, text: str, teams: Iterable[Team], by: Person | None, now: datetime) -> Message:
    """One thing that these teams are to know. It is sent with the close of the meeting; after that, at once.

    The same words for the same meeting a second time are the same button pressed twice.
    """
    run = open_room(meeting)  # before the meeting itself, as the close takes them
    meeting = locked(meeting)
    if not policy.may_correct_minutes(by, meeting.series):
        raise NotAllowed(f"You are not asked to “{meeting.series}”. Ask {whom_to_ask(meeting.series.organizer)}.")
    if meeting.state in {MeetingState.SKIPPED, MeetingState.MISSED}:
        raise OutOfTurn("This meeting did not take place. Write the message in one that does.")
    check_is_together(meeting)
    text = worded(text, "Say what the teams are to know.", limit=LONGEST)
    told = list(dict.fromkeys(teams))
    if not told:
        raise NotSaid("Name the teams that are to know it.")
    if len(told) > MOST_TEAMS:
        raise NotSaid(f"Name at most {MOST_TEAMS} teams; these are {len(told)}.")
    before: Message | None = Message.objects.filter(meeting=meeting, text=text, author=by).first()
    if before is not None:
        return before
    scope = meeting.organization_id
    message: Message = Message.objects.create(organization_id=scope, meeting=meeting, author=by, text=text, written_at=now)
    MessageTeam.objects.bulk_create(MessageTeam(organization_id=scope, message=message, team=team) for team in told)
    record("message.written", by=by, about=meeting.series, now=now, meeting=meeting.pk, message=message.pk)
    if run is not None:
        changed(run, "now")
    if meeting.state == MeetingState.HELD:
        send_messages(meeting=meeting, by=by, now=now)
        message.refresh_from_db()
    return message


@verb
def withdraw_message(*, message: Message, by: Person | None, now: datetime) -> None:
    """Take back what is not sent yet."""
    run = open_room(message.meeting)
    message = locked(message)
    if not policy.may_withdraw_message(by, message):
        raise NotAllowed(f"This is not your message. Ask {whom_to_ask(message.author)}.")
    if message.sent_at is not None:
        raise AlreadyClosed("It is sent, and people have read it. Write another one that says what is different.")
    record("message.withdrawn", by=by, about=message.meeting.series, now=now, meeting=message.meeting_id, message=message.pk)
    message.delete()
    if run is not None:
        changed(run, "now")


def open_room(meeting: Meeting) -> MeetingRun | None:
    """The room while it is open, held: what is to be told is read back on its screens."""
    runs = MeetingRun.objects.select_for_update(of=("self",), no_key=True).filter(meeting=meeting, closed_at=None)
    run: MeetingRun | None = runs.first()
    return run


@verb
def send_messages(*, meeting: Meeting, now: datetime, by: Person | None = None) -> list[Message]:
    """Send what the meeting has to say and has not said yet: each member of its teams is asked to read it."""
    waiting = Message.objects.filter(meeting=meeting, sent_at=None).select_for_update(of=("self",), no_key=True)
    messages = list(waiting.order_by("id"))
    for message in messages:
        message.sent_at = now
        with connection.cursor() as cursor:
            cursor.execute(READERS, {"organization": message.organization_id, "message": message.pk, "now": now})
    Message.objects.bulk_update(messages, ["sent_at"])
    if messages:
        record_each("message.sent", [(message, {"meeting": meeting.pk}) for message in messages], by=by, now=now)
    return messages


@verb
def acknowledge_message(*, message: Message, by: Person, now: datetime) -> MessageReading:
    """I have read it. A second time changes nothing."""
    if not policy.may_acknowledge_message(by, message):
        raise NotAllowed("This message was not sent to you, so nobody waits for you to read it.")
    reading: MessageReading = locked(MessageReading.objects.get(message=message, person=by))
    if reading.read_at is None:
        reading.read_at = now
        reading.save(update_fields=["read_at"])
        record("message.read", by=by, about=message, now=now)
    return reading
