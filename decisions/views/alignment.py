"""Doors to what alignment needs of this room: who carries too much, and which findings wait for an answer or are settled."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from decisions.reads.alignment import load as read_load
from decisions.reads.alignment import settled_page
from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.verbs import day_of

SHOWN = 5  # of each on the page of findings


@require_safe
def load(request: MemberRequest) -> HttpResponse:
    """Who carries far more than others; a section of the findings as a slot."""
    if request.headers.get("HX-Request"):
        return render(request, "decisions/alignment/_load.html", {"load": read_load(size=SHOWN)})
    return render(request, "decisions/alignment/load.html", {"load": read_load(Asked(request.GET).page)})


@require_safe
def settled(request: MemberRequest) -> HttpResponse:
    """Findings that wait for a decision, and those that are settled; a section of the findings as a slot."""
    today = day_of(timezone.now(), request.person.organization)
    if request.headers.get("HX-Request"):
        values = {"settled": settled_page(request.person, size=SHOWN), "today": today}
        return render(request, "decisions/alignment/_settled.html", values)
    values = {"settled": settled_page(request.person, Asked(request.GET).page), "today": today}
    return render(request, "decisions/alignment/settled.html", values)
