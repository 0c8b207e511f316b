"""The register of decisions: what waits, what was decided, what is to be looked at again, by stage, team, door and day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Aggregate, Count, DateField, DurationField, ExpressionWrapper, F, FloatField, Min, Q, Value
from django.db.models.functions import Coalesce, Extract, Lower

from alignment.models import Objective
from decisions.models import (
    Decision,
    DecisionRole,
    DecisionState,
    Door,
    Part,
)
from decisions.reads.in_force import day_said
from decisions.reads.rows import WAITING, DecisionRow, decision_row, with_rows
from decisions.reads.stages import STAGES, staged
from organizations.keysets import KeysetPage, Order, keyset_page
from organizations.listing import Asked, Named, all_words
from organizations.models import Person, Team

SHOWS = {"waiting": "Waiting", "decided": "Decided", "revisit": "To revisit", "other": "Put off or dropped", "all": "All"}
DECIDED = Q(state__in=[DecisionState.ACCEPTED, DecisionState.REJECTED, DecisionState.SUPERSEDED])
REVISIT = Q(state=DecisionState.ACCEPTED, review_on__isnull=False)
CONDITIONS = {"waiting": WAITING, "decided": DECIDED, "revisit": REVISIT, "other": ~(WAITING | DECIDED), "all": Q(pk__gt=0)}
LOOK_BACK = 91  # days that the median is taken over
FIRST_DAY, LAST_DAY = (Value(day, output_field=DateField()) for day in (date(1, 1, 1), date(9999, 12, 31)))
ORDERS = {
    "newest": Order(Coalesce("decided_on", FIRST_DAY), is_down=True),
    "oldest": Order(Coalesce("decided_on", LAST_DAY)),
    "longest": Order(Coalesce("proposed_on", LAST_DAY)),
    "need_by": Order(Coalesce("need_by", LAST_DAY)),
    "review": Order(Coalesce("review_on", LAST_DAY)),
    "title": Order(Lower("title")),
}
SORTS = {
    "newest": "newest first",
    "oldest": "oldest first",
    "longest": "longest wait first",
    "need_by": "needed soonest first",
    "review": "soonest review first",
    "title": "by title",
}
USUAL = {"waiting": "longest", "revisit": "review"}  # the order of a view until another is asked for; else the newest first


class Median(Aggregate):
    """percentile_cont of PostgreSQL: the middle value."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


@dataclass(frozen=True, slots=True)
class DecisionFilter:
    """What the reader asked the register for."""

    show: str
    text: str
    team: Named
    owner: Named
    objective: Objective | None
    stage: str = ""
    door: str = ""
    tag: str = ""
    since: date | None = None
    until: date | None = None
    is_due: bool = False
    is_put_off: bool = False  # at least once
    sort: str = ""
    after: int | None = None
    before: int | None = None

    @property
    def has_more(self) -> bool:
        """Whether anything is asked that the closed form would hide."""
        asked = (self.team, self.owner, self.stage, self.door, self.tag, self.since, self.until, self.is_due, self.is_put_off)
        return any(asked)

    @property
    def is_narrow(self) -> bool:
        return bool(self.text or self.objective or self.has_more)

    @property
    def is_found(self) -> bool:
        """Whether what is asked leaves out what waits, so that a sentence on it would mislead."""
        return bool(self.stage or self.is_due or self.is_put_off)

    def conditions(self) -> Q:
        found = all_words(self.text, "title", "outcome") & self.team.narrow("team")
        if self.owner:
            roles = DecisionRole.objects.filter(self.owner.narrow("person"), part__in=[Part.DECIDER, Part.APPROVER])
            found &= Q(pk__in=roles.values("decision"))
        if self.door:
            found &= Q(door=self.door)
        if self.tag:
            found &= Q(tags__contains=[self.tag])
        if self.is_put_off:
            found &= Q(put_off_count__gt=0)
        if self.since:
            found &= Q(day__gte=self.since)
        if self.until:
            found &= Q(day__lte=self.until)
        return found & Q(objective=self.objective) if self.objective else found

    def decisions(self, today: date) -> Any:
        """All that are asked for, whatever the view: each has its stage, and the day it was decided or else asked on."""
        found = staged(Decision.objects.annotate(day=Coalesce("decided_on", "proposed_on")), today).filter(self.conditions())
        if self.stage:
            found = found.filter(stage=self.stage)
        return found.filter(REVISIT, review_on__lte=today) if self.is_due else found


def asked_decisions(asked: Asked) -> DecisionFilter:
    return DecisionFilter(
        show=asked.one_of("show", SHOWS),
        text=asked.text(),
        team=asked.named("team", Team),
        owner=asked.named("owner", Person),
        objective=asked.row("objective", Objective),
        stage=asked.one_of("stage", STAGES),
        door=asked.one_of("door", Door.values),
        tag=asked.text("tag", limit=250),
        since=day_said(asked, "since"),
        until=day_said(asked, "until"),
        is_due=asked.one_of("review", ["due"]) == "due",
        is_put_off=asked.one_of("put_off", ["yes"]) == "yes",
        sort=asked.one_of("sort", SORTS),
        after=asked.number("after"),
        before=asked.number("before"),
    )


@dataclass(frozen=True, slots=True)
class DecisionLog:
    """One page of the register with the figures of its sentence."""

    page: KeysetPage[DecisionRow]
    show: str
    sort: str
    counts: Mapping[str, int]
    oldest: int | None  # days that the oldest has waited
    median: int | None  # days, of the last quarter's


def decision_log(asked: DecisionFilter, today: date) -> DecisionLog:
    """What waits, the longest wait first; or what was decided, newest first; or what is to be looked at again, soonest first."""
    scope = asked.decisions(today)
    taken = Extract(ExpressionWrapper(F("decided_on") - F("proposed_on"), output_field=DurationField()), "epoch")
    lately = DECIDED & Q(decided_on__gt=today - timedelta(days=LOOK_BACK), proposed_on__isnull=False)
    counts = scope.aggregate(
        oldest=Min("proposed_on", filter=WAITING),
        median=Median(taken, filter=lately),
        **{name: Count("id", filter=condition) for name, condition in CONDITIONS.items()},
    )
    oldest, median = counts.pop("oldest"), counts.pop("median")
    show = asked.show or shown_first(asked, counts)
    sort = asked.sort or USUAL.get(show, "newest")
    rows = with_rows(scope.filter(CONDITIONS[show]))
    page = keyset_page(rows, ORDERS[sort], lambda row: register_row(row, today), after=asked.after, before=asked.before)
    days = None if median is None else round(median / 86_400)
    return DecisionLog(page, show, sort, counts, (today - oldest).days if oldest else None, days)


def shown_first(asked: DecisionFilter, counts: Mapping[str, int]) -> str:
    """The first view that has anything; all of them where a stage is asked for, which says it better."""
    names = ("all",) if asked.is_found else ("waiting", "decided", "all")
    return next(name for name in names if counts[name] or name == "all")


def register_row(decision: Any, today: date) -> DecisionRow:
    return replace(decision_row(decision, today), stage=decision.stage)
