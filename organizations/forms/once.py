"""A form that makes a row makes it once: the page carries the key that the row will have, so a second press finds the first one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core import signing

from organizations.tenancy import new_key

ONCE = "once"  # the hidden field
SALT = "organizations.once"


def once_token(said: Mapping[str, Any] | None = None) -> str:
    """For the hidden field: a new one, or the one that came in, when the form comes back with something to put right."""
    if said is not None and ONCE in said:
        return str(said[ONCE])
    return signing.dumps(new_key(), salt=SALT)


def once_for(key: str) -> str:
    """For the hidden field of a form in another room: what it makes has this key, so that it is found again by it."""
    return signing.dumps(key, salt=SALT)


def key_once(said: Mapping[str, Any]) -> str:
    """The key for the row; a new one when the page carried none of ours."""
    try:
        return str(signing.loads(str(said.get(ONCE, "")), salt=SALT))
    except signing.BadSignature:
        return new_key()
