"""The form that connects a chat."""

from __future__ import annotations

from typing import Any

from django import forms

from notifications.models import ChatKind
from notifications.safe_http import LONGEST_URL, Unsafe, check_url
from organizations.forms.fields import PlainForm, line
from organizations.words import own_words


class ChatForm(PlainForm):
    name = line("What the place is called", ask="Say what the place is called, like #security.", limit=80)
    kind = forms.ChoiceField(label="Chat", choices=ChatKind.choices, error_messages={"invalid_choice": "Choose one of the list."})
    url = forms.CharField(
        label="Address of its webhook",
        max_length=LONGEST_URL,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "inputmode": "url"}),
        help_text="The chat makes it; whoever knows it can post there, so it is stored encrypted and not shown again.",
        error_messages={
            "required": "Copy the address from the chat; it begins with https://.",
            "max_length": "This is too long for an address. Copy it as the chat shows it.",
        },
    )
    hears = forms.MultipleChoiceField(
        label="It hears",
        widget=forms.CheckboxSelectMultiple,
        initial=["reminders", "recaps", "decisions"],
        error_messages={
            "required": "Choose at least one thing that the chat is to hear.",
            "invalid_choice": "Choose from the list.",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hears = self.fields["hears"]
        assert isinstance(hears, forms.MultipleChoiceField)
        hears.choices = [
            ("reminders", "What falls due today, each working morning"),
            ("recaps", "What a meeting brought"),
            ("decisions", f"{own_words()['Decisions']} that are taken"),
        ]

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"].strip()
        try:
            check_url(url)
        except Unsafe as problem:
            raise forms.ValidationError(str(problem)) from problem
        return url
