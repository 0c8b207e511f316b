"""Looks: saved views, as the list they belong to and the page of all of them show them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from organizations import policy
from organizations.listing import view_path
from organizations.models import Person, SavedView

MOST = 100


@dataclass(frozen=True, slots=True)
class ViewRow:
    """One saved view."""

    view: SavedView
    url: str
    is_here: bool
    is_mine: bool
    is_changeable: bool


def saved_views(*, reader: Person, here: str = "") -> list[ViewRow]:
    """The reader's own views in their order, then those that others share; with `here` only those of that list. One query."""
    views = SavedView.objects.filter(Q(person=reader) | Q(is_shared=True)).select_related("person")
    if here:
        views = views.filter(path__startswith=here.partition("?")[0] + "?")
    path, slug = view_path(here) if here else None, reader.organization.slug
    rows = [
        ViewRow(view, f"/{slug}/{view.path}", view.path == path, view.person_id == reader.pk, policy.may_change_view(reader, view))
        for view in views.order_by("position", "name", "pk")[:MOST]
    ]
    return sorted(rows, key=lambda row: not row.is_mine)
