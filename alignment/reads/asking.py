"""What the form for a new ask starts from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from alignment.models import Objective
from alignment.reads.leads import leads_of
from organizations.listing import Asked
from organizations.models import Person, Team


@dataclass(frozen=True, slots=True)
class Start:
    """What the address says already: from whom, to whom, for what."""

    from_team: Team | None
    to_team: Team | None
    objective: Objective | None
    lead: Person | None  # of the team that is asked
    title: str = ""  # what was written where the reader comes from
    words: str = ""


def start_of(asked: Asked, teams: list[int]) -> Start:
    """The objective's team asks, else the team named in the address, else the reader's only team."""
    objective = named(Objective, asked.number("objective"))
    from_team = named(Team, asked.number("from")) or (objective.team if objective else None)
    to_team = named(Team, asked.number("to"))
    if from_team is None and len(teams) == 1:
        from_team = named(Team, teams[0])
    lead = next(iter(leads_of([to_team.pk]).get(to_team.pk, [])), None) if to_team else None
    return Start(from_team, to_team, objective, lead, asked.text("title", limit=250), asked.text("words", limit=1500))


def named(model: type[Objective] | type[Team], pk: int | None) -> Any:
    related = ("team",) if model is Objective else ()
    return model.objects.select_related(*related).filter(pk=pk).first() if pk else None
