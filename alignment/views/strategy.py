"""Doors to the strategy: the page that holds, its versions, and the difference between two."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from alignment import policy
from alignment.reads.strategy import strategy_page
from alignment.reads.strategy_versions import compared, version_list, version_page
from alignment.reads.touched import is_team_unasked
from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.verbs import day_of


@require_safe
def strategy(request: MemberRequest) -> HttpResponse:
    """The page as a reader sees it."""
    organization = request.person.organization
    today = day_of(timezone.now(), organization)
    values = {
        "page": strategy_page(today),
        "today": today,
        "may_edit": policy.may_edit_strategy(request.person, organization),
    }
    return render(request, "alignment/strategy/show.html", values)


@require_safe
def versions(request: MemberRequest) -> HttpResponse:
    """All versions, newest first, with two to choose for a comparison."""
    today = day_of(timezone.now(), request.person.organization)
    return render(request, "alignment/strategy/versions.html", {"page": version_list(Asked(request.GET).page), "today": today})


@require_safe
def version(request: MemberRequest, pk: int) -> HttpResponse:
    """One version."""
    organization = request.person.organization
    today = day_of(timezone.now(), organization)
    page = version_page(pk, today)
    if page is None:
        raise Http404
    may_edit = policy.may_edit_strategy(request.person, organization)
    values = {
        "page": page,
        "version": page.row.version,
        "today": today,
        "may_edit": may_edit,
        "may_ask": may_edit and page.is_newest and page.former and is_team_unasked(page.row.version),
    }
    return render(request, "alignment/strategy/version.html", values)


@require_safe
def difference(request: MemberRequest) -> HttpResponse:
    """Two versions in one text, with marks on what went and what came."""
    today = day_of(timezone.now(), request.person.organization)
    values = {"page": compared(Asked(request.GET)), "versions": version_list(1), "today": today}
    return render(request, "alignment/strategy/difference.html", values)
