"""The pre-read: one page that everybody reads before the meeting, so that nobody reads it out in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import DecimalField, OuterRef, Subquery

from alignment.models import Measurement, Metric
from alignment.models.metrics import Better
from organizations.models import Person
from rhythm.models import Meeting
from rhythm.preface import lead_sentence
from rhythm.reads.agenda import AgendaPage, ItemLine, agenda_page
from rhythm.reads.known import Line, known_of
from rhythm.reads.preparation import Readiness, readiness_of
from rhythm.reads.scope import Scope, scope_of

MOST_NUMBERS = 20
MOST_KNOWN = 3  # of each item: the room has all of them
DECISIONS = {"decision_overdue", "decision_waiting", "review_due"}


@dataclass(frozen=True, slots=True)
class Told:
    """An item of the agenda with what we know about it."""

    line: ItemLine
    known: list[Line]


@dataclass(frozen=True, slots=True)
class OffGoal:
    """A number that is not where it should be."""

    metric: Metric
    value: Any
    on: date


@dataclass(frozen=True, slots=True)
class PreRead:
    """Everything on the page."""

    agenda: AgendaPage
    lead: str
    exceptions: list[Told]
    wanted: list[Told]  # decisions
    broken: list[Told]  # promises past their day
    issues: list[Told]
    other: list[Told]
    numbers: list[OffGoal]
    readiness: Readiness


def pre_read(meeting: Meeting, reader: Person, now: datetime, today: date) -> PreRead:
    """Twenty-odd queries, however much there is."""
    agenda, scope = agenda_page(meeting, reader), scope_of(meeting.series)
    lines = [line for segment in agenda.segments for line in segment.items if not line.item.disposition]
    known = known_of([line.item for line in lines], now, today)
    told = [Told(line, worth_reading(line, known.get(line.item.pk, []))) for line in lines]
    wanted = [one for one in told if one.line.item.rule in DECISIONS or one.line.item.about_type == "decisions.Decision"]
    issues = [one for one in told if one.line.item.issue_id]
    broken = [one for one in told if one.line.item.rule == "commitment_broken"]
    exceptions = [one for one in told if one.line.page and one not in wanted and one not in issues and one not in broken]
    numbers = numbers_off_goal(scope)
    return PreRead(
        agenda=agenda,
        lead=lead_sentence([one.line.item.rule for one in told], on_track=on_track_of(agenda), off_goal=len(numbers)),
        exceptions=exceptions,
        wanted=wanted,
        broken=broken,
        issues=issues,
        other=[one for one in told if not one.line.page],
        numbers=numbers,
        readiness=readiness_of(meeting, now, scope),
    )


def worth_reading(line: ItemLine, known: Sequence[Line]) -> list[Line]:
    """What is not said by the reason already; a promise past its day says it all, an issue without minutes may not be reached."""
    item = line.item
    if item.about_type == "accountability.Commitment" or (item.issue_id and not item.minutes):
        return []
    said = item.why.casefold()
    return [one for one in known if one["words"].casefold() not in said][:MOST_KNOWN]


def on_track_of(agenda: AgendaPage) -> int:
    return sum(line.on_track for line in agenda.segments)


def numbers_off_goal(scope: Scope) -> list[OffGoal]:
    """Numbers whose latest value misses their goal; one query."""
    newest = Measurement.objects.filter(metric=OuterRef("pk")).order_by("-on")
    rows: Sequence[Any] = (
        Metric.objects.filter(scope.of("team", "owner"), goal__isnull=False)
        .annotate(
            value=Subquery(newest.values("value")[:1], output_field=DecimalField(max_digits=24, decimal_places=6)),
            on=Subquery(newest.values("on")[:1]),
        )
        .filter(value__isnull=False)
        .select_related("owner")
        .order_by("title", "id")[:500]
    )
    off = [row for row in rows if (row.value < row.goal if row.better == Better.UP else row.value > row.goal)]
    return [OffGoal(row, row.value, row.on) for row in off[:MOST_NUMBERS]]
