"""Doors: how promises fare, of the organization and of one team."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accountability.reads.faring import faring as read_faring
from accountability.reads.faring import teams_fare
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
