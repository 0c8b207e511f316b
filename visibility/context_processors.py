"""What every page's frame needs to know."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """The reader and the organization, where there is one."""
    person = getattr(request, "person", None)
    return {"me": person, "organization": person.organization if person else None}
