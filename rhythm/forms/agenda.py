"""The agenda of a series as a form: a row for each segment, changed row by row without a script, and saved as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms

from organizations.forms.fields import PlainForm, line
from rhythm.actions.agendas import LONGEST, MOST_SEGMENTS
from rhythm.agendas import BOXES, Part
from rhythm.models import SegmentKind

Row = dict[str, str]
FIELDS = ("place", "title", "kind", "minutes", "purpose")
BOX_CHOICES = [(box.key, box.name) for box in BOXES.values()]


class SegmentForm(PlainForm):
    """One segment: where it stands, what it is called, what it shows, its minutes, what it is for."""

    place = forms.IntegerField(
        label="Place",
        min_value=1,
        max_value=99,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), "Say its place as a number."),
    )
    title = line("Name", ask="Give the segment a name.", limit=120)
    kind = forms.ChoiceField(
        label="Shows",
        choices=SegmentKind.choices,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose what it shows from the list."),
    )
    minutes = forms.IntegerField(
        label="Minutes",
        min_value=1,
        max_value=LONGEST,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), f"Give it between 1 and {LONGEST:,} minutes."
        ),
    )
    purpose = forms.CharField(
        label="What it is for",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": "Shorten this to 1,000 characters."},
    )


@dataclass(slots=True)
class AgendaForm:
    """All rows as they were sent; what has no place of its own comes last."""

    rows: list[Row]
    forms: list[SegmentForm] = field(default_factory=list)
    fault: str = ""  # about the whole

    @classmethod
    def of_parts(cls, parts: Sequence[Part]) -> AgendaForm:
        made = [
            {"title": part.title, "kind": part.kind, "minutes": str(part.minutes), "purpose": part.purpose}
            for part in parts[:MOST_SEGMENTS]
        ]
        return cls(numbered(made)).dressed()

    @classmethod
    def sent(cls, data: Mapping[str, str]) -> AgendaForm:
        rows = [
            {name: str(data.get(f"s{at}-{name}", "")).replace("\0", "") for name in FIELDS}
            for at in range(MOST_SEGMENTS + 1)
            if f"s{at}-title" in data
        ]
        return cls(in_places(rows)).dressed(is_sent=True)

    def dressed(self, *, is_sent: bool = False) -> AgendaForm:
        """The form of each row, with its faults where they are to be told."""
        self.forms = [
            SegmentForm({f"s{at}-{name}": value for name, value in row.items()}, prefix=f"s{at}")
            if is_sent
            else SegmentForm(initial=row, prefix=f"s{at}")
            for at, row in enumerate(self.rows)
        ]
        return self

    def after(self, do: str) -> AgendaForm:
        """What a button makes of the rows: up-3, down-3, off-3, add; nothing else changes anything."""
        deed, _, digits = do.partition("-")
        rows = list(self.rows)
        at = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 4 else -1
        if deed == "add" and len(rows) < MOST_SEGMENTS:
            rows.append({"title": "", "kind": SegmentKind.TALK, "minutes": "5", "purpose": ""})
        elif 0 <= at < len(rows) and deed == "off":
            rows.pop(at)
        elif 0 <= at < len(rows) and deed in ("up", "down"):
            rows.insert(max(0, at + (-1 if deed == "up" else 1)), rows.pop(at))
        return AgendaForm(numbered(rows)).dressed()

    def is_valid(self) -> bool:
        """Each is looked at, so that all faults are told at once."""
        faulty = [form for form in self.forms if not form.is_valid()]
        return not faulty

    @property
    def parts(self) -> list[Part]:
        said = [form.cleaned_data for form in self.forms]
        return [Part(one["kind"], one["title"], one["minutes"], one["purpose"]) for one in said]

    @property
    def minutes(self) -> int:
        """The sum of what can be read as minutes."""
        return sum(number_of(row["minutes"]) or 0 for row in self.rows)

    @property
    def faults(self) -> list[tuple[str, str]]:
        """Each fault with the id of its field, for the summary."""
        return [
            (form[name].id_for_label, str(errors[0]))
            for form in self.forms
            if form.is_bound
            for name, errors in form.errors.items()
            if name in form.fields
        ]


def numbered(rows: list[Row]) -> list[Row]:
    return [row | {"place": str(at)} for at, row in enumerate(rows, start=1)]


def in_places(rows: list[Row]) -> list[Row]:
    """By the number that somebody gave them; a row that was moved to the place of another stands before it."""

    def place_of(at: int) -> tuple[float, bool, int]:
        number = number_of(rows[at]["place"])
        return (number if number is not None else 99, number == at + 1, at)

    return numbered([rows[at] for at in sorted(range(len(rows)), key=place_of)])


def number_of(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else None


class ItemForm(PlainForm):
    """Something for the agenda that no rule found."""

    title = line("What it is about", ask="Say what it is about, in one line.")
    segment: Any = forms.ModelChoiceField(
        label="In which segment",
        queryset=None,
        empty_label=None,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose a segment of this meeting."),
    )

    def __init__(self, *args: Any, segments: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["segment"].queryset = segments  # type: ignore[attr-defined]
