"""Whose turns are to come in several series at once: their rotas, who had a turn when, and who is away; a query for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Max

from organizations.models import Absence, Person
from organizations.models.people import PersonStatus
from organizations.reads.absences import away_between
from rhythm.measures import zone_of
from rhythm.models import Meeting, MeetingSeries, MeetingState, RotaTurn
from rhythm.rota import Slot, deal

DAY = timedelta(days=1)  # a series' own day may be another one than that of the clock in UTC


@dataclass(frozen=True, slots=True)
class Turns:
    """What the rule of the rota needs to know of some series."""

    order: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))  # by series
    last: dict[int, dict[int, datetime]] = field(default_factory=lambda: defaultdict(dict))  # by series, then by person
    absences: list[Absence] = field(default_factory=list)
    people: dict[int, Person] = field(default_factory=dict)

    def away(self, series_id: int, day: date) -> frozenset[int]:
        """Who of the rota is away on that day."""
        known = set(self.order.get(series_id, ()))
        return frozenset(a.person_id for a in self.absences if a.person_id in known and a.starts_on <= day <= a.ends_on)

    def deal(self, series: MeetingSeries, slots: Iterable[tuple[datetime, int | None]], zone: ZoneInfo) -> list[int | None]:
        """Who facilitates each of these meetings of a series, in the order of time."""
        own = [Slot(at, person, self.away(series.pk, at.astimezone(zone).date())) for at, person in slots]
        return deal(self.order[series.pk], self.last[series.pk], own) if self.order.get(series.pk) else [s.facilitator for s in own]


def turns_of(all_series: Sequence[MeetingSeries], *, first: datetime, last: datetime) -> Turns:
    """Everything about the turns of these series between two moments; three queries, one when none has a rota."""
    rota = RotaTurn.objects.filter(series__in=[series.pk for series in all_series]).exclude(person__status=PersonStatus.INACTIVE)
    found = Turns()
    for turn in rota.select_related("person").order_by("series_id", "position"):
        found.order[turn.series_id].append(turn.person_id)
        found.people[turn.person_id] = turn.person
    if found.order:
        had = Meeting.objects.filter(series__in=list(found.order), planned_at__lt=first, facilitator__isnull=False)
        had = had.exclude(state=MeetingState.SKIPPED).order_by().values_list("series_id", "facilitator_id")
        for series_id, person_id, at in had.annotate(at=Max("planned_at")):
            found.last[series_id][person_id] = at
        found.absences.extend(away_between(first.date() - DAY, last.date() + DAY).filter(person__in=list(found.people)))
    return found


def zone_for(series: MeetingSeries) -> ZoneInfo:
    """The series' own zone, or the organization's; `organization` comes with the series."""
    return zone_of(series.timezone, series.organization.timezone)
