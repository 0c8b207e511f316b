"""Doors: a team answers another, delivers, and takes delivery."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from alignment import policy
from alignment.actions import dependencies as actions
from alignment.forms.dependencies import AnswerForm
from alignment.models import Dependency
from alignment.models.dependencies import DependencyState as State
from organizations.middleware import MemberRequest
from organizations.refusals import NotSaid

WITH_SIDES = ("organization", "from_team", "to_team", "from_objective", "to_objective", "asked_by")


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
def answer(request: MemberRequest, pk: int) -> HttpResponse:
    """What can be done with the dependency now: answer it, deliver it or take delivery."""
    dependency = get_object_or_404(Dependency.objects.select_related(*WITH_SIDES), pk=pk)
    form = AnswerForm(request.POST or None, dependency=dependency)
    if request.method == "POST" and form.is_valid():
        try:
            give(request, dependency, form)
        except NotSaid as problem:
            form.add_error(None, str(problem))
        else:
            messages.info(request, f"“{dependency}” is answered")
            return redirect("alignment:dependency", request.person.organization.slug, dependency.pk)
    values = {"dependency": dependency, "form": form, "step": step_of(request, dependency)}
    name = "_answer" if request.headers.get("HX-Request") else "answer"
    return render(request, f"alignment/dependencies/{name}.html", values, status=422 if form.errors else 200)


def step_of(request: MemberRequest, dependency: Dependency) -> str:
    """What this reader can do next with it: answer, deliver, accept, or nothing."""
    person, state = request.person, dependency.state
    if state == State.NEGOTIATING and policy.may_negotiate_dependency(person, dependency):
        return "answer"
    if state == State.REQUESTED and policy.may_answer_dependency(person, dependency):
        return "answer"
    if state in {State.AGREED, State.IN_PROGRESS} and policy.may_answer_dependency(person, dependency):
        return "deliver"
    if state == State.DELIVERED and policy.may_ask_again(person, dependency):
        return "accept"
    return ""


def give(request: MemberRequest, dependency: Dependency, form: AnswerForm) -> None:
    """One verb for each answer."""
    by, now, reason = request.person, timezone.now(), form.cleaned_data["reason"]
    if form.cleaned_data["answer"] == "agree":
        actions.agree_dependency(dependency=dependency, promised_by=form.day, answer=reason, by=by, now=now)
    elif form.cleaned_data["answer"] == "negotiate":
        actions.negotiate_dependency(dependency=dependency, promised_by=form.day, note=reason, by=by, now=now)
    else:
        actions.decline_dependency(dependency=dependency, reason=reason, by=by, now=now)


@require_POST
def delivery(request: MemberRequest, pk: int) -> HttpResponse:
    return turn(request, pk, actions.deliver_dependency, "is delivered; the other team says whether it will do")


@require_POST
def acceptance(request: MemberRequest, pk: int) -> HttpResponse:
    return turn(request, pk, actions.accept_delivery, "is accepted")


def turn(request: MemberRequest, pk: int, verb: Callable[..., Dependency], said: str) -> HttpResponse:
    dependency = get_object_or_404(Dependency.objects.select_related("organization"), pk=pk)
    verb(dependency=dependency, by=request.person, now=timezone.now())
    messages.info(request, f"“{dependency}” {said}")
    return redirect("alignment:dependency", request.person.organization.slug, dependency.pk)
