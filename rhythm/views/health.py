"""Doors to how meetings fare: all series, the worst first, and one of them with the records behind each figure."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.refusals import NotAllowed
from organizations.verbs import day_of
from rhythm import policy
from rhythm.models import MeetingSeries
from rhythm.reads.health import health_overview, series_health
from rhythm.reads.health_records import RECORDS, records_of


@require_safe
def overview(request: MemberRequest) -> HttpResponse:
    """All series."""
    now = timezone.now()
    page = health_overview(request.person, Asked(request.GET).page, now)
    return render(request, "rhythm/health/index.html", {"page": page, "today": day_of(now, request.person.organization)})


@require_safe
def series(request: MemberRequest, pk: int) -> HttpResponse:
    """One series; `?of=` opens the records of one of its figures."""
    now = timezone.now()
    found = get_object_or_404(MeetingSeries, pk=pk)
    if not policy.may_read_minutes(request.person, found):
        raise NotAllowed("How a one-to-one fares is between its people.")
    page = series_health(pk, now)
    if page is None:
        raise Http404
    of = Asked(request.GET).one_of("of", RECORDS) or "adherence"
    values = {"page": page, "series": page.summary.series, "fares": page.summary, "of": of, "heading": RECORDS[of]}
    values |= {"records": records_of(of, page, now), "today": day_of(now, page.summary.series.organization)}
    return render(request, "rhythm/health/show.html", values)
