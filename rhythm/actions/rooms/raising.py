"""Verbs: any row that the room looks at becomes an issue, or a risk, in one click, and stays where it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accountability.models import Commitment
from alignment.actions.risks import raise_risk
from alignment.models import Dependency, Metric, Objective, Risk
from decisions.models import Blocker, Decision
from organizations.listing import whole
from organizations.logbook import record, verb
from organizations.models import Person
from organizations.refusals import NotSaid, OutOfTurn
from organizations.tenancy import TenantModel
from rhythm.actions.issues import raise_issue
from rhythm.actions.rooms.acts import changed, taken_part_in
from rhythm.actions.rooms.capturing import TITLE, headline
from rhythm.actions.rooms.endings import end_items
from rhythm.models import AgendaItem, Capture, CaptureKind, Disposition, Meeting, MeetingRun, SegmentKind, WrittenLine

NOT_REPORTING = (SegmentKind.ISSUES, SegmentKind.TRIAGE)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a row says, and what the issue is tied to."""

    title: str
    words: str = ""
    objective: Objective | None = None
    dependency: Dependency | None = None
    decision: Decision | None = None


@verb
def raise_row(*, meeting: Meeting, about: str, by: Person, now: datetime, as_risk: bool = False) -> Capture:
    """The row named by `about` ("alignment.Objective:12") goes on the issue list, or on the list of risks.

    Raised twice it is there once; taken back by mistake it can be raised again.
    """
    run = taken_part_in(meeting, by=by, now=now)
    row = row_called(run, about)
    before: list[Capture] = list(Capture.objects.filter(meeting=run.meeting, key__in=keys_of(about)).order_by("id"))
    if before and before[-1].withdrawn_at is None:
        return before[-1]
    subject = subject_of(row)
    caught = Capture(
        organization_id=run.organization_id,
        meeting=run.meeting,
        key=keys_of(about)[len(before)] if len(before) < MOST_TIMES else f"{about}~{now.timestamp():.0f}"[:40],
        kind=CaptureKind.NOTE if as_risk else CaptureKind.ISSUE,
        text=f"Risk: {subject.title}"[:1000] if as_risk else subject.title,
        by=by,
        at=now,
        segment=run.segment,
    )
    if as_risk:
        raise_risk(
            organization=run.meeting.organization,
            title=headline(subject.title),
            description=subject.words,
            team=run.meeting.series.team,
            objective=subject.objective,
            by=by,
            now=now,
        )
    else:
        caught.issue = put_on_list(run, subject, by, now)
        caught.item = settle(run, about, now)
    caught.save()
    changed(run, "head", "now", "captured", whose=[by.pk])
    record(
        "meeting.captured", by=by, about=run.meeting.series, now=now, meeting=meeting.pk, kind=caught.kind, text=caught.text[:250]
    )
    return caught


MOST_TIMES = 9


def keys_of(about: str) -> list[str]:
    """Once is enough; each time that it was taken back leaves room for another."""
    return [about[:40], *(f"{about}~{time}"[:40] for time in range(1, MOST_TIMES))]


def put_on_list(run: MeetingRun, subject: Subject, by: Person, now: datetime) -> Any:
    return raise_issue(
        organization=run.meeting.organization,
        title=headline(subject.title),
        description=subject.title if len(subject.title) > TITLE else subject.words,
        team=run.meeting.series.team,
        objective=subject.objective,
        decision=subject.decision,
        dependency=subject.dependency,
        by=by,
        now=now,
    )


def settle(run: MeetingRun, about: str, now: datetime) -> AgendaItem | None:
    """What the agenda had about it is settled with that: reporting segments never solve."""
    label, _, number = about.partition(":")
    open_ones = AgendaItem.objects.filter(meeting=run.meeting, about_type=label, about_id=int(number), disposition="")
    item: AgendaItem | None = open_ones.exclude(segment__kind__in=NOT_REPORTING).select_related("meeting__organization").first()
    if item is None:
        return None
    end_items([item], Disposition.ISSUE, now=now)
    return item


def row_called(run: MeetingRun, about: str) -> TenantModel:
    """The row that the screen showed.

    Raises NotSaid for a name that means nothing, OutOfTurn when it is not there any more or is no part of this meeting.
    """
    label, _, number = about.partition(":")
    model = MODELS.get(label)
    pk = whole(number)
    if model is None or pk is None:
        raise NotSaid("Choose a row that the room looks at.")
    ours: dict[str, Any] = {}
    if model in (AgendaItem, Capture):
        ours = {"meeting": run.meeting}
    elif model is WrittenLine:
        ours = {"writing__meeting": run.meeting, "writing__shown_at__isnull": False}
    row: TenantModel | None = model.objects.filter(pk=pk, **ours).first()
    if row is None:
        raise OutOfTurn("It is not there any more. Look at the room again.")
    return row


def subject_of(row: Any) -> Subject:
    """In the words of the row; what it is tied to differs by its kind."""
    tell = SUBJECTS.get(row._meta.label)
    if tell:
        return tell(row)
    return Subject(row.title if isinstance(row, AgendaItem) else row.text)


SUBJECTS: dict[str, Callable[[Any], Subject]] = {
    Objective._meta.label: lambda row: Subject(row.title, objective=row),
    Dependency._meta.label: lambda row: Subject(str(row), objective=row.from_objective, dependency=row),
    Decision._meta.label: lambda row: Subject(row.title, objective=row.objective, decision=row),
    Blocker._meta.label: lambda row: Subject(
        f"Stuck: {row.title}", f"{row.owner.name} clears it. {row.clears_when}".strip(), row.objective, row.dependency, row.decision
    ),
    Commitment._meta.label: lambda row: Subject(row.title, f"Promised for {row.original_due_on}.", objective=row.objective),
    Risk._meta.label: lambda row: Subject(row.title, row.description, objective=row.objective),
    Metric._meta.label: lambda row: Subject(row.title, measured(row), objective=row.objective),
}


def measured(metric: Metric) -> str:
    """The number as it stood when it was raised, against its goal."""
    newest = metric.measurements.order_by("-on").first()
    goal = "" if metric.goal is None else f"Goal {metric.goal.normalize():f} {metric.unit}".strip()
    value = "" if newest is None else f"{newest.value.normalize():f} on {newest.on.isoformat()}"
    return ". ".join(part for part in (value, goal) if part)


MODELS: dict[str, type[TenantModel]] = {
    model._meta.label: model
    for model in (Objective, Dependency, Decision, Blocker, Commitment, Risk, Metric, AgendaItem, Capture, WrittenLine)
}
