"""Doors to what everybody does in a room: ready, hand, answers, lines, captures, rating."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.views.decorators.http import require_POST

from organizations.middleware import MemberRequest
from organizations.models import Person
from organizations.refusals import NotSaid
from organizations.verbs import day_of
from rhythm.actions.rooms import asking, capturing, presence
from rhythm.lines import read_day
from rhythm.models import Capture, Poll, Writing
from rhythm.views.room_acts import done, number, typed
from rhythm.views.rooms import meeting_of


@require_POST
def readiness(request: MemberRequest, pk: int) -> HttpResponse:
    """`is_ready` 0 takes it back; `move` is what the reader was ready to leave."""
    meeting = meeting_of(request, pk)
    is_ready, move = request.POST.get("is_ready") != "0", number(request, "move")
    presence.say_ready(meeting=meeting, by=request.person, now=timezone.now(), is_ready=is_ready, move=move)
    return done(request, meeting)


@require_POST
def hand(request: MemberRequest, pk: int) -> HttpResponse:
    meeting = meeting_of(request, pk)
    presence.raise_hand(meeting=meeting, by=request.person, now=timezone.now(), is_up=request.POST.get("is_up") != "0")
    return done(request, meeting)


@require_POST
def lowered(request: MemberRequest, pk: int) -> HttpResponse:
    """`of` is the person who has spoken."""
    meeting = meeting_of(request, pk)
    person = get_object_or_404(Person, pk=number(request, "of") or 0)
    presence.lower_hand(meeting=meeting, of=person, by=request.person, now=timezone.now())
    return done(request, meeting)


@require_POST
def rating(request: MemberRequest, pk: int) -> HttpResponse:
    meeting = meeting_of(request, pk)
    note = typed(request, "note")
    presence.rate_meeting(meeting=meeting, rating=number(request, "rating") or 0, note=note, by=request.person, now=timezone.now())
    return done(request, meeting)


@require_POST
def captures(request: MemberRequest, pk: int) -> HttpResponse:
    """A line with its `kind`; without a `key` of the screen's own it is a line of its own."""
    meeting = meeting_of(request, pk)
    capturing.capture(
        meeting=meeting,
        kind=typed(request, "kind"),
        text=typed(request, "text"),
        key=typed(request, "key") or get_random_string(20),
        by=request.person,
        now=timezone.now(),
    )
    return done(request, meeting)


@require_POST
def agreement(request: MemberRequest, pk: int) -> HttpResponse:
    """Yes to a promise, on its day or on another (`due_on` as it is typed)."""
    caught = get_object_or_404(Capture.objects.select_related("owner", "commitment", "organization"), pk=pk)
    meeting, now = meeting_of(request, caught.meeting_id), timezone.now()
    said = typed(request, "due_on").strip()
    due_on = read_day(said, day_of(now, caught.organization))
    if said and due_on is None:
        raise NotSaid(f"“{said[:40]}” is no day. Write fri, 21 aug, +3d or 2026-08-21.")
    capturing.agree_to_capture(caught=caught, by=request.person, now=now, due_on=due_on)
    return done(request, meeting)


@require_POST
def withdrawal(request: MemberRequest, pk: int) -> HttpResponse:
    caught = get_object_or_404(Capture.objects.select_related("by", "commitment", "decision", "issue", "meeting"), pk=pk)
    meeting = meeting_of(request, caught.meeting_id)
    capturing.withdraw_capture(caught=caught, by=request.person, now=timezone.now())
    return done(request, meeting)


@require_POST
def answers(request: MemberRequest, pk: int) -> HttpResponse:
    poll = get_object_or_404(Poll.objects.select_related("meeting"), pk=pk)
    meeting = meeting_of(request, poll.meeting_id)
    answer, concern = typed(request, "answer"), typed(request, "concern")
    asking.answer_poll(poll=poll, answer=answer, concern=concern, by=request.person, now=timezone.now())
    return done(request, meeting)


@require_POST
def lines(request: MemberRequest, pk: int) -> HttpResponse:
    writing = get_object_or_404(Writing.objects.select_related("meeting"), pk=pk)
    meeting = meeting_of(request, writing.meeting_id)
    key = typed(request, "key") or get_random_string(20)
    asking.write_line(writing=writing, text=typed(request, "text"), key=key, by=request.person, now=timezone.now())
    return done(request, meeting)
