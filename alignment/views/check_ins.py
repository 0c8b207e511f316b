"""Door: the check-in form of one objective, as a page and as a panel beside the objective."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from alignment import policy
from alignment.actions.check_ins import last_claim, post_check_in
from alignment.forms.check_ins import CheckInForm
from alignment.models import CheckIn, Objective
from alignment.models.check_ins import Claim
from organizations.middleware import MemberRequest
from organizations.refusals import NotSaid
from organizations.verbs import day_of


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
def check_in(request: MemberRequest, pk: int) -> HttpResponse:
    """The form, started from last time's answers; posting it goes to the objective."""
    objective = get_object_or_404(Objective.objects.select_related("organization", "owner", "cycle", "team"), pk=pk)
    last = last_claim(objective)
    form = CheckInForm(request.POST or None, objective=objective, last=last, initial=started_from(last))
    if request.method == "POST" and form.is_valid():
        try:
            post(request, objective, form)
        except NotSaid as problem:
            form.add_error(None, str(problem))
        else:
            messages.info(request, f"Check-in on “{objective.title}” is posted")
            return redirect("alignment:objective", request.person.organization.slug, objective.pk)
    return answer(request, objective, form, last)


def answer(request: MemberRequest, objective: Objective, form: CheckInForm, last: CheckIn | None) -> HttpResponse:
    values = {
        "objective": objective,
        "form": form,
        "last": last,
        "may": policy.may_post_check_in(request.person, objective) and objective.state == "active",
        "today": day_of(timezone.now(), objective.organization),
    }
    name = "_check_in" if request.headers.get("HX-Request") else "check_in"
    return render(request, f"alignment/objectives/{name}.html", values, status=422 if form.errors else 200)


def started_from(last: CheckIn | None) -> dict[str, object]:
    """Last time's colour, confidence and way back; the line why is written anew."""
    if last is None:
        return {}
    confidence = None if last.confidence is None else round(last.confidence / 10)
    return {"claim": last.claim, "confidence": confidence, "way_back": last.way_back}


def post(request: MemberRequest, objective: Objective, form: CheckInForm) -> None:
    said = form.cleaned_data
    post_check_in(
        objective=objective,
        by=request.person,
        now=timezone.now(),
        values=form.values(),
        claim=Claim(said["claim"]),
        confidence=None if said["confidence"] is None else said["confidence"] * 10,
        note=said["note"],
        way_back=said["way_back"] if said["claim"] != Claim.ON_TRACK else "",
    )
