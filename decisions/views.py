"""Doors: the log of decisions, one decision, and the slot with those about an objective."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.vary import vary_on_headers

from alignment.models import Objective
from decisions.reads import SHOWS, asked_decisions, decision_log, decision_page, decisions_of_objective
from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.verbs import day_of


def decisions(request: MemberRequest) -> HttpResponse:
    """The log: what waits, what was decided, what is to be looked at again."""
    today = day_of(timezone.now(), request.person.organization)
    asked = asked_decisions(Asked(request.GET))
    values = {"asked": asked, "log": decision_log(asked, today), "shows": SHOWS, "today": today}
    return render(request, "decisions/decisions/index.html", values)


def decision(request: MemberRequest, pk: int) -> HttpResponse:
    """One decision."""
    today = day_of(timezone.now(), request.person.organization)
    page = decision_page(pk, today)
    if page is None:
        raise Http404
    return render(request, "decisions/decisions/show.html", {"page": page, "decision": page.decision, "today": today})


@vary_on_headers("HX-Request")
def of_objective(request: MemberRequest, pk: int) -> HttpResponse:
    """The slot of an objective's page; without a script, the log narrowed to it."""
    objective = get_object_or_404(Objective, pk=pk)
    if not request.headers.get("HX-Request"):
        address = reverse("decisions:decisions", args=[request.person.organization.slug])
        return redirect(f"{address}?objective={objective.pk}&show=all")
    today = day_of(timezone.now(), request.person.organization)
    values = {"objective": objective, "about": decisions_of_objective(objective.pk, today), "today": today}
    return render(request, "decisions/decisions/_of_objective.html", values)
