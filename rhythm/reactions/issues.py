"""What rhythm does when an issue is passed on: whoever leads the team that gets it hears of it."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from alignment.reads.leads import leads_of
from notifications.actions import notify
from organizations.logbook import react_to
from organizations.models import Event
from organizations.words import own_words
from rhythm.live.hearing import HEARD, tell_rooms
from rhythm.models import Issue


@react_to("issue.passed")
def tell_the_team_that_gets_it(event: Event, now: datetime) -> None:
    """Whoever leads the team that an issue was passed to, unless they passed it on themselves."""
    issue: Issue | None = Issue.objects.select_related("organization", "team").filter(pk=event.about_id).first()
    if issue is None or issue.team_id is None or issue.team_id != event.data.get("team"):
        return
    who = event.actor.name if event.actor else "Somebody"
    for lead in leads_of([issue.team_id]).get(issue.team_id, []):
        if lead.pk == event.actor_id:
            continue
        notify(
            person=lead,
            event=event,
            reason="issue.passed_to_you",
            text=f"“{issue}” is on the table of {issue.team.name} now",
            path=reverse("rhythm:issue", args=[issue.organization.slug, issue.pk]),
            now=now,
            status="◌ Open",
            lines=[f"{who} passes it to your {own_words()['team']}: {event.data.get('why', '')}"],
            ask="Take it into your next meeting, or pass it on",
            why=f"You get this because you lead {issue.team.name}.",
        )


@react_to(*HEARD)
def tell_running_rooms(event: Event, now: datetime) -> None:
    """What changes outside a room is seen in it."""
    tell_rooms(event)
