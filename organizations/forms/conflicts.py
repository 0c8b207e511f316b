"""A form on a row that somebody else may be writing in too: it knows what it began from, so that nobody's words are lost.

The page carries what the form was filled with, signed, in a hidden field. When it comes back, three values stand beside each
other for every field: what it began from, what is stored now, what was typed. Fields that only one side touched are joined;
a field that both touched is a clash, which the writer settles: theirs, or one's own on top.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core import signing

from organizations.forms.fields import PlainForm
from organizations.forms.pickers import CHOSEN, RowField
from organizations.models import Event, Person
from organizations.tenancy import TenantModel

SEAL = "started_from"  # the hidden field
SETTLE = "settle"  # the button: mine | theirs
LOOKED_BACK = 50  # lines of the logbook that are asked who changed a field

Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that both sides changed, each value as its reader sees it."""

    name: str
    label: str
    theirs: str
    mine: str


@dataclass(slots=True)
class Merge:
    """What comes of joining two hands."""

    values: dict[str, str] = field(default_factory=dict)  # of every field: typed where it was touched, else stored
    joined: list[str] = field(default_factory=list)  # touched by the others only
    clashing: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SavedBy:
    """Who saved meanwhile, and when."""

    people: list[Person]
    at: datetime | None

    @property
    def names(self) -> str:
        return " and ".join(person.name for person in self.people) or "Somebody"

    @property
    def first(self) -> str:
        """The name on the buttons."""
        return self.people[0].name.split()[0] if len(self.people) == 1 else "theirs"


def plain(value: Any) -> str:
    """A value as a form sends it: text, a day as year-month-day, a number without the noughts that storing it added.

    A row is its number and its name, "12|Ines Carvalho", for two people may be called so.
    """
    if value is None or value == "":
        return ""
    if isinstance(value, TenantModel):
        return f"{value.pk}|{value}"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value).replace("\r\n", "\n").strip()


def merge(began: Values | None, stored: Values, typed: Values) -> Merge:
    """Join what was typed with what is stored; `began` is None when nobody can say what the form began from."""
    merged = Merge()
    for name, now in stored.items():
        mine = typed.get(name, now)
        was = now if began is None else began.get(name, now)
        is_mine = mine != was
        if was != now and not is_mine:
            merged.joined.append(name)
        elif mine != now and (was != now or (began is None and name in typed)):
            merged.clashing.append(name)
        merged.values[name] = mine if is_mine or name in merged.clashing else now
    return merged


class SharedForm(PlainForm):
    """A form that changes a row. `stored` has the row's values as the form shows them; fields without one are not shared."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, row: TenantModel, stored: Mapping[str, Any], **more: Any) -> None:
        self.salt = f"{row._meta.label}:{row.pk}"
        self.stored = {name: plain(value) for name, value in stored.items()}
        self.merge = Merge()
        self.saved_by: SavedBy | None = None  # whoever answers with clashes says who, and when
        if data is not None:
            self.merge = self.joined_with(data)
            data = {name: data[name] for name in data} | self.sent(self.merge.values)
        shown = {name: plain(value) if isinstance(value, Decimal) else value for name, value in stored.items()}
        super().__init__(data, initial=shown, **more)

    def joined_with(self, data: Mapping[str, Any]) -> Merge:
        began, disputed = self.unsealed(data.get(SEAL, ""))
        typed = {name: self.typed(data, name, (began or self.stored).get(name, "")) for name in self.stored if name in data}
        if data.get(SETTLE) == "theirs" and began is not None:
            typed |= {name: began[name] for name in disputed if name in began}
        return merge(began, self.stored, typed)

    def typed(self, data: Mapping[str, Any], name: str, was: str) -> str:
        """What came in; a name that was left as it was means the row that it meant."""
        text = plain(data[name])
        if not isinstance(self.base_fields[name], RowField) or not text:
            return text
        chosen = str(data.get(name + CHOSEN, ""))
        return was if not chosen and text == was.partition("|")[2] else f"{chosen}|{text}"

    def sent(self, values: Values) -> dict[str, str]:
        """The values as the fields take them in."""
        data = dict(values)
        for name, value in values.items():
            if isinstance(self.base_fields[name], RowField):
                data[name + CHOSEN], _, data[name] = value.partition("|")
        return data

    def unsealed(self, seal: Any) -> tuple[dict[str, str] | None, list[str]]:
        """What the form began from, and what clashed the last time; None when the seal is missing or is not ours."""
        try:
            told = signing.loads(str(seal), salt=self.salt)
            return dict(told["values"]), list(told["disputed"])
        except (signing.BadSignature, KeyError, TypeError, ValueError):
            return None, []

    @property
    def seal(self) -> str:
        """For the hidden field: what is stored now, for that is what the page shows, and what clashes."""
        return signing.dumps({"values": self.stored, "disputed": self.merge.clashing}, salt=self.salt, compress=True)

    @property
    def clashes(self) -> list[Clash]:
        return [
            Clash(
                name, str(self.fields[name].label), self.shown(name, self.stored[name]), self.shown(name, self.merge.values[name])
            )
            for name in self.merge.clashing
        ]

    def shown(self, name: str, value: str) -> str:
        """The value as its reader knows it: the word of a choice, the name of a row."""
        asked: Any = self.fields[name]
        if isinstance(asked, forms.ChoiceField):
            return next((str(word) for number, word in asked.widget.choices if str(number) == value), value)
        return value.partition("|")[2] if isinstance(asked, RowField) else value

    @property
    def changes(self) -> dict[str, Any]:
        """The cleaned values of what differs from what is stored."""
        return {name: self.cleaned_data[name] for name, now in self.stored.items() if self.merge.values[name] != now}

    @property
    def joined_words(self) -> str:
        """The fields that others changed meanwhile: "due date and owner"; nothing when nobody did."""
        labels = [str(self.fields[name].label).lower() for name in self.merge.joined]
        return " and ".join([", ".join(labels[:-1]), labels[-1]]) if len(labels) > 1 else "".join(labels)


def saved_by(row: TenantModel, names: list[str], *, but: Person | None = None) -> SavedBy:
    """Who changed these fields last, from the logbook; others than the reader, when the logbook knows any. One query."""
    lines = Event.objects.filter(about_type=row._meta.label, about_id=row.pk).select_related("actor").order_by("-id")[:LOOKED_BACK]
    found = [line for line in lines if set(names) & set(line.data.get("changes", {}))]
    newest = {name: next((line for line in found if name in line.data["changes"]), None) for name in names}
    told = sorted({line.pk: line for line in newest.values() if line is not None}.values(), key=lambda line: -line.pk)
    people = list({line.actor.pk: line.actor for line in told if line.actor}.values())
    others = [person for person in people if but is None or person.pk != but.pk]
    return SavedBy(others or people, told[0].at if told else None)
