"""Doors: an invitation's link, from the mail to the first page."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from organizations.actions.invitations import accept_invitation, check_open
from organizations.forms.invitations import AcceptanceForm
from organizations.models import Invitation, User
from organizations.reads import front
from organizations.refusals import LinkIsDead, Refused
from organizations.tenancy import in_organization
from organizations.views.front import home_of

UNKNOWN = "This is not a link of ours. Check that it is complete: some mail programs break long links in two."


@login_not_required
@never_cache
@require_safe
def show(request: HttpRequest, secret: str) -> HttpResponse:
    """Who is asked in, and the one thing to do next."""
    try:
        invitation = open_invitation(secret)
    except LinkIsDead as refusal:
        return dead(request, refusal)
    return page(request, secret, invitation, AcceptanceForm(email=invitation.email))


@login_not_required
@never_cache
@require_POST
@sensitive_post_parameters("password")
def accept(request: HttpRequest, secret: str) -> HttpResponse:
    """Come in, with the account at hand or with a new password."""
    try:
        invitation = open_invitation(secret)
        form = AcceptanceForm(request.POST, email=invitation.email)
        user = request.user if isinstance(request.user, User) else None
        if user is None and (front.has_account(invitation.email) or not form.is_valid()):
            return page(request, secret, invitation, form, status=422)
        return come_in(request, invitation, user, form)
    except Refused as refusal:
        return dead(request, refusal)


def come_in(request: HttpRequest, invitation: Invitation, user: User | None, form: AcceptanceForm) -> HttpResponse:
    password = "" if user else form.cleaned_data["password"]
    with in_organization(invitation.organization_id):
        person = accept_invitation(invitation=invitation, user=user, password=password, now=timezone.now())
    if user is None:
        login(request, person.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect(home_of(person))


def open_invitation(secret: str) -> Invitation:
    """Raises LinkIsDead when it leads nowhere any more, or never did."""
    invitation = front.invitation_of(secret)
    if invitation is None:
        raise LinkIsDead(UNKNOWN)
    check_open(invitation, timezone.now())
    return invitation


def page(request: HttpRequest, secret: str, invitation: Invitation, form: AcceptanceForm, status: int = 200) -> HttpResponse:
    signed_in_as = request.user.email if isinstance(request.user, User) else ""
    context = {
        "invitation": invitation,
        "secret": secret,
        "form": form,
        "signed_in_as": signed_in_as,
        "is_theirs": signed_in_as.lower() == invitation.email.lower(),
        "has_account": front.has_account(invitation.email),
    }
    return render(request, "organizations/front/invitation.html", context, status=status)


def dead(request: HttpRequest, refusal: Refused) -> HttpResponse:
    return render(request, "organizations/front/invitation_dead.html", {"sentence": str(refusal)}, status=refusal.status_code)
