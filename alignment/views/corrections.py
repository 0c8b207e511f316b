"""Doors to what was reported: its author puts it right, its reviewer says that it was read."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from alignment.actions.corrections import check_may_correct, correct_check_in
from alignment.actions.reviewing import acknowledge_check_in
from alignment.forms.check_ins import CheckInForm
from alignment.models import CheckIn
from alignment.reads.reporting import numbers_of
from alignment.views.check_ins import started_from
from organizations.middleware import MemberRequest
from organizations.refusals import NotSaid
from organizations.verbs import day_of

RELATED = (
    "author",
    "objective__organization",
    "objective__owner",
    "objective__cycle",
    "objective__reviewer",
    "objective__parent__owner",
)


@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: MemberRequest, pk: int) -> HttpResponse:
    """The form with what was said; after three days a sentence that says why there is none."""
    check_in = get_object_or_404(CheckIn.objects.select_related(*RELATED), pk=pk, key_result=None)
    objective, now = check_in.objective, timezone.now()
    check_may_correct(check_in, objective, request.person, now)
    key_results = numbers_of([objective.pk])[objective.pk]
    begun = started_from(check_in) | {"note": check_in.note}
    form = CheckInForm(request.POST or None, objective=objective, last=check_in, key_results=key_results, initial=begun)
    if request.method == "POST" and form.is_valid():
        try:
            correct(request, check_in, form)
        except NotSaid as problem:
            form.add_error(None, str(problem))
        else:
            messages.info(request, "The check-in is corrected; the earlier words stay beside it")
            return redirect("alignment:objective", request.person.organization.slug, objective.pk)
    values = {"check_in": check_in, "objective": objective, "form": form, "today": day_of(now, objective.organization), "may": True}
    return render(request, "alignment/check_ins/correction.html", values, status=422 if form.errors else 200)


def correct(request: MemberRequest, check_in: CheckIn, form: CheckInForm) -> None:
    said = form.said()
    correct_check_in(
        check_in=check_in,
        by=request.person,
        now=timezone.now(),
        **{name: said[name] for name in ("claim", "confidence", "note", "way_back", "values")},
    )


@require_POST
def acknowledgement(request: MemberRequest, pk: int) -> HttpResponse:
    """One button: I have read it."""
    check_in = get_object_or_404(CheckIn.objects.select_related(*RELATED), pk=pk)
    acknowledge_check_in(check_in=check_in, by=request.person, now=timezone.now())
    author = check_in.author.name if check_in.author else "Everybody"
    messages.info(request, f"{author} sees that you have read it")
    return redirect("alignment:objective", request.person.organization.slug, check_in.objective_id)
