"""The shape of what options are compared by: a criterion a line, with its weight; nothing is saved here."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from decisions.actions.criteria import LONGEST_NAME, Measure, one_line
from decisions.models import Criterion
from decisions.tallies import MOST_CRITERIA, MOST_WEIGHT
from organizations.forms.conflicts import SharedForm

WEIGHED = re.compile(r"^(.*?)\s*:\s*(-?[0-9]+)$")
USUAL_WEIGHT = 1


class CriteriaField(forms.CharField):
    """A criterion on each line, with its weight behind a colon; without one it counts once."""

    def clean(self, value: Any) -> list[Measure]:
        lines = [" ".join(line.split()) for line in str(super().clean(value)).splitlines()]
        found = [measure_in(line) for line in lines if line]
        if len(found) > MOST_CRITERIA:
            raise forms.ValidationError(f"Compare by at most {MOST_CRITERIA} criteria; these are {len(found)}.")
        for one in found:
            if not one.name or len(one.name) > LONGEST_NAME:
                sentence = f"Shorten “{one.name[:40]}…” to {LONGEST_NAME} characters." if one.name else "Say what the criterion is."
                raise forms.ValidationError(sentence)
            if not 1 <= one.weight <= MOST_WEIGHT:
                raise forms.ValidationError(f"“{one.name}”: weights are whole numbers from 1 to {MOST_WEIGHT}.")
        return found


def measure_in(line: str) -> Measure:
    match = WEIGHED.match(line)
    if match is None:
        return Measure(line, USUAL_WEIGHT)
    digits = match[2].lstrip("0") or "0"
    return Measure(match[1], int(digits) if len(digits) <= 3 else MOST_WEIGHT + 1)


def criteria_field(label: str, *, rows: int) -> CriteriaField:
    messages = {"max_length": "Shorten this to 2,000 characters."}
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return CriteriaField(label=label, required=False, max_length=2000, widget=widget, error_messages=messages)


class CriteriaForm(SharedForm):
    """What the options of a decision are compared by."""

    criteria = criteria_field("Criteria", rows=6)


def written_criteria(rows: list[Criterion]) -> str:
    return "\n".join(one_line(row.name, row.weight) for row in rows)
