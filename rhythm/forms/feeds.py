"""The shape of a calendar address that is asked for: of one's own meetings, or of a team's."""

from __future__ import annotations

from typing import Any

from django import forms

from organizations.forms.fields import PlainForm
from organizations.forms.pickers import TeamField
from organizations.models import Team
from organizations.words import own_words


class FeedForm(PlainForm):
    """Whose meetings; empty for one's own, but where it was asked for a team's (`of`)."""

    of = forms.CharField(required=False)
    team = TeamField(label="Team")

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["team"].label = f"Which {own_words()['team']}?"

    def clean_team(self) -> Team | None:
        """An empty field must not replace the address of one's own meetings."""
        team: Team | None = self.cleaned_data["team"]
        if team is None and self.cleaned_data.get("of"):
            raise forms.ValidationError(f"Name the {own_words()['team']} whose meetings you want to read.")
        return team
