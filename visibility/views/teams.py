"""Doors to teams: the tree, a branch of it, one team."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.models import Team
from organizations.verbs import day_of
from visibility.reads.teams import asked_teams, team_children, team_index, team_page


@require_safe
def teams(request: MemberRequest) -> HttpResponse:
    """The top of the tree; a list when something is looked for."""
    asked = asked_teams(Asked(request.GET))
    return render(request, "visibility/teams/index.html", {"asked": asked, "index": team_index(asked)})


@require_safe
def children(request: MemberRequest, pk: int) -> HttpResponse:
    """The teams below one: a branch of the tree, or a page of its own."""
    team = get_object_or_404(Team, pk=pk)
    page = team_children(team.pk, Asked(request.GET).page)
    name = "_branch" if request.headers.get("HX-Request") else "children"
    return render(request, f"visibility/teams/{name}.html", {"team": team, "page": page, "rows": page.rows})


@require_safe
def team(request: MemberRequest, pk: int) -> HttpResponse:
    """One team."""
    now = timezone.now()
    today = day_of(now, request.person.organization)
    page = team_page(pk, today, now)
    if page is None:
        raise Http404
    return render(request, "visibility/teams/show.html", {"page": page, "team": page.team, "today": today})
