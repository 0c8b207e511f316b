"""The shape of what comes in: files that may be a bundle, and the answer to a preview."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from organizations.forms.fields import PlainForm
from peakos.bundles.format import BY_NAME
from peakos.bundles.guarding import MANIFEST
from peakos.bundles.receiving import is_zip

CHOOSE = "Choose a zip, the CSV files, or the folder that holds them."
SEVERAL = "CSV files"


class ManyFiles(forms.FileInput):
    """A file field that takes several."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name)


class FilesField(forms.Field):
    """Any number of files; an empty one is let through, and reported with the others' faults."""

    widget = ManyFiles

    def clean(self, value: Any) -> list[UploadedFile[Any]]:
        return [file for file in value or [] if file and file.name]


class UploadForm(PlainForm):
    """A zip, CSV files, or a folder of them."""

    upload = FilesField(
        label="Zip or CSV files",
        required=False,
        help_text="A zip of the bundle, or the CSV files themselves. One file alone will do.",
        widget=ManyFiles(attrs={"multiple": True, "accept": ".zip,.csv,.json,application/zip,text/csv"}),
    )
    folder = FilesField(
        label="Or the folder that holds them", required=False, widget=ManyFiles(attrs={"multiple": True, "webkitdirectory": True})
    )

    def clean(self) -> dict[str, Any]:
        """What was sent and can be of a bundle, as `files`; what a folder holds besides is left alone."""
        given = [*self.cleaned_data["upload"], *self.cleaned_data["folder"]]
        try:
            return {"files": fit_together(given)}
        except forms.ValidationError as problem:
            self.add_error("upload", problem)
            return {}

    @property
    def source_name(self) -> str:
        """What the upload is called on screen."""
        files = self.cleaned_data["files"]
        names = [str(file.name) for file in files if file.name != MANIFEST]
        return names[0][:250] if len(names) == 1 else f"{len(names)} {SEVERAL}"


def may_belong(name: str) -> bool:
    """A zip, a CSV file, an export's manifest, or a file that is called like one of the format's."""
    stem, _, ending = name.lower().rpartition(".")
    return ending in {"zip", "csv"} or name == MANIFEST or stem in BY_NAME


def fit_together(given: Sequence[UploadedFile[Any]]) -> list[UploadedFile[Any]]:
    """The files of one bundle, or the sentence that says why these are none."""
    if not given:
        raise forms.ValidationError(CHOOSE)
    wanted = [file for file in given if may_belong(str(file.name))]
    if not wanted:
        raise forms.ValidationError(
            f"“{given[0].name}” is neither a zip nor a CSV file. Save each sheet as CSV (UTF-8) and send those."
        )
    if len(wanted) > 1 and any(is_zip(file) for file in wanted):
        raise forms.ValidationError("Send one zip, or CSV files, not both together.")
    if twice := first_twice(str(file.name) for file in wanted):
        raise forms.ValidationError(f"“{twice}” is there twice. Choose the folder that holds the files, not one above it.")
    return wanted


def first_twice(names: Iterable[str]) -> str:
    return next((name for name, count in Counter(names).items() if count > 1), "")


class AnswerForm(PlainForm):
    """What becomes of the good rows when others are refused."""

    GOOD_ROWS, ALL_OR_NOTHING = "good_rows", "all_or_nothing"
    rows = forms.ChoiceField(
        choices=[(GOOD_ROWS, "Import the good rows"), (ALL_OR_NOTHING, "All or nothing")],
        error_messages={"required": "Choose what happens to the good rows.", "invalid_choice": "Choose one of the two."},
    )

    @property
    def is_strict(self) -> bool:
        return bool(self.cleaned_data["rows"] == self.ALL_OR_NOTHING)
