"""An agenda that is not built yet, read as it would be: built, looked at and taken back, so that nobody opens an empty page."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from rhythm.actions.agendas import build_agenda
from rhythm.models import Meeting, MeetingState
from rhythm.reads.agenda import AgendaPage

Look = TypeVar("Look")


class TakenBack(Exception):
    """Ends a rehearsal: everything it wrote is rolled back."""


def is_unbuilt(page: AgendaPage) -> bool:
    """Still to come, and its agenda as well."""
    return page.meeting.state == MeetingState.PLANNED and not page.segments


def as_if_built(look: Callable[[], Look], *, meeting: Meeting, now: datetime) -> Look:
    """What `look` sees once the agenda is built; it has to read all that it shows."""
    seen: list[Look] = []
    with suppress(TakenBack), transaction.atomic():
        build_agenda(meeting=meeting, by=None, now=now)
        seen.append(look())
        raise TakenBack
    return seen[0]
