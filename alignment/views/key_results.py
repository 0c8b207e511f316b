"""Doors: a measure of an objective is added, changed, ordered, ended; the things on its list are ticked off."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from alignment.actions import (
    add_items,
    add_key_result,
    change_key_result,
    end_key_result,
    place_key_result,
    remove_item,
    tick_item,
)
from alignment.actions.objectives import check_may_change
from alignment.forms.measures import EndForm, ItemsForm, KeyResultForm, NewKeyResultForm
from alignment.models import ChecklistItem, KeyResult, Objective
from alignment.models.objectives import KeyResultKind, KeyResultState
from alignment.views.objective_moves import found
from alignment.views.saving import saved, status_of
from organizations.forms.conflicts import saved_by
from organizations.forms.once import key_once, once_token
from organizations.middleware import MemberRequest
from organizations.refusals import NotSaid
from organizations.verbs import locked

RELATED = ("objective__organization", "objective__owner", "objective__cycle", "owner", "metric")


def back(request: MemberRequest, objective: int) -> HttpResponse:
    """To the measures of the objective."""
    return redirect(reverse("alignment:objective", args=[request.person.organization.slug, objective]) + "#measures")


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest, pk: int) -> HttpResponse:
    """One more measure of an objective."""
    objective = found(request, pk)
    form = NewKeyResultForm(request.POST or None, initial={"owner": objective.owner, "weight": 1, "kind": KeyResultKind.METRIC})
    if request.method == "POST" and form.is_valid():
        try:
            add_once(request, objective, form)
        except NotSaid as problem:
            form.add_error(None, str(problem))
        else:
            messages.info(request, f"“{form.cleaned_data['title']}” measures “{objective.title}” now")
            return back(request, pk)
    values = {"objective": objective, "form": form, "once": once_token(request.POST or None)}
    return render(request, "alignment/key_results/new.html", values, status=422 if form.errors else 200)


def add_once(request: MemberRequest, objective: Objective, form: NewKeyResultForm) -> None:
    """The verbs; a second press of the same form finds what the first one made."""
    key, by, now = key_once(request.POST), request.person, timezone.now()
    with transaction.atomic():
        if KeyResult.objects.filter(key=key).exists():
            return
        told = form.words() | {"kind": KeyResultKind(form.cleaned_data["kind"])}
        key_result = add_key_result(objective=objective, key=key, by=by, now=now, **told)
        if key_result.kind == KeyResultKind.CHECKLIST:
            add_items(key_result=key_result, items=form.cleaned_data["items"], by=by, now=now)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Re-word, re-aim, re-weigh; what somebody else saved meanwhile is joined, or shown beside one's own words (409)."""
    with transaction.atomic():
        key_result = get_object_or_404(KeyResult.objects.select_related(*RELATED), pk=pk)
        if request.method == "POST":
            locked(key_result.objective)
            key_result = KeyResult.objects.select_related(*RELATED).get(pk=pk)
        check_may_change(request.person, key_result.objective)
        form = KeyResultForm(request.POST or None, row=key_result)
        if saved(request, form, lambda: change(request, key_result, form)):
            return back(request, key_result.objective_id)
    if form.clashes:
        form.saved_by = saved_by(key_result, form.merge.clashing, but=request.person)
    values = {"form": form, "key_result": key_result, "objective": key_result.objective}
    return render(request, "alignment/key_results/edit.html", values, status=status_of(form))


def change(request: MemberRequest, key_result: KeyResult, form: KeyResultForm) -> None:
    reason = form.cleaned_data["reason"]
    change_key_result(key_result=key_result, by=request.person, now=timezone.now(), reason=reason, **form.changes)


def of(pk: int) -> KeyResult:
    key_result: KeyResult = get_object_or_404(KeyResult.objects.select_related(*RELATED), pk=pk)
    return key_result


@require_POST
def end(request: MemberRequest, pk: int) -> HttpResponse:
    """Reached, missed, not measured any more, or open again."""
    key_result, form = of(pk), EndForm(request.POST)
    if form.is_valid():
        said: dict[str, Any] = {"by": request.person, "now": timezone.now(), "reason": form.cleaned_data["reason"]}
        try:
            end_key_result(key_result=key_result, state=KeyResultState(form.cleaned_data["state"]), **said)
        except NotSaid as problem:
            form.add_error("reason", str(problem))
        else:
            return back(request, key_result.objective_id)
    values = {
        "form": KeyResultForm(None, row=key_result),
        "ending": form,
        "key_result": key_result,
        "objective": key_result.objective,
    }
    return render(request, "alignment/key_results/edit.html", values, status=422)


@require_POST
def place(request: MemberRequest, pk: int) -> HttpResponse:
    """One place up or down."""
    key_result = of(pk)
    place_key_result(key_result=key_result, is_up=request.POST.get("to") == "up", by=request.person, now=timezone.now())
    return back(request, key_result.objective_id)


@require_POST
def items(request: MemberRequest, pk: int) -> HttpResponse:
    """The list grows."""
    key_result, form = of(pk), ItemsForm(request.POST)
    if form.is_valid():
        add_items(key_result=key_result, items=form.cleaned_data["items"], by=request.person, now=timezone.now())
        return back(request, key_result.objective_id)
    values = {
        "form": KeyResultForm(None, row=key_result),
        "adding": form,
        "key_result": key_result,
        "objective": key_result.objective,
    }
    return render(request, "alignment/key_results/edit.html", values, status=422)


def item_of(pk: int) -> ChecklistItem:
    item: ChecklistItem = get_object_or_404(ChecklistItem.objects.select_related("key_result__objective__organization"), pk=pk)
    return item


@require_POST
def tick(request: MemberRequest, pk: int) -> HttpResponse:
    """Ticked off, or not after all."""
    item = item_of(pk)
    tick_item(item=item, is_done=request.POST.get("done") == "1", by=request.person, now=timezone.now())
    return back(request, item.key_result.objective_id)


@require_POST
def strike(request: MemberRequest, pk: int) -> HttpResponse:
    """Off the list."""
    item = item_of(pk)
    remove_item(item=item, by=request.person, now=timezone.now())
    return redirect("alignment:key_result_edit", request.person.organization.slug, item.key_result_id)
