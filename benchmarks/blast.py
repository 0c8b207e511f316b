"""The blast radius at size: 10,000 objectives and 5,000 dependencies, of which one change moves some or nearly all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.urls import reverse

from alignment.forms.measures import KeyResultForm
from alignment.models import Dependency, KeyResult, Objective
from alignment.rollup import refresh_organization
from organizations.forms.conflicts import SEAL
from organizations.models import Cycle, Organization, Person, Team
from organizations.tenancy import in_organization

SLUG = "blast"
OBJECTIVES, DEPENDENCIES, TEAMS, PEOPLE = 10_000, 5_000, 200, 500
BELOW = 10  # objectives below each one
WAITING = 3  # dependencies that wait for each one: eight steps from the first to the last
CIRCLES = 20  # pairs that wait for each other
FIRST = 5_000  # of the objectives that wait; they are leaves of the tree
AHEAD = timedelta(days=200)  # so far off that the kept database stays good for half a year


def build() -> None:
    """Each table in a few statements; nothing of it went through a verb."""
    organization = Organization.objects.create(slug=SLUG, name="Blast", created_at=datetime.now(UTC))
    today = date.today()
    with in_organization(organization):
        many = maker(organization)
        cycle = many(Cycle, [{"key": "now", "name": "Now", "starts_on": today - AHEAD, "ends_on": today + 2 * AHEAD}])[0]
        teams = many(Team, ({"key": f"t{n}", "name": f"Team {n}"} for n in range(TEAMS)))
        access = {0: "owner"}
        people = many(Person, ({"key": f"p{n}", "name": f"Person {n}", "access": access.get(n, "member")} for n in range(PEOPLE)))
        tree: list[Objective] = []
        while len(tree) < OBJECTIVES:  # one level of the tree after the other
            level = range(len(tree), min(OBJECTIVES, len(tree) * BELOW + 1))
            above = [tree[(n - 1) // BELOW] if n else None for n in level]
            tree += many(Objective, (objective(n, teams, people, cycle, up) for n, up in zip(level, above, strict=True)))
        many(KeyResult, (measure(n, tree[FIRST + n]) for n in range(FIRST)))
        many(Dependency, (need(n, tree, today + AHEAD) for n in range(DEPENDENCIES)))
        refresh_organization(organization_id=organization.pk, today=today)


def maker(organization: Organization) -> Callable[..., list[Any]]:
    def many(model: Any, rows: Any) -> list[Any]:
        made: list[Any] = model.objects.bulk_create([model(organization=organization, **row) for row in rows], batch_size=1000)
        return made

    return many


def objective(n: int, teams: list[Team], people: list[Person], cycle: Cycle, parent: Objective | None) -> dict[str, Any]:
    return {
        "key": f"o{n}", "title": f"Objective {n}", "state": "active", "cycle": cycle, "team": teams[n % TEAMS],
        "owner": people[n % PEOPLE], "parent": parent,
    }  # fmt: skip


def measure(n: int, of: Objective) -> dict[str, Any]:
    values = {"kind": "metric", "start_value": 0, "target_value": 100, "current_value": n % 100, "state": "open"}
    return {"key": f"k{n}", "title": f"Measure {n}", "objective": of, **values}


def need(n: int, tree: list[Objective], first_day: date) -> dict[str, Any]:
    """Each waits for the one a step nearer to the first, and is promised a week after it; the last ones wait in circles."""
    nearer = tree[FIRST + (n - 1) // WAITING] if n else None
    giver: Objective | None
    if n >= DEPENDENCIES - CIRCLES:
        taker, giver = tree[FIRST + n // 10], tree[FIRST + WAITING * (n // 10) + 1]
    else:
        taker, giver = tree[FIRST + n], nearer
    day = first_day + timedelta(weeks=steps(n))
    sides = {"from_objective": taker, "to_objective": giver, "to_team": None if giver else tree[0].team}
    return {"key": f"d{n}", "title": f"Need {n}", "kind": "work", "state": "agreed", "needed_by": day, "promised_by": day, **sides}


def steps(n: int) -> int:
    """How many others lie between this one and the first."""
    count = 0
    while n:
        n, count = (n - 1) // WAITING, count + 1
    return count


def changes() -> Iterator[tuple[str, str, dict[str, str]]]:
    """What is tried out: a name, the address that shows what it would do, and what is posted there."""
    organization = Organization.objects.get(slug=SLUG)
    with in_organization(organization):
        needs = {row.key: row for row in Dependency.objects.filter(key__in=["d0", "d150"])}
        measured = KeyResult.objects.get(key="k4050")
    for key, what in (("d0", "all that waits slips"), ("d150", "a branch slips")):
        day = needs[key].promised_by + timedelta(days=60)
        words = {"answer": "negotiate", "promised_by": day.isoformat(), "reason": "The tester is ill"}
        yield f"a date moves, {what}", reverse("alignment:dependency_preview", args=[SLUG, needs[key].pk]), words
    with in_organization(organization):
        form = KeyResultForm(row=measured)
        began = {**form.stored, SEAL: form.seal}
    target = began | {"target_value": "50", "reason": "Half is enough"}
    yield "a target changes", reverse("alignment:key_result_preview", args=[SLUG, measured.pk]), target
