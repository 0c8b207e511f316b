"""Doors: the list of commitments, one commitment, and the slot with those of an objective."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.vary import vary_on_headers

from accountability.reads import SHOWS, asked_commitments, commitment_list, commitment_page, commitments_of_objective
from alignment.models import Objective
from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.verbs import day_of


def commitments(request: MemberRequest) -> HttpResponse:
    """Who promised what: open, overdue, done, or not stated."""
    today = day_of(timezone.now(), request.person.organization)
    asked = asked_commitments(Asked(request.GET))
    values = {"asked": asked, "list": commitment_list(asked, today), "shows": SHOWS, "today": today}
    return render(request, "accountability/commitments/index.html", values)


def commitment(request: MemberRequest, pk: int) -> HttpResponse:
    """One commitment."""
    today = day_of(timezone.now(), request.person.organization)
    page = commitment_page(pk, today)
    if page is None:
        raise Http404
    return render(request, "accountability/commitments/show.html", {"page": page, "commitment": page.commitment, "today": today})


@vary_on_headers("HX-Request")
def of_objective(request: MemberRequest, pk: int) -> HttpResponse:
    """The slot of an objective's page; without a script, the list narrowed to it."""
    objective = get_object_or_404(Objective, pk=pk)
    if not request.headers.get("HX-Request"):
        address = reverse("accountability:commitments", args=[request.person.organization.slug])
        return redirect(f"{address}?objective={objective.pk}&show=all")
    today = day_of(timezone.now(), request.person.organization)
    values = {"objective": objective, "page": commitments_of_objective(objective.pk, today), "today": today}
    return render(request, "accountability/commitments/_of_objective.html", values)
