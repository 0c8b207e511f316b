"""Stand-in until branch agenda is merged."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from rhythm.models import AgendaItem


def known_of(items: Collection[AgendaItem]) -> dict[int, list[dict[str, Any]]]:
    return {item.pk: [] for item in items}
