"""Doors to one line of the strategy: what serves it, and putting an objective below it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from alignment.actions.strategy import serve_strategy
from alignment.models import Objective, StrategyLine
from alignment.reads.strategy_lines import line_page
from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.verbs import day_of


@require_http_methods(["GET", "HEAD", "POST"])
def line(request: MemberRequest, pk: int) -> HttpResponse:
    """A line with what serves it; posting `objective` puts one below it, with `do=off` takes it away."""
    found = get_object_or_404(StrategyLine.objects.select_related("organization"), pk=pk)
    if request.method == "POST":
        return put_below(request, found)
    today = day_of(timezone.now(), found.organization)
    page = line_page(found, Asked(request.GET), request.person)
    return render(request, "alignment/strategy/line.html", {"page": page, "line": found, "today": today})


def put_below(request: MemberRequest, found: StrategyLine) -> HttpResponse:
    objective = get_object_or_404(
        Objective.objects.select_related("organization", "serves"), pk=Asked(request.POST).number("objective")
    )
    is_off = request.POST.get("do") == "off"
    if not is_off or objective.serves_id == found.pk:
        serve_strategy(objective=objective, line=None if is_off else found, by=request.person, now=timezone.now())
    messages.info(request, f"“{objective}” {'no longer serves' if is_off else 'serves'} this line")
    return redirect("alignment:strategy_line", found.organization.slug, found.pk)
