"""The shape of a check-in; nothing is saved here."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms

from alignment.models import CheckIn, KeyResult, Objective
from alignment.models.check_ins import Claim
from alignment.models.objectives import KeyResultKind, KeyResultState
from organizations.forms.fields import PlainForm

# What each colour means, as the reader of the check-in understands it.
MEANINGS = {
    Claim.ON_TRACK: "Going as planned, no help needed",
    Claim.AT_RISK: "Something may slip, the others should know",
    Claim.OFF_TRACK: "Will miss without help",
}


@dataclass(slots=True)
class NumberRow:
    """A key result as the form asks for it: what it was, and what it goes for."""

    key_result: KeyResult
    field: forms.BoundField
    was: str
    target: str


class CheckInForm(PlainForm):
    """One form for colour, numbers, confidence and one line why; starts from what was said last."""

    claim = forms.ChoiceField(
        label="Where does it stand?",
        choices=[(claim.value, claim.label) for claim in Claim],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose where it stands.", "invalid_choice": "Choose one of the three."},
    )
    way_back = forms.CharField(
        label="What would bring it back, and from whom?",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": "Shorten this to 1,000 characters."},
    )
    confidence = forms.TypedChoiceField(
        label="How sure are you?",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[(str(number), str(number)) for number in range(11)],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Say how sure you are from 0 to 10."},
    )
    note = forms.CharField(
        label="What changed, and why?",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": "Shorten this to 4,000 characters."},
    )

    def __init__(self, *args: Any, objective: Objective, last: CheckIn | None, **kwargs: Any) -> None:
        self.key_results = open_numbers(objective)
        self.last = last
        super().__init__(*args, **kwargs)
        for key_result in self.key_results:
            self.fields[name_of(key_result)] = number_field(key_result)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("claim") in {Claim.AT_RISK, Claim.OFF_TRACK} and not (said.get("way_back") or "").strip():
            self.add_error("way_back", "Say what would bring it back, and from whom.")
        return said

    @property
    def numbers(self) -> list[NumberRow]:
        rows = [(row, as_number(row.current_value), as_number(row.target_value)) for row in self.key_results]
        return [NumberRow(row, self[name_of(row)], was, target) for row, was, target in rows]

    @property
    def claims(self) -> list[tuple[str, str, str, bool]]:
        """Value, word, meaning and whether it is chosen, for the three cards."""
        chosen = self["claim"].value()
        return [(claim.value, str(claim.label), MEANINGS[claim], claim.value == chosen) for claim in Claim]

    @property
    def steps(self) -> list[tuple[int, bool, bool]]:
        """0 to 10: the number, whether it is chosen, whether it was last time's."""
        chosen, before = str(self["confidence"].value()), self.last_step
        return [(number, str(number) == chosen, number == before) for number in range(11)]

    @property
    def last_step(self) -> int | None:
        return None if self.last is None or self.last.confidence is None else round(self.last.confidence / 10)

    def values(self) -> dict[KeyResult, Decimal]:
        """The numbers that differ from what they were."""
        said = {key_result: self.cleaned_data.get(name_of(key_result)) for key_result in self.key_results}
        return {key_result: value for key_result, value in said.items() if value is not None and value != key_result.current_value}


def open_numbers(objective: Objective) -> list[KeyResult]:
    """The key results that a check-in can move: numbers of this objective that are still open; at most twelve."""
    rows = KeyResult.objects.filter(objective=objective, state__in=["", KeyResultState.OPEN])
    return list(rows.exclude(kind=KeyResultKind.MILESTONE).exclude(target_value=None).order_by("position", "id")[:12])


def as_number(value: Decimal | None) -> str:
    """A number without the noughts that storing it added: 4.000000 is 4."""
    return "" if value is None else f"{value.normalize():f}"


def name_of(key_result: KeyResult) -> str:
    return f"value_{key_result.pk}"


def number_field(key_result: KeyResult) -> forms.DecimalField:
    return forms.DecimalField(
        label=key_result.title,
        required=False,
        initial=as_number(key_result.current_value),
        max_digits=18,
        decimal_places=6,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "inp num", "autocomplete": "off"}),
        error_messages={
            "invalid": f"Say how far “{key_result.title[:60]}” is as a number, like 12 or 12.5.",
            "max_digits": "That number is too long.",
            "max_decimal_places": "Give at most six places after the point.",
            "max_whole_digits": "That number is too large.",
        },
    )
