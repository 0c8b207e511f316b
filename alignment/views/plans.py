"""Doors to a team's set for a cycle: the draft, one more for it, one less, and its publication."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from alignment import policy
from alignment.actions.archive import archive_objective
from alignment.actions.drafting import draft_priority
from alignment.actions.plans import publish_plan
from alignment.forms.plans import PriorityForm
from alignment.models import Objective
from alignment.models.objectives import ObjectiveState
from alignment.reads.plans import PlanPage, parents_for, plan_page
from organizations.middleware import MemberRequest
from organizations.models import Cycle, Team
from organizations.refusals import NotSaid
from organizations.verbs import day_of


@require_http_methods(["GET", "HEAD", "POST"])
def team_plan(request: MemberRequest, pk: int, team: int) -> HttpResponse:
    """A team's set."""
    return plan(request, pk, get_object_or_404(Team, pk=team))


@require_http_methods(["GET", "HEAD", "POST"])
def own_plan(request: MemberRequest, pk: int) -> HttpResponse:
    """The organization's own objectives."""
    return plan(request, pk, None)


def plan(request: MemberRequest, pk: int, team: Team | None) -> HttpResponse:
    """The set with its form; posting adds one to it."""
    cycle = get_object_or_404(Cycle.objects.select_related("organization", "parent"), pk=pk)
    page, today = plan_page(cycle, team), day_of(timezone.now(), cycle.organization)
    form = PriorityForm(
        request.POST if request.method == "POST" else None, parents=parents_for(cycle, team, today), is_published=page.is_published
    )
    if request.method == "POST" and form.is_valid():
        try:
            drafted = add(request, page, form)
        except NotSaid as problem:
            form.add_error(None, str(problem))
        else:
            messages.info(request, f"“{drafted}” is in the set")
            return to_plan(request, cycle, team)
    values = {
        "page": page,
        "cycle": cycle,
        "team": team,
        "form": form,
        "today": today,
        "may_write": page.is_open and policy.may_set_objective(request.person, team),
        "may_publish": page.is_open and policy.may_publish_plan(request.person, team),
    }
    return render(request, "alignment/plans/show.html", values, status=422 if form.errors else 200)


def add(request: MemberRequest, page: PlanPage, form: PriorityForm) -> Objective:
    said = form.cleaned_data
    return draft_priority(
        cycle=page.cycle,
        team=page.team,
        title=said["title"],
        owner=said["owner"],
        parent=said["parent"],
        measure=said["measure"],
        reason=said.get("reason", ""),
        by=request.person,
        now=timezone.now(),
        **form.numbers,
    )


@require_POST
def team_publication(request: MemberRequest, pk: int, team: int) -> HttpResponse:
    return publish(request, pk, get_object_or_404(Team, pk=team))


@require_POST
def own_publication(request: MemberRequest, pk: int) -> HttpResponse:
    return publish(request, pk, None)


def publish(request: MemberRequest, pk: int, team: Team | None) -> HttpResponse:
    cycle = get_object_or_404(Cycle.objects.select_related("organization"), pk=pk)
    publish_plan(cycle=cycle, team=team, by=request.person, now=timezone.now())
    messages.info(request, f"The set for {cycle} is published")
    return to_plan(request, cycle, team)


@require_POST
def removal(request: MemberRequest, pk: int) -> HttpResponse:
    """Take a draft out of its set; its page can bring it back."""
    drafted = get_object_or_404(Objective.objects.select_related("organization", "cycle", "team"), pk=pk)
    if drafted.state != ObjectiveState.PROPOSED or drafted.cycle is None:
        raise NotSaid(f"“{drafted}” is no draft. Close it on its page, with its reason.")
    archive_objective(objective=drafted, reason="Taken out of the draft", by=request.person, now=timezone.now())
    messages.info(request, f"“{drafted}” is out of the set; its page can bring it back")
    return to_plan(request, drafted.cycle, drafted.team)


def to_plan(request: MemberRequest, cycle: Cycle, team: Team | None) -> HttpResponse:
    slug = request.person.organization.slug
    if team is None:
        return redirect("alignment:own_plan", slug, cycle.pk)
    return redirect("alignment:plan", slug, cycle.pk, team.pk)
