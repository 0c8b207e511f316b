"""Doors to calendars: the file at its secret address, open to whoever holds it; and the page where a person has theirs."""

from __future__ import annotations

import hashlib

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organizations.kept import kept
from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.models import Team
from organizations.refusals import NotSaid
from organizations.tenancy import in_organization
from organizations.views.gates import open_to_viewers
from rhythm import policy
from rhythm.actions.feeds import open_feed, revoke_feed
from rhythm.forms.feeds import FeedForm
from rhythm.models import CalendarFeed
from rhythm.reads.calendars import File, feed_of, feeds_of, file_of, note_reading

KEPT_SECONDS = 300  # a program that asks all the time gets the file as it was made last


@login_not_required
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponseBase:
    """The calendar of an address; a revoked one says that it is gone, an unknown one nothing."""
    found = feed_of(secret)
    if found is None:
        return HttpResponse(status=404, content_type="text/plain")
    if not policy.may_read_calendar(found):
        return HttpResponse(status=410, content_type="text/plain")
    with in_organization(found.organization):
        file = kept_file(found)
        note_reading(found, timezone.now())
    etag = f'"{hashlib.sha256(file.text.encode()).hexdigest()[:32]}"'
    answer = HttpResponse(file.text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="meetings.ics"'
    answer["Cache-Control"] = "private, no-cache"
    answer["ETag"], answer["Last-Modified"] = etag, http_date(file.changed_at.timestamp())
    given = get_conditional_response(request, etag, int(file.changed_at.timestamp()), answer)
    return given or answer


def kept_file(found: CalendarFeed) -> File:
    """The file as it stands; made once for all who ask between two changes in the organization."""
    now = timezone.now()
    key = f"calendar:{found.pk}:{found.newest_event}:{now:%Y%m%d}"  # type: ignore[attr-defined]
    file: File | None = kept.get(key)
    if file is None:
        file = file_of(found, now)
        kept.set(key, file, KEPT_SECONDS)
    return file


@open_to_viewers
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: MemberRequest) -> HttpResponse:
    """One's own addresses, and one more; for the same meetings a new address takes the place of the former."""
    number = Asked(request.GET).number("team")
    form = FeedForm(request.POST or None, initial={"team": Team.objects.filter(pk=number).first() if number else None})
    if request.method == "POST" and form.is_valid():
        try:
            made = open_feed(person=request.person, team=form.cleaned_data["team"], by=request.person, now=timezone.now())
        except NotSaid as problem:
            form.add_error("team", str(problem))
        else:
            messages.info(request, f"The address for {made.team or 'your meetings'} is ready")
            return redirect("rhythm:calendar", request.person.organization.slug)
    rows = feeds_of(request.person)
    values = {"form": form, "feeds": rows, "has_own": any(row.feed.team is None for row in rows)}
    return render(request, "rhythm/calendars/show.html", values, status=422 if form.errors else 200)


@open_to_viewers
@require_POST
def revocation(request: MemberRequest, pk: int) -> HttpResponse:
    """The address answers nobody any more."""
    found = get_object_or_404(CalendarFeed.objects.select_related("person"), pk=pk)
    revoke_feed(feed=found, by=request.person, now=timezone.now())
    messages.info(request, "The address is revoked: calendar programs that read it get nothing any more")
    return redirect("rhythm:calendar", request.person.organization.slug)
