"""How fields look and speak: labels above, no placeholders, and sentences that say what to write."""

from __future__ import annotations

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms


class PlainForm(forms.Form):
    """A form in the product's look."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)


def dress(form: forms.BaseForm) -> None:
    """Give every field the look of ours, and take away what a form from a library brought along."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
        if not isinstance(field.widget, forms.CheckboxInput | forms.RadioSelect):
            field.widget.attrs.setdefault("class", "inp")


def line(label: str, *, ask: str = "", limit: int = 250, **more: Any) -> forms.CharField:
    """One line of text; `ask` is the sentence when it is left empty, and without it the line may be."""
    messages = {"required": ask, "max_length": f"Shorten this to {limit} characters."}
    return forms.CharField(label=label, required=bool(ask), max_length=limit, error_messages=messages, **more)


def address(label: str = "E-mail", *, ask: str = "Write the e-mail address.", **more: Any) -> forms.EmailField:
    messages = {"required": ask, "invalid": "Write the e-mail address in full, like marta@tidewater.example."}
    widget = forms.EmailInput(attrs={"autocomplete": more.pop("autocomplete", "email"), "spellcheck": "false"})
    return forms.EmailField(label=label, max_length=250, error_messages=messages, widget=widget, required=bool(ask), **more)


@cache
def zones() -> tuple[str, ...]:
    """The time zones that a person may choose, as Area/City."""
    return ("UTC", *sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/"))))


class ZoneField(forms.CharField):
    """A time zone, typed with suggestions: the page holds one list of them for all its forms."""

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=64, widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off"}), **more)

    def clean(self, value: Any) -> str:
        zone: str = super().clean(value)
        if zone and zone not in zones():
            raise forms.ValidationError(f"“{zone}” is no time zone. Choose one of the list, for instance Europe/Lisbon.")
        return zone
