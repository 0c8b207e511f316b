"""How series fare: one of them with the records behind each score, and all of them, the worst first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q

from accountability.days import day_at
from accountability.measures import Score, score
from accountability.models import Commitment, CommitmentState
from organizations.listing import PAGE_SIZE, Page
from organizations.models import Person
from organizations.policy import teams_of
from organizations.verbs import day_of
from rhythm import health
from rhythm.health import Hint, Sitting
from rhythm.measures import zone_of
from rhythm.models import Invited, Issue, MeetingKind, MeetingOutput, MeetingSeries, SeriesPerson
from rhythm.people import asked_to
from rhythm.reads.minutes import Came, of_commitment
from rhythm.reads.sittings import hours_each, overruns_of, repeats_of, sittings_of, window

MOST_PROMISES = 200
MOST_SERIES = 2_000
FOR_NEWS = {MeetingKind.HUDDLE}  # what only tells news is not asked for decisions


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of one series."""

    series: MeetingSeries
    zone: ZoneInfo
    sittings: Sequence[Sitting]
    adherence: Score
    punctuality: Score
    prepared: Score
    ratings: list[float]
    rating: float | None
    issue_time: float | None
    outputs: float | None
    per_hour: float | None
    hours: float | None
    hint: Hint | None

    @property
    def empty(self) -> list[Sitting]:
        return health.without_outputs(self.sittings)

    @property
    def timed(self) -> int:
        return sum(bool(sitting.used_seconds) for sitting in self.sittings)

    @property
    def recorded(self) -> int:
        return len(health.recorded(self.sittings))

    @property
    def harm(self) -> tuple[bool, float, float, str, int]:
        """A hint first, then what is held least, then what is rated lowest; of what too little is known comes last."""
        share, rating = self.adherence.share, self.rating
        return (
            self.hint is None,
            share if share is not None else 2.0,
            rating if rating is not None else 11.0,
            self.series.title,
            self.series.pk,
        )


def summary_of(series: MeetingSeries, sittings: Sequence[Sitting], now: datetime) -> Summary:
    zone = zone_of(series.timezone, series.organization.timezone)
    today = now.astimezone(zone).date()
    sittings = [replace(one, planned_at=one.planned_at.astimezone(zone)) for one in sittings]
    return Summary(
        series=series,
        zone=zone,
        sittings=sittings,
        adherence=health.adherence(sittings, today, zone),
        punctuality=health.punctuality(sittings),
        prepared=health.preparation(sittings),
        ratings=health.ratings(sittings),
        rating=health.mean_rating(sittings),
        issue_time=health.issue_time(sittings),
        outputs=health.outputs_each(sittings),
        per_hour=health.outputs_per_hour(sittings),
        hours=health.hours_a_week(sittings, now),
        hint=health.hint(sittings, asks_for_outputs=series.kind not in FOR_NEWS),
    )


def series_summary(series: MeetingSeries, now: datetime) -> Summary:
    """The figures of one series; one query."""
    return summary_of(series, sittings_of([series.pk], now).get(series.pk, []), now)


@dataclass(frozen=True, slots=True)
class Overrun:
    """A segment with its planned and used minutes, on average."""

    title: str
    count: int
    planned: float
    used: float

    @property
    def over(self) -> float:
        return self.used - self.planned


@dataclass(frozen=True, slots=True)
class SeriesHealth:
    """Everything on the page of a series' health."""

    summary: Summary
    asked: int
    promises: Score
    promised: list[Came]
    repeats: list[list[Issue]]
    overruns: list[Overrun]


def series_health(pk: int, now: datetime) -> SeriesHealth | None:
    """One series over thirteen weeks, with what each figure was counted from."""
    series = MeetingSeries.objects.select_related("team", "organizer", "organization").filter(pk=pk).first()
    if series is None:
        return None
    today = day_of(now, series.organization)
    promised = [(commitment, day_at(commitment.owner, now, today)) for commitment in promises_of(series, now)]
    return SeriesHealth(
        summary=series_summary(series, now),
        asked=asked_to(series).count(),
        promises=score(is_kept(commitment, there) for commitment, there in promised),
        promised=[of_commitment(commitment, there) for commitment, there in promised if is_kept(commitment, there) is not None],
        repeats=repeated_issues([series.pk]),
        overruns=[Overrun(*found) for found in overruns_of(series.pk, now)],
    )


def promises_of(series: MeetingSeries, now: datetime) -> list[Commitment]:
    """What was promised in the meetings of these weeks, newest first."""
    outputs = MeetingOutput.objects.filter(series=series, meeting__planned_at__gte=window(now), commitment__isnull=False)
    found = outputs.select_related("commitment__owner").order_by("-meeting__planned_at", "-id")[:MOST_PROMISES]
    return [output.commitment for output in found]


def is_kept(commitment: Commitment, today: date) -> bool | None:
    """Done by the day that was first promised; None while that day is to come, or where none was named."""
    due_on = commitment.original_due_on
    if due_on is None or not commitment.state:
        return None
    if commitment.state == CommitmentState.DONE and commitment.completed_on is not None:
        return commitment.completed_on <= due_on
    return None if due_on >= today else False


def repeated_issues(series: Sequence[int]) -> list[list[Issue]]:
    """The same thing, solved three times: each chain with the first one first."""
    chains = repeats_of(series, times=health.SOLVED_TOO_OFTEN)
    issues = Issue.objects.in_bulk([pk for chain in chains for pk in chain]) if chains else {}
    return [[issues[pk] for pk in chain] for chain in chains]


@dataclass(frozen=True, slots=True)
class Overview:
    """All series, the worst first."""

    page: Page[Summary]
    known: int
    hints: int
    all: int
    adherence: Score
    hours_each: float | None  # a week, of somebody who is asked to any of them


def health_overview(reader: Person, page: int, now: datetime) -> Overview:
    """Every running series that the reader may know of; three queries, however many there are."""
    running = MeetingSeries.objects.filter(Q(ended_on=None) | Q(ended_on__gte=day_of(now, reader.organization)))
    found = {one.pk: one for one in readable(running, reader).select_related("team", "organization").order_by("id")[:MOST_SERIES]}
    sittings = sittings_of(found, now)
    summaries = sorted((summary_of(one, sittings.get(pk, []), now) for pk, one in found.items()), key=lambda one: one.harm)
    known = [one for one in summaries if one.sittings]
    first = (page - 1) * PAGE_SIZE if (page - 1) * PAGE_SIZE < len(summaries) else 0
    rows = summaries[first : first + PAGE_SIZE]
    kept = Score(sum(one.adherence.kept for one in summaries), sum(one.adherence.of for one in summaries))
    hints = sum(one.hint is not None for one in summaries)
    return Overview(
        page=Page(rows, first // PAGE_SIZE + 1, len(summaries) > first + PAGE_SIZE),
        known=len(known),
        hints=hints,
        all=len(summaries),
        adherence=kept,
        hours_each=hours_each({one.series.pk: one.hours for one in summaries if one.hours}),
    )


def readable(series: Any, reader: Person) -> Any:
    """Without the one-to-ones of others: how two people get on with each other is not everybody's."""
    named = SeriesPerson.objects.filter(series=OuterRef("pk"), person=reader).exclude(part=Invited.LEFT_OUT)
    own = Q(organizer=reader) | Q(team__in=teams_of(reader)) | Exists(named)
    return series.filter(~Q(kind=MeetingKind.ONE_TO_ONE) | own)
