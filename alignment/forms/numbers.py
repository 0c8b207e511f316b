"""A number as people type it: taken when it is plain, told how to write it when it is not."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from alignment.models import KeyResult, Metric
from alignment.models.objectives import KeyResultKind


class NumberField(forms.DecimalField):
    """A figure of a key result, or of a number of the scorecard: 12 or 12.5."""

    def __init__(self, key_result: KeyResult | Metric, **more: Any) -> None:
        self.title = key_result.title[:60]
        messages = {
            "invalid": f"Say how far “{self.title}” is as a number, like 12 or 12.5.",
            "max_digits": "That number is too long. Choose a larger unit, thousands or millions.",
            "max_decimal_places": "Give at most six places after the point.",
            "max_whole_digits": "That number is too large. Choose a larger unit, thousands or millions.",
        }
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "inp num", "autocomplete": "off"})
        super().__init__(
            label=key_result.title, required=False, max_digits=18, decimal_places=6, widget=widget, error_messages=messages, **more
        )

    def to_python(self, value: Any) -> Any:
        typed = str(value or "").replace("\0", "").strip()
        try:
            return super().to_python(typed)
        except forms.ValidationError:
            meant = as_meant(typed)
            told = f"Write it as {meant}: with a point before the decimals, and nothing else." if meant else ""
            raise forms.ValidationError(told or self.error_messages["invalid"], code="invalid") from None


def as_meant(typed: str) -> str:
    """How to write what somebody seems to mean: "12,5" as 12.5, "1.250,00 €" as 1250, "1,250" as 1250 or 1.25; else nothing."""
    figure = re.sub(r"[^\d.,-]", "", typed)
    if not re.fullmatch(r"-?\d[\d.,]*", figure) or re.search(r"\d\s*[^\W\d_].*\d", typed):
        return ""
    last = max(figure.rfind("."), figure.rfind(","))
    whole, decimals = (figure[:last], figure[last + 1 :]) if last >= 0 else (figure, "")
    whole, mark = re.sub(r"[.,]", "", whole), figure[last] if last >= 0 else ""
    if mark == "," and len(decimals) == 3 and figure.count(",") == 1 and "." not in figure:
        return f"{whole}{decimals}, or as {shorn(whole, decimals)}"
    if mark and figure.count(mark) > 1:
        return whole + decimals
    return shorn(whole, decimals)


def shorn(whole: str, decimals: str) -> str:
    """Without noughts that say nothing."""
    decimals = decimals.rstrip("0")
    return f"{whole}.{decimals}" if decimals else whole


def field_of(key_result: KeyResult) -> forms.Field:
    """A tick for a milestone, else a number."""
    if key_result.kind == KeyResultKind.MILESTONE:
        return forms.BooleanField(label=key_result.title, required=False)
    return NumberField(key_result)
