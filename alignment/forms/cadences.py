"""How often a team is asked for check-ins."""

from __future__ import annotations

from typing import Any

from django import forms

from alignment.models import Cadence
from organizations.forms.fields import PlainForm
from organizations.forms.settings import RHYTHMS
from organizations.models import Organization
from organizations.words import as_opening


def as_number(text: str) -> int | None:
    return int(text) if text else None


class CadenceForm(PlainForm):
    """The choice with the organization's own cadence first."""

    every_days = forms.TypedChoiceField(
        coerce=as_number, required=False, empty_value=None, error_messages={"invalid_choice": "Choose how often from the list."}
    )

    @classmethod
    def of(cls, every_days: int | None, organization: Organization, words: Any, data: Any = None) -> CadenceForm:
        form = cls(data, initial={"every_days": every_days})
        field = form.fields["every_days"]
        assert isinstance(field, forms.TypedChoiceField)
        days = organization.check_in_every_days
        usual = RHYTHMS.get(days, f"Every {days} days").lower()
        field.choices = [("", f"As everybody: {usual}"), *Cadence.choices]
        field.label = f"{words['Check_ins']} are asked for"
        field.help_text = (
            "Whoever has one due is reminded on its day. "
            f"{as_opening(words['an_objective'])} still shows “No update” by the organization’s own rhythm."
        )
        return form
