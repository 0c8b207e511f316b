"""Imports of workspace bundles: one row an import, and its rows while they wait for a yes."""

from __future__ import annotations

from django.db import models

from organizations.constraints import one_of, same_organization
from organizations.models.people import Person
from organizations.tenancy import TenantKey, TenantModel


class ImportState(models.TextChoices):
    WAITING = "waiting", "Waiting"  # uploaded, not read yet
    READING = "reading", "Reading"
    PREVIEW = "preview", "Ready to import"
    IMPORTING = "importing", "Importing"
    DONE = "done", "Imported"
    FAILED = "failed", "Not imported"
    UNDONE = "undone", "Undone"


class BundleImport(TenantModel):
    """One import: its file, its findings, what it did, and how to undo it."""

    by = TenantKey(Person, null=True, related_name="+")
    state = models.CharField(max_length=9, choices=ImportState, default=ImportState.WAITING)
    source_name = models.CharField(max_length=250, blank=True)
    stored_path = models.CharField(max_length=500, blank=True)
    is_strict = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    row_count = models.PositiveIntegerField(default=0)  # rows read so far
    step = models.CharField(max_length=250, blank=True)  # what it is doing now, for the progress bar
    step_done = models.PositiveIntegerField(default=0)
    step_total = models.PositiveIntegerField(default=0)
    summary = models.JSONField(default=dict)  # file -> {"created": n, "changed": n, "same": n, "refused": n}
    error = models.CharField(max_length=1000, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("bundleimport", "by"),
            one_of("bundleimport", "state", ImportState),
        ]

    def __str__(self) -> str:
        return self.source_name


class BundleRow(models.Model):
    """A row of a bundle on its way in, already read and typed; gone when the import is over."""

    bundle_import = models.ForeignKey(BundleImport, on_delete=models.CASCADE, related_name="rows")
    table = models.CharField(max_length=20)
    line = models.PositiveIntegerField()
    key = models.CharField(max_length=400)
    cells = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["bundle_import", "table", "key"], name="bundlerow_by_key")]

    def __str__(self) -> str:
        return f"{self.table}.csv:{self.line}"
