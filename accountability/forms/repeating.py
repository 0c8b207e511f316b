"""How often something is promised anew, asked in words that people know; the answers are one rule."""

from __future__ import annotations

from typing import Any

from django import forms

from accountability.forms.fields import day_field
from accountability.repeating import MONTHS, MOST_BETWEEN, MOST_TIMES, WEEKS, Often, fault_in, ordinal, rule_of
from organizations.forms.fields import PlainForm
from organizations.recurring import DAYS, PLACES

OWN = "own"
USUAL = {"weekly": Often(), "fortnightly": Often(every=2), "monthly": Often(unit=MONTHS)}
CHOICES = [
    ("", "Once"), ("weekly", "Every week"), ("fortnightly", "Every second week"), ("monthly", "Every month"),
    (OWN, "In another way"),
]  # fmt: skip
NTH = (1, 2, 3, 4, -1)
ON = [
    ("", "the same day as the first"),
    *((str(day), f"the {ordinal(day)}") for day in range(1, 32)),
    ("-1", "the last day"),
    *((f"{nth}{code}", f"the {PLACES[nth]} {name}") for nth in NTH for code, name in DAYS.items()),
]
PARTS = ("every", "unit", "days", "month_on", "until", "times")


def number(label: str, most: int, least: int, sentence: str, **more: Any) -> forms.IntegerField:
    messages = dict.fromkeys(("invalid", "min_value", "max_value"), sentence)
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    limits: dict[str, Any] = {"min_value": least, "max_value": most}
    return forms.IntegerField(label=label, required=False, widget=widget, error_messages=messages, **limits, **more)


def choice(label: str, choices: Any, ask: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False, error_messages={"invalid_choice": ask})


class RepeatForm(PlainForm):
    """The part of a form that says how often: cleans `repeats` to a rule, and leaves nothing else of it."""

    repeats = choice("Again", CHOICES, "Choose how often from the list.")
    every = number("Every", MOST_BETWEEN[WEEKS], 1, f"Give a whole number from 1 to {MOST_BETWEEN[WEEKS]}.", initial=1)
    unit = choice("Weeks or months", [(WEEKS, "weeks"), (MONTHS, "months")], "Choose weeks or months.")
    days = forms.MultipleChoiceField(
        label="On which days?",
        choices=list(DAYS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="None: the weekday of the first.",
        error_messages={"invalid_choice": "Choose days of the week.", "invalid_list": "Choose days of the week."},
    )
    month_on = choice("On", ON, "Choose a day from the list.")
    until = day_field("Until")
    times = number("Or so many times", MOST_TIMES, 2, f"Give a whole number from 2 to {MOST_TIMES}, or nothing.")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        parts = {name: said.pop(name, None) for name in PARTS}
        if not said.get("repeats"):
            return said
        often = self.often(said["repeats"], parts)
        if any(self.has_error(name) for name in PARTS):
            return said
        if often.every > MOST_BETWEEN[often.unit]:
            self.add_error("every", f"Give a whole number of months from 1 to {MOST_BETWEEN[MONTHS]}.")
            return said
        if often.until and often.times:
            self.add_error("times", "Say a last day or a number of times, not both.")
            return said
        said["repeats"] = rule_of(often)
        fault = fault_in(said["repeats"], said["due_on"]) if said.get("due_on") else ""
        if fault:
            self.add_error("until" if often.until else "repeats", fault)
        return said

    def often(self, how: str, parts: dict[str, Any]) -> Often:
        """The answers; only those that belong to the way that was chosen."""
        ends = {"until": parts["until"], "times": parts["times"]}
        if how != OWN:
            usual = USUAL[how]
            return Often(every=usual.every, unit=usual.unit, **ends)
        every, unit, on = parts["every"] or 1, parts["unit"] or WEEKS, parts["month_on"] or ""
        if unit == WEEKS:
            return Often(every=every, days=tuple(parts["days"] or ()), **ends)
        if on[-2:] in DAYS:
            return Often(every=every, unit=MONTHS, nth=int(on[:-2]), nth_day=on[-2:], **ends)
        return Often(every=every, unit=MONTHS, month_day=int(on or 0), **ends)
