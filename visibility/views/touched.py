"""Door: what of the higher rooms hangs on the objectives and teams of a preview; a fragment, and a page of its own."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from organizations.middleware import MemberRequest
from organizations.verbs import day_of
from visibility.reads.touched import ids_in
from visibility.reads.touched import touched as touched_by


@require_safe
def touched(request: MemberRequest) -> HttpResponse:
    """Commitments, waiting decisions and meetings."""
    found = touched_by(ids_in(request.GET.get("objectives", "")), ids_in(request.GET.get("teams", "")))
    name = "_touched" if request.headers.get("HX-Request") else "show"
    values = {"touched": found, "today": day_of(timezone.now(), request.person.organization)}
    return render(request, f"visibility/touched/{name}.html", values)
