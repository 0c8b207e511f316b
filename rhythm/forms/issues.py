"""What people write about an issue: what it is, why it is another team's, what came of it, that it is back."""

from __future__ import annotations

from typing import Any

from django import forms

from organizations.forms.fields import PlainForm, line
from organizations.forms.pickers import PersonField, TeamField
from organizations.words import own_words


def words(label: str, ask: str, limit: int = 4000) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=limit,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": ask, "max_length": f"Shorten this to {limit:,} characters."},
    )


class IssueForm(PlainForm):
    """A challenge or a chance, in one line; the rest may be left out."""

    title = line("What it is, in one line", ask="Say what the issue is, in one line.")
    team = TeamField(label="Whose table it is on", required=False)
    owner = PersonField(label="Who keeps it", required=False)
    description = forms.CharField(
        label="What there is to know",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": "Shorten this to 4,000 characters."},
    )


class PassForm(PlainForm):
    """To which team, and why."""

    to = TeamField(label="To which team", ask="Name the team that can solve it.")
    why = words("Why they can solve it", "Say why that is the team to solve it.", 1000)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["to"].label = f"To which {own_words()['team']}"


class AnswerForm(PlainForm):
    """What came of it."""

    answer = words("What came of it", "Say what came of it: a decision, a commitment, or why nothing is done.")


class AgainForm(PlainForm):
    """What has come back."""

    why = words("What has come back", "Say what has come back, and how you see it.")
