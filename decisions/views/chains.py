"""Doors: what is in force, a decision that gives way or is undone, and one that is copied or asked again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from decisions import policy
from decisions.actions.asking import ask_for_decision
from decisions.actions.criteria import set_criteria
from decisions.actions.deciding import supersede_decision, take_back_decision
from decisions.actions.states import decider_of
from decisions.actions.succession import fork_decision, give_way, reverse_decision
from decisions.forms.chains import AgainForm, ReversalForm, SuccessionForm, first_words_of
from decisions.models import Decision, Door
from decisions.reads.in_force import asked_in_force, in_force_page
from decisions.reads.near import near as near_to
from decisions.reads.near import told_near
from decisions.reads.standing import stands
from organizations.forms.once import key_once, once_token
from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.refusals import NotSaid, OutOfTurn, WouldBeCircle
from organizations.toasts import tell
from organizations.verbs import day_of
from organizations.views.gates import for_writers


@require_safe
def in_force(request: MemberRequest) -> HttpResponse:
    """What is in force on a day for a team: both in the address."""
    today = day_of(timezone.now(), request.person.organization)
    asked = asked_in_force(Asked(request.GET), today)
    values = {"asked": asked, "answer": in_force_page(asked, today), "today": today, "is_past": asked.on < today}
    return render(request, "decisions/in_force/index.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def succession(request: MemberRequest, pk: int) -> HttpResponse:
    """Another takes its place: one that is decided with this form, or one that stands already."""
    decision = decision_of(pk)
    form = SuccessionForm(request.POST or None, decision=decision)
    if request.method == "POST" and form.is_valid():
        try:
            to = take_place(request, decision, form)
        except (NotSaid, WouldBeCircle) as problem:
            form.add_error(None, str(problem))
        else:
            undo = "" if form.cleaned_data["standing"] else back_from(request, to)
            tell(request, f"“{to}” has taken the place of “{decision}”", undo=undo)
            return redirect("decisions:decision", request.person.organization.slug, to.pk)
    values = {"decision": decision, "form": form, **may_undo(request, decision)}
    return render(request, "decisions/chains/succession.html", values, status=422 if form.errors else 200)


def take_place(request: MemberRequest, decision: Decision, form: SuccessionForm) -> Decision:
    """Hand what the form says to one of the verbs; the decision that holds now."""
    said, by, now = form.cleaned_data, request.person, timezone.now()
    standing: Decision | None = said["standing"]
    if standing is None:
        words = {name: said[name] for name in ("title", "outcome", "reason", "review_on")}
        return supersede_decision(decision=decision, by=by, now=now, **words)
    give_way(decision=decision, to=standing, by=by, now=now)
    return standing


@require_http_methods(["GET", "HEAD", "POST"])
def reversal(request: MemberRequest, pk: int) -> HttpResponse:
    """It is undone, with a reason, and nothing takes its place."""
    decision = decision_of(pk)
    form = ReversalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data["reason"]
        undoing = reverse_decision(decision=decision, reason=said, by=request.person, now=timezone.now())
        tell(request, f"“{decision}” is undone", undo=back_from(request, undoing))
        return redirect("decisions:decision", request.person.organization.slug, decision.pk)
    values = {"decision": decision, "form": form, **may_undo(request, decision)}
    return render(request, "decisions/chains/reversal.html", values, status=422 if form.errors else 200)


def back_from(request: MemberRequest, decision: Decision) -> str:
    return reverse("decisions:taken_back", args=[request.person.organization.slug, decision.pk])


@require_POST
def taken_back(request: MemberRequest, pk: int) -> HttpResponse:
    """What has just taken another's place gives it back; the way back that a toast offers."""
    decision = decision_of(pk)
    before = Decision.objects.filter(superseded_by__decision=decision).order_by("pk").first()
    if before is None:
        raise OutOfTurn(f"“{decision}” has taken nobody's place, so there is none to give back.")
    take_back_decision(decision=decision, reason="It took a place by mistake.", by=request.person, now=timezone.now())
    tell(request, f"“{before}” is as it was")
    return redirect("decisions:decision", request.person.organization.slug, before.pk)


@for_writers
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: MemberRequest, pk: int) -> HttpResponse:
    """A new question with the same words and options, and nothing else of this one."""
    return ask_anew(request, decision_of(pk), is_fork=False)


@for_writers
@require_http_methods(["GET", "HEAD", "POST"])
def fork(request: MemberRequest, pk: int) -> HttpResponse:
    """The same question, open again: it says where it comes from."""
    return ask_anew(request, decision_of(pk), is_fork=True)


def ask_anew(request: MemberRequest, decision: Decision, *, is_fork: bool) -> HttpResponse:
    """The form that asks for a decision, with the words of this one to start from."""
    if request.method == "POST":
        form = AgainForm(request.POST)
    else:
        form = AgainForm(initial=first_words_of(decision) | ({"decider": decider_of(decision)} if is_fork else {}))
    if request.method == "POST" and form.is_valid():
        try:
            asked = ask(request, decision, form, is_fork=is_fork)
        except NotSaid as problem:
            form.add_error(None, str(problem))
        else:
            found = told_near(asked.title, but=[asked.pk, decision.pk])
            messages.info(request, f"{form.cleaned_data['decider'].name} is asked{found and '.'}{found}")
            return redirect("decisions:decision", request.person.organization.slug, asked.pk)
    values = {"form": form, "decision": decision, "is_fork": is_fork, "once": once_token(request.POST or None)}
    return render(request, "decisions/chains/again.html", values, status=422 if form.errors else 200)


def ask(request: MemberRequest, decision: Decision, form: AgainForm, *, is_fork: bool) -> Decision:
    """One of the two verbs; the team and what it is about come along. A second press finds what the first one asked."""
    key = key_once(request.POST)
    there: Decision | None = Decision.objects.filter(key=key).first()
    if there is not None:
        return there
    said: dict[str, Any] = {name: form.cleaned_data[name] for name in ("question", "decider", "need_by", "context")}
    common: dict[str, Any] = {"by": request.person, "now": timezone.now()}
    said |= common | {"key": key, "options": form.alternatives, "door": Door(form.cleaned_data["door"] or Door.TWO_WAY)}
    with transaction.atomic():
        if is_fork:
            asked = fork_decision(decision=decision, **said)
        else:
            organization = request.person.organization
            asked = ask_for_decision(organization=organization, team=decision.team, objective=decision.objective, **said)
        if form.cleaned_data["criteria"]:
            set_criteria(decision=asked, criteria=form.cleaned_data["criteria"], **common)
    return asked


@require_POST
def near(request: MemberRequest) -> HttpResponse:
    """Advice while somebody writes: what was asked or decided before and is like it."""
    own = Asked(request.GET).number("of")
    text = request.POST.get("question") or request.POST.get("title") or ""
    values = {"near": near_to(text, but=[own] if own else []), "today": day_of(timezone.now(), request.person.organization)}
    return render(request, "decisions/near/_near.html", values)


@require_safe
def near_it(request: MemberRequest, pk: int) -> HttpResponse:
    """What is like a decision: the slot of its page, and a page."""
    decision = decision_of(pk)
    origins = decision.origins.values_list("origin_id", flat=True)
    values = {"near": near_to(decision.title, but=[pk, *origins]), "decision": decision}
    name = "_near" if request.headers.get("HX-Request") else "index"
    return render(request, f"decisions/near/{name}.html", values | {"today": day_of(timezone.now(), request.person.organization)})


def decision_of(pk: int) -> Decision:
    found: Decision = get_object_or_404(Decision.objects.select_related("organization", "team", "objective"), pk=pk)
    return found


def may_undo(request: MemberRequest, decision: Decision) -> dict[str, Any]:
    """Whether this person may, whether there is something to undo, and whom to ask else."""
    is_standing = Decision.objects.filter(stands(), pk=decision.pk).exists()
    return {"may": policy.may_undo_decision(request.person, decision), "is_standing": is_standing, "decider": decider_of(decision)}
