"""The shape of how a commitment ends; nothing is saved here."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from organizations.forms.fields import PlainForm


class ClosingForm(PlainForm):
    """Done, carried to another day with a reason, or dropped with a reason."""

    ending = forms.ChoiceField(
        choices=[("done", "Done"), ("carry", "Carry"), ("drop", "Drop")],
        error_messages={"required": "Choose how it ends.", "invalid_choice": "Choose done, carry or drop."},
    )
    due_on = forms.DateField(
        label="New day, if it is carried on",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Give the day as year-month-day, like 2026-08-28."},
    )
    reason = forms.CharField(
        label="Note, or why it is carried or dropped",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Shorten this to 1,000 characters."},
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("ending") == "carry" and not said.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", "Say by which day it will be done.")
        if said.get("ending") in {"carry", "drop"} and not (said.get("reason") or "").strip():
            self.add_error("reason", "Say why: whoever waits for it should know.")
        return said

    @property
    def day(self) -> date:
        day: date = self.cleaned_data["due_on"]
        return day
