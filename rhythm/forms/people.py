"""A field for several people: one name a line, each understood as in the field for one."""

from __future__ import annotations

from typing import Any

from django import forms

from organizations.forms.pickers import PersonField
from organizations.models import Person
from organizations.reads.named import PEOPLE, label, plain

MOST = 60


class PeopleField(forms.CharField):
    """Names, one a line: cleans to the people in that order; a name that fits nobody, or several, is asked about."""

    def __init__(self, *, label: str, rows: int = 3, **more: Any) -> None:
        messages = {"max_length": "Shorten this to 10,000 characters."}
        widget = forms.Textarea(attrs={"rows": rows, "autocomplete": "off", "spellcheck": "false", "data-pick-lines": "people"})
        super().__init__(label=label, max_length=10_000, required=False, widget=widget, error_messages=messages, **more)

    def clean(self, value: Any) -> list[Person]:
        lines = [plain(line) for line in str(super().clean(value)).splitlines()]
        names = [line for line in lines if line]
        if len(names) > MOST:
            raise forms.ValidationError(f"Name at most {MOST} people; whoever is in the team is asked without being named.")
        people = [person_called(name) for name in names]
        twice = next((person for number, person in enumerate(people) if person in people[:number]), None)
        if twice is not None:
            raise forms.ValidationError(f"{twice.name} is named twice. Name everybody once.")
        return people


def person_called(name: str) -> Person:
    """Raises ValidationError with the question that a field for one person would ask."""
    field = PersonField()
    try:
        person: Person = field.row_of(name, "")
    except forms.ValidationError as problem:
        if problem.code == "several":
            both = " or ".join(label(row, PEOPLE, others=list(field.widget.offered)) for row in field.widget.offered[:4])
            raise forms.ValidationError(f"“{name}” fits several people. Write {both}.") from problem
        raise
    return person


def written(people: list[Person]) -> str:
    """The people as the field shows them: with a second name where two of them have the same one."""
    return "\n".join(label(person, PEOPLE, others=people) for person in people)
