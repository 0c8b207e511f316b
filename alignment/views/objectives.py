"""Doors to objectives: the index, what carries one, one objective, its check-ins."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from alignment import policy
from alignment.models import Objective
from alignment.reads.objective import find_objective, objective_page
from alignment.reads.objective_map import objective_map
from alignment.reads.objectives import (
    STATES,
    STATUSES,
    asked_objectives,
    objective_children,
    objective_list,
    objective_summary,
    objective_tree,
)
from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.policy import may_write
from organizations.verbs import day_of


@require_safe
def objectives(request: MemberRequest) -> HttpResponse:
    """The tree of the cycle that runs, or its map; a list when something is looked for."""
    today = day_of(timezone.now(), request.person.organization)
    asked = asked_objectives(Asked(request.GET), today)
    values: dict[str, Any] = {
        "asked": asked,
        "page": None if asked.view == "map" else objective_tree(asked) if asked.view == "tree" else objective_list(asked),
        "map": objective_map(asked) if asked.view == "map" else None,
        "may_write": may_write(request.person),
        "summary": objective_summary(asked),
        "statuses": STATUSES,
        "states": STATES,
        "today": today,
    }
    return render(request, "alignment/objectives/index.html", values)


@require_safe
def children(request: MemberRequest, pk: int) -> HttpResponse:
    """What carries an objective: a branch of the tree, or a page of its own."""
    objective = get_object_or_404(Objective.objects.select_related("organization"), pk=pk)
    page = objective_children(objective, Asked(request.GET).page)
    name = "_branch" if request.headers.get("HX-Request") else "children"
    values = {"objective": objective, "page": page, "today": day_of(timezone.now(), objective.organization)}
    return render(request, f"alignment/objectives/{name}.html", values)


@require_safe
def objective(request: MemberRequest, pk: int) -> HttpResponse:
    """One objective."""
    found = find_objective(pk)
    if found is None:
        raise Http404
    today = day_of(timezone.now(), found.organization)
    may = policy.may_change_objective(request.person, found)
    values = {"page": objective_page(found, today), "objective": found, "may_change": may, "today": today}
    values |= {"may_report": found.state == "active" and policy.may_post_check_in(request.person, found, today)}
    return render(request, "alignment/objectives/show.html", values)
