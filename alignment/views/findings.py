"""Doors to what was found between objectives: all of it, one finding with the ways to settle it, and what was settled."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alignment import policy
from alignment.actions import change_objective, link_objectives
from alignment.actions.findings import settle_finding, take_up_finding
from alignment.forms.findings import ServesForm, SettleForm
from alignment.models import Objective, Settlement
from alignment.reads.findings import GONE, KINDS, Finding, find, findings_of, findings_page
from alignment.reads.pulse import company_objectives, last_recall
from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.refusals import OutOfTurn
from organizations.verbs import day_of


@require_safe
def findings(request: MemberRequest) -> HttpResponse:
    """What was found: some of each kind with the measures, or all of one kind."""
    asked = Asked(request.GET)
    kind = asked.one_of("kind", KINDS)
    if kind:
        page, count = findings_of(kind, asked.page)
        return render(request, "alignment/findings/kind.html", {"kind": kind, "page": page, "count": count})
    today = day_of(timezone.now(), request.person.organization)
    return render(request, "alignment/findings/index.html", {"page": findings_page(), "recall": last_recall(today), "today": today})


@require_http_methods(["GET", "HEAD", "POST"])
def finding(request: MemberRequest) -> HttpResponse:
    """One finding: its sides, and how it can be settled. What has changed meanwhile is not settled by an old form."""
    found = find(request.GET.get("key", "")[:200].replace("\0", ""))
    if found is None or not found.sides:
        if request.method == "POST":
            raise OutOfTurn(GONE)
        messages.info(request, GONE)
        return redirect("alignment:findings", request.person.organization.slug)
    objective, other = sides_of(found)
    is_link = request.POST.get("answer") == "link"
    form = SettleForm(request.POST if request.method == "POST" and not is_link else None, prefix="settle")
    serves = serves_form(request, found, is_link=is_link)
    if request.method == "POST" and answered(request, found, serves if is_link else form):
        return redirect("alignment:findings", request.person.organization.slug)
    values: dict[str, Any] = {"finding": found, "form": form, "serves": serves}
    values["may_settle"] = found.may_settle and policy.may_settle_finding(request.person, objective, other)
    values["may_link"] = serves is not None and policy.may_change_objective(request.person, objective)
    is_wrong = form.errors or (serves is not None and serves.errors)
    return render(request, "alignment/findings/show.html", values, status=422 if is_wrong else 200)


def serves_form(request: MemberRequest, found: Finding, *, is_link: bool) -> ServesForm | None:
    """For an orphan: the company's objectives to choose from."""
    if found.kind != "orphan":
        return None
    return ServesForm(request.POST if is_link else None, choices=company_objectives(), prefix="serves")


def answered(request: MemberRequest, found: Finding, form: ServesForm | SettleForm | None) -> bool:
    """Hand what the form says to its verb; whether there was something to hand on."""
    if form is None or not form.is_valid():
        return False
    objective, other = sides_of(found)
    by, now = request.person, timezone.now()
    if isinstance(form, ServesForm):
        link_up(objective, form, by, now)
        messages.info(request, f"“{objective}” leads to the company's objectives now")
        return True
    words = form.cleaned_data["words"]
    settle_finding(finding=found.key, objective=objective, other=other, words=words, by=by, now=now)
    messages.info(request, "Settled. It comes back when the facts change.")
    return True


def link_up(objective: Objective, form: ServesForm, by: Any, now: Any) -> None:
    """As its parent where it has none; beside a parent that leads nowhere, as a further one."""
    serves = get_object_or_404(Objective, pk=form.cleaned_data["serves"])
    if objective.parent_id is None:
        change_objective(objective=objective, parent=serves, because=form.cleaned_data["because"], by=by, now=now)
    else:
        link_objectives(objective=objective, contributes_to=serves, because=form.cleaned_data["because"], by=by, now=now)


def sides_of(found: Finding) -> tuple[Objective, Objective | None]:
    """The rows of the first and of the last side; none for the other where there is one side only."""
    ids = [side.id for side in found.sides]
    rows = {row.pk: row for row in Objective.objects.filter(pk__in=ids).select_related("owner", "team", "organization")}
    return rows[ids[0]], rows[ids[-1]] if len(ids) > 1 else None


@require_POST
def taking_up(request: MemberRequest, pk: int) -> HttpResponse:
    """What was settled is open again."""
    settlement = get_object_or_404(Settlement.objects.select_related("objective", "other", "by"), pk=pk)
    take_up_finding(settlement=settlement, by=request.person, now=timezone.now())
    messages.info(request, "It is open again, if its facts still stand.")
    return redirect("alignment:findings", request.person.organization.slug)
