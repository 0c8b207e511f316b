"""The door to the feed of everything that happened."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.verbs import day_of
from visibility.reads.changes import changes as changes_of


@require_safe
def changes(request: MemberRequest) -> HttpResponse:
    """The logbook, newest first."""
    organization = request.person.organization
    values = {"feed": changes_of(Asked(request.GET), organization), "today": day_of(timezone.now(), organization)}
    return render(request, "visibility/changes/index.html", values)
