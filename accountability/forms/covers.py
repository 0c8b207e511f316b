"""The shape of a hand-over: to whom, and for which days; nothing is saved here."""

from __future__ import annotations

from typing import Any

from django import forms

from organizations.forms.fields import PlainForm, line
from organizations.forms.pickers import PersonField


def day(label: str, hint: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=hint,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Give the day as year-month-day, like 2026-08-21."},
    )


class CoverForm(PlainForm):
    """Who takes it over, from when, and until when."""

    to = PersonField(label="To whom?", ask="Say who takes it over.")
    starts_on = day("First day", "Empty: today.")
    ends_on = day("Last day", "The morning after, what was only lent comes back by itself. Empty: for good.")
    note = line("Note for them")

    def __init__(self, *args: Any, for_good: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if for_good:
            del self.fields["starts_on"], self.fields["ends_on"]
