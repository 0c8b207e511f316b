"""Doors to the talent map, for the few who may read it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accountability import policy
from accountability.actions.fits import note_fit
from accountability.forms.seats import FitForm
from accountability.models import Seat, SeatFit
from accountability.reads.seat import fits_of, seats_to_judge
from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.models import Person
from organizations.policy import may_run
from organizations.refusals import NotAllowed, NotSaid

CLOSED = "How people fit their seats is between the seat above and the admins."


@require_safe
def talent(request: MemberRequest) -> HttpResponse:
    """Seats and who fits them: all for admins, else those below one's own seat."""
    judged = seats_to_judge(request.person)
    if not judged and not may_run(request.person):
        raise NotAllowed(CLOSED)
    return render(request, "accountability/seats/talent.html", {"rows": fits_of(judged, request.person.organization)})


@require_http_methods(["GET", "HEAD", "POST"])
def fit(request: MemberRequest, pk: int) -> HttpResponse:
    """What was noted of a seat, and the form for one person: ?person=12."""
    seat = get_object_or_404(Seat.objects.select_related("organization", "above"), pk=pk)
    if not policy.may_read_fit(request.person, seat):
        raise NotAllowed(CLOSED)
    person = Asked(request.GET).row("person", Person)
    row = SeatFit.objects.filter(seat=seat, person=person).first() if person else None
    noted = {name: getattr(row, name) for name in ("gets_it", "wants_it", "has_capacity", "note")} if row else {}
    form = FitForm(request.POST or None, initial={"person": person, **noted})
    if request.method == "POST" and form.is_valid():
        try:
            note_fit(seat=seat, by=request.person, now=timezone.now(), **form.cleaned_data)
        except NotSaid as problem:
            form.add_error(None, str(problem))
        else:
            messages.info(request, "It is noted")
            return redirect("accountability:fit", request.person.organization.slug, seat.pk)
    values = {"form": form, "seat": seat, "fits": fits_of([seat], seat.organization)[0][1], "person": person}
    return render(request, "accountability/seats/fit.html", values, status=422 if form.errors else 200)
