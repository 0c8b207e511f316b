"""The door of every page: who is asking, of which organization, and what a browser may do with the answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode

from organizations.models import Person
from organizations.models.people import PersonStatus
from organizations.refusals import Refused
from organizations.tenancy import in_organization

GetResponse = Callable[[HttpRequest], HttpResponse]


class MemberRequest(HttpRequest):
    """A request inside an organization: the middleware has found the person."""

    person: Person


def security_headers(get_response: GetResponse) -> GetResponse:
    """Headers beside the content policy: no sharing across origins, no device features."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
        return response

    return answer


class OrganizationMiddleware:
    """First belt of tenancy: `/<organization>/…` is 404 for all but its active people; for them the scope is open during the view."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        slug = kwargs.pop("organization", None)
        if slug is None:
            return None
        if not request.user.is_authenticated:
            return redirect(f"/accounts/login/?{urlencode({'next': request.get_full_path()})}")
        person = find_person(request.user.pk, slug)
        if person is None:
            raise Http404
        request.person = person  # type: ignore[attr-defined]
        with in_organization(person.organization_id):
            try:
                response: HttpResponse = view(request, *args, **kwargs)
            except Refused as refusal:
                return refuse(request, refusal)
            if hasattr(response, "render") and callable(response.render):
                response.render()
            return response


def find_person(user_id: int, slug: str) -> Person | None:
    """The active person of this login in the organization, or none: then the organization does not exist for them."""
    people = Person.everywhere.select_related("organization")
    return people.filter(~Q(status=PersonStatus.INACTIVE), user_id=user_id, organization__slug=slug).first()


def refuse(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """A verb's no, as a page or a fragment, with its sentence."""
    return render(request, "refused.html", {"sentence": str(refusal)}, status=refusal.status_code)
