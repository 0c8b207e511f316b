"""Two at once: one hand-over begins, and what was lent comes back once, whoever presses and whatever sweeps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from accountability.actions.covers import hand_over, return_cover, settle_cover
from accountability.models import Cover, CoverItem
from alignment.models import Risk
from organizations.models import Event, Organization, Person
from organizations.refusals import AlreadyClosed, AlreadyThere
from organizations.tenancy import in_organization
from tests.cast import MONDAY, NOW, new_organization, new_person

FRIDAY = MONDAY + timedelta(days=4)


@pytest.fixture
def organization(transactional_db: None) -> Iterator[Organization]:
    organization = new_organization("tidewater")
    with in_organization(organization):
        yield organization


@pytest.fixture
def people(organization: Organization) -> list[Person]:
    ines, ben, ruth = (new_person(name, status="active") for name in ("Ines Carvalho", "Ben Okafor", "Ruth Adeyemi"))
    for number in range(5):
        Risk.objects.create(organization=organization, title=f"Risk {number}", state="open", owner=ines)
    return [ines, ben, ruth]


def at_once(organization: Organization, *acts: Callable[[], Any]) -> list[str]:
    """What becomes of acts that begin in the same moment, each in a thread and a connection of its own."""
    line = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> str:
        try:
            with in_organization(organization):
                line.wait(60)
                act()
                return "done"
        except (AlreadyThere, AlreadyClosed) as problem:
            return type(problem).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(acts)) as pool:
        return sorted(future.result() for future in [pool.submit(run, act) for act in acts])


def test_two_hand_overs_in_the_same_moment_are_one(organization: Organization, people: list[Person]) -> None:
    ines, ben, ruth = people
    ends = at_once(
        organization,
        lambda: hand_over(person=ines, to=ben, by=ines, now=NOW, ends_on=FRIDAY),
        lambda: hand_over(person=ines, to=ruth, by=None, now=NOW, ends_on=FRIDAY),
    )
    assert ends == ["AlreadyThere", "done"]
    cover = Cover.objects.get()
    assert set(Risk.objects.values_list("owner", flat=True)) == {cover.to_id}


def test_a_press_and_two_sweeps_in_the_same_moment_bring_it_back_once(organization: Organization, people: list[Person]) -> None:
    ines, ben, _ = people
    cover = hand_over(person=ines, to=ben, by=ines, now=NOW, ends_on=FRIDAY)
    later = NOW + timedelta(days=7)
    sweep = lambda: settle_cover(cover=cover, by=None, now=later)  # noqa: E731
    at_once(organization, sweep, sweep, lambda: return_cover(cover=cover, by=ines, now=later))
    assert Event.objects.filter(name="cover.returned").count() == 1
    assert set(Risk.objects.values_list("owner", flat=True)) == {ines.pk}
    assert not CoverItem.objects.filter(is_back=False).exists()
