"""Doors: a series is planned and changed, also by two people at once; it ends, and is taken up again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from organizations.forms.conflicts import saved_by
from organizations.forms.fields import zones
from organizations.forms.once import key_once, once_token
from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.models import Team
from organizations.refusals import NotSaid
from organizations.toasts import tell
from organizations.verbs import day_of, locked
from organizations.views.gates import for_teams
from rhythm.actions.series import all_seated, change_series, check_may_change, end_series, plan_series, resume_series
from rhythm.agendas import BOXES
from rhythm.forms.moving import EndForm
from rhythm.forms.series import KINDS, RULE_PARTS, NewSeriesForm, SeriesForm, begin_with, stored_of
from rhythm.models import MeetingKind, MeetingSeries
from rhythm.reads.series_advice import Advice, advice_on, after_saving
from rhythm.recurrence import rule_of

RELATED = ("organization", "team", "organizer")


@for_teams
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """An empty form, started from what the address names: ?kind=huddle&team=12."""
    form = NewSeriesForm(request.POST or None, initial=started_from(request))
    if request.method == "POST" and form.is_valid():
        try:
            series = plan_once(request, form)
        except NotSaid as problem:
            form.add_error(None, str(problem))
        else:
            more = after_saving(series, form.cleaned_data, series.organization, timezone.now())
            messages.info(request, f"“{series.title}” is planned{more}")
            return redirect("rhythm:series", request.person.organization.slug, series.pk)
    values = {"once": once_token(request.POST or None), **with_form(request, form)}
    return render(request, "rhythm/series/new.html", values, status=422 if form.errors else 200)


def started_from(request: MemberRequest) -> dict[str, Any]:
    """What the link names, and the hour of the organization's own clock."""
    asked, organization = Asked(request.GET), request.person.organization
    kind = asked.one_of("kind", MeetingKind.values, MeetingKind.WEEKLY)
    team = asked.row("team", Team)
    begun = begin_with(kind, today=day_of(timezone.now(), organization), zone=organization.timezone)
    return begun | {"team": team, "organizer": request.person}


def with_form(request: MemberRequest, form: Any) -> dict[str, Any]:
    """The form with what stands beside it."""
    kinds = [(value, label, KINDS.get(MeetingKind(value), "") if value else "") for value, label in form.fields["kind"].choices]
    return {
        "form": form,
        "kinds": kinds,
        "zones": zones(),
        "lengths": [(box.minutes, box.name) for box in BOXES.values()],
        "advice": advice_for(request, form),
        "today": day_of(timezone.now(), request.person.organization),
        "kind_now": form["kind"].value() or "",
    }


def advice_for(request: MemberRequest, form: Any) -> Advice:
    """For what is typed; for an empty form, for what it starts from."""
    if not form.is_bound:
        form = type(form)(started_data(form)) if isinstance(form, NewSeriesForm) else form
    said: dict[str, Any] = {}
    rule: str | None = None
    if form.is_bound:
        form.is_valid()
        said = form.cleaned_data
        rule = rule_of(form.recurrence()) if not set(form.errors) & set(RULE_PARTS) else None
    else:
        said = dict(form.initial) | form.seats | {"start_time": form.series.start_time}
        rule = form.series.rrule
    return advice_on(said, rule, request.person.organization, timezone.now())


def started_data(form: Any) -> dict[str, Any]:
    """The initial values of a new form, as it would send them."""
    return {name: str(getattr(value, "name", value)) for name, value in form.initial.items() if value is not None}


def plan_once(request: MemberRequest, form: NewSeriesForm) -> MeetingSeries:
    """The verb; a second press of the same form finds what the first one made."""
    key = key_once(request.POST)
    made: MeetingSeries | None = MeetingSeries.objects.select_related("organization").filter(key=key).first()
    if made is not None:
        return made
    organization = request.person.organization
    return plan_series(organization=organization, key=key, by=request.person, now=timezone.now(), **form.words())


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """The form as it is stored; what somebody else saved meanwhile is joined, or shown beside one's own words (409)."""
    with transaction.atomic():
        series = get_object_or_404(MeetingSeries.objects.select_related(*RELATED), pk=pk)
        if request.method == "POST":
            locked(series)
            series = MeetingSeries.objects.select_related(*RELATED).get(pk=pk)
        check_may_change(request.person, series)
        seats = all_seated(series)
        form = SeriesForm(request.POST or None, row=series, stored=stored_of(series, seats), seats=seats)
        if is_saved(request, series, form):
            return redirect("rhythm:series", request.person.organization.slug, series.pk)
    if form.clashes:
        names = ["rrule" if name in RULE_PARTS else name for name in form.merge.clashing]
        form.saved_by = saved_by(series, names, but=request.person)
    status = 409 if form.clashes else 422 if form.errors else 200
    return render(request, "rhythm/series/edit.html", {"series": series, **with_form(request, form)}, status=status)


def is_saved(request: MemberRequest, series: MeetingSeries, form: SeriesForm) -> bool:
    """Whether the form was sound and is stored now."""
    if request.method != "POST" or form.clashes or not form.is_valid():
        return False
    try:
        with transaction.atomic():
            change_series(series=series, by=request.person, now=timezone.now(), **form.words())
    except NotSaid as problem:
        form.add_error(None, str(problem))
        return False
    told = f". Saved by others meanwhile and kept: {form.joined_words}" if form.merge.joined else ""
    messages.info(request, f"“{form.cleaned_data['title']}” is saved{told}")
    return True


@require_POST
def advise(request: MemberRequest) -> HttpResponse:
    """What comes of what is typed so far."""
    today = day_of(timezone.now(), request.person.organization)
    advice = advice_for(request, NewSeriesForm(request.POST))
    return render(request, "rhythm/series/_advice.html", {"advice": advice, "today": today})


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: MemberRequest, pk: int) -> HttpResponse:
    """The last day, and why."""
    series = get_object_or_404(MeetingSeries.objects.select_related(*RELATED), pk=pk)
    check_may_change(request.person, series)
    form = EndForm(request.POST or None, initial={"ended_on": day_of(timezone.now(), series.organization)})
    if request.method == "POST" and form.is_valid():
        try:
            end_series(series=series, **form.cleaned_data, by=request.person, now=timezone.now())
        except NotSaid as problem:
            form.add_error(None, str(problem))
        else:
            tell(request, f"“{series.title}” ends", undo=address(request, "rhythm:series_resumption", series))
            return redirect("rhythm:series", request.person.organization.slug, series.pk)
    return render(request, "rhythm/series/end.html", {"series": series, "form": form}, status=422 if form.errors else 200)


def address(request: MemberRequest, name: str, series: MeetingSeries) -> str:

    return reverse(name, args=[request.person.organization.slug, series.pk])


@require_POST
def resume(request: MemberRequest, pk: int) -> HttpResponse:
    """It meets again."""
    series = get_object_or_404(MeetingSeries.objects.select_related(*RELATED), pk=pk)
    resume_series(series=series, by=request.person, now=timezone.now())
    messages.info(request, f"“{series.title}” meets again")
    return redirect("rhythm:series", request.person.organization.slug, series.pk)
