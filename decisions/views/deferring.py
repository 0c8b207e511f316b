"""Doors: a question is put off until another day, and taken up again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from decisions import policy
from decisions.actions import defer_decision, take_up_decision
from decisions.forms import DeferralForm
from decisions.models import Decision, DecisionState
from organizations.middleware import MemberRequest
from organizations.refusals import DatesOutOfOrder, NotSaid
from organizations.toasts import tell


def found(pk: int) -> Decision:
    decision: Decision = get_object_or_404(Decision.objects.select_related("organization", "asked_by"), pk=pk)
    return decision


@require_http_methods(["GET", "HEAD", "POST"])
def deferral(request: MemberRequest, pk: int) -> HttpResponse:
    """Not now: why, and by when instead."""
    decision = found(pk)
    form = DeferralForm(request.POST or None)
    slug = request.person.organization.slug
    if request.method == "POST" and form.is_valid():
        try:
            defer_decision(decision=decision, by=request.person, now=timezone.now(), **form.cleaned_data)
        except NotSaid as problem:
            form.add_error("need_by" if isinstance(problem, DatesOutOfOrder) else None, str(problem))
        else:
            tell(request, f"“{decision}” is put off", undo=reverse("decisions:taking_up", args=[slug, decision.pk]))
            return redirect("decisions:decision", slug, decision.pk)
    may = decision.state == DecisionState.PROPOSED and policy.may_defer_decision(request.person, decision)
    values = {"decision": decision, "form": form, "may": may}
    return render(request, "decisions/decisions/deferral.html", values, status=422 if form.errors else 200)


@require_POST
def taking_up(request: MemberRequest, pk: int) -> HttpResponse:
    """It waits again for whoever decides it."""
    decision = found(pk)
    take_up_decision(decision=decision, by=request.person, now=timezone.now())
    messages.info(request, f"“{decision}” waits to be decided again")
    return redirect("decisions:decision", request.person.organization.slug, decision.pk)
