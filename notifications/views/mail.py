"""Doors: how the reader wants to be told, in sections that save one by one; and what everybody is reminded of."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from notifications.actions import preferences as actions
from notifications.forms.preferences import HoursForm, MailsForm, VolumeForm
from notifications.models import Volume
from notifications.preferences import hours_of, preference_of, silent_rules
from notifications.rules import RULES, Cadence
from organizations import policy
from organizations.middleware import MemberRequest
from organizations.views.gates import open_to_viewers, runs_the_workspace
from organizations.words import words_of

SOON = {
    Cadence.NOW: "at once",
    Cadence.CHOSEN: "as you chose",
    Cadence.NEWS: "in the message of the day",
    Cadence.MORNING: "in the message of the day",
}


@require_safe
def show(request: MemberRequest) -> HttpResponse:
    return page(request)


def page(request: MemberRequest, status: int = 200, **forms: Any) -> HttpResponse:
    """All sections; `forms` are the ones that came back with something to fix."""
    person = request.person
    preference, words = preference_of(person), words_of(person.organization)
    values = {
        "volume_form": VolumeForm.of(preference),
        "mails_form": MailsForm.of(preference, words),
        "hours_form": HoursForm.of(preference),
        "hours": hours_of(preference, person),
        "rules": [(rule.words.format_map(words), soon(rule.cadence, rule.urgent)) for rule in RULES],
        "has_address": person.user is not None,
        "may_run": policy.may_run(person),
    }
    return render(request, "notifications/mail/show.html", values | forms, status=status)


def soon(cadence: Cadence, urgent: str) -> str:
    return f"{SOON[cadence]}; at once {urgent}" if urgent else SOON[cadence]


@open_to_viewers
@require_POST
def volume(request: MemberRequest) -> HttpResponse:
    form = VolumeForm.of(preference_of(request.person), request.POST)
    if not form.is_valid():
        return page(request, status=422, volume_form=form)
    wanted = Volume(form.cleaned_data["volume"])
    actions.choose_volume(person=request.person, volume=wanted, by=request.person, now=timezone.now())
    return saved(request, "volume", "Saved: from now on it comes like this")


@open_to_viewers
@require_POST
def mails(request: MemberRequest) -> HttpResponse:
    form = MailsForm.of(preference_of(request.person), words_of(request.person.organization), request.POST)
    if not form.is_valid():
        return page(request, status=422, mails_form=form)
    actions.choose_mails(person=request.person, **form.cleaned_data, by=request.person, now=timezone.now())
    return saved(request, "mails", "Saved: these mails come")


@open_to_viewers
@require_POST
def hours(request: MemberRequest) -> HttpResponse:
    form = HoursForm.of(preference_of(request.person), request.POST)
    if not form.is_valid():
        return page(request, status=422, hours_form=form)
    actions.choose_hours(person=request.person, **form.cleaned_data, by=request.person, now=timezone.now())
    return saved(request, "hours", "Saved: the next message comes by these hours")


def saved(request: MemberRequest, section: str, sentence: str) -> HttpResponse:
    messages.info(request, sentence)
    return redirect(f"{reverse('notifications:mail', args=[request.person.organization.slug])}#{section}")


@require_safe
@runs_the_workspace
def rules(request: MemberRequest) -> HttpResponse:
    """The reminders that an organization may do without, each with its button."""
    silent, words = silent_rules(), words_of(request.person.organization)
    rows = [(rule.name, rule.words.format_map(words), rule.name not in silent) for rule in RULES if rule.is_optional]
    return render(request, "notifications/rules/index.html", {"rules": rows, "may_run": True})


@require_POST
@runs_the_workspace
def rule(request: MemberRequest) -> HttpResponse:
    """Turns one off for everybody, or on again."""
    is_on = request.POST.get("wanted") == "on"
    organization, name = request.person.organization, request.POST.get("rule", "")
    actions.set_rule(organization=organization, rule=name, is_on=is_on, by=request.person, now=timezone.now())
    messages.info(request, "Everybody is reminded of it again" if is_on else "Nobody is reminded of it any more")
    return redirect("notifications:rules", organization.slug)
