"""Forms of the mail settings: how much, which, and when; each is saved alone."""

from __future__ import annotations

from typing import Any

from django import forms

from notifications.models import Preference, Volume
from organizations.forms.fields import PlainForm

VOLUMES = {
    Volume.AT_ONCE: "A mail for each thing that concerns you, while you are at work.",
    Volume.DAILY: "Everything together in the morning. What cannot wait until then still comes at once.",
    Volume.OFF: "No mail at all. What waits for you is in the product.",
}
DAYS = ((0, "Mon"), (1, "Tue"), (2, "Wed"), (3, "Thu"), (4, "Fri"), (5, "Sat"), (6, "Sun"))


def hours(first: int, last: int) -> list[tuple[int, str]]:
    return [(hour, f"{hour}:00" if hour < 24 else "midnight") for hour in range(first, last + 1)]


class VolumeForm(PlainForm):
    volume = forms.ChoiceField(
        label="How much",
        choices=Volume.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how much mail you want.", "invalid_choice": "Choose one of the three."},
    )

    @classmethod
    def of(cls, preference: Preference, data: Any = None) -> VolumeForm:
        return cls(data, initial={"volume": preference.volume})

    @property
    def cards(self) -> list[tuple[Any, str]]:
        """Each choice with what follows from it."""
        return [(choice, VOLUMES[Volume(choice.data["value"])]) for choice in self["volume"]]


class MailsForm(PlainForm):
    """The four mails."""

    briefing = forms.BooleanField(
        label="Monday briefing", required=False, help_text="How the organization stands and what has changed, once a week."
    )
    check_ins = forms.BooleanField(required=False)
    waiting = forms.BooleanField(
        label="Something waits on you", required=False, help_text="What others need from you, and what is new where you take part."
    )
    recaps = forms.BooleanField(
        label="Meeting recaps", required=False, help_text="What a meeting brought, within a minute of its end."
    )

    @classmethod
    def of(cls, preference: Preference, words: Any, data: Any = None) -> MailsForm:
        form = cls(data, initial={name: getattr(preference, name) for name in cls.base_fields})
        form.fields["check_ins"].label = f"{words['Check_in']} due"
        form.fields["check_ins"].help_text = f"On the last working day, if the {words['check_in']} is still to come."
        return form


class HoursForm(PlainForm):
    """A week on one's own clock."""

    working_days = forms.TypedMultipleChoiceField(
        label="Days",
        coerce=int,
        choices=DAYS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one day on which you work.", "invalid_choice": "Choose days of the week."},
    )
    from_hour = forms.TypedChoiceField(label="From", coerce=int, choices=hours(0, 23))
    until_hour = forms.TypedChoiceField(label="Until", coerce=int, choices=hours(1, 24))
    daily_hour = forms.TypedChoiceField(label="The message of the day comes at", coerce=int, choices=hours(0, 23))

    @classmethod
    def of(cls, preference: Preference, data: Any = None) -> HoursForm:
        return cls(data, initial={name: getattr(preference, name) for name in cls.base_fields})

    def clean(self) -> dict[str, Any]:
        """Each fault stands at the field that mends it."""
        said = super().clean() or {}
        first, last, daily = (said.get(name) for name in ("from_hour", "until_hour", "daily_hour"))
        if first is not None and last is not None and first >= last:
            self.add_error("until_hour", "Choose an end that is later than the beginning.")
        elif first is not None and last is not None and daily is not None and not first <= daily < last:
            self.add_error("daily_hour", f"Choose an hour from {first}:00 on and before {last}:00.")
        return said
