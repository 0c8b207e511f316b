"""Doors: an objective moves in the tree, contributes to more, ends, is taken up again, leaves every list and comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from alignment.actions import (
    archive_objective,
    change_objective,
    close_objective,
    hold_objective,
    link_objectives,
    reopen_objective,
    restore_objective,
    resume_objective,
    unlink_objectives,
)
from alignment.actions.objectives import ENDS, check_may_change
from alignment.forms.objectives import LinkForm, MoveForm, StateForm
from alignment.models import Objective, ObjectiveLink
from alignment.models.objectives import ObjectiveState
from alignment.reads.objective_writing import parents_to_choose
from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.refusals import NotSaid, Refused, WouldBeCircle

RELATED = ("organization", "owner", "team", "cycle", "parent")


def found(request: MemberRequest, pk: int) -> Objective:
    """The objective, for somebody who may change it.

    Raises Http404 and NotAllowed.
    """
    objective: Objective = get_object_or_404(Objective.objects.select_related(*RELATED), pk=pk)
    check_may_change(request.person, objective)
    return objective


def to_objective(request: MemberRequest, pk: int) -> HttpResponse:
    return redirect("alignment:objective", request.person.organization.slug, pk)


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: MemberRequest, pk: int) -> HttpResponse:
    """Which objective it contributes to: found by its words, or where it was dropped in the tree."""
    objective = found(request, pk)
    form = MoveForm(request.POST or None, initial={"because": objective.because})
    refusal: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            change_objective(objective=objective, by=request.person, now=timezone.now(), **told(request, form))
        except (NotSaid, WouldBeCircle) as problem:
            refusal = problem
            form.add_error("parent", str(problem))
        else:
            return moved(request, objective, form.cleaned_data["parent"])
    text = Asked(request.GET).text()
    values = {"objective": objective, "form": form, "text": text, "choices": parents_to_choose(objective, text)}
    name = "_parents" if request.headers.get("HX-Request") and request.method != "POST" else "move"
    status = refusal.status_code if refusal else 422 if form.errors else 200
    return render(request, f"alignment/objectives/{name}.html", values, status=status)


def told(request: MemberRequest, form: MoveForm) -> Any:
    """What the verb takes; dropped in the tree, it says nothing of how it contributes to its new place."""
    if "because" in request.POST:
        return form.cleaned_data
    return {"parent": form.cleaned_data["parent"], "because": ""}


def moved(request: MemberRequest, objective: Objective, parent: Objective | None) -> HttpResponse:
    """Back to the tree when it was dropped there, with its new place open; else to the objective."""
    told = f"“{objective.title}” contributes to “{parent.title}” now" if parent else f"“{objective.title}” stands on its own now"
    messages.info(request, told)
    if request.POST.get("back") != "tree":
        return to_objective(request, objective.pk)
    tree = reverse("alignment:objectives", args=[request.person.organization.slug])
    opened = f"&open={parent.pk}" if parent else ""
    return redirect(f"{tree}?cycle={objective.cycle_id or 'all'}{opened}#o{objective.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
def links(request: MemberRequest, pk: int) -> HttpResponse:
    """What it contributes to beside its parent: one more, with its reason."""
    objective = found(request, pk)
    form = LinkForm(request.POST or None)
    refusal: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            link_objectives(objective=objective, by=request.person, now=timezone.now(), **form.cleaned_data)
        except Refused as problem:
            refusal = problem
            form.add_error("contributes_to", str(problem))
        else:
            messages.info(request, f"“{objective.title}” also contributes to “{form.cleaned_data['contributes_to'].title}”")
            return to_objective(request, pk)
    rows = ObjectiveLink.objects.filter(objective=objective).select_related("contributes_to").order_by("id")[:50]
    status = refusal.status_code if refusal else 422 if form.errors else 200
    return render(request, "alignment/objectives/links.html", {"objective": objective, "form": form, "links": rows}, status=status)


@require_POST
def unlink(request: MemberRequest, pk: int) -> HttpResponse:
    """It contributes to that one no longer."""
    link = get_object_or_404(ObjectiveLink.objects.select_related("objective__organization", "contributes_to"), pk=pk)
    objective = unlink_objectives(link=link, by=request.person, now=timezone.now())
    messages.info(request, f"“{objective.title}” contributes to “{link.contributes_to.title}” no longer")
    return to_objective(request, objective.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def state(request: MemberRequest, pk: int) -> HttpResponse:
    """How it ends, rests, or goes on."""
    objective = found(request, pk)
    form = StateForm(request.POST or None, objective=objective)
    if request.method == "POST" and form.is_valid():
        try:
            became = turn(request, objective, form.cleaned_data)
        except NotSaid as problem:
            form.add_error("reason", str(problem))
        else:
            messages.info(request, f"“{objective.title}” is {ObjectiveState(became.state).label.lower()} now")
            return to_objective(request, pk)
    values = {"objective": objective, "form": form, "is_over": objective.state in ENDS}
    return render(request, "alignment/objectives/state.html", values, status=422 if form.errors else 200)


def turn(request: MemberRequest, objective: Objective, said: dict[str, Any]) -> Objective:
    """One verb for each state."""
    wanted = ObjectiveState(said["state"])
    usual: dict[str, Any] = {"objective": objective, "by": request.person, "now": timezone.now()}
    if wanted in ENDS:
        return close_objective(outcome=wanted, reason=said["reason"], completed_on=said["completed_on"], **usual)
    if wanted == ObjectiveState.ON_HOLD:
        return hold_objective(reason=said["reason"], **usual)
    if objective.state in ENDS:
        return reopen_objective(reason=said["reason"], **usual)
    return resume_objective(**usual)


@require_POST
def archive(request: MemberRequest, pk: int) -> HttpResponse:
    return put(request, pk, archive_objective, "is archived: it is out of every list, and restored from its page")


@require_POST
def restore(request: MemberRequest, pk: int) -> HttpResponse:
    return put(request, pk, restore_objective, "is back")


def put(request: MemberRequest, pk: int, verb: Callable[..., Objective], said: str) -> HttpResponse:
    objective = verb(objective=found(request, pk), by=request.person, now=timezone.now())
    messages.info(request, f"“{objective.title}” {said}")
    return to_objective(request, pk)
