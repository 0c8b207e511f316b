"""Stand-in until branch record is merged."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from organizations.middleware import MemberRequest
from rhythm.models import Meeting


@require_safe
def meeting(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Meeting.objects.select_related("series"), pk=pk)
    return render(request, "rhythm/meetings/show.html", {"meeting": found})
