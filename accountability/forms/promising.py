"""The shape of a promise, of a question for one, and of the answers to it; nothing is saved here."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from accountability.actions.entering import seen_as
from accountability.forms.fields import day_field, seen_field, text_field
from accountability.forms.repeating import PARTS, RepeatForm
from accountability.models import Commitment, CommitmentState
from alignment.forms.pickers import OpenObjectiveField
from organizations.forms.fields import PlainForm, line
from organizations.forms.pickers import PersonField, TeamField


class PromiseForm(RepeatForm):
    """What, by when, who, and for whom; named as somebody else's it is a question to them."""

    title = line("What", ask="Say what is promised, in one line.")
    due_on = day_field("By", "Say by when.")
    owner = PersonField(label="Who", help_text="Nobody named: you. Somebody else is asked, and says yes, no, or another day.")
    receiver = PersonField(label="For whom", help_text="They say whether it is done. Whoever asks, unless you name another.")
    objective = OpenObjectiveField(label="Serves")
    team = TeamField(label="Team")
    is_private = forms.BooleanField(label="Private: only you and whoever you ask, or promise it to, see it", required=False)
    description = text_field("What it means", limit=4000, rows=2)

    @property
    def is_more(self) -> bool:
        """Whether anything further down is said, or to be put right; a team that only comes from the page is neither."""
        names = ("receiver", "repeats", "description", "is_private", *(("team",) if self.is_bound else ()))
        return any(self[name].value() for name in names) or any(self[name].errors for name in (*names, *PARTS))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("is_private") and said.get("team"):
            self.add_error("team", "What is private is of no team. Leave the team out, or make it open to all.")
        return said


DOER = (("accept", "Accept"), ("counter", "Offer that day"), ("decline", "Decline"))
ASKER = (("take", "Take that day"), ("again", "Ask for another"), ("withdraw", "Take it back"))


class AnswerForm(PlainForm):
    """The doer's yes, no or another day; or what the asker says to the other day."""

    answer = forms.ChoiceField(error_messages={"required": "Choose an answer.", "invalid_choice": "Choose one of the answers."})
    day = day_field("Another day")
    reason = text_field("Why", rows=2)
    seen = seen_field()

    def __init__(self, *args: Any, commitment: Commitment, **kwargs: Any) -> None:
        self.is_countered = commitment.state == CommitmentState.COUNTERED
        super().__init__(*args, auto_id=f"id_answer_{commitment.pk}_%s", **kwargs)
        self.fields["answer"].choices = ASKER if self.is_countered else DOER  # type: ignore[attr-defined]
        self.initial["seen"] = seen_as(commitment)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        answer = said.get("answer")
        if answer in {"counter", "again"} and not said.get("day") and "day" not in self.errors:
            self.add_error("day", "Say which day you can promise." if answer == "counter" else "Say which day you need.")
        if answer in {"decline", "withdraw"} and not (said.get("reason") or "").strip():
            self.add_error("reason", "Say why: whoever is on the other side should know.")
        return said

    @property
    def day_said(self) -> date | None:
        day: date | None = self.cleaned_data.get("day")
        return day


class ReceiptForm(PlainForm):
    """The receiver has it, or says what is missing."""

    receipt = forms.ChoiceField(
        choices=[("confirm", "It is done"), ("back", "Send it back")],
        error_messages={"required": "Choose one of the two.", "invalid_choice": "Choose one of the two."},
    )
    reason = text_field("What is missing, if it goes back", rows=2)
    seen = seen_field()

    def __init__(self, *args: Any, commitment: Commitment, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"id_receipt_{commitment.pk}_%s", **kwargs)
        self.initial["seen"] = seen_as(commitment)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("receipt") == "back" and not (said.get("reason") or "").strip():
            self.add_error("reason", "Say what is missing, so that it can be done.")
        return said
