"""The shape of a check-in; nothing is saved here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django import forms

from alignment.forms.numbers import field_of
from alignment.models import CheckIn, KeyResult, Objective
from alignment.models.check_ins import Claim
from alignment.models.objectives import KeyResultKind
from organizations.forms.fields import PlainForm
from organizations.forms.pickers import PersonField
from organizations.models import Person
from organizations.tenancy import new_key

KEY = re.compile(r"^[0-9a-f]{12}$")
KEPT_OUT = {"once"}  # never restored from a draft


def meanings(reader: Person | None) -> dict[str, str]:
    """What each colour means, as the reader of the check-in understands it."""
    who = reader.name.split()[0] if reader else "the others"
    return {
        Claim.ON_TRACK: "Going as planned, no help needed",
        Claim.AT_RISK: f"Something may slip; {who} should know",
        Claim.OFF_TRACK: "Will miss without help",
    }


@dataclass(slots=True)
class NumberRow:
    """A key result as the form asks for it: what it was, and what it goes for."""

    key_result: KeyResult
    field: forms.BoundField
    was: str
    target: str
    shown_name: str  # the hidden field with what the form showed when it was opened
    shown: str

    @property
    def is_milestone(self) -> bool:
        return self.key_result.kind == KeyResultKind.MILESTONE


class CheckInForm(PlainForm):
    """One form for colour, numbers, confidence and one line why; starts from what was said last."""

    claim = forms.ChoiceField(
        label="Where does it stand?",
        choices=[(claim.value, claim.label) for claim in Claim],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose where it stands.", "invalid_choice": "Choose one of the three."},
    )
    way_back = forms.CharField(
        label="What would bring it back?",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": "Shorten this to 1,000 characters."},
    )
    helper = PersonField(label="From whom?", help_text="They are asked at once. Empty: you can do it yourselves.")
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
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    once = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    anyway = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, objective: Objective, last: CheckIn | None, key_results: Iterable[KeyResult], **kwargs: Any
    ) -> None:
        self.objective, self.last, self.key_results = objective, last, list(key_results)
        kwargs["initial"] = {"seen": last.pk if last else 0, "once": new_key()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        for key_result in self.key_results:
            self.fields[name_of(key_result)] = field_of(key_result)
            self.initial.setdefault(name_of(key_result), value_shown(key_result))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("claim") in {Claim.AT_RISK, Claim.OFF_TRACK}:
            if not (said.get("way_back") or "").strip() and "way_back" not in self.errors:
                self.add_error("way_back", "Say what would bring it back, and from whom.")
        else:
            said["way_back"], said["helper"] = "", None
            self.errors.pop("way_back", None)
            self.errors.pop("helper", None)
        return said

    @cached_property
    def numbers(self) -> list[NumberRow]:
        return [
            NumberRow(
                row,
                self[name_of(row)],
                as_number(row.current_value),
                as_number(row.target_value),
                self.was_name(row),
                self.was(row),
            )
            for row in self.key_results
        ]

    @cached_property
    def claims(self) -> list[tuple[str, str, str, bool]]:
        """Value, word, meaning and whether it is chosen, for the three cards."""
        chosen, means = self["claim"].value(), meanings(self.objective.acknowledger)
        return [(claim.value, str(claim.label), means[claim], claim.value == chosen) for claim in Claim]

    @cached_property
    def steps(self) -> list[tuple[int, bool, bool]]:
        """0 to 10: the number, whether it is chosen, whether it was last time's."""
        chosen, before = str(self["confidence"].value()), self.last_step
        return [(number, str(number) == chosen, number == before) for number in range(11)]

    @property
    def last_step(self) -> int | None:
        return None if self.last is None or self.last.confidence is None else round(self.last.confidence / 10)

    def was_name(self, key_result: KeyResult) -> str:
        return self.add_prefix(f"was_{key_result.pk}")

    def was(self, key_result: KeyResult) -> str:
        """What the field showed when the form was opened."""
        kept = self.data.get(self.was_name(key_result)) if self.is_bound else self.initial.get(f"was_{key_result.pk}")
        return value_shown(key_result) if kept is None else str(kept)

    def values(self) -> dict[KeyResult, Decimal]:
        """The numbers that the writer changed: against what the form showed, so that an untouched one undoes nobody's."""
        said = ((key_result, self.cleaned_data.get(name_of(key_result))) for key_result in self.key_results)
        return {row: Decimal(value) for row, value in said if value is not None and typed(row, value) != self.was(row)}

    @property
    def is_sure(self) -> bool:
        """Whether the evidence against just this colour was seen."""
        return bool(self.cleaned_data.get("anyway") == self.cleaned_data.get("claim"))

    def said(self) -> dict[str, Any]:
        """What the verb is told."""
        said = self.cleaned_data
        once = said.get("once") or ""
        return {
            "values": self.values(),
            "claim": Claim(said["claim"]),
            "confidence": None if said["confidence"] is None else said["confidence"] * 10,
            "note": said["note"],
            "way_back": said["way_back"],
            "helper": said["helper"],
            "key": once if KEY.match(once) else "",
            "seen": said["seen"],
        }


def as_number(value: Decimal | None) -> str:
    """A number without the noughts that storing it added: 4.000000 is 4."""
    return "" if value is None else f"{value.normalize():f}"


def typed(key_result: KeyResult, value: Any) -> str:
    """A cleaned value as its field shows it: a milestone is 1 or nothing."""
    if key_result.kind == KeyResultKind.MILESTONE:
        return "1" if value else ""
    return as_number(value)


def value_shown(key_result: KeyResult) -> str:
    """What the field starts from."""
    value = key_result.current_value
    return typed(key_result, value == 1 if key_result.kind == KeyResultKind.MILESTONE else value)


def name_of(key_result: KeyResult) -> str:
    return f"value_{key_result.pk}"
