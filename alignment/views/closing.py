"""Doors to the closing of a cycle: the list, the choice for one objective, the end, and the report of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from alignment import policy
from alignment.actions.closing import close_cycle, conclude_objective
from alignment.forms.closing import ConclusionForm
from alignment.models import Objective
from alignment.models.objectives import Outcome
from alignment.reads.closing import SHOWS, ClosingRow, closing_page, cycles_after, find_to_conclude, left_in, rows_of, takers
from alignment.reads.report import report_page
from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.models import Cycle
from organizations.models.cycles import CycleState
from organizations.policy import may_run_cycles
from organizations.refusals import ChangedMeanwhile, NotSaid
from organizations.verbs import day_of


@require_http_methods(["GET", "HEAD", "POST"])
def closing(request: MemberRequest, pk: int) -> HttpResponse:
    """Every objective with its scores and its choice; posting ends the cycle."""
    cycle = get_object_or_404(Cycle.objects.select_related("organization"), pk=pk)
    if request.method == "POST":
        close_cycle(cycle=cycle, by=request.person, now=timezone.now())
        messages.info(request, f"{cycle} is closed")
        return redirect("alignment:cycle_report", request.person.organization.slug, cycle.pk)
    asked = Asked(request.GET)
    page = closing_page(cycle, request.person, asked.one_of("show", SHOWS, usual="all"), asked.page)
    values = {
        "page": page,
        "cycle": cycle,
        "shows": SHOWS,
        "is_open": cycle.state == CycleState.CLOSING,
        "may_run": may_run_cycles(request.person, cycle.organization),
        "today": day_of(timezone.now(), cycle.organization),
    }
    return render(request, "alignment/closing/show.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def conclusion(request: MemberRequest, pk: int) -> HttpResponse:
    """The choice for one objective: a page of its own, or the row of the list that opens."""
    objective = find_to_conclude(pk)
    if objective is None or objective.cycle is None:
        raise Http404
    row = rows_of([objective])[0]
    form = ConclusionForm(
        request.POST if request.method == "POST" else None, row=row, cycles=cycles_after(objective.cycle), takers=takers(objective)
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                choose(request, objective, form)
                return chosen(request, objective)
            except (NotSaid, ChangedMeanwhile) as problem:
                form.add_error(None, str(problem))
                status = problem.status_code
    return opened(request, row, form, status)


def choose(request: MemberRequest, objective: Objective, form: ConclusionForm) -> None:
    said = form.cleaned_data
    conclude_objective(
        objective=objective,
        outcome=Outcome(said["outcome"]),
        score=said["score"],
        reason=said["reason"],
        seen=said["seen"],
        by=request.person,
        now=timezone.now(),
        **form.goal,
    )


def chosen(request: MemberRequest, objective: Objective) -> HttpResponse:
    """The row with its choice, or the list at that row."""
    assert objective.cycle
    if request.headers.get("HX-Request"):
        fresh = find_to_conclude(objective.pk)
        assert fresh
        values = {"row": rows_of([fresh])[0], "cycle": objective.cycle, "left": left_in(objective.cycle), "is_open": True}
        return render(request, "alignment/closing/_chosen.html", values)
    messages.info(request, f"“{objective}” has its choice")
    return redirect(
        reverse("alignment:closing", args=[request.person.organization.slug, objective.cycle.pk]) + f"#o-{objective.pk}"
    )


def opened(request: MemberRequest, row: ClosingRow, form: ConclusionForm, status: int) -> HttpResponse:
    values = {
        "row": row,
        "objective": row.objective,
        "cycle": row.objective.cycle,
        "form": form,
        "may": policy.may_conclude_objective(request.person, row.objective),
        "stands": row if status == 409 else None,
        "edition": row.edition,
        "today": day_of(timezone.now(), row.objective.organization),
    }
    name = "_form_row" if request.headers.get("HX-Request") else "choice"
    return render(request, f"alignment/closing/{name}.html", values, status=status)


@require_safe
def report(request: MemberRequest, pk: int) -> HttpResponse:
    """What a closed cycle came to."""
    cycle = get_object_or_404(Cycle.objects.select_related("organization"), pk=pk)
    if cycle.state != CycleState.CLOSED:
        return redirect("alignment:cycle", request.person.organization.slug, cycle.pk)
    values = {
        "page": report_page(cycle, Asked(request.GET).page),
        "cycle": cycle,
        "today": day_of(timezone.now(), cycle.organization),
    }
    return render(request, "alignment/cycles/report.html", values)
