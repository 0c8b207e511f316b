"""The shape of a blocker: what is stuck, who clears it; of what its owner answers; and of why it is none, or one again."""

from __future__ import annotations

from typing import Any

from django import forms

from alignment.forms.pickers import OpenObjectiveField
from decisions.actions.blockers import Stuck
from decisions.forms.fields import OwnWords, day, paragraph
from decisions.models import Blocker
from decisions.reads.blockers import kinds_in_own_words
from decisions.reads.stuck_on import Started, chosen, parts_of, waits_of
from organizations.forms.conflicts import SharedForm
from organizations.forms.fields import PlainForm, line
from organizations.forms.pickers import PersonField

ASK_KIND = "Say what kind of blocker it is."


def kind_field() -> forms.ChoiceField:
    messages = {"required": ASK_KIND, "invalid_choice": "Choose one of the kinds."}
    return forms.ChoiceField(label="What kind", choices=asked_kinds, required=False, error_messages=messages)


def asked_kinds() -> list[tuple[str, str]]:
    return [("", "Choose one"), *kinds_in_own_words()]


def choice(label: str, **more: Any) -> forms.ChoiceField:
    messages = {"invalid_choice": "This is not open any more. Choose another, or none."}
    return forms.ChoiceField(label=label, required=False, error_messages=messages, **more)


class BlockerForm(OwnWords, PlainForm):
    """What stands in the way, who clears it, and by when it is hoped for; the rest may be left."""

    title = line("What stands in the way", ask="Say what stands in the way, in one line.")
    objective = OpenObjectiveField(
        label="What is stuck",
        ask="Say what is stuck.",
        help_text="{Objective}, by its title. {Commitment}: raise it on its own page.",
    )
    part = choice("Which part of it")
    owner = PersonField(label="Who clears it", help_text="One person, in whatever {team}. They are told at once.")
    kind = kind_field()
    waits_on = choice("It waits on something that is asked already", help_text="Then whoever answers that clears it.")
    hoped_on = day("By when you hope for it")
    since_on = day("Stuck since", help_text="Left empty: since today.")
    clears_when = paragraph("What would clear it", limit=1000, rows=2)

    def __init__(self, *args: Any, started: Started, **more: Any) -> None:
        self.started = started
        super().__init__(*args, **more)
        parts, waits = parts_of(started.objective), waits_of(started)
        for name, choices, none in (("part", parts, "All of it"), ("waits_on", waits, "Nothing that is written down")):
            self.fields[name].choices = [("", none), *choices]  # type: ignore[attr-defined]
            if not choices:
                del self.fields[name]
        if started.commitment is not None:
            del self.fields["objective"]
        if started.decision or started.dependency:
            self.initial.setdefault("waits_on", next((value for value, _ in waits if value == self.given), ""))
        if started.objective:
            self.initial.setdefault("objective", started.objective)

    @property
    def given(self) -> str:
        if self.started.decision:
            return f"decision:{self.started.decision.pk}"
        return f"dependency:{self.started.dependency.pk}" if self.started.dependency else ""

    @property
    def is_more(self) -> bool:
        """Whether anything further down is said, or to be put right."""
        names = [name for name in ("part", "since_on", "clears_when") if name in self.fields]
        return any(self[name].value() or self[name].errors for name in names)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("waits_on") and "waits_on" not in self.errors:
            if not said.get("owner") and "owner" not in self.errors:
                self.add_error("owner", "Say who clears it: one person.")
            if not said.get("kind") and "kind" not in self.errors:
                self.add_error("kind", ASK_KIND)
        return said

    @property
    def values(self) -> dict[str, Any]:
        """What the verb takes."""
        said = self.cleaned_data
        plain = {name: said[name] for name in ("title", "owner", "kind", "hoped_on", "since_on", "clears_when")}
        return plain | {"stuck": self.stuck} | chosen(said.get("waits_on") or "")

    @property
    def stuck(self) -> Stuck:
        if self.started.commitment is not None:
            return Stuck(commitment=self.started.commitment)
        return Stuck(objective=self.cleaned_data["objective"], **chosen(self.cleaned_data.get("part") or ""))


class BlockerChangeForm(SharedForm):
    """Other words for what stands in the way, by whoever waits, also by two at once."""

    title = line("What stands in the way", ask="Say what stands in the way, in one line.")
    kind = kind_field()
    hoped_on = day("By when you hope for it")
    clears_when = paragraph("What would clear it", limit=1000, rows=3)


def stored_of(blocker: Blocker) -> dict[str, Any]:
    return {name: getattr(blocker, name) for name in ("title", "kind", "hoped_on", "clears_when")}


ANSWERS = (("cleared", "Cleared"), ("friday", "By Friday"), ("day", "By that day"), ("hand_on", "Hand it on"))


class BlockerAnswerForm(PlainForm):
    """Cleared, cleared by a day, or somebody else's to clear, with the reason."""

    answer = forms.ChoiceField(
        choices=ANSWERS, error_messages={"required": "Choose an answer.", "invalid_choice": "Choose one of the answers."}
    )
    how = line("How, in a line", limit=1000)
    by_day = day("By when")
    to = PersonField(label="Who clears it instead")
    reason = line("Why they do", limit=1000)

    def __init__(self, *args: Any, blocker: Blocker, **more: Any) -> None:
        super().__init__(*args, auto_id=f"id_blocker_{blocker.pk}_%s", **more)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        asks = {"day": ("by_day", "Say by which day."), "hand_on": ("to", "Name the person who clears it.")}
        name, sentence = asks.get(said.get("answer", ""), ("", ""))
        if name and not said.get(name) and name not in self.errors:
            self.add_error(name, sentence)
        if said.get("answer") == "hand_on" and not (said.get("reason") or "").strip():
            self.add_error("reason", "Say why it is theirs to clear.")
        return said


class BlockerReasonForm(PlainForm):
    """Why it is none, or one again."""

    reason = paragraph("Why", "Say why, in a sentence.", limit=1000, rows=3)
