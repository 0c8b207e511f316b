"""Doors to what who leads the room does: each a POST that answers with nothing where a script sent it, else with the way back."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from organizations.listing import whole
from organizations.middleware import MemberRequest
from organizations.refusals import NotSaid, OutOfTurn
from rhythm.actions.rooms import asking, moving, opening
from rhythm.actions.rooms import closing as closes
from rhythm.forms.naming import TeamForm
from rhythm.models import AgendaItem, Disposition, Meeting, Poll, PollKind, Segment, Writing
from rhythm.views.rooms import meeting_of


def done(request: MemberRequest, meeting: Meeting) -> HttpResponse:
    """Screens are told by the stream; a form without scripts goes back to the screen that it came from."""
    if "HX-Request" in request.headers:
        return HttpResponse(status=204)
    screen = "rhythm:stage" if request.POST.get("screen") == "stage" else "rhythm:room"
    return redirect(screen, request.person.organization.slug, meeting.pk)


def number(request: MemberRequest, name: str) -> int | None:
    """A whole number that the form says; None for anything else."""
    return whole(request.POST.get(name, ""))


def typed(request: MemberRequest, name: str) -> str:
    """What a form says, without the one character that no database keeps."""
    return request.POST.get(name, "").replace("\x00", "")


def said_in(form: forms.Form, name: str) -> Any:
    """The one field of a small form in a row, or the sentence that asks back."""
    if not form.is_valid():
        raise NotSaid(next(str(fault) for faults in form.errors.values() for fault in faults))
    return form.cleaned_data[name]


def door_to(act: Callable[..., object]) -> Callable[[MemberRequest, int], HttpResponse]:
    """A door to a verb that asks for nothing but who and when."""

    @require_POST
    def door(request: MemberRequest, pk: int) -> HttpResponse:
        meeting = meeting_of(request, pk)
        act(meeting=meeting, by=request.person, now=timezone.now())
        return done(request, meeting)

    return door


pause = door_to(moving.pause_clock)
clock = door_to(moving.start_clock)
suspension = door_to(opening.suspend_meeting)
resumption = door_to(opening.resume_meeting)


@require_POST
def moves(request: MemberRequest, pk: int) -> HttpResponse:
    """`step` next or back, or the `segment` or `item` to go to; `seen` is the move that the screen was at."""
    meeting, now, seen = meeting_of(request, pk), timezone.now(), number(request, "seen")
    segment_id, item_id = number(request, "segment"), number(request, "item")
    if segment_id or item_id:
        item = get_object_or_404(AgendaItem.objects.select_related("segment"), pk=item_id, meeting=meeting) if item_id else None
        segment = None if item else get_object_or_404(Segment, pk=segment_id, meeting=meeting)
        moving.move_room(meeting=meeting, segment=segment, item=item, by=request.person, now=now, seen=seen)
    elif request.POST.get("step") == "back":
        moving.step_back(meeting=meeting, by=request.person, now=now, seen=seen)
    else:
        moving.next_step(meeting=meeting, by=request.person, now=now, seen=seen)
    return done(request, meeting)


@require_POST
def extension(request: MemberRequest, pk: int) -> HttpResponse:
    meeting = meeting_of(request, pk)
    minutes = number(request, "minutes")
    moving.give_time(meeting=meeting, by=request.person, now=timezone.now(), minutes=2 if minutes is None else minutes)
    return done(request, meeting)


@require_POST
def facilitation(request: MemberRequest, pk: int) -> HttpResponse:
    meeting = meeting_of(request, pk)
    opening.take_over(meeting=meeting, by=request.person, now=timezone.now())
    return redirect("rhythm:stage", request.person.organization.slug, meeting.pk)


@require_POST
def closing(request: MemberRequest, pk: int) -> HttpResponse:
    """Over, for everybody; the reader goes to what it leaves."""
    meeting = meeting_of(request, pk)
    closes.close_meeting(meeting=meeting, by=request.person, now=timezone.now())
    return redirect("rhythm:meeting", request.person.organization.slug, meeting.pk)


@require_POST
def settlement(request: MemberRequest, pk: int) -> HttpResponse:
    """How an item ends; with `then` next the room moves on in the same step."""
    item = get_object_or_404(AgendaItem.objects.select_related("meeting__series", "meeting__organization", "issue"), pk=pk)
    meeting, now = meeting_of(request, item.meeting_id), timezone.now()
    said = request.POST
    ending, note = said.get("disposition", ""), typed(request, "note")
    to = said_in(TeamForm(said), "to") if item.issue_id and ending == Disposition.ROUTED else None
    closes.settle_item(item=item, disposition=ending, note=note, to=to, by=request.person, now=now)
    if said.get("then") == "next":
        with suppress(OutOfTurn):  # it was the last of the last segment
            moving.next_step(meeting=meeting, by=request.person, now=now, seen=number(request, "seen"))
    return done(request, meeting)


@require_POST
def polls(request: MemberRequest, pk: int) -> HttpResponse:
    meeting = meeting_of(request, pk)
    kind, question = request.POST.get("kind", PollKind.CONSENT), typed(request, "question")
    asking.ask_room(meeting=meeting, question=question, kind=kind, by=request.person, now=timezone.now())
    return done(request, meeting)


@require_POST
def poll_closure(request: MemberRequest, pk: int) -> HttpResponse:
    poll = get_object_or_404(Poll, pk=pk)
    meeting = meeting_of(request, poll.meeting_id)
    asking.close_poll(poll=poll, by=request.person, now=timezone.now())
    return done(request, meeting)


@require_POST
def writings(request: MemberRequest, pk: int) -> HttpResponse:
    meeting = meeting_of(request, pk)
    asking.open_writing(meeting=meeting, question=typed(request, "question"), by=request.person, now=timezone.now())
    return done(request, meeting)


@require_POST
def showing(request: MemberRequest, pk: int) -> HttpResponse:
    writing = get_object_or_404(Writing, pk=pk)
    meeting = meeting_of(request, writing.meeting_id)
    asking.show_writing(writing=writing, by=request.person, now=timezone.now())
    return done(request, meeting)
