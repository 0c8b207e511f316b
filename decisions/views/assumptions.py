"""Doors: what must hold for a decision is written down, comes true, or is given up."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from decisions import policy
from decisions.actions.assumptions import assume, confirm_assumption, drop_assumption
from decisions.forms import AssumptionForm, DropForm
from decisions.models import Assumption
from decisions.views.evidence import found
from organizations.middleware import MemberRequest
from organizations.refusals import NotAllowed, NotSaid


@require_http_methods(["GET", "HEAD", "POST"])
def assumption_new(request: MemberRequest, pk: int) -> HttpResponse:
    """Write one down."""
    decision = found(pk)
    form = AssumptionForm(request.POST or None, decision=decision, initial={"watch": "metric"})
    if request.method == "POST" and form.is_valid():
        try:
            assume(decision=decision, text=form.cleaned_data["text"], bond=form.bond, by=request.person, now=timezone.now())
        except NotSaid as problem:
            form.add_error(None, str(problem))
        else:
            messages.info(request, "It is watched from now on")
            return redirect("decisions:decision", request.person.organization.slug, decision.pk)
    if not policy.may_assume(request.person, decision):
        raise NotAllowed(f"You have no part in “{decision}”. Ask whoever decides it.")
    values = {"decision": decision, "form": form}
    return render(request, "decisions/evidence/assumption.html", values, status=422 if form.errors else 200)


@require_POST
def confirmation(request: MemberRequest, pk: int) -> HttpResponse:
    """It came true."""
    assumption = get_object_or_404(Assumption.objects.select_related("decision"), pk=pk)
    confirm_assumption(assumption=assumption, by=request.person, now=timezone.now())
    messages.info(request, f"“{assumption}” came true")
    return redirect("decisions:decision", request.person.organization.slug, assumption.decision_id)


@require_http_methods(["GET", "HEAD", "POST"])
def removal(request: MemberRequest, pk: int) -> HttpResponse:
    """The decision no longer rests on it."""
    assumption = get_object_or_404(Assumption.objects.select_related("decision__asked_by"), pk=pk)
    form = DropForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        drop_assumption(assumption=assumption, reason=form.cleaned_data["reason"], by=request.person, now=timezone.now())
        messages.info(request, f"“{assumption}” is not relied on any more")
        return redirect("decisions:decision", request.person.organization.slug, assumption.decision_id)
    if not policy.may_assume(request.person, assumption.decision):
        raise NotAllowed(f"You have no part in “{assumption.decision}”. Ask whoever decides it.")
    values = {"assumption": assumption, "decision": assumption.decision, "form": form}
    return render(request, "decisions/evidence/removal.html", values, status=422 if form.errors else 200)
