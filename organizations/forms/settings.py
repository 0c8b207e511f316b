"""Forms of the settings page: the reader's own account, and the organization."""

from __future__ import annotations

from typing import Any

from django import forms

from organizations.forms.fields import PlainForm, ZoneField, line
from organizations.models import Organization, Person

THEMES = [("", "As the system"), ("light", "Light"), ("dark", "Dark")]
RHYTHMS = {1: "Every day", 7: "Every week", 14: "Every two weeks", 28: "Every four weeks"}


class AccountForm(PlainForm):
    """The reader themselves."""

    name = line("Your name", ask="Write your name.", widget=forms.TextInput(attrs={"autocomplete": "name"}))
    timezone = ZoneField(label="Time zone", required=False, help_text="Empty: the organization’s.")
    theme = forms.ChoiceField(label="Theme", choices=THEMES, required=False, widget=forms.RadioSelect)

    @classmethod
    def of(cls, person: Person, data: Any = None) -> AccountForm:
        theme = person.user.theme if person.user else ""
        return cls(data, initial={"name": person.name, "timezone": person.timezone, "theme": theme}, prefix="account")


class OrganizationForm(PlainForm):
    """What holds for everybody."""

    name = line("Name", ask="Give the organization a name.", widget=forms.TextInput(attrs={"autocomplete": "organization"}))
    timezone = ZoneField(
        label="Time zone",
        error_messages={"required": "Choose a time zone, for instance Europe/Lisbon."},
        help_text="Days begin and end by it, and meetings keep its clock.",
    )
    check_in_every_days = forms.TypedChoiceField(
        label="Check-ins", coerce=int, help_text="After this long without one, an objective shows “No update”."
    )

    @classmethod
    def of(cls, organization: Organization, data: Any = None) -> OrganizationForm:
        fields = ("name", "timezone", "check_in_every_days")
        form = cls(data, initial={field: getattr(organization, field) for field in fields}, prefix="organization")
        form.offer_rhythm(organization.check_in_every_days)
        return form

    def offer_rhythm(self, days: int) -> None:
        """The usual rhythms, and the one that holds now."""
        rhythms = dict(sorted({days: f"Every {days} days", **RHYTHMS}.items()))
        field = self.fields["check_in_every_days"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = list(rhythms.items())
        field.error_messages["invalid_choice"] = "Choose how often from the list."
