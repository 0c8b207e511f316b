"""Doors to the preparation of a meeting: what it needs of the reader, their votes and numbers, and the pre-read."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alignment.actions import record_measurement
from alignment.models import Metric
from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.refusals import NotSaid
from organizations.verbs import day_of
from rhythm.actions.votes import cast_votes, say_prepared
from rhythm.forms.agenda import number_of
from rhythm.measures import zone_of
from rhythm.models import Issue, Meeting
from rhythm.reads.ballot import ballot_of
from rhythm.reads.pre_read import PreRead, pre_read
from rhythm.reads.preparation import readiness_of, what_is_needed_of
from rhythm.reads.scope import scope_of
from rhythm.reads.series import short_zone
from rhythm.rehearsal import as_if_built, is_unbuilt
from rhythm.views.agendas import found, to_lines
from rhythm.written import is_in_writing

LARGEST = Decimal(10) ** 17


@require_http_methods(["GET", "HEAD", "POST"])
def preparation(request: MemberRequest, pk: int) -> HttpResponse:
    """What the meeting needs of the reader before it begins; sent, it says that they are ready, or not after all."""
    meeting = found(request, pk)
    if request.method == "POST":
        is_ready = request.POST.get("ready") != "no"
        say_prepared(meeting=meeting, by=request.person, now=timezone.now(), is_prepared=is_ready)
        messages.info(request, "You are ready for it" if is_ready else "You are not ready yet")
        return after(request, meeting)
    if is_in_writing(meeting):
        return to_lines(request, meeting)
    now, scope = timezone.now(), scope_of(meeting.series)
    zone = zone_of(meeting.series.timezone, meeting.organization.timezone)
    values = {
        "meeting": meeting,
        "series": meeting.series,
        "page": {
            "at": meeting.planned_at.astimezone(zone),
            "clock": f"{meeting.planned_at.astimezone(zone):%H:%M}",
            "zone": short_zone(zone, meeting.planned_at),
        },
        "needed": what_is_needed_of(request.person, meeting, now, scope),
        "ballot": ballot_of(meeting, request.person, day_of(now, meeting.organization), scope),
        "readiness": readiness_of(meeting, now, scope),
        "here": "preparation",
    }
    return render(request, "rhythm/preparation/show.html", values)


@require_POST
def votes(request: MemberRequest, pk: int) -> HttpResponse:
    """So many of the reader's three votes for one issue."""
    meeting = found(request, pk)
    issue = get_object_or_404(Issue, pk=Asked(request.POST).number("issue"))
    given = number_of(request.POST.get("votes", ""))
    if given is None:
        raise NotSaid("Say how many of your votes it gets: 0, 1, 2 or 3.")
    cast_votes(meeting=meeting, issue=issue, votes=given, by=request.person, now=timezone.now())
    if request.headers.get("HX-Request"):
        today = day_of(timezone.now(), meeting.organization)
        values = {"meeting": meeting, "series": meeting.series, "ballot": ballot_of(meeting, request.person, today)}
        return render(request, "rhythm/preparation/_ballot.html", values)
    return after(request, meeting, "votes")


@require_POST
def number(request: MemberRequest, pk: int) -> HttpResponse:
    """This stretch's value of a number of the scorecard."""
    meeting = found(request, pk)
    metric = get_object_or_404(Metric, pk=Asked(request.POST).number("metric"))
    record_measurement(metric=metric, value=value_of(request.POST.get("value", "")), by=request.person, now=timezone.now())
    messages.info(request, f"“{metric}” is written down")
    return after(request, meeting)


def value_of(text: str) -> Decimal:
    """A number as people write it: 1,250.5 or 1 250,5.

    Raises NotSaid for what is none, or is too large for any scorecard.
    """
    plain = text.strip().replace(" ", "").replace("\u00a0", "").replace("%", "").replace("−", "-")
    plain = plain.replace(",", "") if "." in plain or plain.count(",") > 1 else plain.replace(",", ".")
    try:
        value = Decimal(plain)
    except InvalidOperation as problem:
        raise NotSaid("Write the value as a number, such as 9.1.") from problem
    if not value.is_finite() or abs(value) >= LARGEST:
        raise NotSaid("Write the value as a number, such as 9.1.")
    return round(value, 6)


def after(request: MemberRequest, meeting: Meeting, place: str = "") -> HttpResponse:
    answer = redirect("rhythm:preparation", request.person.organization.slug, meeting.pk)
    answer["Location"] += f"#{place}" if place else ""
    return answer


@require_safe
def reading(request: MemberRequest, pk: int) -> HttpResponse:
    """The pre-read, which prints on A4."""
    meeting = found(request, pk)
    if is_in_writing(meeting):
        return to_lines(request, meeting)
    now = timezone.now()

    def look() -> PreRead:
        return pre_read(meeting, request.person, now, day_of(now, meeting.organization))

    page = look()
    is_foreseen = is_unbuilt(page.agenda)
    page = as_if_built(look, meeting=meeting, now=now) if is_foreseen else page
    values = {"meeting": meeting, "series": meeting.series, "pre": page, "page": page.agenda, "is_foreseen": is_foreseen}
    values["here"] = "pre_read"
    return render(request, "rhythm/preparation/pre_read.html", values)
