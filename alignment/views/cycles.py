"""Doors to cycles: all periods, and one."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from alignment.reads.cycles import cycle_list, cycle_page
from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.verbs import day_of


@require_safe
def cycles(request: MemberRequest) -> HttpResponse:
    """All periods, newest first."""
    today = day_of(timezone.now(), request.person.organization)
    return render(request, "alignment/cycles/index.html", {"page": cycle_list(Asked(request.GET).page, today), "today": today})


@require_safe
def cycle(request: MemberRequest, pk: int) -> HttpResponse:
    """One period with its objectives."""
    today = day_of(timezone.now(), request.person.organization)
    page = cycle_page(pk, Asked(request.GET).page, today)
    if page is None:
        raise Http404
    return render(request, "alignment/cycles/show.html", {"page": page, "cycle": page.row.cycle, "today": today})
