"""Doors: the suggestions below a field in which a person or a team is typed."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from organizations.middleware import MemberRequest
from organizations.reads.named import PEOPLE, TEAMS, Names, alike, label, named


@require_safe
def people(request: MemberRequest) -> HttpResponse:
    return suggestions(request, PEOPLE, "title")


@require_safe
def teams(request: MemberRequest) -> HttpResponse:
    return suggestions(request, TEAMS, "kind")


def suggestions(request: MemberRequest, names: Names[Any], more: str) -> HttpResponse:
    """Options of a list: the name that the field understands, and a word more to tell them apart."""
    text = request.GET.get("q", "")
    found = named(names, text) or alike(names, text)
    options = [(label(row, names, others=found), getattr(row, more)) for row in found]
    return render(request, "organizations/pick/_options.html", {"options": options})
