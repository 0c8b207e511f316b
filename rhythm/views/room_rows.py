"""Doors to what is done with the rows of a segment: raised as an issue, voted for, taken up, sorted out, completed."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from organizations.middleware import MemberRequest
from organizations.refusals import NotSaid
from organizations.verbs import day_of
from rhythm.actions.rooms import naming, raising, triage
from rhythm.forms.naming import OwnerForm, TeamForm
from rhythm.lines import read_day
from rhythm.models import Capture, Issue
from rhythm.views.room_acts import done, door_to, number, said_in, typed
from rhythm.views.rooms import meeting_of


@require_POST
def raised(request: MemberRequest, pk: int) -> HttpResponse:
    """`about` names the row; `as` risk puts it on the list of risks instead."""
    meeting, said = meeting_of(request, pk), request.POST
    raising.raise_row(
        meeting=meeting, about=typed(request, "about"), as_risk=said.get("as") == "risk", by=request.person, now=timezone.now()
    )
    return done(request, meeting)


@require_POST
def votes(request: MemberRequest, pk: int) -> HttpResponse:
    """So many of the reader's `votes` for an `issue`, in the place of those before."""
    meeting, given = meeting_of(request, pk), number(request, "votes")
    issue = get_object_or_404(Issue, pk=number(request, "issue"))
    if given is None:
        raise NotSaid("Say how many votes it gets, 0 to 3.")
    triage.vote_here(meeting=meeting, issue=issue, votes=given, by=request.person, now=timezone.now())
    return done(request, meeting)


top = door_to(triage.take_up_top)


@require_POST
def sorting(request: MemberRequest, pk: int) -> HttpResponse:
    """`deed` park, pass (`to` a team by its name) or drop, with the `note` that says why."""
    meeting, said = meeting_of(request, pk), request.POST
    issue = get_object_or_404(Issue.objects.select_related("organization", "team", "owner"), pk=number(request, "issue"))
    to = said_in(TeamForm(said), "to") if said.get("deed") == "pass" else None
    triage.sort_out(
        meeting=meeting,
        issue=issue,
        deed=said.get("deed", ""),
        note=typed(request, "note"),
        to=to,
        by=request.person,
        now=timezone.now(),
    )
    return done(request, meeting)


@require_POST
def completion(request: MemberRequest, pk: int) -> HttpResponse:
    """The `owner` by name and the day `due_on` of a promise that lacks them."""
    caught = get_object_or_404(Capture.objects.select_related("meeting__series", "organization"), pk=pk)
    meeting, now, said = meeting_of(request, caught.meeting_id), timezone.now(), request.POST
    owner = said_in(OwnerForm(said), "owner") if said.get("owner", "").strip() else None
    due_on = read_day(said.get("due_on", ""), day_of(now, caught.organization))
    naming.complete_promise(caught=caught, owner=owner, due_on=due_on, by=request.person, now=now)
    return done(request, meeting)
