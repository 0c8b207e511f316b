"""A field for a person or a team that is typed: with suggestions where scripts run, and always understood or asked back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from organizations.reads.named import PEOPLE, TEAMS, Names, alike, label, meant, named, plain, still_called

CHOSEN = "-chosen"  # the second name of the field, for the row that was chosen where a name fits several


@dataclass(frozen=True, slots=True)
class Typed:
    """What came in: the words, and the row's number that was chosen beside them."""

    text: str
    chosen: str = ""


class RowInput(forms.TextInput):
    """A line of text with a list of suggestions; after a name that fits several, the choice between them."""

    template_name = "organizations/forms/row_input.html"
    names: Names[Any]
    suggested: tuple[str, ...] = ()  # names that are likely here, offered before anything is typed
    offered: tuple[Any, ...] = ()  # the rows to choose from, set by the field when a name fits several

    def __init__(self, names: Names[Any]) -> None:
        self.names = names
        super().__init__({"autocomplete": "off", "spellcheck": "false", "data-pick": names.nouns, "maxlength": "250"})

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> SafeString:
        return render_to_string(template_name, context)  # from our own templates, whatever renderer a form has

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        text, chosen = data.get(name), data.get(name + CHOSEN, "")
        return Typed(text, chosen) if text is not None and chosen else text

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, Typed):
            return value.text
        if isinstance(value, self.names.model):
            return str(getattr(value, self.names.fields[0]))
        return str(value) if value else None

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        chosen = value.chosen if isinstance(value, Typed) else ""
        said = value if isinstance(value, self.names.model) else None
        context["widget"] |= {
            "list_id": f"{context['widget']['attrs'].get('id', name)}-list",
            "written": flatatt(context["widget"]["attrs"]),
            "suggested": self.suggested,
            "chosen_name": name + CHOSEN,
            "offered": [(row.pk, label(row, self.names, others=list(self.offered))) for row in self.offered],
            "chosen": str(said.pk) if said else chosen,  # an untouched field means its row, whoever shares the name
        }
        return context


class RowField(forms.CharField):
    """Cleans to a row, or None where nothing was typed; `ask` is the sentence when it must be said."""

    names: Names[Any]
    widget: RowInput

    def __init__(self, *, label: str = "", ask: str = "", **more: Any) -> None:
        more.setdefault("required", bool(ask))
        messages = {"required": ask or f"Name a {self.names.noun}.", "max_length": "Shorten this to 250 characters."}
        super().__init__(label=label, max_length=250, widget=RowInput(self.names), error_messages=messages, **more)

    def clean(self, value: Any) -> Any:
        typed = value if isinstance(value, Typed) else Typed(str(value or ""))
        text = plain(super().clean(plain(typed.text)))
        return self.row_of(text, typed.chosen) if text else None

    def row_of(self, text: str, chosen: str) -> Any:
        """The one row that was meant.

        Raises ValidationError with the rows to choose from: those that the words fit, else those with nearly that name.
        """
        kept = still_called(self.names, text, chosen)
        if kept is not None:
            return kept
        fitting = meant(self.names, text) or named(self.names, text)
        if len(fitting) == 1:
            return fitting[0]
        offered = fitting or alike(self.names, text)
        picked = next((row for row in offered if str(row.pk) == chosen), None)
        if picked is not None:
            return picked
        self.widget.offered = tuple(offered)
        raise forms.ValidationError(self.asked_back(text, fitting, offered), code="several" if fitting else "unknown")

    def asked_back(self, text: str, fitting: list[Any], offered: list[Any]) -> str:
        if fitting:
            return f"“{text}” fits {len(fitting)} {self.names.nouns}. Choose which one you mean."
        if offered:
            near = " or ".join(label(row, self.names, others=offered) for row in offered)
            return f"There is no {self.names.noun} “{text}”. Did you mean {near}?"
        return f"There is no {self.names.noun} “{text}”. Write a name as it stands on the page of {self.names.nouns}."


class PersonField(RowField):
    """A person, by name, handle or e-mail address: cleans to the Person, or None."""

    names = PEOPLE


class TeamField(RowField):
    """A team by its name: cleans to the Team, or None."""

    names = TEAMS
