"""Doors: an objective is written, with its parent in sight, and changed, also by two people at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from alignment.actions import change_objective, set_objective
from alignment.actions.goalposts import state_to_begin_with
from alignment.actions.objectives import check_may_change
from alignment.forms.objectives import NewObjectiveForm, ObjectiveForm, stored_of
from alignment.models import Objective
from alignment.reads.objective_writing import advice_on, beside, cycle_to_start_with, cycles_to_choose, lines_to_choose
from alignment.views.saving import saved, status_of
from organizations.forms.conflicts import saved_by
from organizations.forms.once import key_once, once_token
from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.models import Team
from organizations.refusals import NotSaid
from organizations.verbs import day_of, locked
from organizations.views.gates import for_teams

RELATED = ("organization", "team", "owner", "reviewer", "cycle", "parent", "serves")


@for_teams
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """An empty form, started from what the address names: ?parent=…&team=…&cycle=…"""
    cycles, lines = cycles_to_choose(), lines_to_choose()
    form = NewObjectiveForm(request.POST or None, cycles=cycles, lines=lines, initial=started_from(request, cycles))
    if request.method == "POST" and form.is_valid():
        try:
            objective = set_once(request, form)
        except NotSaid as problem:
            form.add_error("reason" if str(problem).startswith("Say why") else None, str(problem))
        else:
            messages.info(request, f"“{objective.title}” is set. Say now how it is measured")
            return redirect("alignment:objective", request.person.organization.slug, objective.pk)
    values = {"form": form, "once": once_token(request.POST or None), **beside_form(form)}
    return render(request, "alignment/objectives/new.html", values, status=422 if form.errors else 200)


def started_from(request: MemberRequest, cycles: list[Any]) -> dict[str, Any]:
    """The parent, team and cycle of the link; without them the cycle that runs and the one who writes as owner."""
    asked = Asked(request.GET)
    parent = Objective.objects.filter(pk=asked.number("parent"), archived_on=None).first() if asked.number("parent") else None
    cycle = next((cycle for cycle in cycles if cycle.pk == asked.number("cycle")), None)
    usual = next((cycle for cycle in cycles if parent is not None and cycle.pk == parent.cycle_id), None)
    running = cycle_to_start_with(cycles, day_of(timezone.now(), request.person.organization))
    chosen = cycle or usual or running
    team = asked.row("team", Team)
    return {"parent": parent, "team": team, "cycle": chosen.pk if chosen else "", "owner": request.person, "weight": 1}


def set_once(request: MemberRequest, form: NewObjectiveForm) -> Objective:
    """The verb; a second press of the same form finds what the first one made."""
    key = key_once(request.POST)
    made: Objective | None = Objective.objects.filter(key=key).first()
    if made is not None:
        return made
    words = form.words()
    state = state_to_begin_with(words.get("cycle"), words.get("team"))
    return set_objective(
        organization=request.person.organization, key=key, state=state, by=request.person, now=timezone.now(), **words
    )


def beside_form(form: Any, own: Objective | None = None) -> dict[str, Any]:
    """What stands beside the form: the parent's panel and advice, for what is typed, or else for what it starts from."""
    if form.is_bound:
        form.is_valid()
        said = form.cleaned_data
    else:
        said = dict(form.initial)
        said["cycle"] = next((row for row in cycles_to_choose() if row.pk == said.get("cycle")), None)
    return {"beside": beside(said.get("parent"), but=own.pk if own else None), "advice": advice_on(said, own=own), "own": own}


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """The form as it is stored; what somebody else saved meanwhile is joined, or shown beside one's own words (409)."""
    with transaction.atomic():
        objective = get_object_or_404(Objective.objects.select_related(*RELATED), pk=pk)
        if request.method == "POST":
            locked(objective)
            objective = Objective.objects.select_related(*RELATED).get(pk=pk)
        check_may_change(request.person, objective)
        form = form_of(request, objective)
        if saved(request, form, lambda: change(request, objective, form)):
            return redirect("alignment:objective", request.person.organization.slug, objective.pk)
    if form.clashes:
        form.saved_by = saved_by(objective, form.merge.clashing, but=request.person)
    values = {"form": form, "objective": objective, **beside_form(form, objective)}
    return render(request, "alignment/objectives/edit.html", values, status=status_of(form))


def form_of(request: MemberRequest, objective: Objective) -> ObjectiveForm:
    cycles, lines = cycles_to_choose(objective.cycle), lines_to_choose(objective.serves)
    return ObjectiveForm(request.POST or None, row=objective, stored=stored_of(objective), cycles=cycles, lines=lines)


def change(request: MemberRequest, objective: Objective, form: ObjectiveForm) -> None:
    reason = form.cleaned_data["reason"]
    change_objective(objective=objective, by=request.person, now=timezone.now(), reason=reason, **form.changes)


@require_POST
def advise(request: MemberRequest) -> HttpResponse:
    """The parent's panel and advice for what is typed so far."""
    own: Objective | None = Asked(request.GET).row("of", Objective)
    form = NewObjectiveForm(request.POST, cycles=cycles_to_choose(), lines=lines_to_choose())
    return render(request, "alignment/objectives/_beside.html", beside_form(form, own))
