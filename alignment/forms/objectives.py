"""The shape of an objective as it is written, changed, moved and ended; nothing is saved here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from alignment.actions.objectives import ENDS, STATES
from alignment.forms.pickers import ObjectiveField
from alignment.models import Objective, StrategyLine
from alignment.models.objectives import Ambition, ObjectiveState
from organizations.forms.conflicts import SharedForm
from organizations.forms.fields import PlainForm, line
from organizations.forms.pickers import PersonField, TeamField
from organizations.listing import BIGGEST_ID
from organizations.models import Cycle

MOST_TAGS = 20


def day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Give the day as year-month-day, like 2026-09-30."},
    )


def words(label: str, limit: int, rows: int = 3, *, hint: str = "") -> forms.CharField:
    """Some lines of text."""
    return forms.CharField(
        label=label,
        required=False,
        max_length=limit,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"max_length": f"Shorten this to {limit:,} characters."},
    )


def weight(hint: str) -> forms.DecimalField:
    return forms.DecimalField(
        label="Weight",
        initial=1,
        min_value=0,
        max_value=1000,
        max_digits=6,
        decimal_places=2,
        help_text=hint,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={
            "required": "Give a weight: 1 is usual, 0 counts for nothing.",
            "invalid": "Give the weight as a number, like 1 or 2.5.",
            "min_value": "Give a weight of 0 or more; 0 counts for nothing.",
            "max_value": "Give a weight of at most 1,000.",
            "max_decimal_places": "Give at most two places after the point.",
            "max_digits": "Give a weight of at most 1,000, with two places after the point.",
            "max_whole_digits": "Give a weight of at most 1,000.",
        },
    )


def reason(label: str = "Why do you change it?") -> forms.CharField:
    return words(label, 1000, 2)


class RowChoice(forms.TypedChoiceField):
    """One of a few rows, chosen from a list; cleans to the row, or None."""

    def __init__(self, *, label: str, **more: Any) -> None:
        messages = {"invalid_choice": "Choose one of the list."}
        super().__init__(label=label, required=False, empty_value=None, error_messages=messages, **more)

    def offer(self, rows: Sequence[Any], nothing: str) -> None:
        """Show these rows, and `nothing` for none of them."""
        by_number = {str(row.pk): row for row in rows}
        self.choices = [("", nothing), *((number, str(row)) for number, row in by_number.items())]
        self.coerce = lambda number: by_number[str(number)]


class ObjectiveFields(forms.Form):
    """What may be said of an objective. `cycles` and `lines` are those to choose from."""

    title = line("Title", ask="Give the objective a title: what will be true when it is reached?")
    done_means = words("Done means", 1000, 2, hint="How will everybody see that it is reached?")
    owner = PersonField(label="Owner")
    reviewer = PersonField(label="Reviewer")
    team = TeamField(label="Team")
    cycle = RowChoice(label="Cycle")
    parent = ObjectiveField(label="Contributes to")
    because = line("How it contributes")
    serves = RowChoice(label="Sentence of the strategy it serves")
    ambition = forms.ChoiceField(
        label="Ambition",
        required=False,
        choices=[("", "Not stated"), *Ambition.choices],
        error_messages={"invalid_choice": "Say whether it is a commitment or a stretch."},
    )
    weight = weight("Counts so much in what it contributes to; 0 counts for nothing.")
    start_on = day("Starts")
    due_on = day("Due")
    tags = line("Tags", limit=1000)
    description = words("Description", 4000, 5)

    def __init__(self, *args: Any, cycles: Sequence[Cycle], lines: Sequence[StrategyLine], **more: Any) -> None:
        super().__init__(*args, **more)
        choices: dict[str, Any] = self.fields
        choices["cycle"].offer(cycles, "No cycle")
        choices["serves"].offer(lines, "None")

    def clean_tags(self) -> list[str]:
        tags = list(dict.fromkeys(" ".join(tag.split()) for tag in self.cleaned_data["tags"].split(",")))
        tags = [tag for tag in tags if tag]
        if len(tags) > MOST_TAGS:
            raise forms.ValidationError(f"Keep to {MOST_TAGS} tags.")
        if any(len(tag) > 250 for tag in tags):
            raise forms.ValidationError("Shorten this tag to 250 characters, and put a comma between two of them.")
        return tags

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("start_on") and said.get("due_on") and said["due_on"] < said["start_on"]:
            self.add_error("due_on", "Choose a due date that is not before the start.")
        return said


class NewObjectiveForm(ObjectiveFields, PlainForm):
    """An objective that is not there yet; a set that is published asks why it grows."""

    reason = reason("Why is it added now?")

    def words(self) -> dict[str, Any]:
        """What the verb takes."""
        return {name: value for name, value in self.cleaned_data.items() if value is not None}


class ObjectiveForm(ObjectiveFields, SharedForm):
    """An objective that is there, which somebody else may be changing too."""

    reason = reason()


def stored_of(objective: Objective) -> dict[str, Any]:
    """The values of an objective as its form shows them."""
    return {
        "title": objective.title,
        "done_means": objective.done_means,
        "owner": objective.owner,
        "reviewer": objective.reviewer,
        "team": objective.team,
        "cycle": objective.cycle_id,
        "parent": objective.parent,
        "because": objective.because,
        "serves": objective.serves_id,
        "ambition": objective.ambition,
        "weight": objective.weight,
        "start_on": objective.start_on,
        "due_on": objective.due_on,
        "tags": ", ".join(objective.tags),
        "description": objective.description,
    }


class MoveForm(PlainForm):
    """What it contributes to from now on: the number of one that was found, or of the one it was dropped on; empty for none."""

    parent = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=BIGGEST_ID,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "Choose one of the list."),
    )
    because = line("How it contributes")

    def clean_parent(self) -> Objective | None:
        if "parent" not in self.data:
            raise forms.ValidationError("Choose where it belongs.")
        number = self.cleaned_data["parent"]
        row: Objective | None = Objective.objects.filter(pk=number).first() if number else None
        if number and row is None:
            raise forms.ValidationError("Choose one of the list: that one is not there any more.")
        return row


class LinkForm(PlainForm):
    """One more objective that it contributes to, and how."""

    contributes_to = ObjectiveField(label="Also contributes to", ask="Name the objective that it also contributes to.")
    because = line("How it contributes")


ENDING_WORDS = {
    ObjectiveState.ACTIVE: "Under way",
    ObjectiveState.ON_HOLD: "On hold: it keeps its date and asks for no check-in",
    ObjectiveState.COMPLETED: "Reached",
    ObjectiveState.MISSED: "Missed: its time is over and it was not reached",
    ObjectiveState.CANCELLED: "Cancelled: it is not wanted any more",
    ObjectiveState.SUPERSEDED: "Superseded: another one takes its place",
    ObjectiveState.REJECTED: "Rejected: it was proposed and not agreed",
}
ASKS_WHY = ENDS - {ObjectiveState.COMPLETED} | {ObjectiveState.ON_HOLD}


class StateForm(PlainForm):
    """What becomes of an objective: the states that may follow the one it is in."""

    state = forms.ChoiceField(
        label="What becomes of it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what becomes of it.", "invalid_choice": "Choose one of the list."},
    )
    completed_on = day("On which day?")
    reason = words("Why?", 1000, 3)

    def __init__(self, data: Mapping[str, Any] | None = None, *, objective: Objective, **more: Any) -> None:
        super().__init__(data, **more)
        self.objective = objective
        following = STATES[objective.state]
        choices: Any = self.fields["state"]
        choices.choices = [(state.value, word) for state, word in ENDING_WORDS.items() if state in following]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        is_reopening = self.objective.state in ENDS
        if (said.get("state") in ASKS_WHY or (is_reopening and said.get("state"))) and not said.get("reason"):
            self.add_error("reason", "Say why: people have been told otherwise, and the reason is what they learn from.")
        return said
