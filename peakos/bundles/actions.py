"""Verbs: a bundle is sent in, said yes or no to, taken back; a workspace is taken out. What takes long a worker does."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path

from django.db import transaction

from organizations import policy
from organizations.bell import ring_after_commit
from organizations.logbook import record, verb
from organizations.models import BundleImport, BundleRow, Organization, Person
from organizations.models.bundles import ImportState, Severity
from organizations.models.people import Access
from organizations.refusals import NotAllowed, NotSaid, OutOfTurn, Refused
from organizations.verbs import locked
from peakos.bundles.receiving import discard

UNDER_WAY = [ImportState.WAITING, ImportState.READING, ImportState.IMPORTING, ImportState.UNDOING]
CONFIRMED, TO_BE_UNDONE = "bundle.confirmed", "bundle.undo_asked"
ANSWERS = (CONFIRMED, TO_BE_UNDONE)
WORK = "peakos.bundles.tasks.work_on_imports"


class AnotherUnderWay(Refused):
    """One import at a time in an organization."""


class RowsRefused(NotSaid):
    """All or nothing was asked for, and not all can go in."""


@verb
def receive_bundle(
    *, organization: Organization, source_name: str, stored_path: Path, by: Person | None, now: datetime
) -> BundleImport:
    """A bundle has arrived and waits for a worker to read it.

    The same upload sent twice in a row is one import: the second answer is the first one's row.
    """
    refuse_outsiders(by)
    Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)  # of two at once the second sees the first
    running = under_way()
    if running and by and (running.by_id, running.source_name) == (by.pk, source_name):
        return running
    if running:
        raise AnotherUnderWay(one_at_a_time(running))
    bundle_import: BundleImport = BundleImport.objects.create(
        organization=organization, by=by, source_name=source_name, stored_path=str(stored_path), started_at=now
    )
    record("bundle.received", by=by, about=bundle_import, now=now)
    ring_after_commit(WORK)
    return bundle_import


@verb
def confirm_import(*, bundle_import: BundleImport, is_strict: bool, by: Person | None, now: datetime) -> BundleImport:
    """The preview is answered with yes: a worker lets the good rows in, or with `is_strict` all of them or none."""
    refuse_outsiders(by)
    row = locked(bundle_import)
    if row.state in (ImportState.IMPORTING, ImportState.DONE):  # said twice
        return row
    if row.state != ImportState.PREVIEW:
        raise OutOfTurn(f"“{row}” is not ready to import: {row.get_state_display().lower()}.")
    take_the_turn(row.organization_id)
    if is_strict and row.findings.filter(severity=Severity.ERROR).exists():
        raise RowsRefused("Mend the refused rows and send the bundle again, or import the good rows.")
    row.state, row.is_strict, row.error = ImportState.IMPORTING, is_strict, ""
    row.save(update_fields=["state", "is_strict", "error"])
    record(CONFIRMED, by=by, about=row, now=now, is_strict=is_strict)
    ring_after_commit(WORK)
    return row


@verb
def cancel_import(*, bundle_import: BundleImport, by: Person, now: datetime) -> BundleImport:
    """The preview is answered with no, or the bundle taken back before it was read: nothing of it stays but this line."""
    refuse_outsiders(by)
    row = locked(bundle_import)
    if row.state == ImportState.FAILED:  # said twice
        return row
    if row.state not in (ImportState.WAITING, ImportState.PREVIEW):
        raise OutOfTurn(f"“{row}” cannot be cancelled any more: {row.get_state_display().lower()}. What came in can be undone.")
    BundleRow.objects.filter(bundle_import=row).delete()
    row.state, row.error, row.finished_at = ImportState.FAILED, f"Cancelled by {by.name}. Nothing was changed.", now
    row.save(update_fields=["state", "error", "finished_at"])
    transaction.on_commit(partial(discard, row.stored_path))
    record("bundle.cancelled", by=by, about=row, now=now)
    return row


@verb
def undo_import(*, bundle_import: BundleImport, by: Person | None, now: datetime) -> BundleImport:
    """What came in is to go: a worker takes it back as a whole, or the import's page says what stands in the way."""
    refuse_outsiders(by)
    row = locked(bundle_import)
    if row.state in (ImportState.UNDOING, ImportState.UNDONE):  # said twice
        return row
    if row.state != ImportState.DONE:
        raise OutOfTurn(f"“{row}” is not in, so there is nothing to undo.")
    take_the_turn(row.organization_id)
    row.state, row.error = ImportState.UNDOING, ""
    row.save(update_fields=["state", "error"])
    record(TO_BE_UNDONE, by=by, about=row, now=now)
    ring_after_commit(WORK)
    return row


@verb
def export_workspace(*, organization: Organization, by: Person, now: datetime) -> None:
    """Everything is taken out: who did it, and when, stays in the logbook. The files are `exporting`'s."""
    refuse_outsiders(by)
    record("workspace.exported", by=by, about=organization, now=now)


def take_the_turn(organization_id: int) -> None:
    """Raises AnotherUnderWay when the organization is busy with an import; of two that ask at once the second sees the first."""
    Organization.objects.select_for_update(no_key=True).get(pk=organization_id)
    if running := under_way():
        raise AnotherUnderWay(one_at_a_time(running))


def under_way() -> BundleImport | None:
    """The import that the organization in hand is busy with."""
    running: BundleImport | None = BundleImport.objects.select_related("by").filter(state__in=UNDER_WAY).first()
    return running


def one_at_a_time(running: BundleImport) -> str:
    sender = f" from {running.by.name}" if running.by else ""
    return f"“{running}”{sender} is {doing(running)}. One import at a time: wait until that is done."


def doing(running: BundleImport) -> str:
    words = {ImportState.WAITING: "waiting to be read", ImportState.READING: "being read", ImportState.UNDOING: "being undone"}
    return words.get(ImportState(running.state), "being imported")


def refuse_outsiders(person: Person | None) -> None:
    """Raises NotAllowed, naming whom to ask, for all but those who run the workspace."""
    if not policy.may_run(person):
        running = Person.objects.filter(access__in=[Access.OWNER, Access.ADMIN], user__isnull=False).order_by("-access", "name")
        names = " or ".join(running.values_list("name", flat=True)[:3]) or "an owner"
        raise NotAllowed(f"Only owners and admins bring data in and take it out. Ask {names}.")
