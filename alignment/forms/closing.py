"""The shape of a choice at the end of a cycle: done, carry over or drop, with a score and a reason; no saving."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from alignment.models import Objective
from alignment.models.objectives import Outcome
from alignment.reads.closing import ClosingRow
from organizations.forms.fields import PlainForm
from organizations.models import Cycle

CHOICES = {
    Outcome.DONE: ("Done", "It ends here, with this score"),
    Outcome.CARRIED: ("Carry over", "What is open goes on in another cycle"),
    Outcome.DROPPED: ("Drop", "It stops, and here is why"),
}


class ConclusionForm(PlainForm):
    """One objective's score and choice; an empty score means the computed one."""

    outcome = forms.ChoiceField(
        label="What becomes of it?",
        choices=[(value, words[0]) for value, words in CHOICES.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose done, carry over or drop.", "invalid_choice": "Choose one of the three."},
    )
    into = forms.ChoiceField(
        label="Goes on in", required=False, error_messages={"invalid_choice": "Choose a cycle or an objective of the list."}
    )
    score = forms.DecimalField(
        label="Score", required=False, min_value=0, max_value=1, max_digits=4, decimal_places=3,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value", "max_digits", "max_decimal_places", "max_whole_digits"),
            "Give the score as a number from 0 to 1, with at most three places, like 0.7.",
        ),
    )  # fmt: skip
    reason = forms.CharField(
        label="Why", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": "Shorten this to 1,000 characters."},
    )  # fmt: skip
    seen = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, row: ClosingRow, cycles: Sequence[Cycle], takers: Sequence[Objective] = (), **kwargs: Any
    ) -> None:
        self.row, self.cycles, self.takers = row, cycles, takers
        super().__init__(data, initial=self.begun_with(), auto_id=f"id_{row.objective.pk}_%s", **kwargs)
        field = self.fields["into"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Choose"), *self.goals()]

    def begun_with(self) -> dict[str, Any]:
        """What stands: the choice that was made; the score only where it is another one than the computed."""
        kept = self.row.objective
        into = ""
        if kept.carried_to_id:
            into = f"objective:{kept.carried_to_id}"
        score = kept.score if self.row.is_overruled else None
        return {
            "outcome": kept.outcome,
            "into": into,
            "score": None if score is None else f"{score.normalize():f}",
            "reason": kept.outcome_note,
            "seen": self.row.edition,
        }

    def goals(self) -> list[Any]:
        """New in a cycle, or into an objective that is there."""
        new = [(f"cycle:{one.pk}", one.name) for one in self.cycles]
        standing = self.row.objective.carried_to
        there = [*([standing] if standing and standing not in self.takers else []), *self.takers]
        joined = [(f"objective:{one.pk}", f"{one.title} ({one.cycle})") for one in there]
        return [("As a new one in", new), *([("Into one that is there", joined)] if joined else [])]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        reason = (said.get("reason") or "").strip()
        if said.get("outcome") == Outcome.CARRIED and not said.get("into") and "into" not in self.errors:
            self.add_error("into", "Choose where it goes on.")
        if said.get("outcome") == Outcome.DROPPED and not reason:
            self.add_error("reason", "Say why it is dropped: the reason is what others learn from.")
        return said

    @property
    def options(self) -> list[tuple[str, str, str, bool]]:
        """Value, word, meaning and whether it is chosen."""
        chosen = self["outcome"].value()
        return [(value.value, word, meaning, value.value == chosen) for value, (word, meaning) in CHOICES.items()]

    @property
    def goal(self) -> dict[str, Any]:
        """Where a carried one goes, as the verb is told: `into` a cycle, or `joins` an objective."""
        if self.cleaned_data["outcome"] != Outcome.CARRIED:
            return {}
        kind, _, pk = self.cleaned_data["into"].partition(":")
        if kind == "cycle":
            return {"into": next((one for one in self.cycles if str(one.pk) == pk), None)}
        standing = self.row.objective.carried_to
        return {"joins": next((one for one in [*self.takers, standing] if one and str(one.pk) == pk), None)}
