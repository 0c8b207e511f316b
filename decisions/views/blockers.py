"""Doors: what is stuck, as a list and one by one, and the slots of what stands in the way of something."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accountability.models import Commitment
from alignment.models import Dependency, Objective
from decisions import policy
from decisions.models import Decision
from decisions.reads.blocked_time import blocked_time
from decisions.reads.blockers import AGES, SHOWS, asked_blockers, blocker_list, blocker_page, in_the_way_of, kinds_in_own_words
from decisions.under_way import is_under_way
from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.verbs import day_of


@require_safe
def blockers(request: MemberRequest) -> HttpResponse:
    """What is stuck, by team, kind, age and who clears it."""
    now = timezone.now()
    asked, today = asked_blockers(Asked(request.GET)), day_of(now, request.person.organization)
    may_raise = policy.may_raise_blocker(request.person, request.person.organization)
    values = {"asked": asked, "list": blocker_list(asked, now, today), "shows": SHOWS, "kinds": kinds_in_own_words(), "ages": AGES}
    return render(request, "decisions/blockers/index.html", values | {"today": today, "may_raise": may_raise})


@require_safe
def blocker(request: MemberRequest, pk: int) -> HttpResponse:
    """One blocker with its clock and its history."""
    now = timezone.now()
    page = blocker_page(pk, now)
    if page is None:
        raise Http404
    is_open, person = page.row.is_open, request.person
    values = {
        "page": page,
        "blocker": page.blocker,
        "today": page.row.today,
        "may_change": is_open and policy.may_change_blocker(person, page.blocker),
        "may_reopen": not is_open and policy.may_reopen_blocker(person, page.blocker),
    }
    return render(request, "decisions/blockers/show.html", values)


@require_safe
def of_objective(request: MemberRequest, pk: int) -> HttpResponse:
    return slot(request, get_object_or_404(Objective, pk=pk), "objective", "objectives")


@require_safe
def of_commitment(request: MemberRequest, pk: int) -> HttpResponse:
    """What is private is told to its two sides by itself, so there is no blocker of it."""
    return slot(request, get_object_or_404(Commitment, pk=pk), "commitment", "commitments")


@require_safe
def of_decision(request: MemberRequest, pk: int) -> HttpResponse:
    return slot(request, get_object_or_404(Decision, pk=pk), "decision", "decisions")


@require_safe
def of_dependency(request: MemberRequest, pk: int) -> HttpResponse:
    return slot(request, get_object_or_404(Dependency, pk=pk), "dependency", "dependencies")


def slot(request: MemberRequest, thing: Any, field: str, noun: str) -> HttpResponse:
    """The part of the thing's page; without a script, the list, of an objective narrowed to it."""
    if not request.headers.get("HX-Request"):
        address = reverse("decisions:blockers", args=[request.person.organization.slug])
        return redirect(f"{address}?objective={thing.pk}&show=all" if field == "objective" else address)
    now = timezone.now()
    values = {
        "found": in_the_way_of(now, **{field: thing}),
        "field": field,
        "is_of_work": field in {"objective", "commitment"},  # it is stuck itself; on others something is
        "about": f"{noun}/{thing.pk}",
        "thing": thing,
        "today": day_of(now, request.person.organization),
        "may_raise": policy.may_raise_blocker(request.person, request.person.organization) and is_under_way(thing),
    }
    return render(request, "decisions/blockers/_slot.html", values)


@require_safe
def time(request: MemberRequest) -> HttpResponse:
    """Blocked time of the last weeks, by team: a page, and a part of the page on how promises fare."""
    now = timezone.now()
    values = {"blocked": blocked_time(day_of(now, request.person.organization))}
    name = "_time" if request.headers.get("HX-Request") else "time"
    return render(request, f"decisions/blockers/{name}.html", values)
