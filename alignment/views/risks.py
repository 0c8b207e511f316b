"""Doors to risks: the register, and one risk."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from alignment.reads.risks import SHOWS, asked_risks, risk_page, risk_register
from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.verbs import day_of


@require_safe
def risks(request: MemberRequest) -> HttpResponse:
    """The register, the gravest first."""
    asked = asked_risks(Asked(request.GET))
    today = day_of(timezone.now(), request.person.organization)
    values = {"asked": asked, "register": risk_register(asked), "shows": SHOWS, "today": today}
    return render(request, "alignment/risks/index.html", values)


@require_safe
def risk(request: MemberRequest, pk: int) -> HttpResponse:
    """One risk."""
    page = risk_page(pk)
    if page is None:
        raise Http404
    today = day_of(timezone.now(), request.person.organization)
    return render(request, "alignment/risks/show.html", {"page": page, "risk": page.risk, "today": today})
