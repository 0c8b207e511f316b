"""Doors outside any organization: the front door and the demo."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from organizations.models import Person, User
from organizations.reads import front


@never_cache
@require_safe
def door(request: HttpRequest) -> HttpResponse:
    """One organization: straight in. Several: choose. None: whom to ask."""
    assert isinstance(request.user, User)
    places = front.places_of(request.user)
    if len(places) == 1:
        return redirect(home_of(places[0]))
    return render(request, "organizations/front/door.html", {"places": places})


@login_not_required
@never_cache
@require_safe
def demo(request: HttpRequest) -> HttpResponse:
    """The people of the demo company, each with a button to sign in as them."""
    refuse_without_demo()
    return render(request, "organizations/front/demo.html", {"people": front.demo_people()})


@login_not_required
@require_POST
def demo_session(request: HttpRequest, person: int) -> HttpResponse:
    """Sign in as one of the demo people, without a password."""
    refuse_without_demo()
    chosen = front.demo_person(person)
    if chosen is None or chosen.user is None:
        raise Http404
    login(request, chosen.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect(home_of(chosen))


def refuse_without_demo() -> None:
    """Raises Http404 on every installation that is not a demo."""
    if not settings.PEAKOS_DEMO:
        raise Http404


def home_of(person: Person) -> str:
    """The first page of an organization; the room that draws it is above this one, its address is not."""
    return f"/{person.organization.slug}/"
