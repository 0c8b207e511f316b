"""The shape of what either side says in a handshake, and of a new ask; nothing is saved here."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from alignment.forms.pickers import OpenObjectiveField
from alignment.models import Dependency
from alignment.models.dependencies import DependencyKind, IfItSlips
from alignment.turns import Turn, seen_as
from organizations.forms.fields import PlainForm, line
from organizations.forms.pickers import PersonField, TeamField

DAY_INVALID = "Give the day as year-month-day, like 2026-08-21."


def day_field(label: str, ask: str = "", **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    messages = {"invalid": DAY_INVALID, "required": ask}
    return forms.DateField(label=label, required=bool(ask), widget=widget, error_messages=messages, **more)


def text_field(label: str, ask: str = "", *, limit: int = 1000, rows: int = 3, **more: Any) -> forms.CharField:
    messages = {"required": ask, "max_length": f"Shorten this to {limit:,} characters."}
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=bool(ask), max_length=limit, widget=widget, error_messages=messages, **more)


class TurnForm(PlainForm):
    """One turn of the handshake: its day, its words or its owner, and the state that the page showed."""

    def __init__(self, *args: Any, turn: Turn, dependency: Dependency, is_tried: bool = False, **kwargs: Any) -> None:
        """Only tried (to see what it would change), it asks for no reason yet."""
        self.turn, self.dependency = turn, dependency
        super().__init__(*args, auto_id=f"id_{turn.name}_%s", **kwargs)
        self.fields["seen"] = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
        self.initial["seen"] = self.seen_now
        if turn.date:
            self.fields[turn.date] = day_field(turn.date_label, turn.date_ask, initial=self.day_to_start_from)
        if turn.words_label:
            self.fields["reason"] = text_field(turn.words_label, "" if is_tried else turn.words_ask)
        if turn.asks_owner:
            self.fields["owner"] = PersonField(label="Owner", ask="Name who answers for it.")
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "inp")

    @property
    def seen_now(self) -> str:
        return seen_as(self.dependency.state, self.dependency.needed_by, self.dependency.promised_by)

    @property
    def day_to_start_from(self) -> date | None:
        if self.turn.date == "needed_by":
            return self.dependency.needed_by
        return self.dependency.promised_by or self.dependency.needed_by

    @property
    def asked_fields(self) -> list[forms.BoundField]:
        return [field for field in self if field.name != "seen"]

    @property
    def day(self) -> date | None:
        return self.cleaned_data.get(self.turn.date) if self.turn.date else None

    @property
    def words(self) -> str:
        return str(self.cleaned_data.get("reason") or "")


class AskForm(PlainForm):
    """What one team needs of another."""

    from_team = TeamField(label="From", ask="Say which team needs it.")
    to_team = TeamField(label="To", ask="Say which team you ask.")
    to_owner = PersonField(label="Who of them", help_text="Nobody named: whoever leads the team answers.")
    title = line("What do you need?", ask="Say what you need, for instance: pen-test sign-off.")
    acceptance_test = text_field(
        "How will you know it is done?", "Say how you will know it is done, so that both mean the same.", rows=2
    )
    kind = forms.ChoiceField(
        label="Kind",
        required=False,
        choices=[(kind.value, kind.label) for kind in list(DependencyKind)[:4]],
        error_messages={"invalid_choice": "Choose one of the kinds."},
    )
    needed_by = day_field("Needed by", "Say by which day you need it.")
    from_objective = OpenObjectiveField(label="For", help_text="What waits for it. Nothing named: the team as a whole.")
    to_objective = OpenObjectiveField(label="Part of theirs", help_text="If you know: when that is late, yours hears of it.")
    if_it_slips = forms.ChoiceField(
        label="If it slips",
        required=False,
        choices=[(value.value, value.label) for value in IfItSlips],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose one of the three."},
    )
    description = text_field("Anything else they should know", limit=4000)
