"""The shape of what measures an objective and of what is done for it: key results, lists, guards, initiatives; no saving."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from alignment.actions.checklists import LONGEST_LIST
from alignment.actions.key_results import check_numbers
from alignment.forms.objectives import RowChoice, day, reason, weight, words
from alignment.forms.pickers import MetricField
from alignment.models import Initiative, KeyResult
from alignment.models.objectives import Bound, KeyResultKind, KeyResultState
from alignment.models.plans import InitiativeState
from organizations.forms.conflicts import SharedForm
from organizations.forms.fields import PlainForm, line
from organizations.forms.pickers import PersonField
from organizations.refusals import NotSaid

KINDS = {
    KeyResultKind.METRIC: "A number to move, from a start to a target",
    KeyResultKind.THRESHOLD_ABOVE: "A number that stays at or above a limit",
    KeyResultKind.THRESHOLD_BELOW: "A number that stays at or below a limit",
    KeyResultKind.MILESTONE: "A milestone, reached or not",
    KeyResultKind.CHECKLIST: "A list of things to tick off",
}


def number(label: str, hint: str = "", *, ask: str = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=bool(ask),
        max_digits=21,
        decimal_places=6,
        help_text=hint,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "inp num", "autocomplete": "off"}),
        error_messages={
            "required": ask,
            "invalid": "Write it as a number, like 12 or 12.5.",
            "max_digits": "That number is too long.",
            "max_decimal_places": "Give at most six places after the point.",
            "max_whole_digits": "That number is too large. Choose a larger unit, thousands or millions.",
        },
    )


class KeyResultFields(forms.Form):
    """What may be said of a key result, whatever its kind."""

    title = line("What is measured?", ask="Say what is measured, for instance: utilities live.")
    start_value = number("Starts at")
    target_value = number("Target")
    unit = line("Unit", limit=60)
    commit_value = number("Commitment", "Enough to have kept the word, on the way to the target.")
    stretch_value = number("Stretch", "More than hoped for, beyond the target.")
    owner = PersonField(label="Owner")
    due_on = day("Due")
    weight = weight("Counts so much in the progress of the objective; 0 counts for nothing.")
    metric = MetricField(label="Number of the scorecard that it moves")


class NewKeyResultForm(KeyResultFields, PlainForm):
    """A key result that is not there yet, with its kind and, for a list, what is on it."""

    kind = forms.ChoiceField(
        label="How is it measured?",
        choices=list(KINDS.items()),
        initial=KeyResultKind.METRIC,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it is measured.", "invalid_choice": "Choose one of the five."},
    )
    items = words("What is on the list, one thing a line", 60_000, 5)

    def clean_items(self) -> list[str]:
        items = [" ".join(text.split()) for text in self.cleaned_data["items"].splitlines() if text.strip()]
        if len(items) > LONGEST_LIST:
            raise forms.ValidationError(f"A list has at most {LONGEST_LIST} items. Make two measures of it.")
        if any(len(item) > 250 for item in items):
            raise forms.ValidationError("Shorten each line to 250 characters.")
        return items

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        kind = said.get("kind")
        if kind == KeyResultKind.CHECKLIST and not said.get("items") and "items" not in self.errors:
            self.add_error("items", "Say what is on the list, one thing a line.")
        elif kind and kind != KeyResultKind.CHECKLIST:
            put_right(self, KeyResultKind(kind), said)
        return said

    def words(self) -> dict[str, Any]:
        """What the verb takes; a list counts its own numbers, a milestone has none."""
        kind, said = self.cleaned_data["kind"], dict(self.cleaned_data)
        left = {"items"} | (set() if kind not in {KeyResultKind.CHECKLIST, KeyResultKind.MILESTONE} else NUMBERS)
        told = {name: value for name, value in said.items() if name not in left and value is not None}
        return told | ({"start_value": 0, "target_value": len(said["items"])} if kind == KeyResultKind.CHECKLIST else {})


NUMBERS = {"start_value", "target_value", "commit_value", "stretch_value"}


def put_right(form: forms.Form, kind: KeyResultKind, said: dict[str, Any]) -> None:
    """The verb's own word on the numbers, at the field that it is about."""
    if {"start_value", "target_value"} & set(form.errors):
        return
    try:
        check_numbers(kind, said.get("start_value"), said.get("target_value"))
    except NotSaid as problem:
        is_start = kind == KeyResultKind.METRIC and said.get("target_value") is not None and said.get("start_value") is None
        form.add_error("start_value" if is_start else "target_value", str(problem))


class KeyResultForm(KeyResultFields, SharedForm):
    """A key result that is there, which somebody else may be changing too. A list counts its own numbers."""

    reason = reason()

    def __init__(self, *args: Any, row: KeyResult, **more: Any) -> None:
        self.kind = KeyResultKind(row.kind or KeyResultKind.METRIC)
        super().__init__(*args, row=row, stored=stored_of(row), **more)
        if self.kind in {KeyResultKind.CHECKLIST, KeyResultKind.MILESTONE}:
            for name in NUMBERS & set(self.fields):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.kind not in {KeyResultKind.CHECKLIST, KeyResultKind.MILESTONE}:
            put_right(self, self.kind, said)
        return said


def stored_of(row: KeyResult) -> dict[str, Any]:
    """The values of a key result as its form shows them."""
    names = ["title", "unit", "owner", "due_on", "weight", "metric"]
    if row.kind not in {KeyResultKind.CHECKLIST, KeyResultKind.MILESTONE}:
        names += sorted(NUMBERS)
    return {name: getattr(row, name) for name in names}


class EndForm(PlainForm):
    """What becomes of a key result, and why."""

    state = forms.ChoiceField(
        choices=KeyResultState.choices,
        error_messages={"required": "Choose what becomes of it.", "invalid_choice": "Choose one of the list."},
    )
    reason = words("Why?", 1000, 2)


class ItemsForm(PlainForm):
    """Things that come on a list, one a line."""

    items = forms.CharField(
        label="Add to the list, one thing a line",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 1}),
        error_messages={"required": "Say what is to be done, one thing a line.", "max_length": "Add them in smaller portions."},
    )

    def clean_items(self) -> list[str]:
        return [" ".join(text.split()) for text in self.cleaned_data["items"].splitlines() if text.strip()]


class GuardForm(PlainForm):
    """What must not get worse while the objective is reached."""

    metric = MetricField(label="Number of the scorecard", ask="Name the number of the scorecard that must not get worse.")
    bound = forms.ChoiceField(
        label="It",
        choices=[(bound.value, str(bound.label).lower()) for bound in Bound],
        error_messages={"required": "Choose which way.", "invalid_choice": "Choose one of the two."},
    )
    limit_value = number("Limit", ask="Say at which number the line is.")


class InitiativeFields(forms.Form):
    """Work that is believed to move the objective."""

    title = line("What is going to be done?", ask="Say what is going to be done, for instance: hire two field engineers in Aarhus.")
    owner = PersonField(label="Owner")
    key_result = RowChoice(label="Moves which measure?")
    state = forms.ChoiceField(
        label="Where does it stand?",
        choices=InitiativeState.choices,
        initial=InitiativeState.PLANNED,
        error_messages={"required": "Say where it stands.", "invalid_choice": "Choose one of the four."},
    )
    due_on = day("Due")

    def __init__(self, *args: Any, key_results: Sequence[KeyResult], **more: Any) -> None:
        super().__init__(*args, **more)
        asked: Any = self.fields["key_result"]
        asked.offer(key_results, "The objective as a whole")


class NewInitiativeForm(InitiativeFields, PlainForm):
    """An initiative that is not there yet."""


class InitiativeForm(InitiativeFields, SharedForm):
    """An initiative that is there, which somebody else may be changing too."""

    def __init__(self, *args: Any, row: Initiative, **more: Any) -> None:
        stored = {"title": row.title, "owner": row.owner, "key_result": row.key_result_id, "state": row.state, "due_on": row.due_on}
        super().__init__(*args, row=row, stored=stored, **more)
