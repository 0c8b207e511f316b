"""The shape of what is done to one meeting: another time, a reason, somebody else's turn; and of a series' end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms

from organizations.forms.fields import PlainForm
from organizations.forms.pickers import PersonField
from rhythm.forms.series import day
from rhythm.measures import moment


def why(label: str, ask: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": ask, "max_length": "Shorten this to 1,000 characters."},
    )


class MoveForm(PlainForm):
    """Another day and hour, in the series' own time zone."""

    day = day("New day", ask="Say to which day it is moved.")
    time = forms.TimeField(
        label="New time",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": "Say to what time it is moved.", "invalid": "Give the time as hours and minutes, like 10:30."},
    )
    reason = why("Why is it moved?", "Say why it is moved.")


class SkipForm(PlainForm):
    """Why a meeting is called off."""

    reason = why("Why is it called off?", "Say why it is called off.")


class TurnForm(PlainForm):
    """Another meeting to swap the turn with, or somebody to hand it to."""

    other = forms.ChoiceField(
        label="Swap it with",
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose a meeting of the list."},
    )
    to = PersonField(label="Or hand it to", help_text="Somebody who is asked to the meeting.")

    def __init__(self, data: Any = None, *, others: Sequence[tuple[datetime, str]]) -> None:
        super().__init__(data)
        choices: Any = self.fields["other"]
        choices.choices = [(moment(at), words) for at, words in others]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and bool(said.get("other")) == bool(said.get("to")):
            both = bool(said.get("other"))
            raise forms.ValidationError(
                "Choose one: a meeting to swap with, or somebody to hand it to." if both else "Choose a meeting, or name somebody."
            )
        return said


class EndForm(PlainForm):
    """The last day of a series, and why it ends."""

    ended_on = day("Last day", hint="No meeting takes place after it. Empty: today.")
    reason = why("Why does it end?", "Say why it ends: the reason is what others learn from.")
