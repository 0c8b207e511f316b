"""Doors to a running meeting: the follower's room, the shared stage, what is the reader's own, and the stream that moves all."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.refusals import NotAllowed
from rhythm import policy
from rhythm.actions.rooms.opening import open_meeting
from rhythm.actions.rooms.presence import look_in
from rhythm.live.door import HEADER, OPEN
from rhythm.models import Meeting
from rhythm.reads.contents import content_of
from rhythm.reads.mine import mine_of
from rhythm.reads.room import Room, room_of

LIVES = "text/event-stream"


def meeting_of(request: MemberRequest, pk: int) -> Meeting:
    """The meeting, for who may enter its room."""
    meeting: Meeting = get_object_or_404(Meeting.objects.select_related("series__team", "organization", "facilitator"), pk=pk)
    if not policy.may_enter(request.person, meeting.series):
        raise NotAllowed("This meeting is its people's own. Ask one of them.")
    return meeting


@require_POST
def opening(request: MemberRequest, pk: int) -> HttpResponse:
    """Who opens the meeting leads it, and stands at the stage."""
    meeting = meeting_of(request, pk)
    open_meeting(meeting=meeting, by=request.person, now=timezone.now())
    return redirect("rhythm:stage", request.person.organization.slug, meeting.pk)


@require_safe
def room(request: MemberRequest, pk: int) -> HttpResponse:
    """One hand, one column: where the room is, or where the reader looks meanwhile (`?segment=`)."""
    return screen(request, pk, "room")


@require_safe
def stage(request: MemberRequest, pk: int) -> HttpResponse:
    """The shared display, with the controls for who leads."""
    return screen(request, pk, "stage")


def screen(request: MemberRequest, pk: int, name: str) -> HttpResponse:
    """A whole page, or its parts alone for a screen that looks again; `?v=` what it has already: 204 when nothing is new."""
    meeting = meeting_of(request, pk)
    found = room_of(meeting.pk, now=timezone.now())
    if found is None:
        return redirect("rhythm:meeting", request.person.organization.slug, meeting.pk)
    is_part = "HX-Request" in request.headers
    if is_part and found.run.closed_at is None:
        look_in(meeting=meeting, by=request.person, now=timezone.now())
    if is_part and request.GET.get("v") == str(found.run.version):
        return HttpResponse(status=204)
    values = screen_values(request, found) | {"screen": name}
    return render(request, f"rhythm/rooms/{'_' + name if is_part else name}.html", values)


def screen_values(request: MemberRequest, found: Room) -> dict[str, Any]:
    place = place_of(request, found)
    return {
        "room": found,
        "place": place,
        "is_elsewhere": place is not None and place != found.run.segment_id,
        "content": content_of(found, segment_id=place),
        "mine": mine_of(request.person, found),
        "me": request.person,
        "today": found.today,
        "leads": found.run.facilitator_id == request.person.pk,
        "may_lead": policy.may_facilitate(request.person, found.meeting.series),
        "may_say": policy.may_take_part(request.person, found.meeting.series),
    }


def place_of(request: MemberRequest, found: Room) -> int | None:
    """The segment that the reader looks at; none where they follow the room."""
    asked = Asked(request.GET).number("segment")
    return asked if asked in {line.segment.pk for line in found.segments} else None


@require_safe
def mine(request: MemberRequest, pk: int) -> HttpResponse:
    """What has the reader's own name on it: answers, votes, rating, promises to agree to."""
    meeting = meeting_of(request, pk)
    found = room_of(meeting.pk, now=timezone.now())
    if found is None:
        raise Http404
    if "HX-Request" not in request.headers:
        return redirect("rhythm:room", request.person.organization.slug, meeting.pk)
    return render(request, "rhythm/rooms/_mine.html", screen_values(request, found))


@require_safe
def stream(request: MemberRequest, pk: int) -> HttpResponse:
    """Opens the stream where streams can be had; elsewhere 204, which tells a browser to look for itself instead."""
    meeting = meeting_of(request, pk)
    if room_of(meeting.pk, now=timezone.now()) is None or not can_stream(request):
        return HttpResponse(status=204)
    place = f"{meeting.organization_id}/{meeting.pk}/{request.person.pk}/{request.session.session_key}"
    return HttpResponse(
        content_type=LIVES, headers={HEADER.decode(): place, "X-Accel-Buffering": "no", "Cache-Control": "no-store"}
    )


def can_stream(request: HttpRequest) -> bool:
    scope: dict[str, Any] = request.META.get("asgi.scope", {})
    return OPEN in scope.get("extensions", {}) and request.method == "GET"
