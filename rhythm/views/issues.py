"""Doors to issues: the list, and one issue."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.verbs import day_of
from rhythm.reads.issues import SHOWS, asked_issues, issue_list, issue_page


@require_safe
def issues(request: MemberRequest) -> HttpResponse:
    """The issues, the heaviest first."""
    today = day_of(timezone.now(), request.person.organization)
    asked = asked_issues(Asked(request.GET))
    values = {"asked": asked, "list": issue_list(asked, today), "shows": SHOWS, "today": today}
    return render(request, "rhythm/issues/index.html", values)


@require_safe
def issue(request: MemberRequest, pk: int) -> HttpResponse:
    """One issue."""
    today = day_of(timezone.now(), request.person.organization)
    page = issue_page(pk, today)
    if page is None:
        raise Http404
    return render(request, "rhythm/issues/show.html", {"page": page, "issue": page.issue, "today": today})
