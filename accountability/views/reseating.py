"""Doors: what was done to the chart by mistake is taken back, from the toast that tells of it; a closed seat from its page too."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accountability.actions.reseating import reopen_seat, seat_again, unfill_seat
from accountability.actions.seats import move_seat
from accountability.models import Seat, SeatHolder
from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.refusals import NotSaid
from organizations.toasts import tell


@require_POST
def reopening(request: MemberRequest, pk: int) -> HttpResponse:
    """A closed seat is needed after all."""
    row = get_object_or_404(Seat.objects.select_related("organization", "above"), pk=pk)
    reopen_seat(seat=row, by=request.person, now=timezone.now())
    tell(request, f"“{row}” is on the chart again")
    return to_seat(request, row.pk)


@require_POST
def moving_back(request: MemberRequest, pk: int) -> HttpResponse:
    """To the seat that it hung below: ?above=12, or the top of the chart."""
    row = get_object_or_404(Seat.objects.select_related("organization", "above"), pk=pk)
    number = Asked(request.GET).number("above")
    above = get_object_or_404(Seat, pk=number) if number else None
    try:
        move_seat(seat=row, above=above, by=request.person, now=timezone.now())
    except NotSaid as problem:
        tell(request, str(problem))
    else:
        tell(request, f"“{row}” is where it was")
    return to_seat(request, row.pk)


@require_POST
def seated_again(request: MemberRequest, pk: int) -> HttpResponse:
    """Their time goes on."""
    row = found(pk)
    seat_again(holder=row, by=request.person, now=timezone.now())
    tell(request, f"{row.person} is in “{row.seat}” as before")
    return to_seat(request, row.seat_id)


@require_POST
def unfilling(request: MemberRequest, pk: int) -> HttpResponse:
    """They were not meant."""
    row = found(pk)
    unfill_seat(holder=row, by=request.person, now=timezone.now())
    tell(request, f"{row.person} is not in “{row.seat}”")
    return to_seat(request, row.seat_id)


def found(pk: int) -> SeatHolder:
    row: SeatHolder = get_object_or_404(SeatHolder.objects.select_related("seat__organization", "seat__above", "person"), pk=pk)
    return row


def to_seat(request: MemberRequest, pk: int) -> HttpResponse:
    return redirect("accountability:seat", request.person.organization.slug, pk)
