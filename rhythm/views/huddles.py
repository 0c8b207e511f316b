"""Doors to a huddle that is held in writing: its page, where everybody writes, and what is stuck becomes an issue."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from organizations.actions.drafts import drop_draft
from organizations.forms.once import once_for
from organizations.middleware import MemberRequest
from organizations.models import Draft
from organizations.reads.drafts import find_draft, saved_words
from organizations.refusals import NotAllowed, Refused
from organizations.verbs import day_of
from rhythm.actions.huddles import raise_stuck, write_entry
from rhythm.forms.huddles import EntryForm
from rhythm.models import HuddleEntry, Meeting
from rhythm.reads.huddle import HuddlePage, find_huddle, huddle_page, newest_version
from rhythm.written import is_in_writing


@require_http_methods(["GET", "HEAD", "POST"])
def huddle(request: MemberRequest, pk: int) -> HttpResponse:
    """One page for the lines of all and one's own; what is held together has another page."""
    meeting = find_huddle(pk)
    if meeting is None:
        raise Http404
    if request.method == "POST":
        return write(request, meeting)
    if not is_in_writing(meeting):
        return redirect("rhythm:meeting", request.person.organization.slug, pk)
    now, seen = timezone.now(), request.GET.get("v", "")
    if seen and request.headers.get("HX-Request"):
        return follow(request, meeting, seen, now)
    page = huddle_page(meeting, request.person, now)
    draft = find_draft(person=request.person, form=draft_name(pk)) if takes_lines(request, page) else None
    return show(request, page, form_for(page, draft=draft), draft=draft)


def follow(request: MemberRequest, meeting: Meeting, seen: str, now: datetime) -> HttpResponse:
    """What others wrote since, for a page that is open; 204 when nothing did. Where it has opened since, the page anew."""
    if newest_version(meeting, now) == seen:
        return HttpResponse(status=204)
    page = huddle_page(meeting, request.person, now)
    if page.is_open and seen.startswith("soon-"):
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "rhythm/huddles/_followed.html", values_of(page) | {"writes": "change" in request.GET})


def values_of(page: HuddlePage) -> dict[str, Any]:
    """What every part of the page is drawn from."""
    for row in [*page.rows, *page.stuck_before]:
        row.once = once_for(row.entry.stuck_key) if row.may_turn else ""
    today = day_of(timezone.now(), page.meeting.organization)
    return {"page": page, "meeting": page.meeting, "series": page.meeting.series, "today": today}


def draft_name(meeting_id: int) -> str:
    """Each day's lines are begun for themselves."""
    return f"huddle:{meeting_id}"


def form_for(page: HuddlePage, data: Any = None, draft: Draft | None = None) -> EntryForm:
    """One's own lines, and over them what was begun and not sent."""
    became = any(row.became for row in page.rows if row.is_own)
    return EntryForm(data, entry=page.own, begun=draft.fields if draft else None, is_settled=became)


def takes_lines(request: MemberRequest, page: HuddlePage) -> bool:
    """Whether the reader writes: who has written already reads first, until they ask to change it."""
    return page.is_open and page.may_write and (page.own is None or "change" in request.GET)


def show(
    request: MemberRequest, page: HuddlePage, form: EntryForm, *, status: int = 200, draft: Draft | None = None
) -> HttpResponse:
    """The whole page; in a list of what waits, the form alone."""
    writes, saved = form.is_bound or takes_lines(request, page), saved_words(draft.saved_at, request.person) if draft else ""
    values = values_of(page) | {"form": form, "writes": writes, "saved": saved, "draft_name": draft_name(page.meeting.pk)}
    name = "_form" if request.headers.get("HX-Request") else "show"
    return render(request, f"rhythm/huddles/{name}.html", values, status=status)


def write(request: MemberRequest, meeting: Meeting) -> HttpResponse:
    """The verb; refused, what was typed stands in the form again, with the sentence."""
    now = timezone.now()
    form = form_for(huddle_page(meeting, request.person, now), request.POST)
    status = 422
    if form.is_valid():
        try:
            write_entry(meeting=meeting, by=request.person, now=now, **form.cleaned_data)
        except NotAllowed:
            raise
        except Refused as problem:
            form.add_error(None, str(problem))
            status = problem.status_code
        else:
            drop_draft(person=request.person, form=draft_name(meeting.pk))
            messages.info(request, f"Your lines stand in “{meeting.series}”")
            return redirect("rhythm:huddle", request.person.organization.slug, meeting.pk)
    return show(request, huddle_page(meeting, request.person, now), form, status=status)


@require_POST
def stuck(request: MemberRequest, pk: int) -> HttpResponse:
    """In one click on the table of the team."""
    related = ("person", "meeting__series__team", "meeting__series__organizer", "meeting__facilitator")
    entry = get_object_or_404(HuddleEntry.objects.select_related(*related), pk=pk)
    issue = raise_stuck(entry=entry, by=request.person, now=timezone.now())
    messages.info(request, f"“{issue}” is on the table")
    return redirect("rhythm:huddle", request.person.organization.slug, entry.meeting_id)
