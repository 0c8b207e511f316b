"""Doors: an open question is put into other words, given other people, reach and options, also by two people at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from decisions.actions import add_option, change_decision, change_option, change_parts, change_reach, remove_option, set_criteria
from decisions.actions.changing import check_may_change, held
from decisions.actions.options import Alternative
from decisions.actions.states import decider_of
from decisions.forms import CriteriaForm, DecisionForm, OptionChangeForm, OptionForm, PeopleForm, ReachForm
from decisions.forms.asking import PEOPLE, held_up_by, stored_of, stored_people, stored_reach
from decisions.forms.criteria import written_criteria
from decisions.models import Criterion, Decision, Option
from organizations.forms.conflicts import saved_by
from organizations.middleware import MemberRequest
from organizations.refusals import NotSaid

RELATED = ("organization", "team", "objective", "asked_by")
METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """The question, what there is to know, its day and its door."""
    with transaction.atomic():
        decision = fresh(request, pk)
        form = DecisionForm(request.POST or None, row=decision, stored=stored_of(decision))
        if saved(request, form, lambda: change_decision(decision=decision, by=request.person, now=timezone.now(), **form.changes)):
            return back(request, decision)
    return shown(request, "edit", decision, form)


@require_http_methods(METHODS)
def people(request: MemberRequest, pk: int) -> HttpResponse:
    """Who has which part; who decides is changed by passing it on."""
    with transaction.atomic():
        decision = fresh(request, pk)
        form = PeopleForm(request.POST or None, row=decision, stored=stored_people(decision))
        if saved(request, form, lambda: give_parts(request, decision, form)):
            return back(request, decision)
    return shown(request, "people", decision, form, decider=decider_of(decision))


def give_parts(request: MemberRequest, decision: Decision, form: PeopleForm) -> None:
    """Only the parts that were changed, so that nobody else's are taken back."""
    parts = {part: form.cleaned_data[name] for name, part in PEOPLE.items() if name in form.changes}
    pattern = form.changes.get("pattern")
    change_parts(decision=decision, parts=parts, pattern=pattern, by=request.person, now=timezone.now())


@require_http_methods(METHODS)
def reach(request: MemberRequest, pk: int) -> HttpResponse:
    """Which teams it touches, and what waits for it."""
    with transaction.atomic():
        decision = fresh(request, pk)
        there = held_up_by(decision)
        form = ReachForm(request.POST or None, row=decision, stored=stored_reach(decision, there), there=there)
        if saved(request, form, lambda: give_reach(request, decision, form)):
            return back(request, decision)
    return shown(request, "reach", decision, form)


def give_reach(request: MemberRequest, decision: Decision, form: ReachForm) -> None:
    touches = form.cleaned_data["touches"]
    change_reach(decision=decision, holds_up=form.waiting, touches=touches, by=request.person, now=timezone.now())


@require_http_methods(METHODS)
def option_new(request: MemberRequest, pk: int) -> HttpResponse:
    """One more way to go."""
    decision = get_object_or_404(Decision.objects.select_related(*RELATED), pk=pk)
    form = OptionForm(request.POST or None)
    if request.method != "POST":
        check_may_change(decision, request.person)
    if request.method == "POST" and form.is_valid():
        try:
            add_option(decision=decision, said=Alternative(**form.cleaned_data), by=request.person, now=timezone.now())
        except NotSaid as problem:
            form.add_error(None, str(problem))
        else:
            messages.info(request, "The option is added")
            return back(request, decision)
    return render(request, "decisions/options/new.html", {"decision": decision, "form": form}, status=422 if form.errors else 200)


@require_http_methods(METHODS)
def option_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Other words for an option."""
    with transaction.atomic():
        option = get_object_or_404(Option.objects.select_related("decision__organization", "decision__asked_by"), pk=pk)
        decision = held_if_posted(request, option.decision)
        option.refresh_from_db(fields=["text", "pros", "cons"])
        stored = {"text": option.text, "pros": option.pros, "cons": option.cons}
        form = OptionChangeForm(request.POST or None, row=option, stored=stored)
        if saved(request, form, lambda: change_option(option=option, by=request.person, now=timezone.now(), **form.changes)):
            return back(request, decision)
    return shown(request, "option", decision, form, option=option)


@require_http_methods(METHODS)
def criteria(request: MemberRequest, pk: int) -> HttpResponse:
    """What the options are compared by, and how much each counts."""
    with transaction.atomic():
        decision = fresh(request, pk)
        rows = list(Criterion.objects.filter(decision=decision).order_by("position"))
        form = CriteriaForm(request.POST or None, row=decision, stored={"criteria": written_criteria(rows)})
        if saved(request, form, lambda: give_criteria(request, decision, form)):
            return back(request, decision)
    return shown(request, "criteria", decision, form)


def give_criteria(request: MemberRequest, decision: Decision, form: CriteriaForm) -> None:
    set_criteria(decision=decision, criteria=form.cleaned_data["criteria"], by=request.person, now=timezone.now())


@require_POST
def option_removal(request: MemberRequest, pk: int) -> HttpResponse:
    """An option is taken off the list; its words stay in the logbook."""
    option = get_object_or_404(Option.objects.select_related("decision__organization", "decision__asked_by"), pk=pk)
    remove_option(option=option, by=request.person, now=timezone.now())
    messages.info(request, f"“{option.text[:60]}” is off the list")
    return back(request, option.decision)


def fresh(request: MemberRequest, pk: int) -> Decision:
    """The row as it stands now; held while it is posted to, for whom it is theirs. Nobody else is shown a form."""
    decision: Decision = get_object_or_404(Decision.objects.select_related(*RELATED), pk=pk)
    held_if_posted(request, decision)
    return Decision.objects.select_related(*RELATED).get(pk=pk) if request.method == "POST" else decision


def held_if_posted(request: MemberRequest, decision: Decision) -> Decision:
    if request.method == "POST":
        held(decision, request.person)
    else:
        check_may_change(decision, request.person)
    return decision


def saved(request: MemberRequest, form: Any, change: Callable[[], Any]) -> bool:
    """Save what differs of a form that was posted; False when something is to be put right, or stands against others' words."""
    if request.method != "POST" or form.clashes or not form.is_valid():
        return False
    try:
        with transaction.atomic():
            change()
    except NotSaid as problem:
        form.add_error(None, str(problem))
        return False
    kept = f". Saved by others meanwhile and kept: {form.joined_words}" if form.merge.joined else ""
    messages.info(request, f"It is saved{kept}")
    return True


def shown(request: MemberRequest, name: str, decision: Decision, form: Any, **more: Any) -> HttpResponse:
    """The form's page: 409 where two people's words stand against each other, 422 where something is to be put right."""
    if form.clashes:
        form.saved_by = saved_by(decision, form.merge.clashing, but=request.person)
    status = 409 if form.clashes else 422 if form.errors else 200
    template = "decisions/options/edit.html" if name == "option" else f"decisions/decisions/{name}.html"
    return render(request, template, {"decision": decision, "form": form, **more}, status=status)


def back(request: MemberRequest, decision: Decision) -> HttpResponse:
    return redirect("decisions:decision", request.person.organization.slug, decision.pk)
