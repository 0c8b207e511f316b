"""What is amiss on a chart, worked out by hand: vacancies, double ownership, too much, one person, no backup, circles."""

from __future__ import annotations

import pytest

from accountability.seating import Finding, Place, above_below, findings_of


def kinds(*places: Place) -> list[tuple[str, int]]:
    return [(finding.kind, finding.seat) for finding in findings_of(places)]


def test_a_seat_without_a_holder_is_vacant_and_a_held_one_without_a_backup_is_said() -> None:
    assert kinds(Place(1, "A"), Place(2, "B", holders=[7]), Place(3, "C", holders=[7], backups=[8])) == [
        ("vacant", 1),
        ("no_backup", 2),
    ]
    assert kinds(Place(1, "A", holders=[7], backups=[7])) == [("no_backup", 1)], "nobody is their own backup"


def test_two_holders_and_the_same_outcome_in_two_seats_are_double() -> None:
    first = Place(1, "A", ["No renewal comes as a surprise."], [7, 8])
    second = Place(2, "B", ["no  renewal comes as a surprise"], [9], [8])
    assert findings_of([first, second]) == [
        Finding("double", 1, people=(7, 8)),
        Finding("double", 1, others=(2,), outcome="No renewal comes as a surprise."),
        Finding("double", 2, others=(1,), outcome="no  renewal comes as a surprise"),
    ]


def test_one_person_alone_in_several_critical_seats_is_a_single_point_of_failure() -> None:
    alone = [Place(pk, "A", holders=[7], backups=[8], is_critical=True) for pk in (1, 2)]
    shared = Place(3, "C", holders=[7, 8], is_critical=True)
    assert [f for f in findings_of([*alone, shared]) if f.kind == "single"] == [
        Finding("single", 1, others=(2,), people=(7,)),
        Finding("single", 2, others=(1,), people=(7,)),
    ]
    assert not [f for f in findings_of([alone[0], shared]) if f.kind == "single"]


def test_too_much_is_over_one_and_a_half_times_the_median_of_the_team() -> None:
    """Loads 2, 4, 6, 10: the median is 5, the limit 7.5."""
    loads, teams = {1: 2, 2: 4, 3: 6, 4: 10}, {5: [1, 2, 3, 4]}
    places = [Place(pk, "A", holders=[pk], backups=[9], team=5) for pk in (3, 4)]
    assert findings_of(places, loads, teams) == [Finding("overload", 4, people=(4,))]
    beside_the_idle = {1: 2, 2: 40}
    assert findings_of([Place(1, "A", holders=[2], backups=[9], team=5)], beside_the_idle, {5: [1, 2, 3]}) == [], (
        "two carry anything"
    )
    few = {1: 1, 2: 1, 3: 3}
    assert findings_of([Place(1, "A", holders=[3], backups=[9], team=5)], few, {5: [1, 2, 3]}) == [], (
        "three things are not too much"
    )


@pytest.mark.parametrize(("seat", "above", "circle"), [(1, 3, [1, 3, 2, 1]), (1, 1, [1, 1]), (3, 1, []), (2, 4, []), (1, 9, [])])
def test_a_circle_is_found_with_its_members(seat: int, above: int, circle: list[int]) -> None:
    assert above_below({1: None, 2: 1, 3: 2, 4: None}, seat, above) == circle
