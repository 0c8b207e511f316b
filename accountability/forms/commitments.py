"""The shape of how a commitment ends; nothing is saved here."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from accountability.actions.closing import ASK_FOR_CODE
from accountability.actions.entering import is_past, seen_as
from accountability.forms.fields import code_field, day_field, seen_field, text_field
from accountability.models import Commitment
from alignment.models import CheckIn, KeyResult
from organizations.forms.fields import PlainForm, line
from organizations.forms.pickers import PersonField
from organizations.verbs import day_of

NEWEST = 3  # check-ins to choose from as evidence


class ClosingForm(PlainForm):
    """Done with what shows it, carried to another day with a reason, or dropped with a reason and by agreement.

    Past its day, what is carried or dropped says what kept it.
    """

    ending = forms.ChoiceField(
        choices=[("done", "Done"), ("carry", "Carry"), ("drop", "Drop")],
        error_messages={"required": "Choose how it ends.", "invalid_choice": "Choose done, carry or drop."},
    )
    reason_code = code_field()
    due_on = day_field("New day, if it is carried on")
    reason = text_field("Note, or why it is carried or dropped")
    evidence = line("What shows that it is done", limit=1000, help_text="A link, or words.")
    shown_by = forms.ChoiceField(
        label="Or a measure, or a report", required=False, error_messages={"invalid_choice": "Choose one of the list, or nothing."}
    )
    agreed_by = PersonField(label="Who agreed to drop it")
    stop = forms.BooleanField(label="And do not repeat it", required=False)
    seen = seen_field()

    def __init__(self, *args: Any, commitment: Commitment, today: date, **kwargs: Any) -> None:
        self.commitment, self.is_past = commitment, is_past(commitment, today)
        super().__init__(*args, auto_id=f"id_closing_{commitment.pk}_%s", **kwargs)
        self.initial["seen"] = seen_as(commitment)
        if not self.is_past:
            del self.fields["reason_code"]
        if not commitment.receiver_id:
            del self.fields["agreed_by"]
        if not commitment.repeats:
            del self.fields["stop"]
        shown = evidence_of(commitment) if commitment.objective_id else []
        if shown:
            self.fields["shown_by"].choices = [("", "Nothing"), *shown]  # type: ignore[attr-defined]
        else:
            del self.fields["shown_by"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        ending = said.get("ending")
        if ending == "carry" and not said.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", "Say by which day it will be done.")
        if ending in {"carry", "drop"} and not (said.get("reason") or "").strip():
            self.add_error("reason", "Say why: whoever waits for it should know.")
        if ending in {"carry", "drop"} and self.is_past and not said.get("reason_code") and "reason_code" not in self.errors:
            self.add_error("reason_code", ASK_FOR_CODE)
        return said

    @property
    def day(self) -> date:
        day: date = self.cleaned_data["due_on"]
        return day

    @property
    def shown(self) -> dict[str, Any]:
        """The measure or the report that was chosen."""
        kind, _, pk = (self.cleaned_data.get("shown_by") or "").partition(":")
        return {
            "key_result": KeyResult.objects.filter(pk=pk).first() if kind == "key_result" else None,
            "check_in": CheckIn.objects.filter(pk=pk).first() if kind == "check_in" else None,
        }


def evidence_of(commitment: Commitment) -> list[tuple[str, str]]:
    """What stands at the objective and could show it: its measures, and the newest reports."""
    measures = KeyResult.objects.filter(objective=commitment.objective_id).order_by("id")[:20]
    reports = CheckIn.objects.filter(objective=commitment.objective_id, key_result=None).order_by("-at", "-id")[:NEWEST]
    days = [(one.pk, day_of(one.at, commitment.organization)) for one in reports]
    return [
        *((f"key_result:{one.pk}", one.title) for one in measures),
        *((f"check_in:{pk}", f"Report of {day.day} {day:%B}") for pk, day in days),
    ]
