"""What a worker does with an import: reads it, or lets it in. The row says which; a second try does no harm."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.core.cache import cache
from django.db import InterfaceError, OperationalError, transaction

from organizations.models import BundleImport, BundleRow, Event, Person
from organizations.models.bundles import ImportState
from organizations.refusals import Refused
from organizations.tenancy import in_organization
from peakos.bundles import watching
from peakos.bundles.actions import ANSWERS, UNDER_WAY
from peakos.bundles.holding import held
from peakos.bundles.loading import NothingImported, load, summary_of
from peakos.bundles.reading import NotABundle, open_bundle
from peakos.bundles.receiving import discard
from peakos.bundles.staging import read_into
from peakos.bundles.transactions import ImportUnderWay
from peakos.bundles.undoing import BuiltUpon, undo

MOST_TRIES = 5  # then it is the bundle that ends the workers, not a power cut
TRIES_KEPT_SECONDS = 24 * 3600
TOO_LONG = (
    "It took longer than a worker may take, and nothing was imported. Split the bundle into several: rows may refer to "
    "rows imported before. Or ask whoever runs this installation to import it with manage.py import_bundle, which may take "
    "its time."
)
TOO_OFTEN = (
    f"{MOST_TRIES} workers stopped while they were at it, and nothing was imported. Split the bundle into several and try again."
)
GONE = "The uploaded file is not there any more, and nothing was imported. Send it again."
NOT_UNDONE = (
    "It was not undone: the worker stopped while it was at it. Try again; if it stops again, tell whoever runs this installation."
)
OUR_FAULT = (
    "A fault of ours stopped it, and nothing was imported. Send it again; if it stops again, tell whoever runs this installation."
)

log = structlog.get_logger()


def due_imports() -> list[tuple[int, str]]:
    """The imports that wait for a worker, or were left behind by one, and what each is at; the oldest first."""
    return list(BundleImport.everywhere.filter(state__in=UNDER_WAY).order_by("started_at", "pk").values_list("pk", "state"))


def work_on(import_id: int, *, now: datetime) -> None:
    """Bring one import as far as it goes without a person, unless another worker is at it."""
    with held(import_id) as is_ours:
        row = claim(import_id) if is_ours else None
        if row is None:
            return
        with in_organization(row.organization_id):
            try:
                take_a_step(row, now)
            except (OperationalError, InterfaceError):  # the database is away: the sweeper comes again
                raise
            except ImportUnderWay:  # one from the command line: the sweeper comes again when it is through
                return
            except NothingImported as refusal:  # the rows are still there: the preview can be answered again
                BundleImport.objects.filter(pk=row.pk).update(state=ImportState.PREVIEW, error=str(refusal)[:1000])
            except BuiltUpon as refusal:  # it stays in, and its page says why
                BundleImport.objects.filter(pk=row.pk).update(state=ImportState.DONE, error=str(refusal)[:1000])
            except SoftTimeLimitExceeded:
                give_up(row, TOO_LONG, now)
            except Refused as refusal:
                give_up(row, str(refusal), now)
            except Exception:
                log.exception("an import stopped", bundle_import=import_id)
                give_up(row, OUR_FAULT, now)
            finally:
                watching.forget(import_id)


def take_a_step(row: BundleImport, now: datetime) -> None:
    tries = f"import-tries:{row.pk}:{row.state}"
    if is_hopeless(tries):
        give_up(row, TOO_OFTEN, now)
    elif row.state == ImportState.IMPORTING:
        load(row, by=answered_by(row), now=now, strict=row.is_strict, progress=watching.tell(row.pk))
    elif row.state == ImportState.UNDOING:
        undo(row, by=answered_by(row), now=now)
    else:
        read(row)
    cache.delete(tries)


def read(row: BundleImport) -> None:
    """Stage the rows, then delete the file: from here on the import is rows."""
    path = Path(row.stored_path)
    if not row.stored_path or not path.exists():
        raise NotABundle(GONE)
    try:
        with open_bundle(path) as bundle:
            read_into(row, bundle, progress=watching.tell(row.pk))
    except NotABundle as problem:
        raise NotABundle(str(problem).replace(path.name, row.source_name)) from problem
    discard(path)
    BundleImport.objects.filter(pk=row.pk).update(stored_path="", summary=summary_of(row))


def answered_by(row: BundleImport) -> Person | None:
    """Who said the last word on it: the row history names them, and not who had sent the bundle."""
    said = Event.objects.select_related("actor").filter(about_type=row._meta.label, about_id=row.pk, name__in=ANSWERS)
    last: Event | None = said.order_by("-pk").first()
    who: Person | None = last.actor if last else row.by
    return who


def claim(import_id: int) -> BundleImport | None:
    """The row, if there is something to do; from now on it cannot be cancelled."""
    with transaction.atomic():
        rows = BundleImport.everywhere.select_related("organization", "by").select_for_update(of=("self",))
        row: BundleImport | None = rows.filter(pk=import_id, state__in=UNDER_WAY).first()
        if row and row.state == ImportState.WAITING:
            row.state = ImportState.READING
            row.save(update_fields=["state"])
    return row


def is_hopeless(tries: str) -> bool:
    """Whether it was begun so often without an end that one more try would only end one more worker."""
    cache.add(tries, 0, TRIES_KEPT_SECONDS)
    return cache.incr(tries) > MOST_TRIES


def give_up(row: BundleImport, sentence: str, now: datetime) -> None:
    """End the import with the sentence; nothing of it went in. One that was to be undone is in and stays in."""
    if row.state == ImportState.UNDOING:
        BundleImport.objects.filter(pk=row.pk).update(state=ImportState.DONE, error=NOT_UNDONE)
        return
    BundleRow.objects.filter(bundle_import=row).delete()
    BundleImport.objects.filter(pk=row.pk).update(state=ImportState.FAILED, error=sentence[:1000], finished_at=now, stored_path="")
    discard(row.stored_path)
