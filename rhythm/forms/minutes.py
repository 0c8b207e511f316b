"""The shape of what is said after a meeting: a note, other words for a line, a message to teams; nothing is saved here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from organizations.forms.fields import PlainForm
from organizations.forms.pickers import TeamField
from organizations.models import Team

MOST_NAMED = 50


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


class TeamsField(forms.CharField):
    """Several teams, typed with commas between them: cleans to the teams, each name understood or asked back about."""

    def clean(self, value: Any) -> list[Team]:
        names = [name.strip() for name in super().clean(value).split(",") if name.strip()]
        if len(names) > MOST_NAMED:
            raise ValidationError(f"Name at most {MOST_NAMED} teams; these are {len(names)}.")
        one = TeamField()
        return [one.clean(name) for name in names]


class MessageForm(PlainForm):
    """One thing, and the teams that are to know it."""

    text = words("What they are to know", "Say what the teams are to know.")
    teams = TeamsField(
        label="Teams",
        max_length=2000,
        help_text="Names with commas between them, like Platform, Grid API.",
        error_messages={"required": "Name the teams that are to know it.", "max_length": "Name fewer teams."},
    )
