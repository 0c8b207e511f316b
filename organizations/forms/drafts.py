"""The shape of words that are kept before they are sent: a name for the form, and its fields as they were typed."""

from __future__ import annotations

import re
from collections.abc import Mapping

NAME = re.compile(r"^[a-z_]{1,40}:[a-z0-9_]{1,40}$")  # check_in:12
MOST_FIELDS = 100
MOST_CHARACTERS = 40_000
NOT_KEPT = {"csrfmiddlewaretoken", "draft", "prefix", "once", "due", "one"}


def draft_name(said: Mapping[str, str]) -> str | None:
    """The form's name, if it is one."""
    name = said.get("draft", "")
    return name if NAME.match(name) else None


def draft_fields(said: Mapping[str, str]) -> dict[str, str] | None:
    """The fields without the prefix that tells them from those of other forms on the page; None when it is too much."""
    prefix = f"{said['prefix']}-" if said.get("prefix") else ""
    kept = {name: value for name, value in said.items() if name.startswith(prefix)}
    fields = {name.removeprefix(prefix)[:80]: value.replace("\0", " ") for name, value in kept.items()}
    fields = {name: value for name, value in fields.items() if name not in NOT_KEPT}
    size = sum(len(name) + len(value) for name, value in fields.items())
    return fields if len(fields) <= MOST_FIELDS and size <= MOST_CHARACTERS else None
