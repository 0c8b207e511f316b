"""Doors to meeting series: the week, and one series."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.policy import may_act_for_some_team, may_write
from organizations.recurring import DAYS
from organizations.verbs import day_of
from rhythm import policy
from rhythm.models import MeetingKind
from rhythm.reads.series import asked_series, own_week, series_list
from rhythm.reads.series_page import series_page


@require_safe
def meetings(request: MemberRequest) -> HttpResponse:
    """The reader's own week, then all series in the order of the week."""
    now, organization = timezone.now(), request.person.organization
    asked = asked_series(Asked(request.GET))
    page = series_list(asked, organization, now)
    is_plain = not (asked.is_narrow or asked.ended) and asked.page == 1
    values = {
        "asked": asked,
        "page": page,
        "days": DAYS,
        "kinds": MeetingKind,
        "week": own_week(request.person, now) if is_plain else [],
        "is_plain": is_plain,
        "may_plan": may_act_for_some_team(request.person),
        "today": day_of(now, organization),
    }
    return render(request, "rhythm/series/index.html", values)


@require_safe
def series(request: MemberRequest, pk: int) -> HttpResponse:
    """One series."""
    now = timezone.now()
    page = series_page(pk, Asked(request.GET).page, request.person, now)
    if page is None:
        raise Http404
    values = {
        "page": page,
        "series": page.series,
        "today": day_of(now, page.series.organization),
        "may": policy.may_change_series(request.person, page.series),
        "may_write": may_write(request.person),
    }
    return render(request, "rhythm/series/show.html", values)
