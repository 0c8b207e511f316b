"""Doors to what people carry: of one person, for whoever asks something of them and for themselves; and of a team."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from decisions.reads.load import load_of, load_of_team
from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.models import Person, Team
from organizations.reads.named import PEOPLE, meant, named


@require_safe
def of_person(request: MemberRequest, pk: int) -> HttpResponse:
    """What one person answers for: a slot, or a page."""
    person = get_object_or_404(Person.objects.select_related("organization"), pk=pk)
    return shown(request, person)


@require_safe
def of_named(request: MemberRequest) -> HttpResponse:
    """Of whoever is named in a form, by `owner`; of nobody as long as it is not clear who is meant."""
    text = Asked(request.GET).text("owner")
    people = (meant(PEOPLE, text) or named(PEOPLE, text)) if text else []
    return shown(request, people[0] if len(people) == 1 else None)


def shown(request: MemberRequest, person: Person | None) -> HttpResponse:
    values = {"carries": load_of(person) if person else None, "person": person}
    name = "_of_person" if request.headers.get("HX-Request") else "of_person"
    return render(request, f"decisions/load/{name}.html", values)


@require_safe
def of_team(request: MemberRequest, pk: int) -> HttpResponse:
    """Who of a team carries what, by name."""
    team = get_object_or_404(Team, pk=pk)
    name = "_of_team" if request.headers.get("HX-Request") else "of_team"
    return render(request, f"decisions/load/{name}.html", {"loads": load_of_team(team), "team": team})
