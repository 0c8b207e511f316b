"""Doors: the search page, the command palette, and the list of keys."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from organizations.keys import GO, GROUPS, are_off, fixed_for, key_of, keys_for
from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.words import words_of
from visibility.reads.search.kinds import KINDS
from visibility.reads.search.page import LIVES, LONGEST, asked_search, facet, search
from visibility.reads.search.palette import palette_rows
from visibility.shell import shell_of


@require_safe
def find(request: MemberRequest) -> HttpResponse:
    asked = asked_search(request.GET)
    words = words_of(request.person.organization)
    kinds = [("All", facet(asked, **{"in": ""}), asked.kind is None)]
    kinds += [(words.get(kind.word, kind.word), facet(asked, **{"in": kind.name}), asked.kind is kind) for kind in KINDS]
    results = search(asked, request.person.organization)
    return render(
        request, "visibility/search/index.html", {"asked": asked, "results": results, "kinds": kinds, "lives": LIVES.items()}
    )


@require_safe
def palette(request: MemberRequest) -> HttpResponse:
    """The rows of the palette alone; `here` says how many rows the page has put above them."""
    asked = Asked(request.GET)
    taken = min(asked.number("here") or 0, 7)
    places = shell_of(request.person, request.path).places
    rows = palette_rows(request.person, places, asked.text(limit=LONGEST), taken=taken)
    return render(request, "visibility/search/_palette.html", {"rows": rows, "text": asked.text(limit=LONGEST)})


@require_safe
def keys(request: MemberRequest) -> HttpResponse:
    """The keys that do something for this person, as they have them; a fragment for the dialog."""
    person = request.person
    words = words_of(person.organization)
    fixed = [(group, pressed, said) for group, pressed, said in fixed_for(person)]
    own = [
        (key.group, ([GO.upper()] if key.group == "Places" else []) + [key_of(key, person).upper()], key)
        for key in keys_for(person)
    ]
    said = fixed + [(group, pressed, key.words.format(**words)) for group, pressed, key in own]
    sorted_out = [(group, [(pressed, sentence) for where, pressed, sentence in said if where == group]) for group in GROUPS]
    template = "visibility/keys/_list.html" if request.headers.get("HX-Request") == "true" else "visibility/keys/index.html"
    return render(request, template, {"groups": [group for group in sorted_out if group[1]], "are_off": are_off(person)})
