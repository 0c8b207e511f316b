"""Doors: what somebody holds is handed over, with a look at it before; and comes back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accountability import policy
from accountability.actions import covers as actions
from accountability.forms.covers import CoverForm
from accountability.models import OPEN_COVERS, Cover
from accountability.reads.covers import all_covers, cover_of, cover_piles, days_to_start_with, piles_of
from organizations.middleware import MemberRequest
from organizations.models import Person
from organizations.models.people import PersonStatus
from organizations.refusals import AlreadyThere, NotAllowed, NotSaid
from organizations.verbs import day_of, whom_to_ask


@require_safe
def covers(request: MemberRequest) -> HttpResponse:
    """Who covers for whom; and what is still held by people who have left."""
    organization = request.person.organization
    values = {"page": all_covers(organization.slug), "today": day_of(timezone.now(), organization)}
    return render(request, "accountability/covers/index.html", values)


@require_safe
def cover(request: MemberRequest, pk: int) -> HttpResponse:
    """One hand-over, thing by thing."""
    row = get_object_or_404(Cover.objects.select_related("person", "to", "by", "organization"), pk=pk)
    slug = request.person.organization.slug
    may = row.state in OPEN_COVERS and (policy.may_hand_over(request.person, row.person) or request.person == row.to)
    values = {"cover": row, "piles": cover_piles(row, slug), "may": may, "today": day_of(timezone.now(), row.organization)}
    return render(request, "accountability/covers/show.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: MemberRequest, pk: int) -> HttpResponse:
    """What would move, and the form that moves it; begun from the days that somebody is known to be away."""
    person = get_object_or_404(Person.objects.select_related("organization"), pk=pk)
    if not policy.may_hand_over(request.person, person):
        raise NotAllowed(f"You may not hand over what {person.name} owns. Ask {whom_to_ask(person)}.")
    today, has_left = day_of(timezone.now(), person.organization), person.status == PersonStatus.INACTIVE
    form = CoverForm(request.POST or None, for_good=has_left, initial=days_to_start_with(person, today))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.hand_over(person=person, by=request.person, now=timezone.now(), **form.cleaned_data)
        except (NotSaid, AlreadyThere) as problem:
            form.add_error(None, str(problem))
            status = problem.status_code
        else:
            messages.info(request, "It is planned" if made.state == "planned" else f"{made.to.name} has it now")
            return redirect("accountability:cover", request.person.organization.slug, made.pk)
    values = {
        "person": person,
        "form": form,
        "piles": piles_of([person.pk], request.person.organization.slug),
        "there": cover_of(person),
        "has_left": has_left,
        "today": today,
    }
    status = 422 if status == 200 and form.errors else status
    return render(request, "accountability/covers/hand_over.html", values, status=status)


@require_POST
def returning(request: MemberRequest, pk: int) -> HttpResponse:
    """Back earlier, or not away at all."""
    row = get_object_or_404(Cover.objects.select_related("person", "to", "organization"), pk=pk)
    ended = actions.return_cover(cover=row, by=request.person, now=timezone.now())
    messages.info(request, "It is taken back" if ended.state == "cancelled" else f"{row.person.name} has it back")
    return redirect("accountability:cover", request.person.organization.slug, row.pk)
