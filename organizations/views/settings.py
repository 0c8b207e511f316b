"""Doors: the settings page, whose sections save one by one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from organizations import policy
from organizations.actions import settings as actions
from organizations.actions.access import end_other_sessions
from organizations.forms.fields import zones
from organizations.forms.invitations import NewcomerForm
from organizations.forms.keys import KeysForm
from organizations.forms.settings import AccountForm, OrganizationForm
from organizations.forms.words import WordsForm
from organizations.middleware import MemberRequest
from organizations.models import Session
from organizations.reads.access import access_list
from organizations.views.gates import open_to_viewers, runs_the_workspace


@require_safe
def show(request: MemberRequest) -> HttpResponse:
    return page(request)


def page(request: MemberRequest, status: int = 200, **forms: Any) -> HttpResponse:
    """All sections that the reader may see; `forms` are the ones that came back with something to fix."""
    person = request.person
    context: dict[str, Any] = {
        "zones": zones(),
        "account_form": AccountForm.of(person),
        "keys_form": KeysForm.of(person),
        "other_session_count": Session.objects.filter(user=person.user_id).exclude(pk=request.session.session_key).count(),
        "may_run": policy.may_run(person),
    }
    if context["may_run"]:
        context |= {
            "organization_form": OrganizationForm.of(person.organization),
            "words_form": WordsForm.of(person.organization),
            "newcomer_form": NewcomerForm(by=person),
            "people": access_list(reader=person, said=request.GET, now=timezone.now()),
        }
    return render(request, "organizations/settings/show.html", context | forms, status=status)


@open_to_viewers
@require_POST
def account(request: MemberRequest) -> HttpResponse:
    form = AccountForm.of(request.person, request.POST)
    if not form.is_valid():
        return page(request, status=422, account_form=form)
    actions.change_account(person=request.person, **form.cleaned_data, by=request.person, now=timezone.now())
    return saved(request, "account", "Your account is saved")


@open_to_viewers
@require_POST
def sessions(request: MemberRequest) -> HttpResponse:
    """Signs the reader out in every other browser."""
    key = str(request.session.session_key)
    end_other_sessions(person=request.person, session_key=key, by=request.person, now=timezone.now())
    return saved(request, "account", "You are signed out everywhere else")


@require_POST
@runs_the_workspace
def organization(request: MemberRequest) -> HttpResponse:
    form = OrganizationForm.of(request.person.organization, request.POST)
    if not form.is_valid():
        return page(request, status=422, organization_form=form)
    actions.change_organization(
        organization=request.person.organization, **form.cleaned_data, by=request.person, now=timezone.now()
    )
    return saved(request, "organization", "The organization is saved")


def saved(request: MemberRequest, section: str, sentence: str) -> HttpResponse:
    """Back to the section, which now shows what was saved."""
    messages.info(request, sentence)
    return redirect(f"{reverse('organizations:settings', args=[request.person.organization.slug])}#{section}")
