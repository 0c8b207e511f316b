"""What a new promise starts from: the row in focus, or the page that it is made on."""

from __future__ import annotations

import re
from typing import Any

from alignment.models import Objective
from alignment.reads.rows import OPEN_STATES
from organizations.listing import Asked
from organizations.models import Person, Team

ABOUT = re.compile(r"(objectives|people|teams)/(\d{1,18})/")


def start_of(asked: Asked, reader: Person) -> dict[str, Any]:
    """The fields that can be told from an address of ours: whom it asks, which team's it is, what it serves."""
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
