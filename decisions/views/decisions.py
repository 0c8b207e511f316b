"""Doors: the log of decisions, one decision, asking for one, and the slot with those about an objective."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from alignment.models import Objective
from alignment.reads.findings import GONE
from decisions import policy
from decisions.actions.asking import ask_for_decision, hand_over_decision
from decisions.actions.deciding import decide
from decisions.actions.findings import ask_to_settle
from decisions.forms import ExpectationForm, HandOverForm, OutcomeForm, QuestionForm
from decisions.models import Decision, DecisionState, Door
from decisions.reads.decision import decision_page
from decisions.reads.log import SHOWS, SORTS, asked_decisions, decision_log
from decisions.reads.near import told_near
from decisions.reads.questions import Sides, first_words, sides_of
from decisions.reads.register_file import register_file
from decisions.reads.rows import decisions_of_objective
from decisions.reads.stages import STAGES
from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.refusals import NotSaid, OutOfTurn
from organizations.verbs import day_of


@require_safe
def decisions(request: MemberRequest) -> HttpResponse:
    """The log: what waits, what was decided, what is to be looked at again."""
    today = day_of(timezone.now(), request.person.organization)
    asked = asked_decisions(Asked(request.GET))
    log = decision_log(asked, today)
    values = {"asked": asked, "log": log, "shows": SHOWS, "stages": STAGES, "doors": Door.choices, "sorts": SORTS, "today": today}
    return render(request, "decisions/decisions/index.html", values | {"sorted": SORTS[log.sort]})


@require_safe
def export(request: MemberRequest) -> HttpResponse:
    """What the register is narrowed to, as a file for a spreadsheet."""
    today = day_of(timezone.now(), request.person.organization)
    name = f"decisions-{request.person.organization.slug}-{today.isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    file = register_file(asked_decisions(Asked(request.GET)), today)
    return HttpResponse(file, content_type="text/csv; charset=utf-8", headers=headers)


@require_safe
def decision(request: MemberRequest, pk: int) -> HttpResponse:
    """One decision."""
    today = day_of(timezone.now(), request.person.organization)
    page = decision_page(pk, today)
    if page is None:
        raise Http404
    return render(request, "decisions/decisions/show.html", {"page": page, "decision": page.decision, "today": today})


@require_safe
def of_objective(request: MemberRequest, pk: int) -> HttpResponse:
    """The slot of an objective's page; without a script, the log narrowed to it."""
    objective = get_object_or_404(Objective, pk=pk)
    if not request.headers.get("HX-Request"):
        address = reverse("decisions:decisions", args=[request.person.organization.slug])
        return redirect(f"{address}?objective={objective.pk}&show=all")
    today = day_of(timezone.now(), request.person.organization)
    values = {"objective": objective, "about": decisions_of_objective(objective.pk, today), "today": today}
    return render(request, "decisions/decisions/_of_objective.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: MemberRequest) -> HttpResponse:
    """Asking for a decision; with `?finding=` about what was found between two objectives, in words to start from."""
    key = request.GET.get("finding", "")[:200].replace("\0", "")
    sides = sides_of(key) if key else None
    if key and sides is None:
        if request.method == "POST":
            raise OutOfTurn(GONE)
        messages.info(request, GONE)
        return redirect("alignment:findings", request.person.organization.slug)
    form = QuestionForm(request.POST) if request.method == "POST" else QuestionForm(initial=first_words(sides) if sides else {})
    if request.method == "POST" and form.is_valid():
        try:
            asked = ask(request, form, sides)
        except NotSaid as problem:
            form.add_error(None, str(problem))
        else:
            found = told_near(asked.title, but=[asked.pk])
            messages.info(request, f"{form.cleaned_data['decider'].name} is asked{found and '.'}{found}")
            return redirect("decisions:decision", request.person.organization.slug, asked.pk)
    values = {"form": form, "sides": sides}
    return render(request, "decisions/decisions/question.html", values, status=422 if form.errors else 200)


def ask(request: MemberRequest, form: QuestionForm, sides: Sides | None) -> Decision:
    """One verb, or the one that ties the question to a finding."""
    said = {name: form.cleaned_data[name] for name in ("question", "decider", "need_by", "context")}
    said |= {"options": form.alternatives, "organization": request.person.organization, "by": request.person, "now": timezone.now()}
    if sides is None:
        return ask_for_decision(**said)
    return ask_to_settle(finding=sides.finding.key, objective=sides.objective, other=sides.other, **said)


@require_http_methods(["GET", "HEAD", "POST"])
def outcome(request: MemberRequest, pk: int) -> HttpResponse:
    """The choice: a form for whoever decides, as a page and as a panel beside the decision."""
    decision = get_object_or_404(Decision.objects.select_related("organization", "team"), pk=pk)
    form = OutcomeForm(request.POST or None, decision=decision)
    expectation = ExpectationForm(request.POST or None, decision=decision, prefix="effect")
    if request.method == "POST" and form.is_valid() and expectation.is_valid():
        try:
            settle(request, decision, form, expectation)
        except NotSaid as problem:
            form.add_error(None, str(problem))
        else:
            messages.info(request, f"“{decision}” is decided")
            return redirect("decisions:decision", request.person.organization.slug, decision.pk)
    values = {
        "decision": decision,
        "form": form,
        "expectation": expectation,
        "may": decision.state == DecisionState.PROPOSED and policy.may_decide(request.person, decision),
        "may_pass_on": decision.state == DecisionState.PROPOSED and policy.may_hand_over_decision(request.person, decision),
    }
    name = "_outcome" if request.headers.get("HX-Request") else "outcome"
    is_wrong = form.errors or expectation.errors
    return render(request, f"decisions/decisions/{name}.html", values, status=422 if is_wrong else 200)


def settle(request: MemberRequest, decision: Decision, form: OutcomeForm, expectation: ExpectationForm) -> None:
    """Hand what the form says to the verb."""
    decide(
        decision=decision,
        outcome=form.cleaned_data["outcome"],
        option=form.cleaned_data["option"] if form.is_yes else None,
        is_yes=form.is_yes,
        review_on=form.review_day,
        confidence=expectation.cleaned_data["confidence"],
        expects=expectation.expected if form.is_yes else None,
        by=request.person,
        now=timezone.now(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: MemberRequest, pk: int) -> HttpResponse:
    """Passing a decision on to somebody else."""
    decision = get_object_or_404(Decision.objects.select_related("organization"), pk=pk)
    form = HandOverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        to = form.cleaned_data["to"]
        hand_over_decision(decision=decision, to=to, reason=form.cleaned_data["reason"], by=request.person, now=timezone.now())
        messages.info(request, f"{to.name} decides “{decision}” now")
        return redirect("decisions:decision", request.person.organization.slug, decision.pk)
    values = {"decision": decision, "form": form}
    return render(request, "decisions/decisions/handover.html", values, status=422 if form.errors else 200)
