"""The shape of the strategy as people write it: lines in their places, why it changes, whom to ask, and what it means for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.http import QueryDict

from alignment.actions.strategy import MOST_CHARACTERS, MOST_LINES
from alignment.differences import Line
from alignment.models import StrategyVersion
from alignment.models.strategy import Section
from alignment.reads.touched import TouchedTeam
from organizations.forms.fields import PlainForm
from organizations.listing import Asked

KEPT_CHARACTERS = 10_000  # of a line in a draft: more than may be published, so that nobody's words are cut while they write


def posted_lines(said: QueryDict) -> list[Line]:
    """Three fields for each line, in the order of the page; what is no section of ours is passed over."""
    rows = zip(said.getlist("line"), said.getlist("section"), said.getlist("text"), strict=False)
    return [
        Line(Asked({"line": line}).number("line"), section, " ".join(text.replace("\0", " ").split())[:KEPT_CHARACTERS])
        for line, section, text in list(rows)[: MOST_LINES * 2]
        if section in Section.values
    ]


def based_on(said: Mapping[str, str]) -> int:
    """The version that the form was begun on; 0 before the first, and when nobody can say."""
    return Asked(said).number("based_on") or 0


def rearranged(lines: Sequence[Line], step: str, published: Sequence[Line]) -> tuple[list[Line], int | None]:
    """The lines after a button: `add:annual`, `up:3`, `down:3`, `out:3`, `theirs:3`; and which of them to go on with."""
    word, _, where = step.partition(":")
    rows = list(lines)
    if word == "add" and where in Section.values:
        last = max((at for at, line in enumerate(rows) if line.section == where), default=len(rows) - 1)
        return [*rows[: last + 1], Line(None, where, ""), *rows[last + 1 :]], last + 1
    at = int(where) if where.isascii() and where.isdigit() else -1
    if not 0 <= at < len(rows):
        return rows, None
    if word == "out":
        return [*rows[:at], *rows[at + 1 :]], None
    if word == "theirs":
        theirs = [line for line in published if line.id == rows[at].id]
        return [*rows[:at], *theirs, *rows[at + 1 :]], at if theirs else None
    if word in {"up", "down"}:
        return moved(rows, at, -1 if word == "up" else 1)
    return rows, None


def moved(rows: list[Line], at: int, step: int) -> tuple[list[Line], int]:
    """A line changes places with its neighbour in the section."""
    places = [place for place, line in enumerate(rows) if line.section == rows[at].section]
    beside = places.index(at) + step
    if not 0 <= beside < len(places):
        return rows, at
    other = places[beside]
    rows[at], rows[other] = rows[other], rows[at]
    return rows, other


def faults(lines: Sequence[Line]) -> dict[int, str]:
    """What keeps the lines from being published: place → what to do about it."""
    return {
        at: f"Shorten this to {MOST_CHARACTERS:,} characters; it has {len(line.text):,}."
        for at, line in enumerate(lines)
        if len(line.text) > MOST_CHARACTERS
    }


class TeamsForm(PlainForm):
    """Which teams are asked; those that the change touches are ticked, whoever publishes may take a tick away or set more."""

    teams = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "One of the teams is no longer there. Look at the list again."},
    )

    def __init__(self, data: Any = None, *, touched: Sequence[TouchedTeam]) -> None:
        self.touched = touched
        super().__init__(data)
        field = self.fields["teams"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(row.team.pk), row.team.name) for row in touched]

    @property
    def groups(self) -> list[tuple[str, list[tuple[TouchedTeam, bool]]]]:
        """The teams that are touched, each with its tick, under the reason that they share."""
        touched = sorted((row for row in self.all_rows if row[0].is_touched), key=lambda row: row[0].because)
        return [(why, list(rows)) for why, rows in groupby(touched, key=lambda row: row[0].because)]

    @property
    def touched_count(self) -> int:
        return sum(row.is_touched for row in self.touched)

    @property
    def other_rows(self) -> list[tuple[TouchedTeam, bool]]:
        return [row for row in self.all_rows if not row[0].is_touched]

    @property
    def all_rows(self) -> list[tuple[TouchedTeam, bool]]:
        ticked = set(self.data.getlist("teams")) if isinstance(self.data, QueryDict) else set()
        return [(row, str(row.team.pk) in ticked if self.is_bound else row.is_touched) for row in self.touched]

    def send_to(self) -> dict[int, str]:
        """Team → why it is asked."""
        chosen = set(self.cleaned_data["teams"])
        return {row.team.pk: row.because for row in self.touched if str(row.team.pk) in chosen}


class PublishForm(TeamsForm):
    """Why it changes, and whom to ask what it means for them."""

    why = forms.CharField(
        label="Why does it change?",
        required=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": f"Shorten this to {MOST_CHARACTERS:,} characters."},
    )

    def __init__(self, data: Any = None, *, touched: Sequence[TouchedTeam], current: StrategyVersion | None) -> None:
        super().__init__(data, touched=touched)
        if current:
            self.fields["why"].required = True
            self.fields["why"].error_messages["required"] = "Say why it changes: the teams read it beside the new words."
        else:
            self.fields["why"].label = "How did it come about? (may stay empty)"


def sentence(label: str, ask: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": ask, "max_length": f"Shorten this to {MOST_CHARACTERS:,} characters."},
    )


class ImpactForm(PlainForm):
    """The team's own sentence."""

    words = sentence("What does it mean for us?", "Say in one sentence what it means for your team.")


class ReplyForm(PlainForm):
    """The sender was understood otherwise."""

    reply = sentence("That is not what we meant:", "Say what was meant, so that the team can answer anew.")
