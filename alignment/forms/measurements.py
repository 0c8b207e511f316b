"""The shape of a number that is typed into the scorecard; nothing is saved here."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from alignment.forms.dependencies import DAY_INVALID
from alignment.forms.numbers import NumberField
from alignment.models import Metric
from organizations.forms.fields import PlainForm


class MeasurementForm(PlainForm):
    """A value, and the day that it is of: today where none is said."""

    on = forms.DateField(required=False, error_messages={"invalid": DAY_INVALID})

    def __init__(self, *args: Any, metric: Metric, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"] = NumberField(metric)

    @property
    def day(self) -> date | None:
        day: date | None = self.cleaned_data["on"]
        return day

    @property
    def fault(self) -> str:
        """The first sentence that says what is wrong: a cell has no room for more."""
        return next((str(fault) for faults in self.errors.values() for fault in faults), "")
