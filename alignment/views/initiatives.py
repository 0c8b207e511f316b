"""Doors: what is done so that an objective moves, and what must not get worse meanwhile."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from alignment.actions import add_guard, add_initiative, change_initiative, remove_guard
from alignment.actions.objectives import check_may_change
from alignment.forms.measures import GuardForm, InitiativeForm, NewInitiativeForm
from alignment.guards import is_broken, with_latest
from alignment.models import Guard, Initiative, KeyResult, Objective
from alignment.models.objectives import Bound
from alignment.views.objective_moves import found
from alignment.views.saving import saved, status_of
from organizations.forms.conflicts import saved_by
from organizations.forms.once import key_once, once_token
from organizations.middleware import MemberRequest
from organizations.refusals import NotSaid, Refused
from organizations.verbs import locked

MOST = 50


def back(request: MemberRequest, objective: int, section: str) -> HttpResponse:
    return redirect(reverse("alignment:objective", args=[request.person.organization.slug, objective]) + f"#{section}")


def key_results_of(objective: Objective) -> list[KeyResult]:
    return list(KeyResult.objects.filter(objective=objective).order_by("position", "id")[:MOST])


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest, pk: int) -> HttpResponse:
    """Work that is believed to move the objective."""
    objective = found(request, pk)
    form = NewInitiativeForm(request.POST or None, key_results=key_results_of(objective), initial={"owner": request.person})
    if request.method == "POST" and form.is_valid():
        try:
            if not Initiative.objects.filter(key=key_once(request.POST)).exists():
                told = {**form.cleaned_data, "key": key_once(request.POST)}
                add_initiative(objective=objective, by=request.person, now=timezone.now(), **told)
        except NotSaid as problem:
            form.add_error(None, str(problem))
        else:
            messages.info(request, f"“{form.cleaned_data['title']}” is noted; it moves the objective only through its measures")
            return back(request, pk, "initiatives")
    values = {"objective": objective, "form": form, "once": once_token(request.POST or None)}
    return render(request, "alignment/initiatives/new.html", values, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Started, finished, dropped, handed over, worded anew; two at once are joined, or shown side by side (409)."""
    related = ("objective__organization", "objective__owner", "owner", "key_result")
    with transaction.atomic():
        initiative = get_object_or_404(Initiative.objects.select_related(*related), pk=pk)
        if request.method == "POST":
            locked(initiative.objective)
            initiative = Initiative.objects.select_related(*related).get(pk=pk)
        if initiative.owner_id != request.person.pk:
            check_may_change(request.person, initiative.objective)
        form = InitiativeForm(request.POST or None, row=initiative, key_results=key_results_of(initiative.objective))
        if saved(request, form, lambda: change(request, initiative, form)):
            return back(request, initiative.objective_id, "initiatives")
    if form.clashes:
        form.saved_by = saved_by(initiative, form.merge.clashing, but=request.person)
    values = {"form": form, "initiative": initiative, "objective": initiative.objective}
    return render(request, "alignment/initiatives/edit.html", values, status=status_of(form))


def change(request: MemberRequest, initiative: Initiative, form: InitiativeForm) -> None:
    change_initiative(initiative=initiative, by=request.person, now=timezone.now(), **form.changes)


@require_http_methods(["GET", "HEAD", "POST"])
def guards(request: MemberRequest, pk: int) -> HttpResponse:
    """The guards of an objective, and one more."""
    objective = found(request, pk)
    form = GuardForm(request.POST or None)
    refusal: Refused | None = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data | {"bound": Bound(form.cleaned_data["bound"])}
        try:
            add_guard(objective=objective, by=request.person, now=timezone.now(), **said)
        except Refused as problem:
            refusal = problem
            form.add_error("metric", str(problem))
        else:
            messages.info(request, f"“{said['metric'].title}” guards “{objective.title}” now")
            return back(request, pk, "guards")
    rows = [
        (row, is_broken(row.bound, row.limit_value, row.latest)) for row in with_latest(Guard.objects.filter(objective=pk))[:MOST]
    ]
    status = refusal.status_code if refusal else 422 if form.errors else 200
    return render(
        request, "alignment/objectives/guards.html", {"objective": objective, "form": form, "guards": rows}, status=status
    )


@require_POST
def unguard(request: MemberRequest, pk: int) -> HttpResponse:
    """That number guards it no longer."""
    guard = get_object_or_404(Guard.objects.select_related("objective__organization", "metric"), pk=pk)
    objective = remove_guard(guard=guard, by=request.person, now=timezone.now())
    messages.info(request, f"“{guard.metric.title}” guards “{objective.title}” no longer")
    return back(request, objective.pk, "guards")
