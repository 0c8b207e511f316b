"""The shape of asking people for some days, of what each of them says, and of dissent; nothing is saved here."""

from __future__ import annotations

from typing import Any

from django import forms

from decisions.forms.fields import day, paragraph
from decisions.models import Answer, Hearing, Option, Stance, Way
from decisions.reads.hearings import ASKS
from decisions.tallies import BEST_SCORE, DOTS, RANK, SCORE, VOTES
from organizations.forms.fields import PlainForm


class HearingForm(PlainForm):
    """In which way, until when, and whether answers are hidden until it is closed."""

    way = forms.ChoiceField(
        label="What everybody is asked",
        choices=Way.choices,
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
    """What one person says: words, with consent or a concern, or points for the options."""

    words = paragraph("What you think", limit=2000, rows=3)

    def __init__(self, *args: Any, hearing: Hearing, answer: Answer | None, options: list[Option], **more: Any) -> None:
        self.hearing, self.options = hearing, options if hearing.way in VOTES else []
        given = {vote.option_id: vote.points for vote in answer.votes.all()} if answer and answer.answered_at else {}
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
            self.fields[f"option-{option.pk}"] = self.points_field(option, given.get(option.pk))

    def points_field(self, option: Option, given: int | None) -> forms.ChoiceField:
        first, most = (1, len(self.options)) if self.hearing.way == RANK else (0, BEST_SCORE if self.hearing.way == SCORE else DOTS)
        return forms.ChoiceField(
            label=option.text,
            required=False,
            choices=[(str(n), str(n)) for n in range(first, most + 1)],
            initial="" if given is None else str(given),
            widget=forms.RadioSelect,
            error_messages={"invalid_choice": f"Choose a number from {first} to {most}."},
        )

    @property
    def option_fields(self) -> list[forms.BoundField]:
        return [self[f"option-{option.pk}"] for option in self.options]

    @property
    def points(self) -> dict[int, int]:
        said = {option.pk: self.cleaned_data.get(f"option-{option.pk}") for option in self.options}
        return {option: int(value) for option, value in said.items() if value not in (None, "")}


class DissentForm(PlainForm):
    """Why one thinks otherwise; the button says whether one goes along."""

    words = paragraph("Why you disagree", "Say why you disagree.", limit=2000, rows=4)
