"""Chapter: lists that people keep under a name."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from organizations.actions.views import save_view
from peakos.demo.stage import Stage

# when, who, the name, the list, and whether everybody sees it
VIEWS: tuple[tuple[str, str, str, str, bool], ...] = (
    ("7 Mon 08:40", "Marta Lindqvist", "Off track", "objectives/?status=off_track", False),
    ("7 Mon 08:44", "Marta Lindqvist", "Green that nobody should believe", "objectives/?status=contradicted", False),
    ("7 Tue 16:20", "Marta Lindqvist", "Promises between teams that slip", "dependencies/?show=slipping", True),
)


def tell(stage: Stage) -> None:
    for when, who, *kept in VIEWS:
        stage.at(when, partial(keep, stage, who, kept))


def keep(stage: Stage, who: str, kept: list[Any], now: datetime) -> None:
    name, path, is_shared = kept
    save_view(name=name, path=path, is_shared=is_shared, by=stage.people[who], now=now)
