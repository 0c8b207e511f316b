"""The shape of a priority as it is drafted: a sentence, who owns it, what it serves, and how it is checked; no saving."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from alignment.forms.pickers import OpenObjectiveField
from alignment.models import Objective
from organizations.forms.fields import PlainForm, line
from organizations.forms.pickers import PersonField


def number(label: str) -> forms.DecimalField:
    messages = {
        "invalid": "Give a number, like 12 or 12.5.", "max_digits": "That number is too long.",
        "max_decimal_places": "Give at most six places after the point.", "max_whole_digits": "That number is too large.",
    }  # fmt: skip
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return forms.DecimalField(label=label, required=False, max_digits=18, decimal_places=6, widget=widget, error_messages=messages)


class PriorityForm(PlainForm):
    """One more for the set."""

    title = line("What will be true at the end?", ask="Write it as a sentence: what will be true at the end?")
    owner = PersonField(label="Owner", help_text="One person who answers for it.", required=False)
    parent = OpenObjectiveField(label="Serves", help_text="Nothing for now, or one by its title.")
    measure = line("Seen by", help_text="A number to move, or a milestone where you give no numbers.")
    start_value = number("From")
    target_value = number("To")
    reason = forms.CharField(
        label="Why now?", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="The set is published, and others plan by it.",
        error_messages={"max_length": "Shorten this to 1,000 characters."},
    )  # fmt: skip

    def __init__(self, *args: Any, parents: Sequence[Objective], is_published: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].widget.suggested = tuple(one.title for one in parents)
        if is_published:
            self.fields["reason"].required = True
            self.fields["reason"].error_messages["required"] = "Say why it is added now: the set is published."
        else:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        start, target = said.get("start_value"), said.get("target_value")
        if (start is None) != (target is None) and not {"start_value", "target_value"} & set(self.errors):
            self.add_error("target_value" if target is None else "start_value", "Give both numbers: from where, and to where.")
        elif start is not None and start == target:
            self.add_error("target_value", "Choose a target other than the start.")
        if start is not None and not said.get("measure") and "measure" not in self.errors:
            self.add_error("measure", "Say what the numbers count, for instance: utilities live.")
        return said

    @property
    def numbers(self) -> dict[str, Decimal]:
        """Start and target; none for a milestone."""
        said = {name: self.cleaned_data.get(name) for name in ("start_value", "target_value")}
        return {name: value for name, value in said.items() if value is not None}
