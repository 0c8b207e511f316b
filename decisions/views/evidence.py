"""Doors: what was known when a decision was taken, looking at it again, and opening it again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from decisions import policy
from decisions.actions.reopening import reopen_decision
from decisions.actions.reviewing import review_decision
from decisions.forms import ReopeningForm, ReviewForm
from decisions.models import Decision, DecisionState, Verdict
from decisions.reads.effect import effect_of
from decisions.reads.evidence import known_page
from organizations.middleware import MemberRequest
from organizations.refusals import NotAllowed, NotSaid, OutOfTurn
from organizations.verbs import day_of


def found(pk: int) -> Decision:
    decision: Decision = get_object_or_404(Decision.objects.select_related("organization", "team", "objective", "asked_by"), pk=pk)
    return decision


@require_safe
def evidence(request: MemberRequest, pk: int) -> HttpResponse:
    """What we knew, what it rests on and what came of it: a slot of the decision's page, and a page of its own."""
    decision = found(pk)
    today = day_of(timezone.now(), decision.organization)
    values = {"page": known_page(decision, today), "decision": decision, "today": today, **rights(request, decision)}
    name = "_known" if request.headers.get("HX-Request") else "show"
    return render(request, f"decisions/evidence/{name}.html", values)


def rights(request: MemberRequest, decision: Decision) -> dict[str, bool]:
    return {
        "may_assume": policy.may_assume(request.person, decision),
        "may_review": policy.may_review_decision(request.person, decision),
        "may_reopen": policy.may_reopen_decision(request.person, decision),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def reopening(request: MemberRequest, pk: int) -> HttpResponse:
    """Open it again, with what has changed since."""
    decision = found(pk)
    form = ReopeningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reopen_decision(decision=decision, reason=form.cleaned_data["reason"], by=request.person, now=timezone.now())
        messages.info(request, f"“{decision}” is open again")
        return redirect("decisions:decision", request.person.organization.slug, decision.pk)
    if not policy.may_reopen_decision(request.person, decision):
        raise NotAllowed(f"You may not open “{decision}” again. Ask whoever decides it.")
    values = {"decision": decision, "form": form}
    return render(request, "decisions/evidence/reopening.html", values, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: MemberRequest, pk: int) -> HttpResponse:
    """Look at it again: the effect is there already, the call is judged."""
    decision = found(pk)
    today = day_of(timezone.now(), decision.organization)
    effect = effect_of(decision, today)
    form = ReviewForm(request.POST or None, is_computed=effect.is_well is not None)
    if request.method == "POST" and form.is_valid():
        try:
            review_decision(decision=decision, by=request.person, now=timezone.now(), **said(form))
        except NotSaid as problem:
            form.add_error(None, str(problem))
        else:
            is_kept = form.cleaned_data["verdict"] == Verdict.KEEP
            messages.info(request, f"“{decision}” {'stands' if is_kept else 'is open again'}")
            return redirect("decisions:decision", request.person.organization.slug, decision.pk)
    check_may_review(request, decision)
    is_part = bool(request.headers.get("HX-Request"))
    values = {"decision": decision, "form": form, "effect": effect, "today": today}
    values |= {} if is_part else {"page": known_page(decision, today)}
    name = "_review" if is_part else "review"
    return render(request, f"decisions/evidence/{name}.html", values, status=422 if form.errors else 200)


def said(form: ReviewForm) -> dict[str, Any]:
    told = form.cleaned_data
    return {
        "judgement": int(told["judgement"]),
        "verdict": Verdict(told["verdict"]),
        "is_well": form.is_well,
        "note": told["note"],
        "lesson": told["lesson"],
        "review_on": form.next_day,
    }


def check_may_review(request: MemberRequest, decision: Decision) -> None:
    """No form is shown that cannot be sent."""
    if not policy.may_review_decision(request.person, decision):
        raise NotAllowed(f"“{decision}” is not yours to look at again. Ask whoever decides it.")
    if decision.state != DecisionState.ACCEPTED:
        raise OutOfTurn(f"“{decision}” is not in force, so there is nothing to look at again.")
