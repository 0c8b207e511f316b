"""Doors: the list of commitments, one commitment, and the slot with those of an objective."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accountability import actions, policy
from accountability.actions.entering import seen_as
from accountability.days import owners_day
from accountability.forms import ClosingForm
from accountability.models import OPEN_STATES, Commitment
from accountability.reads.commitment import commitment_page
from accountability.reads.commitments import FATES, SHOWS, asked_commitments, commitment_list, commitments_of_objective
from accountability.views.promising import found
from alignment.models import Objective
from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.policy import may_write
from organizations.refusals import ChangedMeanwhile, NotSaid
from organizations.toasts import tell
from organizations.verbs import day_of


@require_safe
def commitments(request: MemberRequest) -> HttpResponse:
    """Who promised what: open, overdue, done, or not stated."""
    now = timezone.now()
    asked = asked_commitments(Asked(request.GET))
    page, today = commitment_list(asked, request.person, now), day_of(now, request.person.organization)
    values = {"asked": asked, "list": page, "shows": SHOWS, "fates": FATES, "today": today}
    values |= {"may_write": may_write(request.person)}
    return render(request, "accountability/commitments/index.html", values)


@require_safe
def commitment(request: MemberRequest, pk: int) -> HttpResponse:
    """One commitment."""
    now = timezone.now()
    page = commitment_page(pk, request.person, now)
    if page is None:
        raise Http404
    values = {"page": page, "commitment": page.commitment, "today": day_of(now, request.person.organization)}
    values |= {"may_write": may_write(request.person)}
    return render(request, "accountability/commitments/show.html", values)


@require_safe
def of_objective(request: MemberRequest, pk: int) -> HttpResponse:
    """The slot of an objective's page; without a script, the list narrowed to it."""
    objective = get_object_or_404(Objective, pk=pk)
    if not request.headers.get("HX-Request"):
        address = reverse("accountability:commitments", args=[request.person.organization.slug])
        return redirect(f"{address}?objective={objective.pk}&show=all")
    now = timezone.now()
    today = day_of(now, request.person.organization)
    values = {"objective": objective, "page": commitments_of_objective(objective.pk, today, now), "today": today}
    return render(request, "accountability/commitments/_of_objective.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def closure(request: MemberRequest, pk: int) -> HttpResponse:
    """How a commitment ends: done, carried to another day, or dropped on purpose."""
    commitment, now = found(request, pk), timezone.now()
    form = ClosingForm(request.POST if request.method == "POST" else None, commitment=commitment, today=owners_day(commitment, now))
    if request.method == "POST" and form.is_valid():
        try:
            left = close(request, commitment, form)
        except (NotSaid, ChangedMeanwhile) as problem:
            commitment = found(request, pk)
            data = request.POST.dict() | {"seen": seen_as(commitment)}  # what was typed, at what stands there now
            form = ClosingForm(data, commitment=commitment, today=owners_day(commitment, now))
            form.errors.clear()
            form.add_error(None, str(problem))
        else:
            return redirect("accountability:commitment", request.person.organization.slug, left.pk)
    may = commitment.state in OPEN_STATES and policy.may_close_commitment(request.person, commitment)
    values = {"commitment": commitment, "form": form, "may": may}
    name = "_closure" if request.headers.get("HX-Request") else "closure"
    return render(request, f"accountability/commitments/{name}.html", values, status=422 if form.errors else 200)


def close(request: MemberRequest, commitment: Commitment, form: ClosingForm) -> Commitment:
    """One verb for each ending; the row that the reader should see next."""
    said, organization = form.cleaned_data, request.person.organization
    code, repeat = said.get("reason_code", ""), not said.get("stop")
    common: dict[str, Any] = {"commitment": commitment, "by": request.person, "now": timezone.now(), "seen": said["seen"]}
    if said["ending"] == "done":
        more = {"evidence": said["evidence"], "reason_code": code, "repeat": repeat, **form.shown}
        done = actions.finish_commitment(note=said["reason"], **more, **common)
        tell(request, f"“{commitment}” is done", undo=reverse("accountability:reopening", args=[organization.slug, commitment.pk]))
        return done
    if said["ending"] == "drop":
        more = {"agreed_by": said.get("agreed_by"), "reason_code": code, "repeat": repeat and bool(commitment.repeats)}
        dropped = actions.drop_commitment(reason=said["reason"], **more, **common)
        messages.info(request, f"“{commitment}” is dropped")
        return dropped
    carried = actions.rescope_commitment(due_on=form.day, reason=said["reason"], reason_code=code, **common)
    messages.info(request, f"“{commitment}” is carried on")
    return carried


@require_POST
def reopening(request: MemberRequest, pk: int) -> HttpResponse:
    """Takes back that it is done."""
    commitment = found(request, pk)
    actions.reopen_commitment(commitment=commitment, by=request.person, now=timezone.now())
    tell(request, f"“{commitment}” is open again")
    return redirect("accountability:commitment", request.person.organization.slug, commitment.pk)
