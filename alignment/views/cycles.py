"""Doors to cycles: all periods, one, a new one, and the steps of its life."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alignment.reads.cycles import cycle_list, cycle_page
from alignment.reads.goalposts import LATEST, goalposts, moved_since_first
from organizations import policy
from organizations.actions.cycles import add_cycle, begin_closing, change_cycle, check_may_run, open_cycle, start_cycle
from organizations.forms.conflicts import saved_by
from organizations.forms.cycles import CycleChangeForm, CycleForm
from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.models import Cycle
from organizations.refusals import NotSaid
from organizations.verbs import day_of

STEPS = {
    "open": (open_cycle, "{} is open for planning; whoever leads a team is told"),
    "start": (start_cycle, "{} is what everybody works by now"),
    "begin-closing": (begin_closing, "The closing of {} has begun; whoever leads a team is told"),
}


@require_safe
def cycles(request: MemberRequest) -> HttpResponse:
    """All periods, newest first."""
    today = day_of(timezone.now(), request.person.organization)
    values = {"page": cycle_list(Asked(request.GET).page, today), "today": today, "may_run": may_run(request)}
    return render(request, "alignment/cycles/index.html", values)


@require_safe
def cycle(request: MemberRequest, pk: int) -> HttpResponse:
    """One period with its sets, its objectives and what was moved since."""
    today = day_of(timezone.now(), request.person.organization)
    page = cycle_page(pk, Asked(request.GET).page, today)
    if page is None:
        raise Http404
    values = {"page": page, "cycle": page.row.cycle, "today": today, "may_run": may_run(request)}
    return render(request, "alignment/cycles/show.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """Add a period."""
    check_may_run(request.person, request.person.organization)
    form = CycleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        organization, by = request.person.organization, request.person
        cycle = add_cycle(organization=organization, by=by, now=timezone.now(), **form.words)
        messages.info(request, f"{cycle} is planned")
        return redirect("alignment:cycle", organization.slug, cycle.pk)
    return render(request, "alignment/cycles/edit.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Rename it, or move its days; two who do so at once see each other's words."""
    cycle = get_object_or_404(Cycle.objects.select_related("organization", "parent"), pk=pk)
    check_may_run(request.person, request.person.organization)
    form = CycleChangeForm(request.POST if request.method == "POST" else None, cycle=cycle)
    if request.method == "POST" and not form.clashes and form.is_valid():
        try:
            change_cycle(cycle=cycle, by=request.person, now=timezone.now(), **form.words)
        except NotSaid as problem:
            form.add_error(None, str(problem))
        else:
            messages.info(request, f"{form.cleaned_data['name']} is changed")
            return redirect("alignment:cycle", request.person.organization.slug, cycle.pk)
    if form.clashes:
        form.saved_by = saved_by(cycle, form.merge.clashing, but=request.person)
    status = 409 if form.clashes else 422 if form.errors else 200
    return render(request, "alignment/cycles/edit.html", {"form": form, "cycle": cycle}, status=status)


@require_POST
def step(request: MemberRequest, pk: int) -> HttpResponse:
    """Open it for planning, start it, or begin its closing."""
    cycle = get_object_or_404(Cycle.objects.select_related("organization"), pk=pk)
    verb, said = STEPS.get(request.POST.get("step", ""), (None, ""))
    if verb is None:
        raise NotSaid("Choose what happens next with the cycle: open it, start it, or begin its closing.")
    verb(cycle=cycle, by=request.person, now=timezone.now())
    messages.info(request, said.format(cycle))
    return redirect("alignment:cycle", request.person.organization.slug, cycle.pk)


@require_safe
def changes(request: MemberRequest, pk: int) -> HttpResponse:
    """The ledger of moved goalposts; its newest lines as a piece of the cycle's page."""
    cycle = get_object_or_404(Cycle.objects.select_related("organization"), pk=pk)
    values = {"cycle": cycle, "today": day_of(timezone.now(), cycle.organization)}
    if request.headers.get("HX-Request"):
        return render(request, "alignment/cycles/_changes.html", values | {"page": goalposts(cycle, size=LATEST)})
    values |= {"page": goalposts(cycle, Asked(request.GET).page), "firsts": moved_since_first(cycle)}
    return render(request, "alignment/cycles/changes.html", values)


def may_run(request: MemberRequest) -> bool:
    return policy.may_run_cycles(request.person, request.person.organization)
