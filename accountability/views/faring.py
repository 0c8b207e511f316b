"""Doors: how promises fare, of the organization and of one team."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accountability.reads.faring import faring as read_faring
from accountability.reads.faring import teams_fare
from accountability.reads.fates import has_chart
from accountability.reads.priorities import KINDS, priorities_behind
from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.models import Team
from organizations.verbs import day_of


@require_safe
def faring(request: MemberRequest) -> HttpResponse:
    """All promises that are open to all, and each team's."""
    today = day_of(timezone.now(), request.person.organization)
    teams = teams_fare(today, Asked(request.GET).page)
    values = {"fares": read_faring(None, today), "teams": teams, "today": today}
    return render(request, "accountability/faring/index.html", values)


@require_safe
def of_team(request: MemberRequest, pk: int) -> HttpResponse:
    """One team's."""
    team = get_object_or_404(Team, pk=pk)
    today = day_of(timezone.now(), request.person.organization)
    values = {"fares": read_faring(team, today), "team": team, "today": today}
    return render(request, "accountability/faring/show.html", values)


@require_safe
def priorities(request: MemberRequest) -> HttpResponse:
    """The priorities behind a figure, of everybody or of one team: ?show=completion&team=3."""
    asked = Asked(request.GET)
    kind = asked.one_of("show", KINDS, "set_up")
    team = asked.row("team", Team)
    values = {"behind": priorities_behind(kind, team, asked.page), "kinds": KINDS, "team": team, "has_chart": has_chart()}
    return render(request, "accountability/faring/priorities.html", values)
