"""Doors: a team says what the strategy means for it, and the sender answers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from alignment import policy
from alignment.actions.impacts import answer_impact, return_impact
from alignment.forms.strategy import ImpactForm, ReplyForm
from alignment.models import StrategyImpact
from alignment.reads.strategy_versions import impact_page
from organizations.middleware import MemberRequest
from organizations.verbs import day_of

AROUND = ("organization", "team", "version__by", "by", "replied_by")


@require_http_methods(["GET", "HEAD", "POST"])
def impact(request: MemberRequest, pk: int) -> HttpResponse:
    """What a version means for a team: the question, what was said, and the form for whoever may speak for the team."""
    found = get_object_or_404(StrategyImpact.objects.select_related(*AROUND), pk=pk)
    form = ImpactForm(request.POST if request.method == "POST" else None, initial={"words": found.words})
    if request.method == "POST" and form.is_valid():
        answer_impact(impact=found, words=form.cleaned_data["words"], by=request.person, now=timezone.now())
        messages.info(request, f"It is said what version {found.version.number} means for {found.team}")
        return redirect("alignment:strategy_impact", found.organization.slug, found.pk)
    return show(request, found, {"form": form})


@require_POST
def reply(request: MemberRequest, pk: int) -> HttpResponse:
    """The sender was understood otherwise; the team is asked again."""
    found = get_object_or_404(StrategyImpact.objects.select_related(*AROUND), pk=pk)
    form = ReplyForm(request.POST)
    if form.is_valid():
        return_impact(impact=found, reply=form.cleaned_data["reply"], by=request.person, now=timezone.now())
        messages.info(request, f"{found.team} is asked again")
        return redirect("alignment:strategy_impact", found.organization.slug, found.pk)
    return show(request, found, {"reply_form": form})


def show(request: MemberRequest, found: StrategyImpact, forms: dict[str, Any]) -> HttpResponse:
    today = day_of(timezone.now(), found.organization)
    is_bad = any(form.is_bound and form.errors for form in forms.values())
    values = {
        "page": impact_page(found, today),
        "impact": found,
        "today": today,
        "may_answer": policy.may_answer_impact(request.person, found),
        "may_reply": found.answered_on is not None and policy.may_return_impact(request.person, found),
        "form": ImpactForm(initial={"words": found.words}),
        "reply_form": ReplyForm(),
    }
    name = "_impact" if request.headers.get("HX-Request") else "impact"
    return render(request, f"alignment/strategy/{name}.html", values | forms, status=422 if is_bad else 200)
