"""Statements that are compiled once: the same rows as the query set's, for other rows, other organizations, other threads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from threading import Thread

import pytest
from django.db import connection
from django.db.models import Count, F, Q, Window
from django.db.models.functions import JSONObject
from django.test.utils import CaptureQueriesContext

from alignment.models import Objective
from organizations.models import Organization, Person
from organizations.statements import MOST, DerivedId, Statement
from organizations.tenancy import in_organization
from tests.cast import new_objective, new_organization, new_person

DUE = Statement(
    lambda today, owner: (
        Objective.objects.filter(Q(due_on__lt=today) | Q(due_on=None), owner=owner)
        .select_related("owner")
        .annotate(facts=JSONObject(title="title", due="due_on"), total=Window(Count("id")))
        .order_by(F("due_on").asc(nulls_last=True), "id")[:2]
    )
)
TODAY = date(2026, 8, 17)


@pytest.fixture
def goals(tidewater: Organization, marta: Person) -> list[Objective]:
    return [new_objective(f"Goal {days}", owner=marta, due_on=TODAY + timedelta(days=days)) for days in (-3, -2, -1, 4)]


def titles(owner: Person, today: date) -> list[str]:
    return [row.title for row in DUE(today, owner=owner.pk)]


def test_it_finds_the_rows_that_are_asked_for_each_time(goals: list[Objective], marta: Person, ines: Person) -> None:
    assert titles(marta, TODAY) == ["Goal -3", "Goal -2"]
    assert titles(marta, TODAY - timedelta(days=2)) == ["Goal -3"]
    assert titles(ines, TODAY) == []
    new_objective("Earlier", owner=ines, due_on=date(2026, 1, 1))
    assert titles(ines, TODAY) == ["Earlier"], "the rows of the last time were kept"


def test_rows_come_whole_with_what_belongs_to_them(goals: list[Objective], marta: Person) -> None:
    with CaptureQueriesContext(connection) as captured:
        row = next(iter(DUE(TODAY, owner=marta.pk)))
    assert len(captured) == 1
    assert (row.facts, row.total) == ({"title": "Goal -3", "due": "2026-08-14"}, 3)
    with pytest.raises(AssertionError, match="more"), no_more_queries():
        Objective.objects.count()
    with no_more_queries():
        assert row.owner.name == "Marta Lindqvist"


def test_it_never_leaves_the_organization_in_hand(goals: list[Objective], marta: Person) -> None:
    assert titles(marta, TODAY)
    with in_organization(new_organization("fenmoor")):
        assert titles(marta, TODAY) == []
        stranger = new_person("Jonas Weber")
        new_objective("Theirs", owner=stranger, due_on=date(2026, 1, 1))
        assert titles(stranger, TODAY) == ["Theirs"]


def test_it_builds_its_query_once(goals: list[Objective], marta: Person) -> None:
    built = []

    def build(owner: int) -> object:
        built.append(owner)
        return Objective.objects.filter(owner=owner)

    statement = Statement(build)  # type: ignore[arg-type]
    assert [len(statement(owner=marta.pk)) for _ in range(3)] == [4, 4, 4]
    assert len(built) == 1
    assert built[0] != marta.pk


def test_what_is_made_of_an_id_is_refused(tidewater: Organization) -> None:
    next_one = Statement(lambda owner: Objective.objects.filter(owner=owner - 1))
    with pytest.raises(DerivedId):
        next_one(owner=3)
    unused = Statement(lambda owner: Objective.objects.all())
    with pytest.raises(DerivedId, match="owner"):
        unused(owner=3)


def test_no_row_is_another_query_than_some_row(goals: list[Objective], marta: Person) -> None:
    below = Statement(lambda parent: Objective.objects.filter(parent=parent))
    child = new_objective("Below", parent=goals[0])
    assert list(below(parent=goals[0].pk)) == [child]
    assert len(below(parent=None)) == 4


def test_only_so_many_days_are_kept(tidewater: Organization, marta: Person) -> None:
    for days in range(MOST + 5):
        titles(marta, TODAY + timedelta(days=days))
    assert len(DUE.compiled) == MOST


def test_the_server_plans_it_once(goals: list[Objective], marta: Person) -> None:
    assert [titles(marta, TODAY) for _ in range(3)] == [["Goal -3", "Goal -2"]] * 3
    plan = next(reversed(DUE.compiled.values())).plan
    assert plans_on_this_connection().count(plan.name) == 1


def test_plans_do_not_pile_up_on_a_connection(goals: list[Objective], marta: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("organizations.statements.MOST_PREPARED", 5)
    for weeks in range(12):
        titles(marta, TODAY - timedelta(weeks=100 + weeks))
        assert len(plans_on_this_connection()) <= 5
    assert titles(marta, TODAY) == ["Goal -3", "Goal -2"], "a plan that was given up is not made again"


@pytest.mark.django_db(transaction=True)
def test_a_new_connection_gets_plans_of_its_own(tidewater: Organization) -> None:
    marta = new_person("Marta Lindqvist")
    new_objective("Hers", owner=marta, due_on=date(2026, 1, 1))
    assert titles(marta, TODAY) == ["Hers"]
    waiting = DUE(TODAY, owner=marta.pk)
    connection.close()
    assert [row.title for row in waiting] == ["Hers"], "asked for before the connection was lost, read after"
    assert titles(marta, TODAY) == ["Hers"]


@pytest.mark.django_db(transaction=True)
def test_another_thread_asks_on_its_own_connection(tidewater: Organization) -> None:
    marta = new_person("Marta Lindqvist")
    new_objective("Hers", owner=marta, due_on=date(2026, 1, 1))
    assert titles(marta, TODAY) == ["Hers"]
    found: list[str] = []

    def ask() -> None:
        with in_organization(tidewater):
            found.extend(titles(marta, TODAY))
        connection.close()

    thread = Thread(target=ask)
    thread.start()
    thread.join()
    assert found == ["Hers"]


def plans_on_this_connection() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_prepared_statements")
        return [name for (name,) in cursor.fetchall()]


@contextmanager
def no_more_queries() -> Iterator[None]:
    """Fails when the database is asked anything."""

    def refuse(*args: object) -> object:
        raise AssertionError("one more query")

    with connection.execute_wrapper(refuse):
        yield
