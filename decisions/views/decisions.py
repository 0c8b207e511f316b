"""Doors: the log of decisions, one decision, taking it and passing it on, and the slot with those about an objective."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from alignment.models import Objective
from decisions import policy
from decisions.actions.asking import check_may_hand_over, hand_over_decision
from decisions.actions.deciding import decide
from decisions.actions.states import decider_of
from decisions.forms import ExpectationForm, HandOverForm, OutcomeForm
from decisions.models import UNDECIDED, Decision, DecisionState, Door
from decisions.reads.decision import decision_page
from decisions.reads.log import SHOWS, SORTS, asked_decisions, decision_log
from decisions.reads.register_file import register_file
from decisions.reads.rows import decisions_of_objective
from decisions.reads.stages import STAGES
from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.refusals import AlreadyThere, NotSaid
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
    now = timezone.now()
    today = day_of(now, request.person.organization)
    page = decision_page(pk, today, now)
    if page is None:
        raise Http404
    may_change = page.decision.state in UNDECIDED and policy.may_change_decision(request.person, page.decision)
    may_defer = page.decision.state in UNDECIDED and policy.may_defer_decision(request.person, page.decision)
    may_undo = page.is_standing and policy.may_undo_decision(request.person, page.decision)
    values = {"page": page, "decision": page.decision, "today": today, "may_change": may_change, "may_defer": may_defer}
    values |= {"may_undo": may_undo}
    return render(request, "decisions/decisions/show.html", values)


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
        "decider": decider_of(decision),
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
    if request.method != "POST":
        check_may_hand_over(decision, request.person)
    elif form.is_valid():
        to, reason = form.cleaned_data["to"], form.cleaned_data["reason"]
        try:
            hand_over_decision(decision=decision, to=to, reason=reason, by=request.person, now=timezone.now())
        except (NotSaid, AlreadyThere) as problem:
            form.add_error("to", str(problem))
        else:
            messages.info(request, f"{to.name} decides “{decision}” now")
            return redirect("decisions:decision", request.person.organization.slug, decision.pk)
    values = {"decision": decision, "form": form}
    return render(request, "decisions/decisions/handover.html", values, status=422 if form.errors else 200)
