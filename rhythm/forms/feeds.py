"""The shape of a calendar address that is asked for: of one's own meetings, or of a team's."""

from __future__ import annotations

from organizations.forms.fields import PlainForm
from organizations.forms.pickers import TeamField


class FeedForm(PlainForm):
    """Whose meetings; empty for one's own."""

    team = TeamField(label="Of which team?", help_text="Empty: all the meetings that you are asked to.")
