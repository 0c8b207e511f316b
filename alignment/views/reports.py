"""Doors to what was reported on an objective: a page of it, and the newest beside the objective."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from alignment.models import Objective
from alignment.reads.check_ins import check_in_page, newest_reports
from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.verbs import day_of

RELATED = ("organization", "owner", "reviewer", "parent__owner")


@require_safe
def check_ins(request: MemberRequest, pk: int) -> HttpResponse:
    """The reports on one objective, newest first; for its own page only the latest."""
    objective = get_object_or_404(Objective.objects.select_related(*RELATED), pk=pk)
    now, is_slot = timezone.now(), bool(request.headers.get("HX-Request"))
    if is_slot:
        page = newest_reports(objective, reader=request.person, now=now)
    else:
        page = check_in_page(objective, Asked(request.GET).number("before"), reader=request.person, now=now)
    values = {"objective": objective, "page": page, "today": day_of(now, objective.organization)}
    return render(request, f"alignment/check_ins/{'_newest' if is_slot else 'index'}.html", values)
