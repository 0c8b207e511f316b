"""Doors: which teams were told and know, saying that one's own knows, and dissent."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from decisions.actions import acknowledge_decision, disagree
from decisions.actions.telling import DECIDED
from decisions.forms import DissentForm
from decisions.models import Dissent
from decisions.reads.telling import telling_of
from decisions.views.hearings import decision_of
from organizations.middleware import MemberRequest
from organizations.verbs import day_of


@require_safe
def told(request: MemberRequest, pk: int) -> HttpResponse:
    """Who was told and who knows: a section of the decision's page, or a page."""
    decision = decision_of(pk)
    today = day_of(timezone.now(), request.person.organization)
    values = {"decision": decision, "telling": telling_of(decision, request.person), "today": today}
    name = "_told" if request.headers.get("HX-Request") else "index"
    return render(request, f"decisions/told/{name}.html", values)


@require_POST
def acknowledgement(request: MemberRequest, pk: int) -> HttpResponse:
    """One button: we know it."""
    decision = decision_of(pk)
    acknowledge_decision(decision=decision, by=request.person, now=timezone.now())
    messages.info(request, "It shows that you know it")
    return redirect("decisions:decision", request.person.organization.slug, decision.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def dissent(request: MemberRequest, pk: int) -> HttpResponse:
    """I think otherwise, and go along all the same, or not yet."""
    decision = decision_of(pk)
    own: Dissent | None = Dissent.objects.filter(decision=decision, person=request.person).first()
    form = DissentForm(request.POST or None, initial={"words": own.words} if own else {})
    if request.method == "POST" and form.is_valid():
        commits = request.POST.get("goes_along") != "no"
        disagree(decision=decision, words=form.cleaned_data["words"], is_committed=commits, by=request.person, now=timezone.now())
        messages.info(request, "Your words are on record" + (", and that you go along" if commits else ""))
        return redirect("decisions:decision", request.person.organization.slug, decision.pk)
    values = {"decision": decision, "form": form, "own": own, "stands": decision.state in DECIDED}
    return render(request, "decisions/told/dissent.html", values, status=422 if form.errors else 200)
