"""A whole import taken back: what it made is deleted, what it changed is as it was, or nothing happens and a sentence says why."""

from __future__ import annotations

from datetime import datetime

import pghistory
import pgtrigger
import structlog
from django.db import DatabaseError, models

from organizations.logbook import record
from organizations.models import BundleImport, BundleRow, Person
from organizations.models.bundles import ImportState
from organizations.refusals import Refused
from peakos.bundles.history import DERIVED, KEPT, History, references_to
from peakos.bundles.loading import first_line
from peakos.bundles.own_words import take_words_back, words_changed_since
from peakos.bundles.refreshing import refresh_stored
from peakos.bundles.transactions import patiently, take_turn
from rhythm.actions.planning import forget_planned
from rhythm.models import MeetingSeries

SHOWN = 5
KEEPING = "keep_originals"
log = structlog.get_logger()


class BuiltUpon(Refused):
    """What came in has been changed or built upon since; the sentence names some of it."""


def undo(bundle_import: BundleImport, *, by: Person | None, now: datetime) -> None:
    """Take the import back as a whole, in one transaction.

    Raises BuiltUpon when something that it made or changed was changed since, or something else points at it by now.
    """
    try:
        with patiently(), pghistory.context(verb="peakos.undo_import", by=by.pk if by else None, import_id=bundle_import.pk):
            take_turn(bundle_import.organization_id)
            _check_undoable(bundle_import)
            _undo(bundle_import)
            refresh_stored(bundle_import.organization_id, now=now)
            bundle_import.state, bundle_import.undone_at = ImportState.UNDONE, now
            bundle_import.save(update_fields=["state", "undone_at"])
            record("bundle.undone", by=by, about=bundle_import, now=now)
    except DatabaseError as problem:
        log.error("undo rolled back", import_id=bundle_import.pk, problem=first_line(problem))
        raise BuiltUpon("Nothing was undone: somebody is at work on what the import brought. Try again in a minute.") from problem


def _check_undoable(bundle_import: BundleImport) -> None:
    state = BundleImport.objects.select_for_update().values_list("state", flat=True).get(pk=bundle_import.pk)
    if state not in (ImportState.DONE, ImportState.UNDOING):
        raise Refused("Only an import that went in can be undone.")


def _undo(bundle_import: BundleImport) -> None:
    history = History(bundle_import)
    forget_planned(history.made(MeetingSeries))  # what was planned by itself is built by nobody
    if found := sorted({*history.changed_since(), *history.built_upon(), *words_changed_since(bundle_import)}):
        named = ", ".join(found[:SHOWN]) + (f" and {len(found) - SHOWN} more" if len(found) > SHOWN else "")
        raise BuiltUpon(f"Nothing was undone. Since the import these were changed or added to it: {named}. Take that back first.")
    for model, column, target in references_to(history.models):
        if model in DERIVED:
            history.delete_pointing(model, column, target)
    take_words_back(bundle_import)
    with pgtrigger.ignore(*(f"{model._meta.label}:append_only" for model in KEPT)):
        for model in KEPT:
            history.delete_kept(model)
    BundleRow.objects.filter(bundle_import=bundle_import).delete()
    with pgtrigger.ignore(*(f"{model._meta.label}:{KEEPING}" for model in history.models if keeps_originals(model))):
        for model in reversed(history.models):
            history.restore(model)


def keeps_originals(model: type[models.Model]) -> bool:
    """Whether the database keeps what was first said in its rows."""
    return any(trigger.name == KEEPING for trigger in getattr(model._meta, "triggers", ()))
