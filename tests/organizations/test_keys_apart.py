"""One key may do one thing in a list and another in a running meeting; on one page it does one thing."""

from __future__ import annotations

from organizations.keys import KEYS, keys_on_page, taken_twice
from organizations.models import Person

USUAL = {key.action: key.usual for key in KEYS}


def test_the_usual_keys_are_apart_on_every_page() -> None:
    assert taken_twice(USUAL) == []


def test_c_checks_in_in_a_list_and_captures_a_commitment_in_a_meeting() -> None:
    somebody = Person(keys={})
    in_lists, in_room = (keys_on_page(somebody, {"m": "/tidewater/"}, in_room=is_room).split() for is_room in (False, True))
    assert "c:check_in" in in_lists
    assert "c:catch_commitment" in in_room
    assert "n:new" in in_lists
    assert "n:catch_note" in in_room
    assert "gm:/tidewater/" in in_room
    assert len({pair[0] for pair in in_room if pair[1] == ":"}) == len([pair for pair in in_room if pair[1] == ":"])


def test_two_things_of_a_meeting_on_one_key_are_noticed_and_a_list_beside_them_is_not() -> None:
    assert [(key.action, other.action) for key, other in taken_twice(USUAL | {"hand": "r"})] == [("hand", "ready")]
    assert [(key.action, other.action) for key, other in taken_twice(USUAL | {"hand": "z"})] == [("hand", "undo")]
    assert taken_twice(USUAL | {"hand": "j"}) == []


def test_who_turned_keys_off_has_none_in_a_meeting_either() -> None:
    assert keys_on_page(Person(keys={"off": True}), {}, in_room=True) == ""
