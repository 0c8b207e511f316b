"""What every page's frame needs to know: the reader, the organization, and the places to go."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from organizations.keys import keys_on_page
from organizations.policy import may_act_for_some_team, may_write
from visibility.shell import shell_of


def shell(request: HttpRequest) -> dict[str, Any]:
    """The reader and the organization, where there is one; the rail is only computed when a page shows it."""
    person = getattr(request, "person", None)
    if person is None:
        return {"me": None, "organization": None}
    frame = SimpleLazyObject(lambda: shell_of(person, request.path))

    def keys(*, in_room: bool) -> str:
        return keys_on_page(person, {place.key: place.url for place in frame.places}, in_room=in_room)

    return {
        "me": person,
        "organization": person.organization,
        "may_write": may_write(person),  # who only reads is shown no door to a form
        "has_a_team": SimpleLazyObject(lambda: may_act_for_some_team(person)),  # nor who is in no team one to what is a team's
        "shell": frame,
        "keys": SimpleLazyObject(lambda: keys(in_room=False)),
        "room_keys": SimpleLazyObject(lambda: keys(in_room=True)),
    }
