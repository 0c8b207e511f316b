"""Doors to the slots that pages of lower rooms show: the meeting that something came from, and the issues about it."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accountability.models import Commitment
from alignment.models import Objective
from decisions.models import Decision
from organizations.listing import Page
from organizations.middleware import MemberRequest
from organizations.verbs import day_of
from rhythm.reads.issues import issue_row, issues_of, origin_of_commitment, origin_of_decision
from rhythm.unresolved import issue_of


@require_safe
def of_objective(request: MemberRequest, pk: int) -> HttpResponse:
    """The issues about an objective; without a script, the list narrowed to it."""
    objective = get_object_or_404(Objective, pk=pk)
    if not request.headers.get("HX-Request"):
        address = reverse("rhythm:issues", args=[request.person.organization.slug])
        return redirect(f"{address}?objective={objective.pk}&show=all")
    today = day_of(timezone.now(), request.person.organization)
    values = {"objective": objective, "page": issues_of(Q(objective=objective), today), "today": today}
    return render(request, "rhythm/issues/_of_objective.html", values)


@require_safe
def of_decision(request: MemberRequest, pk: int) -> HttpResponse:
    """Where a decision was taken and the issues about it: a fragment, or a page of its own."""
    decision = get_object_or_404(Decision, pk=pk)
    today = day_of(timezone.now(), request.person.organization)
    issues = issues_of(Q(decision=decision), today, most=20)
    values = {"about": decision, "origin": origin_of_decision(decision.pk), "issues": issues, "today": today}
    return render(request, f"rhythm/issues/{'_origin' if request.headers.get('HX-Request') else 'origin'}.html", values)


@require_safe
def of_commitment(request: MemberRequest, pk: int) -> HttpResponse:
    """The decision and the meeting that a commitment came from: a fragment, or a page of its own."""
    commitment = get_object_or_404(Commitment, pk=pk)
    today = day_of(timezone.now(), request.person.organization)
    issue = issue_of(commitment)
    rows = [issue_row(issue, today)] if issue else []
    values = {"about": commitment, "origin": origin_of_commitment(commitment.pk), "issues": Page(rows), "today": today}
    return render(request, f"rhythm/issues/{'_origin' if request.headers.get('HX-Request') else 'origin'}.html", values)
