"""Doors: the lessons, one lesson, and the slot with those of an objective."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alignment.models import Objective
from intelligence.reads import CATEGORIES, asked_lessons, lesson_list, lesson_page, lessons_of_objective
from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.verbs import day_of


@require_safe
def lessons(request: MemberRequest) -> HttpResponse:
    """What was learnt, to be searched."""
    today = day_of(timezone.now(), request.person.organization)
    asked = asked_lessons(Asked(request.GET))
    values = {"asked": asked, "list": lesson_list(asked), "categories": CATEGORIES, "today": today}
    return render(request, "intelligence/lessons/index.html", values)


@require_safe
def lesson(request: MemberRequest, pk: int) -> HttpResponse:
    """One lesson."""
    page = lesson_page(pk)
    if page is None:
        raise Http404
    today = day_of(timezone.now(), request.person.organization)
    return render(request, "intelligence/lessons/show.html", {"page": page, "lesson": page.lesson, "today": today})


@require_safe
def of_objective(request: MemberRequest, pk: int) -> HttpResponse:
    """The slot of an objective's page; without a script, the lessons narrowed to it."""
    objective = get_object_or_404(Objective, pk=pk)
    if not request.headers.get("HX-Request"):
        address = reverse("intelligence:lessons", args=[request.person.organization.slug])
        return redirect(f"{address}?objective={objective.pk}")
    today = day_of(timezone.now(), request.person.organization)
    values = {"objective": objective, "page": lessons_of_objective(objective.pk), "today": today}
    return render(request, "intelligence/lessons/_of_objective.html", values)
