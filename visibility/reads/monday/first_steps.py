"""What a new organization does first, each with its page and whether it is done; shown until there is something to look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists
from django.urls import reverse

from alignment.models import Objective, StrategyLine
from organizations.models import Cycle, Organization, Person, Team
from organizations.words import words_of
from rhythm.models import MeetingSeries


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the checklist."""

    words: str
    url: str
    is_done: bool


def first_steps(organization: Organization) -> list[Step]:
    """From purpose to the weekly meeting, in the order in which each needs the one before. One query."""
    slug, nouns = organization.slug, words_of(organization)
    others = Person.objects.exclude(access="owner")
    steps: list[tuple[str, str, Any]] = [
        ("Say what the organization is for", reverse("alignment:strategy", args=[slug]), StrategyLine.objects.all()),
        ("Ask the others in", reverse("organizations:settings", args=[slug]) + "#people", others),
        (f"Name the {nouns['teams']} and who leads them", reverse("visibility:teams", args=[slug]), Team.objects.all()),
        ("Name the cycle that you plan by", reverse("alignment:cycles", args=[slug]), Cycle.objects.all()),
        (f"Write down the first {nouns['objectives']}", reverse("alignment:objectives", args=[slug]), Objective.objects.all()),
        ("Pick the hour of the weekly meeting", reverse("rhythm:series_list", args=[slug]), MeetingSeries.objects.all()),
    ]
    done = Organization.objects.filter(pk=organization.pk).values_list(*(Exists(rows) for _, _, rows in steps)).get()
    return [Step(words, url, is_done) for (words, url, _), is_done in zip(steps, done, strict=True)]
