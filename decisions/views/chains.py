"""Doors: what is in force, a decision that gives way or is undone, and one that is copied or asked again."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from decisions.reads.in_force import asked_in_force, in_force_page
from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.verbs import day_of


@require_safe
def in_force(request: MemberRequest) -> HttpResponse:
    """What is in force on a day for a team: both in the address."""
    today = day_of(timezone.now(), request.person.organization)
    asked = asked_in_force(Asked(request.GET), today)
    values = {"asked": asked, "answer": in_force_page(asked, today), "today": today, "is_past": asked.on < today}
    return render(request, "decisions/in_force/index.html", values)
