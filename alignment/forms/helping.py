"""The shape of an answer to somebody who asked for help; nothing is saved here."""

from __future__ import annotations

from django import forms

from organizations.forms.fields import PlainForm


class HelpForm(PlainForm):
    """Yes and what, or no and why."""

    answer = forms.ChoiceField(
        choices=[("give", "I will help"), ("refuse", "I cannot")],
        error_messages={"required": "Choose whether you can help.", "invalid_choice": "Choose one of the two."},
    )
    words = forms.CharField(
        label="What you will do and by when, or why you cannot",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Say what you will do and by when, or why you cannot.",
            "max_length": "Shorten this to 1,000 characters.",
        },
    )

    @property
    def is_refused(self) -> bool:
        return bool(self.cleaned_data["answer"] == "refuse")
