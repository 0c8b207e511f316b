"""Doors to meeting series: the week, and one series."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.verbs import day_of
from rhythm.measures import DAYS
from rhythm.reads.series import asked_series, series_list, series_page


@require_safe
def meetings(request: MemberRequest) -> HttpResponse:
    """All series in the order of the week."""
    now, organization = timezone.now(), request.person.organization
    asked = asked_series(Asked(request.GET))
    page = series_list(asked, organization, now)
    return render(
        request, "rhythm/series/index.html", {"asked": asked, "page": page, "days": DAYS, "today": day_of(now, organization)}
    )


@require_safe
def series(request: MemberRequest, pk: int) -> HttpResponse:
    """One series."""
    now = timezone.now()
    page = series_page(pk, Asked(request.GET).page, request.person, now)
    if page is None:
        raise Http404
    values = {"page": page, "series": page.series, "today": day_of(now, page.series.organization)}
    return render(request, "rhythm/series/show.html", values)
