"""What a new promise starts from: the row in focus, the page that it is made on, or another promise that it is a copy of."""

from __future__ import annotations

import re
from typing import Any

from accountability.models import Commitment
from alignment.models import Objective
from alignment.reads.rows import OPEN_STATES
from organizations.listing import Asked
from organizations.models import Person, Team
from organizations.models.people import PersonStatus
from organizations.models.teams import TeamStatus

ABOUT = re.compile(r"(objectives|people|teams)/(\d{1,18})/")


def start_of(asked: Asked, reader: Person) -> dict[str, Any]:
    """The fields that can be told from an address of ours: whom it asks, which team's it is, what it serves."""
    copied = asked.number("copy")
    if copied is not None:
        return copy_of(copied, reader)
    found = ABOUT.search(asked.text("about", limit=200))
    if found is None:
        return {}
    pk = int(found[2])
    if found[1] == "people":
        person = Person.objects.filter(pk=pk).exclude(pk=reader.pk).first()
        return {"owner": person} if person else {}
    if found[1] == "teams":
        team = Team.objects.filter(pk=pk).first()
        return {"team": team} if team else {}
    objective = Objective.objects.select_related("team").filter(pk=pk, state__in=OPEN_STATES, archived_on=None).first()
    return {"objective": objective, "team": objective.team} if objective else {}


def copy_of(pk: int, reader: Person) -> dict[str, Any]:
    """The words and the sides of a promise that the reader may see, as far as they still are; its day and its rule are chosen anew.

    The copy is a promise of its own: nothing links the two, for what is carried on is re-scoped.
    """
    related = ("owner", "receiver", "team", "objective")
    row = Commitment.seen_by(reader).select_related(*related).filter(pk=pk).first()
    if row is None:
        return {}
    sides = {"owner": row.owner if row.owner != reader else None, "receiver": row.receiver}
    here = {name: person for name, person in sides.items() if person and person.status != PersonStatus.INACTIVE}
    said = {"title": row.title, "description": row.description, "is_private": row.is_private, **here}
    said |= {"team": row.team} if row.team and row.team.status != TeamStatus.ARCHIVED else {}
    is_live = row.objective and row.objective.state in OPEN_STATES and row.objective.archived_on is None
    return said | ({"objective": row.objective} if is_live else {})
