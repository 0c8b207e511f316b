"""Doors to one meeting of a series, named by its time: move it, call it off or not, swap a turn, say whether it was held."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from organizations.middleware import MemberRequest
from organizations.models import Person
from organizations.refusals import Refused
from organizations.toasts import tell
from rhythm import policy
from rhythm.actions import (
    hand_over_turn,
    hold_meeting,
    miss_meeting,
    move_meeting,
    restore_meeting,
    skip_meeting,
    swap_turns,
)
from rhythm.actions.meetings import not_yours
from rhythm.forms.moving import MoveForm, SkipForm, TurnForm
from rhythm.measures import first_minute, moment, read_moment
from rhythm.models import Meeting, MeetingSeries
from rhythm.reads.series import short_zone
from rhythm.reads.series_page import Coming, dates_to_come, find_series, is_date
from rhythm.reads.turns import zone_for

MOST_TO_SWAP = 8


def of_one_date(view: Callable[[MemberRequest, MeetingSeries, datetime], HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a door the series and the moment that its address names: 404 when it has no meeting then; unnamed, the next one."""

    @wraps(view)
    def door(request: MemberRequest, pk: int) -> HttpResponse:
        series, at = find_series(pk), read_moment(request.GET.get("at", ""))
        if series is not None and "at" not in request.GET and request.method in {"GET", "HEAD"}:
            return to_the_next(request, series)
        if series is None or at is None or not is_date(series, at):
            raise Http404
        return view(request, series, at)

    return door


def to_the_next(request: MemberRequest, series: MeetingSeries) -> HttpResponse:
    dates, _ = dates_to_come(series, timezone.now(), most=MOST_TO_SWAP)
    coming = next((date for date in dates if not date.is_off and not date.is_now), None)
    if coming is None or series.start_time is None:
        raise Http404
    return redirect(f"{request.path}?at={coming.moment}")


def check_may_keep(person: Person, series: MeetingSeries) -> None:
    if not policy.may_keep_meeting(person, series):
        raise not_yours(series)


def done(request: MemberRequest, form: Any, verb: Callable[[], object]) -> bool:
    """Whether the form was sound and the verb did it; what it asks for stands in the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        verb()
    except Refused as problem:
        if problem.status_code == 403:
            raise
        form.add_error(None, str(problem))
        return False
    return True


def form_page(request: MemberRequest, name: str, series: MeetingSeries, at: datetime, form: Any, **values: Any) -> HttpResponse:
    zone = zone_for(series)
    values |= {"series": series, "at": at.astimezone(zone), "zone": short_zone(zone, at), "form": form}
    return render(request, f"rhythm/series/{name}.html", values, status=422 if form.errors else 200)


def back(request: MemberRequest, series: MeetingSeries) -> HttpResponse:
    return redirect("rhythm:series", request.person.organization.slug, series.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@of_one_date
def move(request: MemberRequest, series: MeetingSeries, at: datetime) -> HttpResponse:
    """Another time for this one."""
    check_may_keep(request.person, series)
    zone = zone_for(series)
    here = at.astimezone(zone)
    form = MoveForm(request.POST or None, initial={"day": here.date(), "time": f"{here:%H:%M}"})

    def verb() -> None:
        to = first_minute(form.cleaned_data["day"], form.cleaned_data["time"], zone)
        reason = form.cleaned_data["reason"]
        move_meeting(series=series, planned_at=at, to=to, reason=reason, by=request.person, now=timezone.now())
        messages.info(request, f"Moved to {to:%a %-d %B, %H:%M}. Everybody who is asked hears of it")

    return back(request, series) if done(request, form, verb) else form_page(request, "move", series, at, form)


@require_http_methods(["GET", "HEAD", "POST"])
@of_one_date
def skip(request: MemberRequest, series: MeetingSeries, at: datetime) -> HttpResponse:
    """This one does not take place."""
    check_may_keep(request.person, series)
    form = SkipForm(request.POST or None)

    def verb() -> None:
        reason = form.cleaned_data["reason"]
        skip_meeting(series=series, planned_at=at, reason=reason, by=request.person, now=timezone.now())
        day = f"{at.astimezone(zone_for(series)):%a %-d %B}"
        undo = f"{reverse('rhythm:meeting_restoration', args=[series.organization.slug, series.pk])}?at={moment(at)}"
        tell(request, f"{day} is called off", undo=undo if at > timezone.now() else "")

    return back(request, series) if done(request, form, verb) else form_page(request, "skip", series, at, form)


@require_POST
@of_one_date
def restore(request: MemberRequest, series: MeetingSeries, at: datetime) -> HttpResponse:
    """It takes place after all."""
    meeting = get_object_or_404(Meeting.objects.select_related("series"), series=series, planned_at=at)
    restore_meeting(meeting=meeting, by=request.person, now=timezone.now())
    messages.info(request, f"{at.astimezone(zone_for(series)):%a %-d %B} takes place after all")
    return back(request, series)


@require_http_methods(["GET", "HEAD", "POST"])
@of_one_date
def turn(request: MemberRequest, series: MeetingSeries, at: datetime) -> HttpResponse:
    """Somebody else facilitates: in exchange, or instead."""
    now = timezone.now()
    dates, _ = dates_to_come(series, now)
    this = next((date for date in dates if date.at == at), None)
    holder = this.facilitator if this is not None else None
    if not policy.may_give_turn(request.person, series, holder):
        raise not_yours(series)
    others = to_swap_with(dates, holder, now.year)
    form = TurnForm(request.POST or None, others=others)
    if done(request, form, lambda: give_turn(request, series, at, form, now)):
        return back(request, series)
    return form_page(request, "turn", series, at, form, holder=holder)


def to_swap_with(dates: list[Coming], holder: Person | None, year: int) -> list[tuple[datetime, str]]:
    """The next meetings that somebody else facilitates, in words."""
    others = [
        (date.at, f"{date.at:%a %-d %b}{f' {date.at:%Y}' if date.at.year != year else ''}, {date.facilitator.name}")
        for date in dates
        if holder and date.facilitator and date.facilitator != holder and not date.is_off and not date.is_now
    ]
    return others[:MOST_TO_SWAP]


def give_turn(request: MemberRequest, series: MeetingSeries, at: datetime, form: TurnForm, now: datetime) -> None:
    said = form.cleaned_data
    day = f"{at.astimezone(zone_for(series)):%a %-d %B}"
    if said["to"]:
        hand_over_turn(series=series, planned_at=at, to=said["to"], by=request.person, now=now)
        messages.info(request, f"{said['to'].name} facilitates on {day}")
        return
    first, _ = swap_turns(series=series, planned_at=at, other_at=read_moment(said["other"]) or at, by=request.person, now=now)
    messages.info(request, f"Swapped: {first.facilitator.name if first.facilitator else 'nobody'} facilitates on {day}")


@require_POST
@of_one_date
def held(request: MemberRequest, series: MeetingSeries, at: datetime) -> HttpResponse:
    """It took place, on time as far as anybody knows."""
    hold_meeting(series=series, planned_at=at, by=request.person, now=timezone.now())
    messages.info(request, f"Noted: {at.astimezone(zone_for(series)):%a %-d %B} was held")
    return back(request, series)


@require_POST
@of_one_date
def missed(request: MemberRequest, series: MeetingSeries, at: datetime) -> HttpResponse:
    """Nobody met."""
    miss_meeting(series=series, planned_at=at, by=request.person, now=timezone.now())
    messages.info(request, f"Noted: {at.astimezone(zone_for(series)):%a %-d %B} was not held")
    return back(request, series)
