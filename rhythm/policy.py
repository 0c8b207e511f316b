"""Who may plan meetings, say what came of them, and raise and close issues; a person who is None is the product itself."""

from __future__ import annotations

from organizations.models import Organization, Person, Team
from organizations.policy import may_act_for, may_lead, may_write
from rhythm.models import Issue, MeetingKind, MeetingSeries
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


def may_vote(person: Person | None, series: MeetingSeries) -> bool:
    """Give one's votes, say that one is prepared: who is asked to the meeting."""
    return person is None or (may_write(person) and is_asked(person, series))
