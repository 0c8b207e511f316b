"""The counts of the rail: the organization's, and what waits for this reader; kept until something happens."""

from __future__ import annotations

from collections.abc import Set
from datetime import date
from typing import Any

from django.db.models import Count, IntegerField, QuerySet, Subquery

from accountability.models import OPEN_STATES as OPEN_COMMITMENTS
from accountability.models import Commitment
from alignment.models import Dependency
from alignment.models.dependencies import OPEN_STATES as OPEN_DEPENDENCIES
from alignment.reads.objectives import open_now
from decisions.models import Decision, DecisionState
from notifications.models import Notification
from notifications.reads.lines import key_of_unread
from organizations.kept import kept
from organizations.models import Organization, Person, Team
from organizations.models.teams import TeamStatus
from organizations.policy import may_write
from organizations.statements import Statement
from organizations.tenancy import organization_in_hand
from visibility.reads.owed.all import KINDS
from visibility.reads.owed.kinds import Days, Reader, fixed_of, reader_of

KEPT_SECONDS = 60  # a line committed out of order is seen after this at the latest
OF_ALL, MINE, UNREAD = "of_all", "mine", "unread"


def shell_counts(person: Person, today: date, own_day: date | None = None) -> dict[str, int]:
    """Objectives as their page counts them, decisions to take, open dependencies and commitments, teams, what waits for the reader,
    and what they have not read.

    One query for what is not kept; none when nothing happened since.
    """
    keys = {
        OF_ALL: f"shell:{person.organization_id}:{change_of(person)}",
        MINE: key_of_mine(person, today, own_day),
        UNREAD: key_of_unread(person),
    }
    found = kept.get_many(keys.values())
    known = {name: found[key] for name, key in keys.items() if found.get(key) is not None}
    missing = keys.keys() - known.keys()
    if missing:
        asked = missing if may_write(person) else missing - {MINE}
        known |= dict.fromkeys(missing - asked, 0) | counted_anew(person, today, own_day, asked)
        for name in missing:
            kept.set(keys[name], known[name], KEPT_SECONDS)
    of_all: dict[str, int] = known[OF_ALL]
    return of_all | {MINE: known[MINE], UNREAD: known[UNREAD]}


def counted_anew(person: Person, today: date, own_day: date | None, asked: Set[str]) -> dict[str, Any]:
    """What of the three was asked."""
    counts = count_all(person, today, own_day, asked)
    mine = sum(count for name, count in counts.items() if name.startswith(f"{MINE}_"))
    of_all = {name: count for name, count in counts.items() if not name.startswith(f"{MINE}_") and name != UNREAD}
    known = {OF_ALL: of_all, MINE: mine, UNREAD: counts.get(UNREAD, 0)}
    return {name: known[name] for name in asked}


def key_of_mine(person: Person, today: date, own_day: date | None) -> str:
    return f"owed:{person.pk}:{today}:{own_day or today}:{change_of(person)}"


def remember_mine(person: Person, today: date, count: int, own_day: date | None = None) -> None:
    """A page that went through all that waits for the reader has counted it: the rail need not ask again."""
    kept.set(key_of_mine(person, today, own_day), count, KEPT_SECONDS)


def change_of(person: Person) -> int:
    """The organization's change counter, as it came with the request's person; 0 when nothing ever happened."""
    return getattr(person, "newest_event", None) or 0


def of_organization(today: date) -> dict[str, Subquery]:
    return {
        "objectives": how_many(open_now(today)),
        "decisions": how_many(Decision.objects.filter(state=DecisionState.PROPOSED)),
        "dependencies": how_many(Dependency.objects.filter(state__in=OPEN_DEPENDENCIES)),
        "commitments": how_many(Commitment.objects.filter(state__in=OPEN_COMMITMENTS)),
        "teams": how_many(Team.objects.exclude(status=TeamStatus.ARCHIVED)),
    }


def of_reader(reader: Reader) -> dict[str, Subquery]:
    """What waits for the reader today, kind by kind."""
    return {f"{MINE}_{kind.name}": how_many(kind.waiting(reader)) for kind in KINDS if kind.is_due}


def count_all(person: Person, today: date, own_day: date | None, asked: Set[str]) -> dict[str, int]:
    """One query, or none when nothing is asked."""
    if not asked:
        return {}
    is_of_reader = bool(asked & {MINE, UNREAD})
    found = COUNTS(*fixed_of(person, today, own_day), OF_ALL in asked, MINE in asked, person=person.pk if is_of_reader else None)
    return {name: count or 0 for row in found for name, count in row.items()}


def counted(days: Days, every_days: int, zone: str, of_all: bool, mine: bool, *, person: int | None) -> Any:
    """One row with a sub-select a count, each on an index."""
    wanted = of_organization(days[0]) if of_all else {}
    if person:
        wanted |= of_reader(reader_of(days, every_days, zone, person)) if mine else {}
        wanted[UNREAD] = how_many(Notification.objects.filter(person=person, read_at=None))
    return Organization.objects.filter(pk=organization_in_hand()).values(**wanted)


COUNTS = Statement(counted)


def how_many(rows: QuerySet[Any]) -> Subquery:
    """The number of rows as a sub-select."""
    return Subquery(rows.order_by().values("organization_id").annotate(n=Count("id")).values("n"), output_field=IntegerField())
