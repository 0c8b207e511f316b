"""What daily messages show of all rooms together: what waits for a person, as My work has it, and how the week opens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from notifications.digests import Opening, Waiting, knows_what_waits, opens_the_week
from organizations.models import Person
from visibility.reads.monday import monday_view
from visibility.reads.owed.all import owed_to_others
from visibility.reads.owed.check_ins import CHECK_IN
from visibility.words import as_when, shorten

FIRST = 3  # of each kind: no message shows more
CHANGES = 7


@knows_what_waits
def waits_for(person: Person, today: date) -> Sequence[Waiting]:
    """The order of My work. Check-ins have a reminder of their own, on their day."""
    rows = owed_to_others(person, today, most=FIRST, later=False)
    return [
        Waiting(
            text=f"{row.verb}: {row.title}",
            path=place_of(row.way, row.way_to, person),
            page=place_of(row.page, row.about, person),
            why=row.why,
        )
        for row in rows
        if row.kind != CHECK_IN.name
    ]


def place_of(name: str, pk: int, person: Person) -> str:
    """A kind of which there is one only has no number."""
    return reverse(name, args=[person.organization.slug, *([pk] if pk else [])])


@opens_the_week
def how_it_stands(person: Person, today: date) -> Opening | None:
    """The lead of the Monday view, and the first of what has changed; none while there is nothing to say."""
    monday = monday_view(person=person, today=today)
    if monday.is_empty:
        return None
    changed = [f"{shorten(change.title, 80)}: {change.words}" for change in monday.changes.rows[:CHANGES]]
    path = reverse("visibility:monday", args=[person.organization.slug])
    heading = f"Changed since {as_when(monday.last_monday, today)}"
    return Opening(monday.lead.plain.rstrip("."), heading, changed, path, "Open Monday")
