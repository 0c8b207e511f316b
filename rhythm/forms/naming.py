"""The shape of a name typed into a row of a running meeting; nothing is saved here."""

from __future__ import annotations

from organizations.forms.fields import PlainForm
from organizations.forms.pickers import PersonField, TeamField


class TeamForm(PlainForm):
    """Which team it goes to."""

    to = TeamField(label="Which team", ask="Name the team that it goes to.")


class OwnerForm(PlainForm):
    """Whose it is."""

    owner = PersonField(label="Who does it", ask="Name who does it.")
