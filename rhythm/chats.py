"""What this room tells chats: the meetings of a team's day, and that one was held, with what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse

from notifications.actions.chats import tell_chats
from notifications.digests import reminds_teams_of
from organizations.logbook import react_to
from organizations.models import Event, Organization, Team
from organizations.tenancy import organization_in_hand
from organizations.words import own_words
from rhythm.models import Meeting, MeetingOutput, MeetingState

MOST = 5


@reminds_teams_of
def remind_of_meetings(team: Team | None, now: datetime) -> Sequence[str]:
    """Those that are still to come today; of the whole organization only teams' own chats hear."""
    if team is None:
        return []
    zone = ZoneInfo(Organization.objects.get(pk=organization_in_hand()).timezone)
    midnight = datetime.combine(now.astimezone(zone).date() + timedelta(days=1), time.min, zone)
    coming = Meeting.objects.filter(series__team=team, state=MeetingState.PLANNED, planned_at__gte=now, planned_at__lt=midnight)
    rows = coming.select_related("series").order_by("planned_at", "id")[:MOST]
    return [f"{row.planned_at.astimezone(zone):%H:%M} {row.series}" for row in rows]


@react_to("meeting.held")
def tell_what_came_of_it(event: Event, now: datetime) -> None:
    related = ("organization", "series__team")
    meeting: Any = Meeting.objects.select_related(*related).filter(pk=event.data.get("meeting")).first()
    if meeting is None or meeting.state != MeetingState.HELD:
        return
    wrote = event.data.get("wrote")
    written = f"{wrote} wrote" if wrote else ""
    tell_chats(
        what="recaps",
        teams=[meeting.series.team_id],
        event=event,
        title=f"{meeting.series} is over",
        lines=[written, what_came_of(meeting), f"Rated {meeting.rating:.1f} of 10" if meeting.rating else ""],
        path=reverse("rhythm:series", args=[meeting.organization.slug, meeting.series_id]),
        now=now,
    )


def what_came_of(meeting: Meeting) -> str:
    """Two decisions and a commitment, by their titles."""
    found = MeetingOutput.objects.filter(meeting=meeting).select_related("decision", "commitment").order_by("id")
    titles = [f"“{output.decision or output.commitment}”" for output in found[: MOST + 1]]
    more = " and more" if len(titles) > MOST else ""
    words = own_words()
    return f"{words['Decisions']} and {words['commitments']}: {', '.join(titles[:MOST])}{more}" if titles else ""
