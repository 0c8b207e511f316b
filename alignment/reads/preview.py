"""What a change would do, in the words of its page: whose status turns, what slips or opens again, and who will hear of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from alignment.models.dependencies import DependencyState
from alignment.rehearsal import DependencyEffect, Effect, ObjectiveEffect, rehearse
from organizations.models import Person

SHOWN = 30  # of each kind; the others are counted


@dataclass(frozen=True, slots=True)
class Hears:
    """One person, and all that they would hear."""

    person: Person
    texts: list[str]


@dataclass(frozen=True, slots=True)
class Preview:
    """The effect, cut to what a reader can take in."""

    effect: Effect
    objectives: list[ObjectiveEffect]
    reworded: list[ObjectiveEffect]  # their status stays, its reasons do not
    dependencies: list[tuple[DependencyEffect, str]]
    hears: list[Hears]

    @property
    def turning_count(self) -> int:
        return sum(each.is_of_note for each in self.effect.objectives)

    @property
    def more_dependencies(self) -> int:
        return len(self.effect.dependencies) - len(self.dependencies)

    @property
    def more_objectives(self) -> int:
        return self.turning_count - len(self.objectives)

    @property
    def objective_ids(self) -> str:
        """For the fragments that higher rooms bring along."""
        return ",".join(str(each.pk) for each in self.effect.objectives[:SHOWN])

    @property
    def team_ids(self) -> str:
        return ",".join(str(team.pk) for team in self.effect.teams[:SHOWN])


def preview_of(verb: Callable[..., object], *, now: datetime, **arguments: Any) -> Preview:
    """Rehearse the verb; a refusal of its own (Refused) goes through."""
    effect = rehearse(verb, now=now, **arguments)
    noted = [each for each in effect.objectives if each.is_of_note]
    told = sorted(effect.told, key=lambda one: (one.person.name, one.person.pk))
    return Preview(
        effect=effect,
        objectives=noted[:SHOWN],
        reworded=[each for each in effect.objectives if not each.is_of_note][:SHOWN],
        dependencies=[(each, word_of(each)) for each in effect.dependencies[:SHOWN]],
        hears=[
            Hears(person, list(dict.fromkeys(one.text for one in ones)))
            for person, ones in groupby(told, key=lambda one: one.person)
        ],
    )


def word_of(effect: DependencyEffect) -> str:
    """What happens to a dependency, in one word for the template."""
    if effect.state_was != effect.state_is:
        return "reopens" if effect.state_is == DependencyState.NEGOTIATING else "turns"
    if effect.slip_is > effect.slip_was:
        return "slips"
    return "recovers" if effect.slip_is < effect.slip_was else "moves"
