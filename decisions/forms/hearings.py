"""The shape of asking people for some days, of what each of them says, and of dissent; nothing is saved here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from decisions.forms.fields import day, paragraph
from decisions.models import Answer, Criterion, Hearing, Option, Stance, Way
from decisions.reads.hearings import ASKS
from decisions.tallies import BEST_SCORE, DOTS, RANK, SCORE, VOTES, Cells
from organizations.forms.fields import PlainForm


class HearingForm(PlainForm):
    """In which way, until when, and whether answers are hidden until it is closed."""

    way = forms.ChoiceField(
        label="What everybody is asked",
        choices=[(way.value, way.label) for way in Way if way != Way.OWN],
        initial=Way.ADVICE,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what they are asked.", "invalid_choice": "Choose one of the list."},
    )
    closes_on = day("Until the end of", ask="Say until which day.")
    is_hidden = forms.BooleanField(label="Answers are hidden until it is closed", required=False, initial=True)

    @property
    def ways(self) -> list[tuple[Any, str]]:
        return [(choice, ASKS[Way(choice.data["value"])]) for choice in self["way"]]


class AnswerForm(PlainForm):
    """What one person says: words, with consent or a concern, or points for the options, by each criterion where there are some."""

    words = paragraph("What you think", limit=2000, rows=3)

    def __init__(
        self,
        *args: Any,
        hearing: Hearing,
        answer: Answer | None,
        options: list[Option],
        criteria: Sequence[Criterion] = (),
        **more: Any,
    ) -> None:
        self.hearing, self.options = hearing, options if hearing.way in VOTES else []
        self.criteria = list(criteria) if hearing.way == SCORE else []
        votes = answer.votes.all() if answer and answer.answered_at else []
        given = {(vote.option_id, vote.criterion_id): vote.points for vote in votes}
        super().__init__(*args, **more)
        if answer and answer.answered_at:
            self.initial["words"], self.initial["stance"] = answer.words, answer.stance
        asked: Any = self.fields["words"]
        asked.label = {Way.ADVICE: "What you think", Way.CONSENT: "Your concern, or a word with it"}.get(
            Way(hearing.way), "A word with it"
        )
        if hearing.way == Way.CONSENT:
            self.fields["stance"] = forms.ChoiceField(
                label="Do you consent?",
                choices=[(Stance.CONSENT, "I consent"), (Stance.CONCERN, "I have a concern")],
                widget=forms.RadioSelect,
                error_messages={
                    "required": "Say whether you consent or have a concern.",
                    "invalid_choice": "Say whether you consent or have a concern.",
                },
            )
        for option in self.options:
            for one in self.columns:
                field = self.points_field(one.name if one else option.text, given.get((option.pk, one.pk if one else None)))
                self.fields[name_of(option, one)] = field

    def points_field(self, label: str, given: int | None) -> forms.ChoiceField:
        first, most = (1, len(self.options)) if self.hearing.way == RANK else (0, BEST_SCORE if self.hearing.way == SCORE else DOTS)
        return forms.ChoiceField(
            label=label,
            required=False,
            choices=[(str(n), str(n)) for n in range(first, most + 1)],
            initial="" if given is None else str(given),
            widget=forms.RadioSelect,
            error_messages={"invalid_choice": f"Choose a number from {first} to {most}."},
        )

    @property
    def columns(self) -> list[Criterion | None]:
        """By what each option is scored; by nothing in particular where there are no criteria."""
        return [*self.criteria] or [None]

    @property
    def option_fields(self) -> list[forms.BoundField]:
        return [] if self.criteria else [self[name_of(option)] for option in self.options]

    @property
    def weighing(self) -> list[tuple[Option, list[tuple[Criterion, forms.BoundField]]]]:
        """Each option with a field a criterion."""
        return [(option, [(one, self[name_of(option, one)]) for one in self.criteria]) for option in self.options if self.criteria]

    @property
    def points(self) -> dict[int, int]:
        said = {option.pk: self.cleaned_data.get(name_of(option)) for option in self.options}
        return {option: int(value) for option, value in said.items() if value not in (None, "")}

    @property
    def cells(self) -> Cells:
        pairs = [(option, one) for option in self.options for one in self.criteria]
        said = {(option.pk, one.pk): self.cleaned_data.get(name_of(option, one)) for option, one in pairs}
        return {pair: int(value) for pair, value in said.items() if value not in (None, "")}


class ScoresForm(AnswerForm):
    """What who decides alone gives to each option by each criterion; none at all takes it back."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, hearing=Hearing(way=Way.SCORE), **more)
        del self.fields["words"]


def name_of(option: Option, criterion: Criterion | None = None) -> str:
    return f"option-{option.pk}-{criterion.pk}" if criterion else f"option-{option.pk}"


class DissentForm(PlainForm):
    """Why one thinks otherwise; the button says whether one goes along."""

    words = paragraph("Why you disagree", "Say why you disagree.", limit=2000, rows=4)
