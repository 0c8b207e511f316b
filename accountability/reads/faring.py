"""Look: how promises fare, of the organization and of each team, over thirteen weeks; counts are of rows, and nobody is ranked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import TruncWeek

from accountability.measures import AGES, LATELY, WEEKS, Fate, Score, is_charged_to_coordination, trend, weeks_before
from accountability.models import OPEN_STATES, WAITING_STATES, Commitment, MissReason
from accountability.reads import fates
from accountability.reads.commitments import monday_of
from accountability.reads.priorities import Completion, completion_of, set_up_of
from organizations.listing import Page, page_of
from organizations.models import Team
from organizations.models.teams import TeamStatus


@dataclass(frozen=True, slots=True)
class Week:
    """The promises whose first day lies in one week."""

    starts_on: date
    kept: int = 0
    late: int = 0
    talked_over: int = 0
    let_go: int = 0
    broken: int = 0
    rescoped: int = 0
    answered: int = 0
    to_answer: int = 0

    @property
    def due(self) -> int:
        return self.kept + self.late + self.talked_over + self.let_go + self.broken

    @property
    def score(self) -> Score:
        return Score(self.kept, self.due)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why days were missed."""

    code: str
    label: str
    count: int
    is_coordination: bool


@dataclass(frozen=True, slots=True)
class Faring:
    """Every figure of the page; those of promises that were due are of the last four complete weeks."""

    weeks: Sequence[Week]  # thirteen, the newest first
    reliability: Score
    closure: Score
    rescoped: Score
    trend: list[float]
    open_count: int
    asked_count: int
    silent: int
    owned: Score  # with an owner who holds a seat; who is here, where no seat is on the chart
    unseated: int  # with an owner who holds no seat
    unowned: int  # without an owner who is here
    has_chart: bool
    completion: Completion
    set_up: Score
    ages: list[tuple[str, int]]
    reasons: list[Reason]

    @property
    def due(self) -> int:
        """In all thirteen weeks."""
        return sum(week.due for week in self.weeks)

    @property
    def weeks_told(self) -> Sequence[Week]:
        """Back to the first week in which something was due."""
        first = max((nth for nth, week in enumerate(self.weeks) if week.due), default=-1)
        return self.weeks[: first + 1]

    @property
    def is_empty(self) -> bool:
        return not (self.due or self.open_count or self.asked_count or self.completion.score.of or self.set_up.of)

    @property
    def missed(self) -> int:
        """With a reason."""
        return sum(reason.count for reason in self.reasons)

    @property
    def coordination(self) -> int:
        return sum(reason.count for reason in self.reasons if reason.is_coordination)


def scope_of(team: Team | None) -> Any:
    return Commitment.objects.filter(team=team) if team else Commitment.objects.all()


def faring(team: Team | None, today: date) -> Faring:
    """The figures; six queries."""
    scope, has_chart = scope_of(team), fates.has_chart()
    mondays = weeks_before(today, WEEKS + LATELY - 1)
    found = weeks_of(scope, mondays[0], today)
    weeks = [found.get(monday, Week(monday)) for monday in mondays]
    lately = weeks[-LATELY:]
    live = scope.aggregate(
        open=Count("id", filter=Q(state__in=OPEN_STATES)),
        asked=Count("id", filter=Q(state__in=WAITING_STATES)),
        silent=Count("id", filter=fates.silent(today)),
        here=Count("id", filter=Q(state__in=OPEN_STATES) & fates.owned()),
        seated=Count("id", filter=Q(state__in=OPEN_STATES) & fates.seated()),
        **{f"age_{place}": Count("id", filter=condition) for place, condition in enumerate(fates.ages(today))},
    )
    return Faring(
        weeks=list(reversed(weeks[-WEEKS:])),
        reliability=Score(sum(week.kept for week in lately), sum(week.due for week in lately)),
        closure=Score(sum(week.answered for week in lately), sum(week.to_answer for week in lately)),
        rescoped=Score(sum(week.rescoped for week in lately), sum(week.due for week in lately)),
        trend=trend([week.score for week in weeks]),
        open_count=live["open"],
        asked_count=live["asked"],
        silent=live["silent"],
        owned=Score(live["seated" if has_chart else "here"], live["open"]),
        unseated=live["here"] - live["seated"] if has_chart else 0,
        unowned=live["open"] - live["here"],
        has_chart=has_chart,
        completion=completion_of(team),
        set_up=set_up_of(team),
        ages=[(label, live[f"age_{place}"]) for place, (_, label) in enumerate(AGES)],
        reasons=reasons_of(scope, mondays[-WEEKS], today),
    )


def counted(today: date) -> dict[str, Count]:
    """The fates of a group of rows, and what else the figures need, side by side."""
    conditions = {name.value: condition for name, condition in fates.fates(today).items()}
    conditions |= {"rescoped": fates.rescoped(today), "answered": fates.answered(today), "to_answer": fates.to_answer(today)}
    return {name: Count("id", filter=condition) for name, condition in conditions.items()}


def within(scope: Any, since: date, today: date) -> Any:
    """Rows whose first day lies in the complete weeks since then, by their week."""
    rows = scope.filter(original_due_on__gte=since, original_due_on__lt=monday_of(today))
    return rows.annotate(week=TruncWeek("original_due_on"))


def weeks_of(scope: Any, since: date, today: date) -> dict[date, Week]:
    rows = within(scope, since, today).values("week").order_by("week").annotate(**counted(today))
    return {row["week"]: Week(row.pop("week"), **row) for row in rows}


def reasons_of(scope: Any, since: date, today: date) -> list[Reason]:
    """The most frequent first."""
    rows = scope.filter(original_due_on__gte=since, original_due_on__lt=monday_of(today)).exclude(reason_code="")
    counts = rows.values("reason_code").order_by("reason_code").annotate(n=Count("id"))
    found = [
        Reason(row["reason_code"], MissReason(row["reason_code"]).label, row["n"], is_charged_to_coordination(row["reason_code"]))
        for row in counts
    ]
    return sorted(found, key=lambda one: (-one.count, one.label))


@dataclass(frozen=True, slots=True)
class TeamFares:
    """A line of the list of teams."""

    team: Team
    score: Score  # over thirteen weeks: of four, most teams would have too few
    trend: list[float]
    open_count: int


def teams_fare(today: date, number: int) -> Page[TeamFares]:
    """The teams that promised something, by name; three queries."""
    promised = Commitment.objects.filter(team__isnull=False).values("team")
    teams = Team.objects.filter(pk__in=promised).exclude(status=TeamStatus.ARCHIVED).order_by("name", "id")
    page: Page[Team] = page_of(teams, number, lambda team: team)
    mondays = weeks_before(today, WEEKS + LATELY - 1)
    fate: dict[int, dict[date, Score]] = defaultdict(dict)
    scope = within(Commitment.objects.filter(team__in=[team.pk for team in page]), mondays[0], today)
    dues = {"kept": Count("id", filter=fates.fates(today)[Fate.KEPT]), "due": Count("id", filter=fates.due(today))}
    for row in scope.values("team", "week").order_by("team", "week").annotate(**dues):
        fate[row["team"]][row["week"]] = Score(row["kept"], row["due"])
    live = Commitment.objects.filter(team__in=[team.pk for team in page], state__in=OPEN_STATES)
    still = dict(live.values_list("team").order_by("team").annotate(n=Count("id")))
    rows = []
    for team in page:
        weekly = [fate[team.pk].get(monday, Score(0, 0)) for monday in mondays]
        whole = Score(sum(one.kept for one in weekly[-WEEKS:]), sum(one.of for one in weekly[-WEEKS:]))
        rows.append(TeamFares(team, whole, trend(weekly), still.get(team.pk, 0)))
    return Page(rows, page.number, page.has_more)
