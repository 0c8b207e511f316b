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
    UNDOING = "undoing", "Being undone"
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
    headers = models.JSONField(default=dict)  # file -> the columns it has; an absent column leaves values alone
    history_context = models.UUIDField(null=True)  # of the row history that it wrote, which undoing reads

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("bundleimport", "by"),
            one_of("bundleimport", "state", ImportState),
        ]

    def __str__(self) -> str:
        return self.source_name


class Severity(models.TextChoices):
    ERROR = "error", "Error"  # the row, file or link stays out
    WARNING = "warning", "Warning"  # it goes in as it is
    INFO = "info", "Note"


class BundleFinding(TenantModel):
    """One fault of a bundle: where it is, and what to do about it."""

    bundle_import = TenantKey(BundleImport, on_delete=models.CASCADE, related_name="findings")
    severity = models.CharField(max_length=7, choices=Severity)
    code = models.CharField(max_length=40)
    file = models.CharField(max_length=250)
    line = models.PositiveIntegerField(default=0)  # where the record starts, from 1; 0: the file as a whole
    column = models.CharField(max_length=250, blank=True, default="")
    message = models.CharField(max_length=1000)
    position = models.PositiveSmallIntegerField(default=0)  # the file's place in the format, to sort by
    is_relational = models.BooleanField(default=False)  # found against the workspace, so found anew when the rows go in

    class Meta(TenantModel.Meta):
        ordering = ["position", "file", "line", "column", "id"]
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("bundlefinding", "bundle_import"),
            one_of("bundlefinding", "severity", Severity),
        ]
        indexes = [models.Index(fields=["bundle_import", "position", "file", "line"], name="finding_in_order")]

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.code}"


class Outcome(models.TextChoices):
    CREATED = "created", "New"
    CHANGED = "changed", "Changed"
    SAME = "same", "Unchanged"
    REFUSED = "refused", "Refused"


class BundleRow(models.Model):
    """A row of a bundle on its way in, already read and typed.

    Gone when the import is over, but for the keys of the check-ins it made: they have no history, and undoing needs them.
    """

    bundle_import = models.ForeignKey(BundleImport, on_delete=models.CASCADE, related_name="rows")
    table = models.CharField(max_length=20)
    line = models.PositiveIntegerField()
    key = models.CharField(max_length=400)
    cells = models.JSONField()
    is_faulty = models.BooleanField(default=False)  # by itself; what it refers to is looked at later
    outcome = models.CharField(max_length=7, choices=Outcome, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["bundle_import", "table", "key"], name="bundlerow_by_key"),
            models.Index(fields=["bundle_import", "table", "line"], name="bundlerow_by_line"),
        ]

    def __str__(self) -> str:
        return f"{self.table}.csv:{self.line}"
