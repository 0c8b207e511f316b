"""Doors to people: the list, and one person."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.verbs import day_of
from visibility.reads.people import asked_people, person_list, person_page


@require_safe
def people(request: MemberRequest) -> HttpResponse:
    """Everybody, by name."""
    asked = asked_people(Asked(request.GET))
    return render(request, "visibility/people/index.html", {"asked": asked, "list": person_list(asked)})


@require_safe
def person(request: MemberRequest, pk: int) -> HttpResponse:
    """One person."""
    now = timezone.now()
    today = day_of(now, request.person.organization)
    page = person_page(pk, today, now)
    if page is None:
        raise Http404
    return render(request, "visibility/people/show.html", {"page": page, "person": page.person, "today": today})
