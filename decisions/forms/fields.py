"""Fields that several forms of this room share: a day, some words, options a line each with their reasons, what waits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from alignment.forms.pickers import ObjectiveField
from alignment.models import Dependency
from alignment.reads.named import DEPENDENCIES
from decisions.actions.asking import Waiting
from decisions.actions.options import LONGEST, LONGEST_REASONS, MOST_OPTIONS, Alternative
from decisions.models import HeldUp
from organizations.forms.pickers import RowField
from organizations.forms.several import SeveralField
from organizations.words import own_words

DAY_INVALID = "Give the day as year-month-day, like 2026-09-30."
FOR, AGAINST = ("+",), ("-", "−", "–")


def day(label: str, ask: str = "", **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label, required=bool(ask), widget=widget, error_messages={"invalid": DAY_INVALID, "required": ask}, **more
    )


def paragraph(label: str, ask: str = "", *, limit: int = 4000, rows: int = 4, **more: Any) -> forms.CharField:
    messages = {"required": ask, "max_length": f"Shorten this to {limit:,} characters."}
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(label=label, required=bool(ask), max_length=limit, widget=widget, error_messages=messages, **more)


class OwnWords(forms.Form):
    """Labels and hints name things as the organization calls them: “{Teams} that wait for it”."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        words = own_words()
        for field in self.fields.values():
            field.label = str(field.label or "").format_map(words)
            field.help_text = str(field.help_text).format_map(words)


class OptionsField(forms.CharField):
    """An option a line; below it what speaks for it, after a plus, and against it, after a minus."""

    def __init__(self, *, label: str, **more: Any) -> None:
        messages = {"max_length": "Shorten this to 20,000 characters."}
        widget = forms.Textarea(attrs={"rows": 5, "dir": "auto"})
        super().__init__(label=label, required=False, max_length=20_000, widget=widget, error_messages=messages, **more)

    def clean(self, value: Any) -> list[Alternative]:
        texts: list[str] = []
        reasons: list[tuple[list[str], list[str]]] = []  # of each, what speaks for it and against it
        for line in str(super().clean(value)).splitlines():
            text = " ".join(line.split())
            if text.startswith((*FOR, *AGAINST)):
                if not texts:
                    raise forms.ValidationError("Begin with an option; what speaks for it or against it stands below.")
                reasons[-1][0 if text.startswith(FOR) else 1].append(text[1:].strip())
            elif text:
                texts.append(text)
                reasons.append(([], []))
        return checked([Alternative(text, lines(pros), lines(cons)) for text, (pros, cons) in zip(texts, reasons, strict=True)])


def lines(reasons: list[str]) -> str:
    return "\n".join(reason for reason in reasons if reason)


def checked(options: list[Alternative]) -> list[Alternative]:
    if len(options) > MOST_OPTIONS:
        raise forms.ValidationError(f"Write down at most {MOST_OPTIONS} options; these are {len(options)}.")
    for option in options:
        too_long = next((text for text in (option.pros, option.cons) if len(text) > LONGEST_REASONS), "")
        too_long = option.text if len(option.text) > LONGEST else too_long
        if too_long:
            raise forms.ValidationError(f"Shorten “{too_long[:40]}…”.")
    return options


class DependencyField(RowField):
    """A dependency by its title: cleans to the Dependency, or None."""

    names = DEPENDENCIES


def objectives_field(label: str, **more: Any) -> SeveralField:
    return SeveralField(ObjectiveField, label=label, **more)


def dependencies_field(label: str, **more: Any) -> SeveralField:
    return SeveralField(DependencyField, label=label, **more)


def waiting_for(said: tuple[list[Any], list[Any], list[Any]], there: Sequence[HeldUp]) -> list[Waiting]:
    """What waits (teams, objectives, dependencies), each with its team: the one on record, else the one that answers for it.

    Raises ValidationError where no team answers.
    """
    teams, objectives, dependencies = said
    waiting = [Waiting(team) for team in teams]
    for objective in objectives:
        known = [row.team for row in there if row.objective_id == objective.pk and not row.dependency_id]
        waiting += [Waiting(team_or_asked(team, objective), objective=objective) for team in known or [objective.team]]
    for dependency in dependencies:
        known = [row.team for row in there if row.dependency_id == dependency.pk]
        waiting += [Waiting(team_or_asked(team, dependency), dependency=dependency) for team in known or [team_of(dependency)]]
    return waiting


def team_of(dependency: Dependency) -> Any:
    """Who waits for what it brings."""
    return dependency.from_team or (dependency.from_objective.team if dependency.from_objective else None)


def team_or_asked(team: Any, thing: Any) -> Any:
    if team is None:
        raise forms.ValidationError(f"No team answers for “{thing}”. Name the team that waits instead.")
    return team
