"""Fields that several forms of this room share."""

from __future__ import annotations

from typing import Any

from django import forms

from accountability.models import MissReason

DAY_INVALID = "Give the day as year-month-day, like 2026-08-28."


def day_field(label: str, ask: str = "", **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    messages = {"invalid": DAY_INVALID, "required": ask}
    return forms.DateField(label=label, required=bool(ask), widget=widget, error_messages=messages, **more)


def text_field(label: str, *, limit: int = 1000, rows: int = 3, **more: Any) -> forms.CharField:
    messages = {"max_length": f"Shorten this to {limit:,} characters."}
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=False, max_length=limit, widget=widget, error_messages=messages, **more)


def code_field(**more: Any) -> forms.ChoiceField:
    """Why a day was missed."""
    choices = [("", "Choose one"), *((code.value, code.label) for code in MissReason)]
    messages = {"invalid_choice": "Choose one of the reasons."}
    return forms.ChoiceField(label="What kept it", required=False, choices=choices, error_messages=messages, **more)


def seen_field() -> forms.CharField:
    """What the page showed, so that who answers to something else is told."""
    return forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)
