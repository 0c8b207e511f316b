"""The shape of a choice and of passing it on; nothing is saved here."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from decisions.models import Decision, Option
from organizations.forms.fields import PlainForm
from organizations.models import Person


class OutcomeForm(PlainForm):
    """Which option, why, and when to look at it again."""

    option: forms.ModelChoiceField[Option] = forms.ModelChoiceField(
        label="What is chosen",
        queryset=None,
        required=False,
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose one of the options."},
    )
    outcome = forms.CharField(
        label="What is decided, and why",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say what is decided, and why.", "max_length": "Shorten this to 4,000 characters."},
    )
    review_on = forms.DateField(
        label="Look at it again on",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Give the day as year-month-day, like 2026-09-30."},
    )
    answer = forms.ChoiceField(
        choices=[("yes", "Decide"), ("no", "Decide against it")], error_messages={"required": "Choose an answer."}
    )

    def __init__(self, *args: Any, decision: Decision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options: Any = Option.objects.filter(decision=decision).order_by("position")
        self.fields["option"].queryset = options  # type: ignore[attr-defined]
        self.has_options = bool(options)
        self.fields["option"].label_from_instance = lambda option: option.text  # type: ignore[attr-defined]

    @property
    def is_yes(self) -> bool:
        return str(self.cleaned_data["answer"]) == "yes"

    @property
    def review_day(self) -> date | None:
        day: date | None = self.cleaned_data["review_on"]
        return day


class HandOverForm(PlainForm):
    """To whom, found by a part of the name or the e-mail address."""

    to = forms.CharField(
        label="Who decides in your place",
        max_length=250,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Write the name of the person who decides."},
    )
    reason = forms.CharField(label="Why", required=False, max_length=250)

    def clean_to(self) -> Person:
        said = self.cleaned_data["to"].strip()
        people = Person.objects.exclude(status="inactive")
        found = (
            list(people.filter(name__iexact=said)[:2])
            or list(people.filter(email__iexact=said)[:2])
            or list(people.filter(name__icontains=said)[:6])
        )
        if not found:
            raise forms.ValidationError(f"Nobody here is called “{said}”. Look the name up under People.")
        if len(found) > 1:
            raise forms.ValidationError(f"Which one: {', '.join(person.name for person in found)}? Write the whole name.")
        person: Person = found[0]
        return person
