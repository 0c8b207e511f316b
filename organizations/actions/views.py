"""Verbs: views of lists under a name, for their owner or for everybody."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max

from organizations import policy
from organizations.listing import view_path
from organizations.logbook import record, verb
from organizations.models import Person, SavedView
from organizations.refusals import AlreadyThere, NotAllowed, NotSaid
from organizations.verbs import locked, worded

ASK = "Give the view a name, like “Late in Security”."
MOST = 50  # views of one person: more cannot be found again


@verb
def save_view(*, name: str, path: str, is_shared: bool, by: Person, now: datetime) -> SavedView:
    """Keep a list with its filters; `path` is its address below the organization."""
    if not policy.may_write(by):
        raise NotAllowed("You read everything here and change nothing. Ask an admin if that should be otherwise.")
    name, kept = worded(name, ASK, limit=80), view_path(path)
    if kept is None:
        raise NotSaid("Only lists can be saved as a view. Open one of them, narrow it, and save it there.")
    mine = SavedView.objects.filter(person=by)
    if mine.filter(name=name).exists():
        raise AlreadyThere(f"You have a view called “{name}” already. Choose another name, or delete that one first.")
    if mine.count() >= MOST:
        raise AlreadyThere(f"You have {MOST} views. Delete one that you do not need any more.")
    last = mine.aggregate(last=Max("position"))["last"] or 0
    view: SavedView = SavedView.objects.create(
        organization_id=by.organization_id, person=by, name=name, path=kept, is_shared=is_shared, position=last + 1, created_at=now
    )
    record("view.saved", by=by, about=view, now=now, shared=is_shared)
    return view


@verb
def rename_view(*, view: SavedView, name: str, is_shared: bool, by: Person, now: datetime) -> SavedView:
    """Another name for it, and whether everybody sees it."""
    view = locked(view)
    check_may_change(by, view)
    name = worded(name, ASK, limit=80)
    if SavedView.objects.filter(person_id=view.person_id, name=name).exclude(pk=view.pk).exists():
        raise AlreadyThere(f"There is a view called “{name}” already. Choose another name.")
    view.name, view.is_shared = name, is_shared
    view.save(update_fields=["name", "is_shared"])
    record("view.renamed", by=by, about=view, now=now, shared=is_shared)
    return view


@verb
def raise_view(*, view: SavedView, by: Person, now: datetime) -> SavedView:
    """One place up among the views of its owner; the first stays where it is."""
    view = locked(view)
    check_may_change(by, view)
    views = list(SavedView.objects.select_for_update(no_key=True).filter(person_id=view.person_id).order_by("position", "pk"))
    place = views.index(view)
    if place:
        views.insert(place - 1, views.pop(place))
        for position, each in enumerate(views, 1):
            each.position = position
        SavedView.objects.bulk_update(views, ["position"])
        record("view.moved", by=by, about=view, now=now)
    return view


@verb
def delete_view(*, view: SavedView, by: Person, now: datetime) -> None:
    """Gone from everybody's lists; what it showed stays."""
    view = locked(view)
    check_may_change(by, view)
    record("view.deleted", by=by, about=view, now=now, path=view.path, shared=view.is_shared)
    view.delete()


def check_may_change(person: Person, view: SavedView) -> None:
    if not policy.may_change_view(person, view):
        raise NotAllowed(f"“{view.name}” is {view.person.name}’s. Ask them, or save a view of your own.")
