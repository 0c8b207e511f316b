"""The shape of deciding anew, of undoing, and of asking again; nothing is saved here."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from decisions.actions.succession import TAKES_PLACE
from decisions.forms.asking import QuestionForm
from decisions.forms.criteria import criteria_field, written_criteria
from decisions.models import Criterion, Decision, Option
from organizations.forms.fields import PlainForm, line
from organizations.listing import whole

LONG = {"max_length": "Shorten this to 4,000 characters."}
ADDRESS = re.compile(r"/decisions/([0-9]{1,19})/?$")


class SuccessionForm(PlainForm):
    """What is decided now and what has changed since; or which decision that stands already has taken the place."""

    standing = line("It is decided already", limit=300, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    title = line("What holds from now on, in one line")
    outcome = forms.CharField(
        label="What is decided, and why",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages=LONG,
    )
    reason = forms.CharField(
        label="What has changed since",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=LONG,
    )
    review_on = forms.DateField(
        label="Look at it again on",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Give the day as year-month-day, like 2026-09-30."},
    )

    def __init__(self, *args: Any, decision: Decision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decision = decision

    def clean_standing(self) -> Decision | None:
        """By its whole title, a part of it that fits one, or the address of its page."""
        said = " ".join(self.cleaned_data["standing"].replace("\0", " ").split())
        if not said:
            return None
        decided = Decision.objects.filter(state__in=TAKES_PLACE).exclude(pk=self.decision.pk)
        at = ADDRESS.search(said)
        if at:
            found: list[Decision] = list(decided.filter(pk=whole(at[1])))
        else:
            found = list(decided.filter(title__iexact=said).order_by("-decided_on", "-pk")[:2])
            found = found or list(decided.filter(title__icontains=said).order_by("-decided_on", "-pk")[:4])
        if not found:
            raise forms.ValidationError(f"Nothing that was decided is called “{said[:80]}”. Write its title or its address.")
        if len(found) > 1:
            titles = "; ".join(f"“{row.title}”" for row in found)
            raise forms.ValidationError(f"Which one: {titles}? Write the whole title, or its address.")
        return found[0]

    def clean(self) -> dict[str, Any]:
        """Either one that stands, or the words of a new one."""
        said: dict[str, Any] = super().clean() or {}
        if "standing" in said and said["standing"] is None:
            asks = {
                "title": "Say what holds from now on.",
                "outcome": "Say what is decided, and why.",
                "reason": "Say what has changed since.",
            }
            for name, ask in asks.items():
                if name in said and not said[name].strip():
                    self.add_error(name, ask)
        return said


class ReversalForm(PlainForm):
    """Why it no longer holds."""

    reason = forms.CharField(
        label="Why it no longer holds",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say why it no longer holds."} | LONG,
    )


class AgainForm(QuestionForm):
    """A question that was asked before, with what its options are compared by."""

    criteria = criteria_field("What they are compared by", rows=3)


def first_words_of(decision: Decision, *, options: bool = True) -> dict[str, str]:
    """What a copy starts from: the question, what there is to know, what can be chosen and what that is compared by."""
    found = Option.objects.filter(decision=decision).order_by("position") if options else ()
    lines = [line for option in found for line in lines_of(option)]
    words = {"question": decision.title, "context": decision.context, "door": decision.door, "options": "\n".join(lines)}
    criteria = Criterion.objects.filter(decision=decision).order_by("position") if options else ()
    return words | {"criteria": written_criteria(list(criteria))}


def lines_of(option: Option) -> list[str]:
    """An option as the form reads it: what it is, and below it what speaks for it and against it."""
    reasons = [
        (sign, line) for sign, text in (("+", option.pros), ("-", option.cons)) for line in text.splitlines() if line.strip()
    ]
    return [" ".join(option.text.split()), *(f"{sign} {line.strip()}" for sign, line in reasons)]


__all__ = ["AgainForm", "ReversalForm", "SuccessionForm", "first_words_of"]
