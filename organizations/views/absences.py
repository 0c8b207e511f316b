"""Doors: when somebody is away, and who stands in for them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from organizations import policy
from organizations.actions.absences import end_absence, plan_absence
from organizations.forms.absences import AbsenceForm
from organizations.middleware import MemberRequest
from organizations.models import Absence, Person
from organizations.reads.absences import absences_of
from organizations.refusals import Refused
from organizations.verbs import day_of


@require_http_methods(["GET", "HEAD", "POST"])
def absences(request: MemberRequest, pk: int) -> HttpResponse:
    """The days that are known, and the form for another stretch; as a fragment for the person's page and the settings."""
    person = get_object_or_404(Person.objects.select_related("organization"), pk=pk)
    form, refusal = AbsenceForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            plan_absence(person=person, **form.cleaned_data, by=request.person, now=timezone.now())
        except Refused as refused:
            refusal = refused
            form.add_error(None, str(refused))
        else:
            messages.info(request, "The days are noted")
            return redirect("organizations:absences", request.person.organization.slug, person.pk)
    today = day_of(timezone.now(), person.organization)
    values = {
        "person": person,
        "form": form,
        "absences": absences_of(person, today),
        "may": policy.may_plan_absence(request.person, person),
        "today": today,
    }
    name = "_absences" if request.headers.get("HX-Request") else "absences"
    status = refusal.status_code if refusal else 422 if form.errors else 200
    return render(request, f"organizations/people/{name}.html", values, status=status)


@require_POST
def ending(request: MemberRequest, pk: int) -> HttpResponse:
    """Back earlier, or not away at all."""
    absence = get_object_or_404(Absence.objects.select_related("person"), pk=pk)
    end_absence(absence=absence, by=request.person, now=timezone.now())
    messages.info(request, f"{absence.person.name} is not away any more")
    return redirect("organizations:absences", request.person.organization.slug, absence.person_id)
