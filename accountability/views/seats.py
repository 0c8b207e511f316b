"""Doors: the accountability chart and one seat: read, drawn, filled, moved and closed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accountability import policy
from accountability.actions import seats as actions
from accountability.forms.seats import CloseForm, FillForm, NewSeatForm, NumberForm, PlaceForm, SeatForm, stored_of
from accountability.models import Seat, SeatHolder, SeatMetric, SeatPart
from accountability.reads.seat import seat_page, seats_of, seats_to_judge
from accountability.reads.seats import MOST, SHOWS, asked_seats, chart
from alignment.views.saving import saved, status_of
from organizations.forms.conflicts import saved_by
from organizations.forms.once import key_once, once_token
from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.models import Person, Team
from organizations.policy import may_lead
from organizations.refusals import AlreadyThere, NotSaid, OutOfTurn, WouldBeCircle
from organizations.toasts import tell
from organizations.verbs import day_of, locked

FORM = ("GET", "HEAD", "POST")


@require_safe
def seats(request: MemberRequest) -> HttpResponse:
    """The chart; as a list as soon as something is asked of it."""
    asked = asked_seats(Asked(request.GET))
    values = {
        "asked": asked,
        "chart": chart(asked),
        "shows": SHOWS,
        "may_add": may_lead(request.person),
        "judges": bool(seats_to_judge(request.person)),
    }
    return render(request, "accountability/seats/index.html", values)


@require_safe
def seat(request: MemberRequest, pk: int) -> HttpResponse:
    """One seat."""
    return page_of(request, pk)


def page_of(request: MemberRequest, pk: int, status: int = 200, **forms: Any) -> HttpResponse:
    page = seat_page(pk)
    if page is None:
        raise Http404
    may = page.seat.closed_on is None and policy.may_change_seat(request.person, page.seat)
    values = {
        "page": page,
        "seat": page.seat,
        "node": page.node,
        "may": may,
        "may_reopen": page.seat.closed_on is not None and policy.may_change_seat(request.person, page.seat),
        "may_judge": page.seat.closed_on is None and policy.may_read_fit(request.person, page.seat),
        "today": day_of(timezone.now(), request.person.organization),
        "fill_form": FillForm(initial={"part": SeatPart.BACKUP if page.node.holders else SeatPart.HOLDER}, prefix="fill"),
        "number_form": NumberForm(prefix="number"),
        **forms,
    }
    return render(request, "accountability/seats/show.html", values, status=status)


@require_http_methods(FORM)
def new(request: MemberRequest) -> HttpResponse:
    """An empty form, started from what the address names: ?above=12&team=3."""
    actions.check_may_add(request.person)
    form = NewSeatForm(request.POST or None, seats=open_seats(), initial=started_from(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = add_once(request, form)
        except NotSaid as problem:
            form.add_error(None, str(problem))
        else:
            messages.info(request, f"“{made}” is on the chart. Say now who holds it")
            return redirect("accountability:seat", request.person.organization.slug, made.pk)
    values = {"form": form, "once": once_token(request.POST or None)}
    return render(request, "accountability/seats/new.html", values, status=422 if form.errors else 200)


def started_from(request: MemberRequest) -> dict[str, Any]:
    asked = Asked(request.GET)
    team = asked.row("team", Team)
    return {"above": asked.number("above") or "", "team": team}


def add_once(request: MemberRequest, form: NewSeatForm) -> Seat:
    """The verb; a second press of the same form finds what the first one made."""
    key = key_once(request.POST)
    made: Seat | None = Seat.objects.filter(key=key).first()
    organization = request.person.organization
    return made or actions.add_seat(organization=organization, key=key, by=request.person, now=timezone.now(), **form.words)


def address(request: MemberRequest, name: str, pk: int) -> str:
    return reverse(f"accountability:{name}", args=[request.person.organization.slug, pk])


def open_seats() -> list[Seat]:
    return list(Seat.objects.filter(closed_on=None).order_by("title", "pk")[:MOST])


@require_http_methods(FORM)
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """The form as it is stored; what somebody else saved meanwhile is joined, or shown beside one's own words (409)."""
    with transaction.atomic():
        row = get_object_or_404(Seat.objects.select_related("organization", "team", "above"), pk=pk)
        if request.method == "POST":
            locked(row)
            row = Seat.objects.select_related("organization", "team", "above").get(pk=pk)
        actions.check_may_change(request.person, row)
        form = SeatForm(request.POST or None, row=row, stored=stored_of(row))
        if saved(request, form, lambda: actions.change_seat(seat=row, by=request.person, now=timezone.now(), **form.words)):
            return redirect("accountability:seat", request.person.organization.slug, row.pk)
    if form.clashes:
        form.saved_by = saved_by(row, form.merge.clashing, but=request.person)
    return render(request, "accountability/seats/edit.html", {"form": form, "seat": row}, status=status_of(form))


@require_http_methods(FORM)
def move(request: MemberRequest, pk: int) -> HttpResponse:
    """To another seat above; a circle is refused with its members."""
    row = get_object_or_404(Seat.objects.select_related("organization", "above"), pk=pk)
    actions.check_may_change(request.person, row)
    form = PlaceForm(request.POST or None, seats=open_seats(), initial={"above": row.above_id or ""})
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.move_seat(seat=row, above=form.cleaned_data["above"], by=request.person, now=timezone.now())
        except (NotSaid, AlreadyThere, WouldBeCircle) as problem:
            form.add_error("above", str(problem))
            status = problem.status_code
        else:
            undo = address(request, "seat_moving_back", pk)
            tell(request, f"“{row}” has moved", undo=f"{undo}?above={row.above_id}" if row.above_id else undo)
            return redirect("accountability:seat", request.person.organization.slug, row.pk)
    status = 422 if status == 200 and form.errors else status
    return render(request, "accountability/seats/move.html", {"form": form, "seat": row}, status=status)


@require_POST
def filling(request: MemberRequest, pk: int) -> HttpResponse:
    """Somebody holds it, or backs it up, from today on."""
    row = get_object_or_404(Seat.objects.select_related("organization", "above"), pk=pk)
    form = FillForm(request.POST, prefix="fill")
    if not form.is_valid():
        return page_of(request, pk, 422, fill_form=form)
    part, person = SeatPart(form.cleaned_data["part"]), form.cleaned_data["person"]
    try:
        named = actions.fill_seat(seat=row, person=person, part=part, by=request.person, now=timezone.now())
    except (NotSaid, AlreadyThere) as problem:
        form.add_error("person", str(problem))
        return page_of(request, pk, problem.status_code, fill_form=form)
    said = f"{person} {'holds' if part == SeatPart.HOLDER else 'backs up'} “{row}” now"
    tell(request, said, undo=address(request, "seat_unfilling", named.pk))
    return redirect("accountability:seat", request.person.organization.slug, row.pk)


@require_POST
def vacating(request: MemberRequest, pk: int) -> HttpResponse:
    """Somebody sits there no longer."""
    row = get_object_or_404(SeatHolder.objects.select_related("seat__organization", "seat__above", "person"), pk=pk)
    actions.vacate_seat(holder=row, by=request.person, now=timezone.now())
    tell(request, f"{row.person} is out of “{row.seat}”", undo=address(request, "seated_again", pk))
    return redirect("accountability:seat", request.person.organization.slug, row.seat_id)


@require_POST
def numbers(request: MemberRequest, pk: int) -> HttpResponse:
    """One number more, or one less: `remove` is the number of a metric."""
    row = get_object_or_404(Seat.objects.select_related("organization", "above"), pk=pk)
    now_there = [link.metric for link in SeatMetric.objects.filter(seat=row).select_related("metric")]
    removed = Asked(request.POST).number("remove")
    form = NumberForm(request.POST, prefix="number")
    if removed is None and not form.is_valid():
        return page_of(request, pk, 422, number_form=form)
    wanted = [metric for metric in now_there if metric.pk != removed] if removed else [*now_there, form.cleaned_data["metric"]]
    actions.measure_seat(seat=row, metrics=wanted, by=request.person, now=timezone.now())
    messages.info(request, f"The numbers of “{row}” are saved")
    return redirect("accountability:seat", request.person.organization.slug, row.pk)


@require_http_methods(FORM)
def closure(request: MemberRequest, pk: int) -> HttpResponse:
    """It is not needed any more."""
    row = get_object_or_404(Seat.objects.select_related("organization", "above"), pk=pk)
    actions.check_may_change(request.person, row)
    form, status = CloseForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_seat(seat=row, reason=form.cleaned_data["reason"], by=request.person, now=timezone.now())
        except (NotSaid, OutOfTurn) as problem:
            form.add_error(None, str(problem))
            status = problem.status_code
        else:
            tell(request, f"“{row}” is closed", undo=address(request, "seat_reopening", pk))
            return redirect("accountability:seats", request.person.organization.slug)
    status = 422 if status == 200 and form.errors else status
    return render(request, "accountability/seats/closure.html", {"form": form, "seat": row}, status=status)


@require_safe
def of_person(request: MemberRequest, pk: int) -> HttpResponse:
    """The seats that somebody holds and backs up: a slot of their page, or a page of its own."""
    person = get_object_or_404(Person, pk=pk)
    values = {"person": person, "rows": seats_of(person), "today": day_of(timezone.now(), request.person.organization)}
    name = "_of_person" if request.headers.get("HX-Request") else "of_person"
    return render(request, f"accountability/seats/{name}.html", values)
