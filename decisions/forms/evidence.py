"""The shape of what is expected of a decision, of looking at it again and of opening it again; nothing is saved here."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q

from alignment.models import KeyResult
from alignment.models.objectives import KeyResultState
from decisions.actions.evidence import Expected
from decisions.models import Decision, HeldUp, Verdict
from organizations.forms.fields import PlainForm, line

MOST = 100
JUDGEMENTS = [
    ("4", "Clearly the right call"),
    ("3", "Rather the right call"),
    ("2", "Rather the wrong call"),
    ("1", "The wrong call"),
]


def day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Give the day as year-month-day, like 2026-09-30."},
    )


class ExpectationForm(PlainForm):
    """Which number is expected to move, to what and by when, and how sure whoever decides is."""

    expects: forms.ModelChoiceField[KeyResult] = forms.ModelChoiceField(
        label="Which number is it to move",
        queryset=None,
        required=False,
        empty_label="None that is measured",
        error_messages={"invalid_choice": "Choose one of the numbers of this objective."},
    )
    expected_value = forms.DecimalField(
        label="To what",
        required=False,
        max_digits=21,
        decimal_places=6,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"invalid": "Give a number, like 94 or 7.5.", "max_digits": "That number is too large."},
    )
    expected_by = day("By when")
    confidence = forms.IntegerField(
        label="How sure, in per cent",
        required=False,
        min_value=0,
        max_value=100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": "4"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "Say how sure you are as a number from 0 to 100 per cent."
        ),
    )

    def __init__(self, *args: Any, decision: Decision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = HeldUp.objects.filter(decision=decision, objective__isnull=False).values("objective")
        about = Q(objective=decision.objective_id) | Q(objective__in=held)
        found = KeyResult.objects.filter(about).exclude(state=KeyResultState.CANCELLED).select_related("objective")
        numbers: Any = KeyResult.objects.filter(pk__in=[row.pk for row in found.order_by("objective", "position", "id")[:MOST]])
        self.fields["expects"].queryset = numbers.order_by("objective", "position", "id")  # type: ignore[attr-defined]
        self.has_numbers = bool(self.fields["expects"].queryset)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("expects") is None:
            return said
        if said.get("expected_value") is None and "expected_value" not in self.errors:
            self.add_error("expected_value", "Say what the number is expected to become, or choose none.")
        if said.get("expected_by") is None and "expected_by" not in self.errors:
            self.add_error("expected_by", "Say by when the effect can be seen.")
        return said

    @property
    def expected(self) -> Expected | None:
        said = self.cleaned_data
        return Expected(said["expects"], said["expected_value"], said["expected_by"]) if said.get("expects") else None


class ReopeningForm(PlainForm):
    """What has changed since."""

    reason = forms.CharField(
        label="What has changed since",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say what has changed since.", "max_length": "Shorten this to 1,000 characters."},
    )


class ReviewForm(PlainForm):
    """The call by itself, how it turned out where that cannot be computed, what was learnt, and whether it stands."""

    judgement = forms.ChoiceField(
        label="Was it the right call, given what was known then",
        choices=JUDGEMENTS,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it was the right call, whatever came of it."},
    )
    outcome = forms.ChoiceField(
        label="How did it turn out",
        choices=[("well", "Well"), ("badly", "Not well")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say how it turned out: that cannot be computed, or not yet."},
    )
    note = forms.CharField(
        label="What was seen",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": "Shorten this to 4,000 characters."},
    )
    lesson = line("What others can learn from it")
    verdict = forms.ChoiceField(
        label="What becomes of it",
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it stands or is decided anew."},
    )
    review_on = day("Look at it once more on")

    def __init__(self, *args: Any, is_computed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_computed:
            del self.fields["outcome"]

    @property
    def is_well(self) -> bool | None:
        return self.cleaned_data["outcome"] == "well" if "outcome" in self.fields else None

    @property
    def next_day(self) -> date | None:
        found: date | None = self.cleaned_data["review_on"]
        return found
