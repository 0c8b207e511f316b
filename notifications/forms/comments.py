"""The shape of a comment; nothing is saved here."""

from __future__ import annotations

from django import forms

from organizations.forms.fields import PlainForm
from organizations.forms.pickers import PersonField


class CommentForm(PlainForm):
    """The words, and, for who does not want to type an @, somebody to be told."""

    text = forms.CharField(
        label="Your comment",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text="Name people with @, like @Ines or @“Ines Carvalho”: they hear of it.",
        error_messages={"required": "Write what you want to say.", "max_length": "Shorten this to 4,000 characters."},
    )
    told = PersonField(label="Tell somebody")
