"""Blockers as rows: of a list with its filters, of one objective or commitment, and what the page of one shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, IntegerField, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.formats import date_format

from alignment.models import Objective
from alignment.models.dependencies import DependencyState
from decisions.blocking import Span, days_blocked
from decisions.clocks import team_that_waits, today_of, zone_of_team
from decisions.models import Blocker, BlockerKind, BlockerSpan, BlockerState, DecisionState
from notifications.hours import zone_called
from organizations.listing import Asked, Named, Page, all_words, page_of
from organizations.models import Event, Person, Team
from organizations.words import own_words

SHOWS = {"open": "Stuck", "late": "Past the day", "cleared": "Cleared", "withdrawn": "Withdrawn", "all": "All"}
AGES = {"7": "more than a week", "14": "more than two weeks", "30": "more than a month"}
OPEN = Q(state=BlockerState.OPEN)
# What it waited on ended without an answer: it is stuck all the same, and nothing clears it by itself any more.
GONE = (DecisionState.WITHDRAWN, DependencyState.DECLINED, DependencyState.WITHDRAWN)
LEFT_ALONE = OPEN & (Q(decision__state__in=GONE) | Q(dependency__state__in=GONE))
RELATED = (
    "organization", "owner", "raised_by", "ended_by", "key_result", "initiative", "decision", "dependency",
    "objective__team", "objective__owner", "commitment__team", "commitment__owner", "commitment__objective__team",
)  # fmt: skip
MOST = 5  # in a slot
MOST_OF_ONE = 200  # of one thing, over all its days
MOST_LINES = 100
MARKS = {BlockerState.CLEARED: "done", BlockerState.WITHDRAWN: "ended"}


@dataclass(frozen=True, slots=True)
class BlockerRow:
    """What stands in the way, of what, who clears it, and for how many working days it is stuck."""

    id: int
    title: str
    mark: str
    word: str
    kind: str
    is_open: bool
    days: int  # working days, on the clock of the team that waits
    since: date
    owner: Person
    team: Team | None
    stuck: Any
    part: str  # the measure or initiative that is meant
    due_on: date | None
    is_promised: bool  # the day is its owner's word
    is_late: bool
    ended_on: date | None
    today: date

    @property
    def is_of_objective(self) -> bool:
        return isinstance(self.stuck, Objective)


def kinds_in_own_words() -> list[tuple[str, str]]:
    """Each kind as the organization calls what is waited on."""
    words = own_words()
    own = {
        BlockerKind.TEAM.value: f"Waiting on another {words['team']}",
        BlockerKind.DECISION.value: f"Waiting on {words['an_decision']}",
    }
    return [(value, own.get(value, str(label))) for value, label in BlockerKind.choices]


def with_teams(blockers: Any) -> Any:
    """Each with the team that waits, by number; as `clocks.team_that_waits` says it of one."""
    team = Coalesce("objective__team", "commitment__team", "commitment__objective__team", output_field=IntegerField())
    return blockers.annotate(waiting_team=team)


def with_rows(blockers: Any) -> Any:
    """Everything that `blocker_row` reads: one query, and one for the days."""
    newest = BlockerSpan.objects.filter(blocker=OuterRef("pk")).order_by("-since_on", "-id")
    found = with_teams(blockers).annotate(zone=zone_of_team(OuterRef("waiting_team")))
    return found.annotate(stuck_since=Subquery(newest.values("since_on")[:1])).select_related(*RELATED).prefetch_related("spans")


def blocker_row(blocker: Any, today: date) -> BlockerRow:
    """`today` is the day on the calendar of the team that waits (`clocks.today_of`), or of who looks at many teams at once."""
    spans = [Span(span.since_on, span.until_on) for span in blocker.spans.all()]
    is_open = blocker.state == BlockerState.OPEN
    is_late = is_open and blocker.due_on is not None and blocker.due_on < today
    mark = "late" if is_late else "at_risk" if blocker.promised_on else "unanswered"
    word = "Past its day" if is_late else "Stuck" if blocker.promised_on else "Stuck, not answered"
    return BlockerRow(
        id=blocker.pk,
        title=blocker.title,
        mark=mark if is_open else MARKS[BlockerState(blocker.state)],
        word=word if is_open else blocker.get_state_display(),
        kind=dict(kinds_in_own_words()).get(blocker.kind, ""),
        is_open=is_open,
        days=days_blocked(spans, today),
        since=spans[0].since if spans else today,
        owner=blocker.owner,
        team=team_that_waits(blocker.stuck),
        stuck=blocker.stuck,
        part=str(blocker.key_result or blocker.initiative or ""),
        due_on=blocker.due_on,
        is_promised=blocker.promised_on is not None,
        is_late=is_late,
        ended_on=blocker.ended_on,
        today=today,
    )


@dataclass(frozen=True, slots=True)
class BlockerFilter:
    """What the reader asked the list for."""

    show: str
    text: str
    team: Named
    owner: Named
    objective: Objective | None = None
    kind: str = ""
    age: str = ""
    page: int = 1

    @property
    def has_more(self) -> bool:
        """Whether anything is asked that the closed form would hide."""
        return bool(self.team or self.owner or self.kind or self.age)

    @property
    def is_narrow(self) -> bool:
        return bool(self.text or self.objective or self.has_more)

    def conditions(self, today: date) -> Q:
        found = all_words(self.text, "title", "objective__title", "commitment__title", "clears_when")
        found &= self.owner.narrow("owner")
        if self.team.id is not None:
            found &= Q(waiting_team=self.team.id)
        elif self.team:
            found &= Q(waiting_team__in=Team.objects.filter(name__icontains=self.team.name).values("pk"))
        if self.objective:
            found &= Q(objective=self.objective)
        if self.kind:
            found &= Q(kind=self.kind)
        return found & Q(stuck_since__lt=today - timedelta(days=int(self.age))) if self.age else found


def asked_blockers(asked: Asked) -> BlockerFilter:
    return BlockerFilter(
        show=asked.one_of("show", SHOWS),
        text=asked.text(),
        team=asked.named("team", Team),
        owner=asked.named("owner", Person),
        objective=asked.row("objective", Objective),
        kind=asked.one_of("kind", BlockerKind.values),
        age=asked.one_of("age", AGES),
        page=asked.page,
    )


@dataclass(frozen=True, slots=True)
class BlockerList:
    """One page of the list with the figures of its sentence."""

    page: Page[BlockerRow]
    show: str
    counts: Mapping[str, int]
    oldest: int | None  # working days of what has been stuck longest


def blocker_list(asked: BlockerFilter, now: datetime, today: date) -> BlockerList:
    """What is stuck, the longest first; or what was, the newest first. Three queries, and those of the names asked for."""
    found = with_rows(Blocker.objects.all()).filter(asked.conditions(today))
    shown = conditions_of(today)
    counts = found.aggregate(
        oldest=Min("stuck_since", filter=OPEN), **{name: Count("pk", filter=condition) for name, condition in shown.items()}
    )
    oldest = counts.pop("oldest")
    show = asked.show or next(name for name in ("open", "all") if counts[name] or name == "all")
    longest_first = ("stuck_since", "id") if show in {"open", "late"} else (F("ended_on").desc(nulls_first=True), "-id")
    page = page_of(found.filter(shown[show]).order_by(*longest_first), asked.page, lambda one: blocker_row(one, today_of(one, now)))
    return BlockerList(page, show, counts, days_blocked([Span(oldest)], today) if oldest else None)


def conditions_of(today: date) -> dict[str, Q]:
    passed = Q(promised_on__lt=today) | Q(promised_on=None, hoped_on__lt=today)
    return {
        "open": OPEN,
        "late": OPEN & passed,
        "cleared": Q(state=BlockerState.CLEARED),
        "withdrawn": Q(state=BlockerState.WITHDRAWN),
        "all": Q(pk__gt=0),
    }


@dataclass(frozen=True, slots=True)
class InTheWay:
    """What stands in the way of one thing: open ones, how many working days any of them did, and how many there were before."""

    rows: Sequence[BlockerRow]
    days: int
    before: int
    more: int


def in_the_way_of(now: datetime, **thing: Any) -> InTheWay:
    """`thing` is the field of a blocker with its row, or several of them; days with two blockers count once. Two queries."""
    counting = with_rows(Blocker.objects.filter(**thing).exclude(state=BlockerState.WITHDRAWN))
    found = list(counting.order_by("-state", "stuck_since", "id")[:MOST_OF_ONE])  # what is open first
    rows = [blocker_row(one, today_of(one, now)) for one in found if one.state == BlockerState.OPEN]
    spans = [Span(span.since_on, span.until_on) for one in found for span in one.spans.all()]
    days = days_blocked(spans, max(today_of(one, now) for one in found)) if found else 0
    return InTheWay(rows[:MOST], days, len(found) - len(rows), max(0, len(rows) - MOST))


@dataclass(frozen=True, slots=True)
class Line:
    """Something that happened to it, as its page tells it."""

    at: datetime
    actor: Person | None
    words: str
    said: str


@dataclass(frozen=True, slots=True)
class BlockerPage:
    """What the page of one shows."""

    blocker: Blocker
    row: BlockerRow
    first_title: str
    first_due_on: date | None
    left_alone: str  # by what it waited on, while it is open
    lines: Sequence[Line]


def blocker_page(pk: int, now: datetime) -> BlockerPage | None:
    """Three queries: the row with its neighbours, its days, its history."""
    blocker = with_rows(Blocker.objects.filter(pk=pk)).first()
    if blocker is None:
        return None
    first = blocker.original_promised_on if blocker.promised_on else blocker.original_hoped_on
    return BlockerPage(
        blocker,
        blocker_row(blocker, today_of(blocker, now)),
        first_title=blocker.original_title if blocker.original_title != blocker.title else "",
        first_due_on=first if first != blocker.due_on else None,
        left_alone=left_alone(blocker),
        lines=history_of(blocker),
    )


def left_alone(blocker: Blocker) -> str:
    """By what it waited on, in words; empty while that can still clear it."""
    waited = blocker.decision or blocker.dependency
    is_left = blocker.state == BlockerState.OPEN and waited is not None and waited.state in GONE
    return f"“{waited}” is {waited.get_state_display().lower()}" if is_left and waited else ""


def history_of(blocker: Blocker) -> list[Line]:
    events = Event.objects.filter(about_type=Blocker._meta.label, about_id=blocker.pk).select_related("actor").order_by("-id")
    zone = zone_called(blocker.organization.timezone)
    return [Line(event.at.astimezone(zone), event.actor, *told(event)) for event in events[:MOST_LINES]]


def told(event: Event) -> tuple[str, str]:
    """What was done, in words, and what was said with it."""
    data, is_own = event.data, event.actor is not None and event.actor.pk == event.data.get("former_id")
    whose = "" if is_own else f" from {data.get('former', '')}"
    words = {
        "blocker.raised": "raised it",
        "blocker.promised": f"said that it is cleared by {day_in_words(data.get('by_day'))}",
        "blocker.handed_on": f"handed it on{whose} to {data.get('to_name', '')}",
        "blocker.changed": "changed it",
        "blocker.followed": "took it along",
        "blocker.cleared": "cleared it",
        "blocker.withdrawn": "withdrew it",
        "blocker.reopened": "opened it again",
        "thing.handed_over": "handed it over with everything else",
        "thing.came_back": "gave it back",
    }.get(event.name, "changed it")
    return words, str(data.get("reason") or "")


def day_in_words(day: str | None) -> str:
    return date_format(date.fromisoformat(day), "l j F") if day else "a day"
