"""A field for several people, teams or other rows: one name a line, each understood as in the field for one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from organizations.forms.pickers import PersonField, RowField, TeamField
from organizations.reads.named import label as name_of
from organizations.reads.named import plain

MOST = 60


class SeveralField(forms.CharField):
    """Cleans to the rows in the order of their lines; a name that fits nothing, or several, is asked about."""

    def __init__(self, one: type[RowField], *, label: str, rows: int = 2, **more: Any) -> None:
        self.one = one
        messages = {"max_length": "Shorten this to 10,000 characters."}
        picks = one.names.nouns
        attrs = {"rows": rows, "autocomplete": "off", "spellcheck": "false", "data-pick-lines": picks}
        widget = forms.Textarea(attrs=attrs)
        super().__init__(label=label, max_length=10_000, required=False, widget=widget, error_messages=messages, **more)

    def clean(self, value: Any) -> list[Any]:
        lines = [plain(line) for line in str(super().clean(value)).splitlines()]
        names = [line for line in lines if line]
        if len(names) > MOST:
            raise forms.ValidationError(f"Name at most {MOST}; these are {len(names)}.")
        found = [self.row_called(name) for name in names]
        twice = next((row for number, row in enumerate(found) if row in found[:number]), None)
        if twice is not None:
            raise forms.ValidationError(f"{twice} is named twice. Name each once.")
        return found

    def row_called(self, name: str) -> Any:
        """Raises ValidationError with the question that a field for one row would ask."""
        field = self.one()
        try:
            return field.row_of(name, "")
        except forms.ValidationError as problem:
            if problem.code == "several":
                offered = list(field.widget.offered)
                both = " or ".join(name_of(row, field.names, others=offered) for row in offered[:4])
                raise forms.ValidationError(f"“{name}” fits several {field.names.nouns}. Write {both}.") from problem
            raise


def people_field(label: str, **more: Any) -> SeveralField:
    return SeveralField(PersonField, label=label, **more)


def teams_field(label: str, **more: Any) -> SeveralField:
    return SeveralField(TeamField, label=label, **more)


def written(rows: Iterable[Any], field: type[RowField]) -> str:
    """The rows as the field shows them: with a second name where two of them have the same one."""
    shown = list(rows)
    return "\n".join(name_of(row, field.names, others=shown) for row in shown)
