"""The shape of an answer to another team; nothing is saved here."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from alignment.models import Dependency
from organizations.forms.fields import PlainForm


class AnswerForm(PlainForm):
    """Yes with a day, another day, or no and why."""

    answer = forms.ChoiceField(
        choices=[("agree", "Yes"), ("negotiate", "Another day"), ("decline", "No")],
        error_messages={"required": "Choose an answer.", "invalid_choice": "Choose one of the three answers."},
    )
    promised_by = forms.DateField(
        label="Promised for",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Give the day as year-month-day, like 2026-08-21."},
    )
    reason = forms.CharField(
        label="What you agree to, or why not",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Shorten this to 1,000 characters."},
    )

    def __init__(self, *args: Any, dependency: Dependency, **kwargs: Any) -> None:
        super().__init__(*args, initial={"promised_by": dependency.promised_by or dependency.needed_by}, **kwargs)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        answer = said.get("answer")
        if answer in {"agree", "negotiate"} and not said.get("promised_by") and "promised_by" not in self.errors:
            self.add_error("promised_by", "Say by which day you can deliver it.")
        if answer in {"negotiate", "decline"} and not (said.get("reason") or "").strip():
            self.add_error("reason", "Say why, so that the other team can plan.")
        return said

    @property
    def day(self) -> date:
        day: date = self.cleaned_data["promised_by"]
        return day
