"""Who may plan meetings, say what came of them, and raise and close issues; a person who is None is the product itself."""

from __future__ import annotations

from organizations.models import Organization, Person, Team
from organizations.models.people import PersonStatus
from organizations.policy import may_act_for, may_lead, may_write, teams_led
from rhythm.models import CalendarFeed, HuddleEntry, Issue, MeetingKind, MeetingSeries, Message, MessageReading
from rhythm.people import is_asked


def may_plan_series(person: Person | None, team: Team | None) -> bool:
    """For a team whoever is in it; without one, a one-to-one for instance, whoever leads some team. Leaders any."""
    if team:
        return may_act_for(person, teams=[team.pk])
    return may_lead(person) or (person is not None and may_write(person) and teams_led(person).exists())


def may_change_series(person: Person | None, series: MeetingSeries) -> bool:
    """Its words, time, people and rota, its end: the organizer, the team, leaders."""
    return may_act_for(person, owners=[series.organizer_id], teams=[series.team_id])


def may_keep_meeting(person: Person | None, series: MeetingSeries) -> bool:
    """Hold it, call it off, say that it was missed: the organizer, the team, leaders."""
    return may_act_for(person, owners=[series.organizer_id], teams=[series.team_id])


def may_give_turn(person: Person | None, series: MeetingSeries, facilitator: Person | None) -> bool:
    """Hand a turn to facilitate to somebody else, or swap it: whoever has it, and those who keep the meeting."""
    return may_act_for(person, owners=[series.organizer_id, facilitator.pk if facilitator else None], teams=[series.team_id])


def may_have_calendar(person: Person | None, of: Person) -> bool:
    """Make, replace and revoke the secret addresses of a calendar: one's own, also for those who only read."""
    return person is None or (person.pk == of.pk and person.status != PersonStatus.INACTIVE)


def may_read_calendar(feed: CalendarFeed) -> bool:
    """Whoever holds its address, while it is not revoked and the one who made it is still here."""
    user = feed.person.user
    return feed.revoked_at is None and feed.person.status != PersonStatus.INACTIVE and (user is None or user.is_active)


def may_raise_issue(person: Person | None, organization: Organization) -> bool:
    """Anybody who may write, for their own or any other team."""
    return may_write(person)


def may_close_issue(person: Person | None, issue: Issue) -> bool:
    return may_act_for(person, owners=[issue.owner_id], teams=[issue.team_id])


def may_enter(person: Person | None, series: MeetingSeries) -> bool:
    """Look into the room while it runs: everybody of the organization, but a one-to-one is its people's own."""
    return person is None or series.kind != MeetingKind.ONE_TO_ONE or is_asked(person, series)


def may_take_part(person: Person | None, series: MeetingSeries) -> bool:
    """Say something in the room: whoever may enter it and may write."""
    return may_write(person) and may_enter(person, series)


def may_facilitate(person: Person | None, series: MeetingSeries) -> bool:
    """Lead the room, and take over from whoever leads it: who is asked to the meeting, and who keeps it."""
    if person is None or not may_write(person):
        return person is None
    return is_asked(person, series) or (may_keep_meeting(person, series) and may_enter(person, series))


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


def may_vote(person: Person | None, series: MeetingSeries) -> bool:
    """Give one's votes, say that one is prepared: who is asked to the meeting."""
    return person is None or (may_write(person) and is_asked(person, series))


def may_write_entry(person: Person | None, series: MeetingSeries) -> bool:
    """Write into a huddle that is held in writing: who is asked to it."""
    return may_vote(person, series)


def may_turn_stucks(person: Person | None, series: MeetingSeries, facilitator: int | None) -> bool:
    """Turn what anybody there is stuck with into an issue: whose turn it is, the organizer, who leads the team, leaders."""
    if may_lead(person) or person is None:
        return True
    return may_write(person) and (
        person.pk in {facilitator, series.organizer_id} or teams_led(person).filter(team_id=series.team_id).exists()
    )


def may_turn_stuck(person: Person | None, entry: HuddleEntry) -> bool:
    """That one: also whoever wrote it."""
    meeting = entry.meeting
    is_own = person is not None and person.pk == entry.person_id and may_write(person)
    return is_own or may_turn_stucks(person, meeting.series, meeting.facilitator_id)
