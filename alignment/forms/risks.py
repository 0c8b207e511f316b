"""The shape of what a group says about a risk: resolved, owned, accepted or mitigated, by whom and how; nothing is saved here."""

from __future__ import annotations

from typing import Any

from django import forms

from alignment.models.risks import Disposition
from alignment.reads.risks import ANSWERS
from organizations.forms.fields import PlainForm
from organizations.forms.pickers import PersonField


class SettleRiskForm(PlainForm):
    """One of four answers; owned asks for a name, mitigated for what is done."""

    disposition = forms.ChoiceField(
        label="What becomes of it",
        choices=list(ANSWERS.items()),
        error_messages={"required": "Say what becomes of it.", "invalid_choice": "Choose one of the four answers."},
    )
    owner = PersonField(label="Who owns it", help_text="Empty: whoever does already.")
    mitigation = forms.CharField(
        label="What is done about it",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Shorten this to 4,000 characters."},
    )

    def clean_disposition(self) -> Disposition:
        return Disposition(self.cleaned_data["disposition"])

    def words(self) -> dict[str, Any]:
        return dict(self.cleaned_data)
