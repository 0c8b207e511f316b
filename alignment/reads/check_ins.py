"""The reports on one objective, newest first: what stands, what it corrects, who has read it, how much was said about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

from alignment.models import Acknowledgement, CheckIn, Objective
from notifications.reads import comment_counts
from organizations.models import Organization, Person
from organizations.policy import may_write
from organizations.verbs import day_of

AT_ONCE = 20  # notes are up to 4,000 characters long
ON_THE_PAGE = 4  # of an objective; the others are a click away
OPEN_FOR = timedelta(days=3)  # how long a report may be corrected


@dataclass(frozen=True, slots=True)
class Report:
    """A check-in with its day in the organization's own calendar."""

    check_in: CheckIn
    on: date
    read_by: list[Acknowledgement] = field(default_factory=list)
    comments: int = 0
    may_acknowledge: bool = False
    may_correct: bool = False

    @property
    def root(self) -> int:
        """The number that comments go by: that of the first report, whatever stands for it by now."""
        return self.check_in.corrects_id or self.check_in.pk


def report_of(check_in: CheckIn, organization: Organization) -> Report:
    """The day that the source stated, or the day of its time."""
    return Report(check_in, check_in.at.date() if check_in.is_day_only else day_of(check_in.at, organization))


def standing(check_ins: Any) -> Any:
    """Without those that a correction stands for."""
    better = CheckIn.objects.filter(corrects_id=OuterRef("root"), pk__gt=OuterRef("pk"))
    return check_ins.annotate(root=Coalesce(F("corrects_id"), F("pk"))).filter(~Exists(better))


def saying(check_ins: Any) -> Any:
    """Without bare numbers, which are in the chart and the table already."""
    said = ~Q(note="", claim="", state="", way_back="") | Q(confidence__isnull=False)
    return check_ins.filter(said)


@dataclass(frozen=True, slots=True)
class CheckInPage:
    """A stretch of the reports; the next one starts before the last of these."""

    reports: list[Report]
    before: int | None
    is_newest: bool


def check_in_page(objective: Objective, before: int | None, *, reader: Person, now: datetime) -> CheckInPage:
    """Reports older than the one with the number `before`, or the newest."""
    reports = standing(CheckIn.objects.filter(objective=objective))
    last = CheckIn.objects.filter(objective=objective, pk=before).values_list("at", flat=True).first() if before else None
    older = Q(at__lt=last) | Q(at=last, pk__lt=before) if last else Q()
    found = list(with_words(reports.filter(older))[: AT_ONCE + 1])
    shown = told(found[:AT_ONCE], objective, reader, now)
    return CheckInPage(shown, shown[-1].check_in.pk if len(found) > AT_ONCE else None, last is None)


def newest_reports(objective: Objective, *, reader: Person, now: datetime) -> CheckInPage:
    """The few that stand on the objective's own page."""
    found = list(with_words(saying(standing(CheckIn.objects.filter(objective=objective))))[: ON_THE_PAGE + 1])
    shown = told(found[:ON_THE_PAGE], objective, reader, now)
    return CheckInPage(shown, shown[-1].check_in.pk if len(found) > ON_THE_PAGE else None, is_newest=True)


def with_words(check_ins: Any) -> Any:
    return check_ins.select_related("author", "key_result", "corrects").order_by("-at", "-id")


def told(check_ins: Sequence[CheckIn], objective: Objective, reader: Person, now: datetime) -> list[Report]:
    """Who has read each, how many comments it has, and what the reader may do with it. Two queries."""
    reports = [report_of(check_in, objective.organization) for check_in in check_ins]
    roots = [report.root for report in reports]
    read: dict[int, list[Acknowledgement]] = {}
    ids = {*roots, *(check_in.pk for check_in in check_ins)}
    for row in Acknowledgement.objects.filter(check_in_id__in=ids).select_related("person").order_by("at", "id"):
        read.setdefault(row.check_in_id, []).append(row)
    counts = comment_counts(CheckIn._meta.label, roots)
    today = day_of(now, objective.organization)
    is_reader = objective.acknowledger == reader and may_write(reader)
    return [
        replace(
            report,
            read_by=read.get(report.check_in.pk, []),
            comments=counts.get(report.root, 0),
            may_acknowledge=is_reader and is_waiting(report, reader, read.get(report.check_in.pk, [])),
            may_correct=report.check_in.author_id == reader.pk
            and report.check_in.key_result_id is None
            and today - report.on <= OPEN_FOR
            and objective.state == "active",
        )
        for report in reports
    ]


def is_waiting(report: Report, reader: Person, read: list[Acknowledgement]) -> bool:
    """Whether the reader has still to say that they have read it."""
    is_theirs = report.check_in.author_id == reader.pk
    return report.check_in.key_result_id is None and not is_theirs and reader.pk not in {row.person_id for row in read}
