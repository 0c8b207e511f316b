"""The shape of a seat: its words, its place, who sits in it, and how somebody fits; nothing is saved here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from accountability.models import Seat, SeatPart
from alignment.forms.pickers import MetricField
from organizations.forms.conflicts import SharedForm
from organizations.forms.fields import PlainForm, line
from organizations.forms.pickers import PersonField, TeamField

LONGEST = 4_000
STEPS = [("", "Not said"), ("1", "No"), ("2", "In part"), ("3", "Yes")]


def lines(label: str, hint: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": "Shorten this to 4,000 characters."},
    )


class SeatChoice(forms.ChoiceField):
    """One of the open seats, or none."""

    def __init__(self, *, label: str, none: str) -> None:
        self.none = none
        super().__init__(label=label, required=False, error_messages={"invalid_choice": "Choose one of the open seats."})

    def offer(self, seats: Sequence[Seat]) -> None:
        self.rows = {str(seat.pk): seat for seat in seats}
        self.choices = [("", self.none), *((pk, seat.title) for pk, seat in self.rows.items())]

    def clean(self, value: Any) -> Seat | None:
        return self.rows.get(super().clean(value))


class WordsMixin(forms.Form):
    """What a seat says of itself."""

    title = line("Title", ask="Give the seat a title, like Head of Platform.")
    team = TeamField(label="Team")
    outcomes = lines("Answers for", "One outcome a line: what is true when the seat does well.")
    rights = lines("May decide", "One right a line: what it settles without asking.")
    critical = forms.ChoiceField(
        label="Could the organization do without it for a week?",
        choices=[("", "Yes"), ("no", "No, it is critical")],
        required=False,
        error_messages={"invalid_choice": "Choose yes or no."},
    )


def words_in(said: dict[str, Any]) -> dict[str, Any]:
    """The cleaned values as the verbs take them; only those that are there."""
    wanted: dict[str, Any] = {name: said[name] for name in ("title", "team") if name in said}
    wanted |= {name: said[name].splitlines() for name in ("outcomes", "rights") if name in said}
    return wanted | ({"is_critical": said["critical"] == "no"} if "critical" in said else {})


class NewSeatForm(WordsMixin, PlainForm):
    """A new seat, with its place."""

    above = SeatChoice(label="The seat above", none="None: the top of the chart")
    field_order = ("title", "team", "above")

    def __init__(self, *args: Any, seats: Sequence[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["above"].offer(seats)  # type: ignore[attr-defined]

    @property
    def words(self) -> dict[str, Any]:
        return words_in(self.cleaned_data) | {"above": self.cleaned_data["above"]}


class SeatForm(WordsMixin, SharedForm):
    """A seat that somebody else may be writing in too."""

    @property
    def words(self) -> dict[str, Any]:
        return words_in(self.changes)


def stored_of(seat: Seat) -> dict[str, Any]:
    """The values of a seat as its form shows them."""
    return {
        "title": seat.title,
        "team": seat.team,
        "outcomes": "\n".join(seat.outcomes),
        "rights": "\n".join(seat.rights),
        "critical": "no" if seat.is_critical else "",
    }


class PlaceForm(PlainForm):
    """Where a seat goes."""

    above = SeatChoice(label="The seat above", none="None: the top of the chart")

    def __init__(self, *args: Any, seats: Sequence[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["above"].offer(seats)  # type: ignore[attr-defined]


class FillForm(PlainForm):
    """Who sits in it."""

    person = PersonField(label="Who", ask="Say who.")
    part = forms.ChoiceField(
        label="As", choices=SeatPart.choices, error_messages={"required": "Choose.", "invalid_choice": "Choose one of the two."}
    )


class NumberForm(PlainForm):
    """A number of the scorecard."""

    metric = MetricField(label="Number of the scorecard", ask="Name a number of the scorecard.")


class CloseForm(PlainForm):
    """Why it is not needed any more."""

    reason = line("Why", ask="Say why it is not needed any more.", limit=1000)


def step(label: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=STEPS,
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": "Choose no, in part or yes."},
    )


class FitForm(PlainForm):
    """How somebody fits a seat; nothing said takes the note away."""

    person = PersonField(label="Who", ask="Say who.")
    gets_it = step("Gets it")
    wants_it = step("Wants it")
    has_capacity = step("Has the capacity")
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Shorten this to 1,000 characters."},
    )
