"""Doors: the list of commitments, one commitment, and the slot with those of an objective."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accountability import actions, policy
from accountability.forms import ClosingForm
from accountability.models import OPEN_STATES, Commitment
from accountability.reads.commitments import (
    SHOWS,
    asked_commitments,
    commitment_list,
    commitment_page,
    commitments_of_objective,
)
from alignment.models import Objective
from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.refusals import NotSaid
from organizations.toasts import tell
from organizations.verbs import day_of


@require_safe
def commitments(request: MemberRequest) -> HttpResponse:
    """Who promised what: open, overdue, done, or not stated."""
    today = day_of(timezone.now(), request.person.organization)
    asked = asked_commitments(Asked(request.GET))
    values = {"asked": asked, "list": commitment_list(asked, today), "shows": SHOWS, "today": today}
    return render(request, "accountability/commitments/index.html", values)


@require_safe
def commitment(request: MemberRequest, pk: int) -> HttpResponse:
    """One commitment."""
    today = day_of(timezone.now(), request.person.organization)
    page = commitment_page(pk, today)
    if page is None:
        raise Http404
    return render(request, "accountability/commitments/show.html", {"page": page, "commitment": page.commitment, "today": today})


@require_safe
def of_objective(request: MemberRequest, pk: int) -> HttpResponse:
    """The slot of an objective's page; without a script, the list narrowed to it."""
    objective = get_object_or_404(Objective, pk=pk)
    if not request.headers.get("HX-Request"):
        address = reverse("accountability:commitments", args=[request.person.organization.slug])
        return redirect(f"{address}?objective={objective.pk}&show=all")
    today = day_of(timezone.now(), request.person.organization)
    values = {"objective": objective, "page": commitments_of_objective(objective.pk, today), "today": today}
    return render(request, "accountability/commitments/_of_objective.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def closure(request: MemberRequest, pk: int) -> HttpResponse:
    """How a commitment ends: done, carried to another day, or dropped on purpose."""
    commitment = get_object_or_404(Commitment.objects.select_related("organization", "owner", "team"), pk=pk)
    form = ClosingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            left = close(request, commitment, form)
        except NotSaid as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("accountability:commitment", request.person.organization.slug, left.pk)
    may = commitment.state in OPEN_STATES and policy.may_close_commitment(request.person, commitment)
    values = {"commitment": commitment, "form": form, "may": may}
    name = "_closure" if request.headers.get("HX-Request") else "closure"
    return render(request, f"accountability/commitments/{name}.html", values, status=422 if form.errors else 200)


def close(request: MemberRequest, commitment: Commitment, form: ClosingForm) -> Commitment:
    """One verb for each ending; the row that the reader should see next."""
    by, now, reason = request.person, timezone.now(), form.cleaned_data["reason"]
    if form.cleaned_data["ending"] == "done":
        done = actions.finish_commitment(commitment=commitment, note=reason, by=by, now=now)
        undo = reverse("accountability:reopening", args=[request.person.organization.slug, commitment.pk])
        tell(request, f"“{commitment}” is done", undo=undo)
        return done
    if form.cleaned_data["ending"] == "drop":
        messages.info(request, f"“{commitment}” is dropped")
        return actions.drop_commitment(commitment=commitment, reason=reason, by=by, now=now)
    messages.info(request, f"“{commitment}” is carried on")
    return actions.rescope_commitment(commitment=commitment, due_on=form.day, reason=reason, by=by, now=now)


@require_POST
def reopening(request: MemberRequest, pk: int) -> HttpResponse:
    """Takes back that it is done."""
    commitment = get_object_or_404(Commitment.objects.select_related("organization", "owner", "team"), pk=pk)
    actions.reopen_commitment(commitment=commitment, by=request.person, now=timezone.now())
    tell(request, f"“{commitment}” is open again")
    return redirect("accountability:commitment", request.person.organization.slug, commitment.pk)
