"""The door of every page: who is asking, of which organization, and what a browser may do with the answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import structlog
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.db.models import OuterRef, Q, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from organizations import policy
from organizations.models import Event, Person
from organizations.models.people import PersonStatus
from organizations.refusals import NotAllowed, Refused
from organizations.statements import Statement
from organizations.tenancy import in_organization

GetResponse = Callable[[HttpRequest], HttpResponse]
PLACE_OF_OURS = re.compile(r"[a-z][\w/-]{0,200}/", re.ASCII)  # an address within the organization, without what it asks for


class MemberRequest(HttpRequest):
    """A request inside an organization: the middleware has found the person."""

    person: Person


def request_id(get_response: GetResponse) -> GetResponse:
    """A name for every request: on the answer, on the error page and in every line of the log."""

    def answer(request: HttpRequest) -> HttpResponse:
        request.request_id = uuid4().hex[:16]  # type: ignore[attr-defined]
        with structlog.contextvars.bound_contextvars(request_id=request.request_id):  # type: ignore[attr-defined]
            response = get_response(request)
        response["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]
        return response

    return answer


def security_headers(get_response: GetResponse) -> GetResponse:
    """Headers beside the content policy: no sharing across origins, no device features."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
        return response

    return answer


class SignedInOnly(LoginRequiredMiddleware):
    """Every address is private unless its view says `login_not_required`."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponse:  # type: ignore[override]
        if request.headers.get("HX-Request") == "true":  # a fragment cannot hold the sign-in page: move the whole window
            here = urlsplit(request.headers.get("HX-Current-URL", "")).path or "/"
            return HttpResponse(status=401, headers={"HX-Redirect": f"{reverse('account_login')}?{urlencode({'next': here})}"})
        here = request.get_full_path() if request.method in {"GET", "HEAD"} else "/"
        return redirect_to_login(here, reverse("account_login"))


class OrganizationMiddleware:
    """First belt of tenancy: `/<organization>/…` is 404 for all but its active people; during the view their scope is open."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        return private(response) if hasattr(request, "person") else response  # also what is not there

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        slug = kwargs.pop("organization", None)
        if slug is None:
            return None
        person = find_person(request.user.pk, slug)
        if person is None:
            raise Http404
        request.person = person  # type: ignore[attr-defined]
        with (
            in_organization(person.organization),
            timezone.override(person.organization.timezone),
        ):  # moments, as clocks there show them
            return answer_inside(request, view, args, kwargs)


def find_person(user_id: int | None, slug: str) -> Person | None:
    """The active person of this login in the organization, or none: then the organization does not exist for them.

    With them comes `newest_event`, the organization's change counter: what was kept under it is still true.
    """
    if user_id is None:
        return None
    return next((person for person in PEOPLE(user=user_id) if person.organization.slug == slug), None)


def active_people(*, user: int) -> Any:
    """The people that a login is, one in each of its organizations."""
    newest = Event.everywhere.filter(organization_id=OuterRef("organization_id")).order_by("-id").values("id")[:1]
    people = Person.everywhere.select_related("organization").annotate(newest_event=Subquery(newest))
    return people.filter(~Q(status=PersonStatus.INACTIVE), user_id=user)


PEOPLE = Statement(active_people)


def answer_inside(request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse:
    """Run the view with the scope open, its template too; a verb's no becomes a page."""
    try:
        check_viewer(request, view)
        response: HttpResponse = view(request, *args, **kwargs)
    except Refused as refusal:
        return refuse(request, refusal)
    if hasattr(response, "render") and callable(response.render):
        response.render()
    return stay_in_place(request, response)


def stay_in_place(request: Any, response: HttpResponse) -> HttpResponse:
    """Who answers within a list stays there: in place of the way to the row's own page, the list is told to look again.

    A form can name the page that it leads back to (`lead_back`); sent by a script of that page it needs no other answer than
    that it is done.
    """
    leads_on = response.status_code in {302, 303} or "HX-Redirect" in response.headers
    if request.method != "POST" or not leads_on:
        return response
    if request.headers.get("X-In-Place"):
        return HttpResponse(status=204, headers={"HX-Trigger": "answered"})
    back = request.POST.get("lead_back", "")
    if not PLACE_OF_OURS.fullmatch(back):
        return response
    return HttpResponse(status=204) if "HX-Request" in request.headers else redirect(f"/{request.person.organization.slug}/{back}")


def check_viewer(request: Any, view: Any) -> None:
    """Raises NotAllowed when somebody who only reads opens or sends a form that changes something; the verbs would say so later."""
    is_safe = request.method in {"GET", "HEAD", "OPTIONS"} and not getattr(view, "is_for_writers", False)
    if not (is_safe or policy.may_write(request.person) or getattr(view, "is_open_to_viewers", False)):
        raise NotAllowed("You read everything here and change nothing. Ask an admin if that should be otherwise.")


def private(response: HttpResponse) -> HttpResponse:
    """No cache keeps an organization's pages, and none mixes a page up with its fragment."""
    response.headers.setdefault("Cache-Control", "private, no-store")
    patch_vary_headers(response, ["HX-Request"])
    return response


def refuse(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """A verb's no, with its sentence: the line alone for htmx, else a page with a way back."""
    template = "_refused.html" if request.headers.get("HX-Request") == "true" else "refused.html"
    words = {"sentence": str(refusal), "back": way_back(request)}
    return render(request, template, words, status=refusal.status_code)


def way_back(request: HttpRequest) -> str:
    """The page of ours that the reader came from, or the front door."""
    before = request.headers.get("Referer", "")
    if before and url_has_allowed_host_and_scheme(before, allowed_hosts={request.get_host()}):
        return urlsplit(before)._replace(scheme="", netloc="").geturl()
    return "/"
