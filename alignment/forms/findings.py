"""The shape of settling a finding, of giving an orphan its parent, and of the recall pulse; nothing is saved here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from alignment.actions.findings import LONGEST
from organizations.forms.fields import PlainForm, line


class SettleForm(PlainForm):
    """One sentence."""

    words = forms.CharField(
        label="Why it may stay as it is",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Say in a sentence why it may stay as it is.",
            "max_length": "Shorten this to 1,000 characters.",
        },
    )


class ServesForm(PlainForm):
    """Which of the company's objectives a priority serves."""

    serves = forms.TypedChoiceField(
        label="It serves",
        coerce=int,
        error_messages={"required": "Choose the objective that it serves.", "invalid_choice": "Choose one of the list."},
    )
    because = line("How it contributes")

    def __init__(self, *args: Any, choices: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["serves"].choices = [("", "Choose one"), *choices]  # type: ignore[attr-defined]


def sentences(label: str, rows: int) -> forms.CharField:
    """A sentence a line."""
    widget = forms.Textarea(attrs={"rows": rows})
    messages = {"required": "Write at least one, each on a line of its own.", "max_length": "Shorten this to 4,000 characters."}
    return forms.CharField(label=label, max_length=4000, widget=widget, error_messages=messages)


class PulseForm(PlainForm):
    """What is asked, and until when."""

    real = sentences("Priorities of the company", 6)
    decoys = sentences("Decoys", 6)
    closes_on = forms.DateField(
        label="Last day to answer",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Say until when it can be answered.",
            "invalid": "Give the day as year-month-day, like 2026-09-30.",
        },
    )

    def lines(self, name: str) -> list[str]:
        return [text for written in self.cleaned_data[name].splitlines() if (text := " ".join(written.split()))]

    @property
    def last_day(self) -> date:
        day: date = self.cleaned_data["closes_on"]
        return day


class PickForm(PlainForm):
    """The sentences that somebody takes for priorities; in the person's own order."""

    picked = forms.TypedMultipleChoiceField(
        label="Pick them",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Pick at least one. A guess is fine.", "invalid_choice": "Pick from the list."},
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["picked"].choices = choices  # type: ignore[attr-defined]
        self.fields["picked"].widget.attrs.pop("class", None)
