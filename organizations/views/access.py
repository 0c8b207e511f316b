"""Doors: people and their access, below the settings page."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from organizations.actions import access as actions
from organizations.actions.invitations import invite_newcomer, invite_person, revoke_invitation
from organizations.actions.people import add_person
from organizations.forms.invitations import AccessForm, InvitationForm, NewcomerForm
from organizations.middleware import MemberRequest
from organizations.models import Invitation, Person
from organizations.models.people import Access
from organizations.refusals import AlreadyThere, NotSaid
from organizations.tokens import invitation_link
from organizations.views.gates import runs_the_workspace
from organizations.views.settings import page, saved


@require_POST
@runs_the_workspace
def people(request: MemberRequest) -> HttpResponse:
    """Somebody new: with an address they are asked in, without one they are only here."""
    form = NewcomerForm(request.POST, by=request.person)
    if not form.is_valid():
        return page(request, status=422, newcomer_form=form)
    said = form.cleaned_data | {"access": Access(form.cleaned_data["access"])}
    try:
        if said["email"]:
            return invited(request, invite_newcomer(**said, **who_and_when(request)))
        added = add_person(**said, **who_and_when(request))
    except AlreadyThere as refusal:
        form.add_error("email", str(refusal))
        return page(request, status=409, newcomer_form=form)
    return saved(request, "people", f"{added.name} is here now")


@require_POST
@runs_the_workspace
def access(request: MemberRequest, person: int) -> HttpResponse:
    row = get_object_or_404(Person.objects, pk=person)
    form = AccessForm(request.POST, by=request.person)
    if not form.is_valid():
        raise NotSaid(next(iter(form.errors.values()))[0])
    actions.change_access(person=row, access=Access(form.cleaned_data["access"]), by=request.person, now=timezone.now())
    return saved(request, "people", f"{row.name} is {Access(form.cleaned_data['access']).label.lower()} now")


@require_POST
@runs_the_workspace
def deactivation(request: MemberRequest, person: int) -> HttpResponse:
    row = get_object_or_404(Person.objects, pk=person)
    actions.deactivate_person(person=row, by=request.person, now=timezone.now())
    return saved(request, "people", f"{row.name} is deactivated. What they held can be handed over: see More at their name")


@require_POST
@runs_the_workspace
def reactivation(request: MemberRequest, person: int) -> HttpResponse:
    row = get_object_or_404(Person.objects, pk=person)
    actions.reactivate_person(person=row, by=request.person, now=timezone.now())
    return saved(request, "people", f"{row.name} is active again")


@require_POST
@runs_the_workspace
def invitation(request: MemberRequest, person: int) -> HttpResponse:
    """Asks somebody in who is here already; once more, when the first link was lost."""
    row = get_object_or_404(Person.objects, pk=person)
    form = InvitationForm(request.POST)
    if not form.is_valid():
        raise NotSaid(next(iter(form.errors.values()))[0])
    sent = invite_person(person=row, email=form.cleaned_data["email"], by=request.person, now=timezone.now())
    return invited(request, sent)


@require_POST
@runs_the_workspace
def revocation(request: MemberRequest, invitation: int) -> HttpResponse:
    row = get_object_or_404(Invitation.objects.select_related("person"), pk=invitation)
    revoke_invitation(invitation=row, by=request.person, now=timezone.now())
    return saved(request, "people", f"The invitation of {row.person.name} is taken back")


def invited(request: MemberRequest, sent: Invitation) -> HttpResponse:
    """The link, for who wants to hand it over themselves: shown in this one answer and never again."""
    context = {"invitation": sent, "link": invitation_link(sent)}
    return render(request, "organizations/settings/invited.html", context, status=201)


def who_and_when(request: MemberRequest) -> dict[str, Any]:
    return {"organization": request.person.organization, "by": request.person, "now": timezone.now()}
