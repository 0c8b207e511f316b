"""Doors to the line of sight: of an objective, of a sentence of the strategy, and of all open work."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accountability.reads.sight import sight_of_objective, sight_of_sentence, tracing
from alignment.models import Objective
from alignment.reads.sight import line_up
from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.verbs import day_of

SHOWN = 5  # promises that lead nowhere, on the page of findings


@require_safe
def of_objective(request: MemberRequest, pk: int) -> HttpResponse:
    """Up to the strategy and down to the work; as a slot of the objective's page the way up only."""
    objective = get_object_or_404(Objective.objects.select_related("organization"), pk=pk)
    if request.headers.get("HX-Request"):
        values = {"objective": objective, "line": line_up(objective.pk)}
        return render(request, "accountability/sight/_of_objective.html", values)
    sight = sight_of_objective(objective, Asked(request.GET).page)
    today = day_of(timezone.now(), request.person.organization)
    return render(request, "accountability/sight/show.html", {"objective": objective, "sight": sight, "today": today})


@require_safe
def of_sentence(request: MemberRequest, pk: int) -> HttpResponse:
    """Down from a sentence of the strategy."""
    found = sight_of_sentence(pk, Asked(request.GET).page)
    if found is None:
        raise Http404
    line, sight = found
    today = day_of(timezone.now(), request.person.organization)
    return render(request, "accountability/sight/show.html", {"line": line, "sight": sight, "today": today})


@require_safe
def of_open_work(request: MemberRequest) -> HttpResponse:
    """How much of the open work leads to the strategy, and what does not; a section of the findings as a slot."""
    now = timezone.now()
    today = day_of(now, request.person.organization)
    if request.headers.get("HX-Request"):
        values = {"tracing": tracing(today, now, size=SHOWN), "today": today}
        return render(request, "accountability/sight/_of_open_work.html", values)
    values = {"tracing": tracing(today, now, Asked(request.GET).page), "today": today}
    return render(request, "accountability/sight/open_work.html", values)
