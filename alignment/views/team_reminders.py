"""Doors: what a team is reminded of, and where: how often check-ins are asked for, and its chats."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from alignment import policy
from alignment.actions.cadences import set_team_cadence
from alignment.forms.cadences import CadenceForm
from alignment.models import TeamCadence
from notifications.forms.chats import ChatForm
from notifications.policy import may_connect_chat
from notifications.reads.chats import chats_of
from notifications.views.chats import connect
from organizations.middleware import MemberRequest
from organizations.models import Team
from organizations.words import words_of


@require_safe
def show(request: MemberRequest, pk: int) -> HttpResponse:
    return page(request, get_object_or_404(Team, pk=pk))


def page(request: MemberRequest, team: Team, status: int = 200, **forms: Any) -> HttpResponse:
    may = policy.may_set_cadence(request.person, team)
    values = {
        "team": team,
        "may": may,
        "may_connect": may_connect_chat(request.person, team),
        "cadence_form": cadence_form(request, team),
        "chats": chats_of(team),
        "form": ChatForm(),
    }
    return render(request, "alignment/team_reminders/show.html", values | forms, status=status)


def cadence_form(request: MemberRequest, team: Team, data: Any = None) -> CadenceForm:
    own = TeamCadence.objects.filter(team=team).values_list("every_days", flat=True).first()
    organization = request.person.organization
    return CadenceForm.of(own, organization, words_of(organization), data)


@require_POST
def cadence(request: MemberRequest, pk: int) -> HttpResponse:
    team = get_object_or_404(Team, pk=pk)
    form = cadence_form(request, team, request.POST)
    if not form.is_valid():
        return page(request, team, status=422, cadence_form=form)
    set_team_cadence(team=team, every_days=form.cleaned_data["every_days"], by=request.person, now=timezone.now())
    messages.info(request, "Saved: it is asked for in this rhythm")
    return redirect("alignment:team_reminders", request.person.organization.slug, team.pk)


@require_POST
def chats(request: MemberRequest, pk: int) -> HttpResponse:
    """Connects another chat of the team."""
    team, form = get_object_or_404(Team, pk=pk), ChatForm(request.POST)
    if not form.is_valid():
        return page(request, team, status=422, form=form)
    connect(request, form, team)
    return redirect("alignment:team_reminders", request.person.organization.slug, team.pk)
