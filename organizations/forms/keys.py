"""The form for a person's own keys: one character each, no two alike, or none of them at all."""

from __future__ import annotations

from typing import Any

from django import forms

from organizations.forms.fields import PlainForm
from organizations.keys import GO, GROUPS, are_off, key_of, keys_for, own_keys, taken_twice
from organizations.models import Person
from organizations.words import Words, words_of


class KeysForm(PlainForm):
    """Single keys on or off, and the key of each action."""

    on = forms.BooleanField(label="Single keys work", required=False, help_text="Never while you write in a field.")

    def __init__(self, *args: Any, person: Person, words: Words, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.keys = person, keys_for(person)
        for key in self.keys:
            attrs = {"class": "inp key", "maxlength": "1", "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
            self.fields[key.action] = forms.CharField(
                label=key.words.format(**words), required=False, widget=forms.TextInput(attrs)
            )

    @classmethod
    def of(cls, person: Person, data: Any = None) -> KeysForm:
        initial = {key.action: key_of(key, person) for key in keys_for(person)} | {"on": not are_off(person)}
        return cls(data, initial=initial, prefix="keys", person=person, words=words_of(person.organization))

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        fields = [(group, [self[key.action] for key in self.keys if key.group == group]) for group in GROUPS]
        return [(group, keys) for group, keys in fields if keys]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        pressed = {key.action: (said.get(key.action) or key.usual).lower() for key in self.keys}
        for key in self.keys:
            self.check_key(key.action, pressed[key.action], alone=key.group != "Places")
        for key, other in taken_twice(pressed):
            self.add_error(
                key.action, f"“{pressed[key.action]}” is also for “{self[other.action].label}”. Give one of them another."
            )
        said["keys"] = own_keys(pressed, self.person, off=not said.get("on"))
        return said

    def check_key(self, action: str, pressed: str, *, alone: bool) -> None:
        if len(pressed) != 1 or not pressed.isprintable() or pressed in " :":
            self.add_error(action, "Give one letter, digit or sign.")
        elif alone and pressed == GO:
            self.add_error(action, f"“{GO}” comes before the letter of a place. Choose another.")
