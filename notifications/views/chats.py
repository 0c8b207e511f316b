"""Doors: the chats of the whole organization, and what is done with one chat of it or of a team."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from notifications.actions.chats import connect_chat, disconnect_chat, send_again, try_chat
from notifications.forms.chats import ChatForm
from notifications.models import Channel, ChatHook, ChatKind, Delivery
from notifications.reads.chats import chats_of
from organizations.middleware import MemberRequest
from organizations.models import Team
from organizations.views.gates import runs_the_workspace


@require_http_methods(["GET", "HEAD", "POST"])
@runs_the_workspace
def chats(request: MemberRequest) -> HttpResponse:
    """Those of the whole organization, and a form for another."""
    form = ChatForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        connect(request, form, None)
        return redirect(place_of(request, None))
    values = {"chats": chats_of(None), "form": form, "may_run": True, "here": place_of(request, None)}
    return render(request, "notifications/chats/index.html", values, status=422 if form.errors else 200)


def connect(request: MemberRequest, form: ChatForm, team: Team | None) -> None:
    said = form.cleaned_data
    hook = connect_chat(
        organization=request.person.organization,
        team=team,
        name=said["name"],
        kind=ChatKind(said["kind"]),
        url=said["url"],
        hears=said["hears"],
        by=request.person,
        now=timezone.now(),
    )
    messages.info(request, f"{hook.name} is connected. Send a test message to see whether it arrives")


@require_POST
def trial(request: MemberRequest, pk: int) -> HttpResponse:
    hook = find(pk)
    try_chat(hook=hook, by=request.person, now=timezone.now())
    messages.info(request, f"A test message is on its way to {hook.name}")
    return redirect(place_of(request, hook.team))


@require_POST
def removal(request: MemberRequest, pk: int) -> HttpResponse:
    hook = find(pk)
    disconnect_chat(hook=hook, by=request.person, now=timezone.now())
    messages.info(request, f"{hook.name} hears nothing any more")
    return redirect(place_of(request, hook.team))


@require_POST
def again(request: MemberRequest, pk: int) -> HttpResponse:
    """A message that did not arrive."""
    found = Delivery.objects.select_related("hook__team", "hook__organization").filter(channel=Channel.CHAT)
    delivery = get_object_or_404(found, pk=pk)
    send_again(delivery=delivery, by=request.person, now=timezone.now())
    messages.info(request, "It is on its way again")
    return redirect(place_of(request, delivery.hook.team if delivery.hook else None))


def find(pk: int) -> ChatHook:
    hook: ChatHook = get_object_or_404(ChatHook.objects.select_related("team", "organization"), pk=pk)
    return hook


def place_of(request: MemberRequest, team: Team | None) -> str:
    slug = request.person.organization.slug
    return reverse("alignment:team_reminders", args=[slug, team.pk]) if team else reverse("notifications:chats", args=[slug])
