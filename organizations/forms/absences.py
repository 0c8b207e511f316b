"""The shape of an absence: the days, and who stands in."""

from __future__ import annotations

from django import forms

from organizations.forms.fields import PlainForm, line
from organizations.forms.pickers import PersonField


def day(label: str, ask: str) -> forms.DateField:
    words = {"required": ask, "invalid": "Give the day as year-month-day, like 2026-08-21."}
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), error_messages=words)


class AbsenceForm(PlainForm):
    """From when to when, and who answers meanwhile."""

    starts_on = day("First day away", "Say which day is the first.")
    ends_on = day("Last day away", "Say which day is the last.")
    delegate = PersonField(label="Who stands in?", help_text="Check-ins that fall due go to them. Empty: nothing is due meanwhile.")
    note = line("Note for the others")
