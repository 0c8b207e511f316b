"""Doors to dependencies: the ledger, and one dependency."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from alignment.reads.dependencies import SHOWS, asked_ledger, ledger
from alignment.reads.dependency import dependency_page
from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.verbs import day_of


@require_safe
def dependencies(request: MemberRequest) -> HttpResponse:
    """The ledger, harm first."""
    today = day_of(timezone.now(), request.person.organization)
    asked = asked_ledger(Asked(request.GET))
    values = {"asked": asked, "ledger": ledger(asked, today), "shows": SHOWS, "today": today}
    return render(request, "alignment/dependencies/index.html", values)


@require_safe
def dependency(request: MemberRequest, pk: int) -> HttpResponse:
    """One dependency with its handshake."""
    today = day_of(timezone.now(), request.person.organization)
    page = dependency_page(pk, today)
    if page is None:
        raise Http404
    return render(request, "alignment/dependencies/show.html", {"page": page, "dependency": page.dependency, "today": today})
