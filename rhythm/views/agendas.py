"""Doors to agendas: of a series, and of one meeting before it is opened."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.models import Person
from organizations.refusals import ChangedMeanwhile, NotSaid
from rhythm import policy
from rhythm.actions.agendas import build_agenda, fingerprint, parts_of, set_agenda
from rhythm.actions.arranging import add_item, move_item, put_on, set_item_minutes, take_off
from rhythm.agendas import BOXES, against_length, box_of, squeezed, taken_from
from rhythm.forms.agenda import BOX_CHOICES, AgendaForm, ItemForm, number_of
from rhythm.models import AgendaItem, Meeting, MeetingSeries, Segment
from rhythm.reads.agenda import AgendaPage, agenda_page, meeting_of
from rhythm.rehearsal import as_if_built, is_unbuilt
from rhythm.written import is_in_writing


@require_http_methods(["GET", "HEAD", "POST"])
def series_agenda(request: MemberRequest, pk: int) -> HttpResponse:
    """The agenda that each meeting of a series begins with; every button but Save only changes the page."""
    series = get_object_or_404(MeetingSeries.objects.select_related("organization", "team", "organizer"), pk=pk)
    if not policy.may_enter(request.person, series):
        raise Http404
    do = request.POST.get("do", "")
    if request.method != "POST":
        return show_series_agenda(request, series, AgendaForm.of_parts(parts_of(series)))
    form = AgendaForm.sent(request.POST)
    if do == "sum":
        return render(request, "rhythm/agendas/_sum.html", sum_of(form, series))
    if do == "save":
        return save_agenda(request, series, form)
    if do == "box":
        box = BOXES.get(request.POST.get("box", "")) or box_of(series.kind, series.duration_minutes)
        form = AgendaForm.of_parts(taken_from(box, series.duration_minutes))
        return show_series_agenda(request, series, form, box=box.key)
    return show_series_agenda(request, series, form.after(do))


def save_agenda(request: MemberRequest, series: MeetingSeries, form: AgendaForm) -> HttpResponse:
    """One verb for the whole list; what it will not do stands above the form, with everything that was typed."""
    if not form.is_valid():
        return show_series_agenda(request, series, form, status=422)
    try:
        seen = request.POST.get("seen", "")
        set_agenda(series=series, segments=form.parts, seen=seen, by=request.person, now=timezone.now())
    except (NotSaid, ChangedMeanwhile) as problem:
        form.fault = str(problem)
        return show_series_agenda(request, series, form, status=problem.status_code)
    messages.info(request, "The agenda is saved; meetings whose agenda is built from now on begin with it")
    return redirect("rhythm:series_agenda", request.person.organization.slug, series.pk)


def show_series_agenda(
    request: MemberRequest, series: MeetingSeries, form: AgendaForm, *, status: int = 200, box: str = ""
) -> HttpResponse:
    stored = parts_of(series)
    values = {
        "series": series,
        "form": form,
        "seen": fingerprint(stored),
        "theirs": stored if status == ChangedMeanwhile.status_code else [],
        "boxes": BOX_CHOICES,
        "box": box or box_of(series.kind, series.duration_minutes).key,
        "is_unsaved": request.method == "POST",
        "may": policy.may_keep_meeting(request.person, series),
        **sum_of(form, series),
    }
    name = "_form" if request.headers.get("HX-Request") and request.method == "POST" and status == 200 else "series"
    return render(request, f"rhythm/agendas/{name}.html", values, status=status)


def sum_of(form: AgendaForm, series: MeetingSeries) -> dict[str, object]:
    """The minutes beside the length; where the agenda is still the box's own, what a short length does to it."""
    box, length = box_of(series.kind, series.duration_minutes), series.duration_minutes
    is_the_box = [row["title"] for row in form.rows] == [part.title for part in taken_from(box, length)]
    squeeze = squeezed(box, length) if is_the_box else ""
    return {"minutes": form.minutes, "fits": against_length(form.minutes, length), "squeezed": squeeze, "series": series}


@require_safe
def agenda(request: MemberRequest, pk: int) -> HttpResponse:
    """The agenda of one meeting; what is held in writing has none."""
    meeting = found(request, pk)
    return to_lines(request, meeting) if is_in_writing(meeting) else show_agenda(request, meeting)


@require_POST
def build(request: MemberRequest, pk: int) -> HttpResponse:
    """Build it, or build it again."""
    meeting = found(request, pk)
    build_agenda(meeting=meeting, by=request.person, now=timezone.now())
    return after(request, meeting)


@require_POST
def items(request: MemberRequest, pk: int) -> HttpResponse:
    """Something is put on it: in words of one's own, or one of those that there was no time for."""
    meeting = found(request, pk)
    segments = Segment.objects.filter(meeting=meeting)
    if "about_type" in request.POST:
        asked = Asked(request.POST)
        segment = get_object_or_404(segments, pk=asked.number("segment"))
        put_on(
            segment=segment, about_type=asked.text("about_type"), about_id=asked.number("about_id") or 0,
            by=request.person, now=timezone.now(),
        )  # fmt: skip
        return after(request, meeting)
    form = ItemForm(request.POST, segments=segments)
    if not form.is_valid():
        return show_agenda(request, meeting, form)
    said = form.cleaned_data
    add_item(segment=said["segment"], title=said["title"], by=request.person, now=timezone.now())
    return after(request, meeting)


@require_POST
def item(request: MemberRequest, pk: int) -> HttpResponse:
    """Up, down, off, to a place or into another segment, or other minutes."""
    row = get_object_or_404(AgendaItem.objects.select_related("meeting__series", "segment"), pk=pk)
    meeting = found(request, row.meeting_id)
    do, asked, now = request.POST.get("do", ""), Asked(request.POST), timezone.now()
    if do == "off":
        take_off(item=row, by=request.person, now=now)
    elif do in ("up", "down"):
        standing = list(AgendaItem.objects.filter(segment=row.segment, disposition="").values_list("pk", flat=True))
        at = standing.index(row.pk) + 1 if row.pk in standing else 1
        move_item(item=row, to=at + (-1 if do == "up" else 1), by=request.person, now=now)
    elif do == "place":
        segment = get_object_or_404(Segment, meeting=meeting, pk=asked.number("segment") or row.segment_id)
        move_item(item=row, to=asked.number("place") or 1, segment=segment, by=request.person, now=now)
    elif do == "minutes":
        minutes = number_of(request.POST.get("minutes", ""))
        set_item_minutes(item=row, minutes=-1 if minutes is None else minutes, by=request.person, now=now)
    else:
        raise NotSaid("Say what to do with it: up, down, off, to a place, or how many minutes.")
    return after(request, meeting)


def found(request: MemberRequest, pk: int) -> Meeting:
    meeting = meeting_of(pk, request.person)
    if meeting is None:
        raise Http404
    return meeting


def to_lines(request: MemberRequest, meeting: Meeting) -> HttpResponse:
    """The page where a huddle in writing is held."""
    return redirect("rhythm:huddle", request.person.organization.slug, meeting.pk)


def after(request: MemberRequest, meeting: Meeting) -> HttpResponse:
    """The agenda as it is now: in place where scripts run, else the page anew."""
    if request.headers.get("HX-Request"):
        return show_agenda(request, meeting)
    return redirect("rhythm:agenda", request.person.organization.slug, meeting.pk)


def seen_by(reader: Person, meeting: Meeting) -> tuple[AgendaPage, bool]:
    """The page, and whether the reader may build it; one that is not built yet is shown as it would be, and cannot be arranged."""
    page = agenda_page(meeting, reader)
    if not is_unbuilt(page):
        return page, page.may_arrange
    page = as_if_built(lambda: agenda_page(meeting, reader), meeting=meeting, now=timezone.now())
    return replace(page, may_arrange=False, is_foreseen=True), page.may_arrange


def show_agenda(request: MemberRequest, meeting: Meeting, form: ItemForm | None = None) -> HttpResponse:
    page, may_build = seen_by(request.person, meeting)
    form = form or ItemForm(segments=Segment.objects.filter(meeting=meeting))
    values = {"page": page, "meeting": meeting, "series": meeting.series, "form": form, "here": "agenda"}
    values |= {"may_build": may_build, "is_foreseen": page.is_foreseen}
    name = "_agenda" if request.headers.get("HX-Request") and request.method == "POST" else "show"
    return render(request, f"rhythm/agendas/{name}.html", values, status=422 if form.errors else 200)
