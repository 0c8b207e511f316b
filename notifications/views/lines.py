"""Doors: what the reader was told, and that they have read it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from notifications.actions.reading import read_all_lines, read_line
from notifications.models import Notification
from notifications.preferences import hours_of, preference_of
from notifications.reads.lines import key_of_unread, lines_of
from organizations.kept import kept
from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.views.gates import open_to_viewers


@require_safe
def lines(request: MemberRequest) -> HttpResponse:
    """Newest first; with `show=unread` only those."""
    asked, person = Asked(request.GET), request.person
    hours = hours_of(preference_of(person), person)
    only_unread = asked.one_of("show", ["unread"]) == "unread"
    found = lines_of(person, hours, before=asked.number("before"), only_unread=only_unread)
    values = {"lines": found, "today": hours.day_of(timezone.now())}
    return render(request, "notifications/lines/index.html", values)


@open_to_viewers
@require_POST
def opening(request: MemberRequest, pk: int) -> HttpResponse:
    """Marks a line as read and goes where it leads; with `stay` back to the list."""
    line = get_object_or_404(Notification, pk=pk)
    read_line(line=line, by=request.person, now=timezone.now())
    kept.set(key_of_unread(request.person), None)
    is_ours = line.path.startswith("/") and url_has_allowed_host_and_scheme(line.path, allowed_hosts=None)
    return redirect(line.path if is_ours and "stay" not in request.POST else home(request))


@open_to_viewers
@require_POST
def reading(request: MemberRequest) -> HttpResponse:
    """All that the reader saw on the page."""
    read_all_lines(up_to=Asked(request.POST).number("newest") or 0, by=request.person, now=timezone.now())
    kept.set(key_of_unread(request.person), None)
    return redirect(home(request))


def home(request: MemberRequest) -> str:
    return reverse("notifications:lines", args=[request.person.organization.slug])
