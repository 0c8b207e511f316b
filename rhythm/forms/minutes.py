"""The shape of what is said after a meeting: a note, other words for a line, a message to teams; nothing is saved here."""

from __future__ import annotations

from typing import Any

from django import forms

from organizations.forms.fields import PlainForm
from organizations.forms.several import teams_field
from organizations.models import Team
from organizations.words import own_words


def words(label: str, ask: str, *, limit: int = 1000, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=limit,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
        error_messages={"required": ask, "max_length": f"Shorten this to {limit:,} characters."},
        **more,
    )


class NoteForm(PlainForm):
    """What was forgotten."""

    text = words("Note", "Write the note.")


class RewordForm(PlainForm):
    """The line as it should have been written."""

    text = words("What was said", "Write what was said, or take the line back.")


class TakeBackForm(PlainForm):
    """Why a line should not stand at all."""

    reason = words("Why it is taken back", "Say why it is taken back, so that nobody looks for it.", limit=500, rows=2)


class MessageForm(PlainForm):
    """One thing, and the teams that are to know it."""

    text = words("What they are to know", "Say what the teams are to know.")
    teams = teams_field("Who is to know it", help_text="One name a line.")

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["teams"].label = f"Which {own_words()['teams']} are to know it"

    def clean_teams(self) -> list[Team]:
        teams: list[Team] = self.cleaned_data["teams"]
        if not teams:
            raise forms.ValidationError(f"Name the {own_words()['teams']} that are to know it.")
        return teams
