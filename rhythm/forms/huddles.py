"""What somebody writes into a huddle: four short fields, of which one is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from organizations.forms.fields import PlainForm, line
from rhythm.models import HuddleEntry

ASK = "Say what your one thing is today."


def short(label: str, ask: str = "", **more: Any) -> forms.CharField:
    messages = {"required": ask, "max_length": "Shorten this to 500 characters."}
    widget = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=label, required=bool(ask), max_length=500, widget=widget, error_messages=messages, **more)


class EntryForm(PlainForm):
    """News, today's one thing with its number, what is stuck."""

    news = short("News", help_text="What changed since yesterday, in a line. May be left out.")
    thing = short("Today’s one thing", ask=ASK)
    number = line("Its number", limit=60, help_text="For instance: 12 of 20 calls. May be left out.")
    stuck = short("What is stuck", help_text="Left empty: nothing.")

    def __init__(
        self,
        data: Any = None,
        *,
        entry: HuddleEntry | None = None,
        begun: Mapping[str, str] | None = None,
        is_settled: bool = False,
    ) -> None:
        """`begun`: what was typed and not sent. `is_settled`: what was stuck has become something, and is left as it is."""
        started = {name: getattr(entry, name) for name in self.base_fields} if entry else {}
        over = {name: text for name, text in (begun or {}).items() if not (is_settled and name == "stuck")}
        super().__init__(data, initial=started | over)
        if is_settled:
            self.fields["stuck"].widget.attrs["readonly"] = True
            self.fields["stuck"].help_text = "It has become something already, and goes on there."
