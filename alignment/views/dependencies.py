"""Doors to dependencies: map, matrix and ledger, and one dependency."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from alignment.models.dependencies import DependencyKind, DependencyState
from alignment.reads.dependency import dependency_page
from alignment.reads.ledger import SHOWS, TROUBLES, VIEWS, asked_ledger, cycles_to_choose, ledger, numbers_of, teams_of
from alignment.reads.team_map import team_map
from alignment.reads.team_pairs import pairs_of
from alignment.views.handshakes import Panel
from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.verbs import day_of
from organizations.words import own_words


@require_safe
def dependencies(request: MemberRequest) -> HttpResponse:
    """What teams need of each other, harm first; the same filter and the same numbers in map, matrix and ledger."""
    today = day_of(timezone.now(), request.person.organization)
    asked, teams = asked_ledger(Asked(request.GET)), teams_of(request.person)
    numbers = numbers_of(asked, today)
    found = ledger(asked, today, request.person, teams, numbers)
    pairs = pairs_of(asked, asked.show or "open", today, request.person, teams)
    values = {
        "asked": asked,
        "ledger": found,
        "map": team_map(pairs, numbers, asked.team.id, teams) if pairs else None,
        "views": VIEWS,
        "chosen": found.show if asked.view == "ledger" else asked.show or "open",
        "shows": SHOWS if asked.view == "ledger" else {name: SHOWS[name] for name in (*TROUBLES, asked.show or "open")},
        "kinds": kinds_in_own_words(),
        "states": DependencyState.choices,
        "cycles": cycles_to_choose(),
        "today": today,
    }
    return render(request, "alignment/dependencies/index.html", values)


def kinds_in_own_words() -> list[tuple[str, str]]:
    """The kinds to choose from; the one that is a noun of the product in the organization's word."""
    own = {DependencyKind.DECISION: own_words()["Decision"]}
    return [(kind.value, own.get(kind, str(kind.label))) for kind in DependencyKind]


@require_safe
def dependency(request: MemberRequest, pk: int) -> HttpResponse:
    """One dependency with its handshake."""
    today = day_of(timezone.now(), request.person.organization)
    page = dependency_page(pk, today, request.person)
    if page is None:
        raise Http404
    panel = Panel(page.dependency, page.standing)
    values = {"page": page, "dependency": page.dependency, "panel": panel, "today": today}
    return render(request, "alignment/dependencies/show.html", values)
