"""Doors to what meetings tell other teams: writing a message, reading it, and a team's messages."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organizations.middleware import MemberRequest
from organizations.models import Team
from organizations.refusals import NotAllowed, NotSaid
from organizations.verbs import day_of, whom_to_ask
from rhythm import policy
from rhythm.actions.messages import acknowledge_message, withdraw_message, write_message
from rhythm.forms.minutes import MessageForm
from rhythm.models import Meeting, Message
from rhythm.reads.messages import message_page, messages_of_team

SHOWN = 100
RELATED = ("author", "organization", "meeting__series__organizer")


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest, pk: int) -> HttpResponse:
    """A message from a meeting: sent with its close, or at once when it is over."""
    meeting = get_object_or_404(Meeting.objects.select_related("organization", "series__organizer"), pk=pk)
    if not policy.may_correct_minutes(request.person, meeting.series):
        raise NotAllowed(f"You are not asked to “{meeting.series}”. Ask {whom_to_ask(meeting.series.organizer)}.")
    form = MessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and written(request, meeting, form):
        return redirect("rhythm:meeting", request.person.organization.slug, meeting.pk)
    values = {"meeting": meeting, "form": form}
    return render(request, "rhythm/messages/new.html", values, status=422 if form.errors else 200)


def written(request: MemberRequest, meeting: Meeting, form: MessageForm) -> bool:
    """Hand it to the verb; whether it was taken."""
    try:
        message = write_message(meeting=meeting, by=request.person, now=timezone.now(), **form.cleaned_data)
    except NotSaid as problem:
        form.add_error(None, str(problem))
        return False
    messages.info(request, "The message is sent" if message.sent_at else "The message goes out when the meeting is closed")
    return True


@require_safe
def message(request: MemberRequest, pk: int) -> HttpResponse:
    """One message, with who has read it and who has not."""
    today = day_of(timezone.now(), request.person.organization)
    page = message_page(pk, request.person)
    if page is None:
        raise Http404
    return render(request, "rhythm/messages/show.html", {"page": page, "message": page.message, "today": today})


@require_POST
def reading(request: MemberRequest, pk: int) -> HttpResponse:
    """One button: I have read it."""
    found = get_object_or_404(Message.objects.select_related(*RELATED), pk=pk)
    acknowledge_message(message=found, by=request.person, now=timezone.now())
    messages.info(request, f"{found.meeting.series} sees that you have read it")
    return redirect("rhythm:message", request.person.organization.slug, found.pk)


@require_POST
def withdrawal(request: MemberRequest, pk: int) -> HttpResponse:
    """Taken back before it is sent."""
    found = get_object_or_404(Message.objects.select_related(*RELATED), pk=pk)
    withdraw_message(message=found, by=request.person, now=timezone.now())
    messages.info(request, "The message is taken back; nobody has seen it")
    return redirect("rhythm:meeting", request.person.organization.slug, found.meeting_id)


@require_safe
def of_team(request: MemberRequest, pk: int) -> HttpResponse:
    """What other meetings told a team: a fragment of its page, or a page of its own."""
    team = get_object_or_404(Team.objects.select_related("organization"), pk=pk)
    is_slot = bool(request.headers.get("HX-Request"))
    rows = messages_of_team(team) if is_slot else messages_of_team(team, most=SHOWN)
    values = {"team": team, "rows": rows, "today": day_of(timezone.now(), request.person.organization)}
    return render(request, f"rhythm/messages/{'_of_team' if is_slot else 'of_team'}.html", values)
