"""Doors to what a meeting leaves: its page with the minutes, and for three days what is put right in them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from organizations.forms.once import key_once, once_token
from organizations.middleware import MemberRequest
from organizations.verbs import day_of
from rhythm.actions.minutes import add_note, check_may_correct, reword_capture, take_back_capture
from rhythm.forms.minutes import NoteForm, RewordForm, TakeBackForm
from rhythm.models import Capture, Meeting
from rhythm.reads.health import series_summary
from rhythm.reads.record import meeting_page

SERIES = ("organization", "series__organizer")


@require_safe
def meeting(request: MemberRequest, pk: int) -> HttpResponse:
    """One meeting: before it, while it runs, and its minutes."""
    now, organization = timezone.now(), request.person.organization
    page = meeting_page(pk, request.person, now)
    if page is None:
        raise Http404
    if page.is_in_writing:
        return redirect("rhythm:huddle", organization.slug, pk)
    fares = series_summary(page.meeting.series, now) if page.may_read else None
    values = {
        "page": page,
        "meeting": page.meeting,
        "series": page.meeting.series,
        "fares": fares,
        "today": day_of(now, organization),
    }
    return render(request, "rhythm/meetings/show.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def note(request: MemberRequest, pk: int) -> HttpResponse:
    """A note that was forgotten."""
    found = get_object_or_404(Meeting.objects.select_related(*SERIES), pk=pk)
    check_may_correct(found, request.person, timezone.now())
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data["text"]
        add_note(meeting=found, text=said, key=key_once(request.POST), by=request.person, now=timezone.now())
        messages.info(request, "The note stands in the minutes")
        return redirect("rhythm:meeting", request.person.organization.slug, found.pk)
    values = {"meeting": found, "form": form, "once": once_token(request.POST or None)}
    return render(request, "rhythm/meetings/note.html", values, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: MemberRequest, pk: int) -> HttpResponse:
    """One line of the minutes: other words for it, or why it is taken back."""
    capture = get_object_or_404(Capture.objects.select_related(*(f"meeting__{name}" for name in SERIES)), pk=pk)
    check_may_correct(capture.meeting, request.person, timezone.now())
    takes_back = request.POST.get("ending") == "taken_back"
    reword = RewordForm(None if takes_back else request.POST or None, initial={"text": capture.text})
    take_back = TakeBackForm(request.POST if takes_back else None)
    form = take_back if takes_back else reword
    if request.method == "POST" and form.is_valid():
        put_right(request, capture, form)
        return redirect("rhythm:meeting", request.person.organization.slug, capture.meeting_id)
    values = {"capture": capture, "meeting": capture.meeting, "reword": reword, "take_back": take_back, "form": form}
    return render(request, "rhythm/meetings/correction.html", values, status=422 if form.errors else 200)


def put_right(request: MemberRequest, capture: Capture, form: RewordForm | TakeBackForm) -> None:
    """One of the two verbs, by the form that was sent."""
    now = timezone.now()
    if isinstance(form, TakeBackForm):
        take_back_capture(capture=capture, reason=form.cleaned_data["reason"], by=request.person, now=now)
        messages.info(request, "The line is taken back; it stays struck out, with your reason")
    else:
        reword_capture(capture=capture, text=form.cleaned_data["text"], by=request.person, now=now)
        messages.info(request, "The line has other words; the first ones stay beside it")
