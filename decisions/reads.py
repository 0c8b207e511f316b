"""Looks: the log of decisions, one decision, and those about an objective."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Aggregate, Case, Count, DurationField, ExpressionWrapper, F, FloatField, Min, Prefetch, Q, Value, When
from django.db.models.functions import Extract

from accountability.models import CommitmentState
from accountability.reads import CommitmentRow, commitment_row
from alignment.models import Objective
from alignment.reads.risks import RiskRow, risk_row
from decisions.models import (
    Decision,
    DecisionCommitment,
    DecisionRisk,
    DecisionRole,
    DecisionState,
    DecisionTeam,
    HeldUp,
    Option,
    Part,
    Supersession,
)
from organizations.listing import Asked, Named, Page, all_words, page_of
from organizations.models import Person, Team

SHOWS = {"waiting": "Waiting", "decided": "Decided", "revisit": "To revisit", "other": "Put off or dropped", "all": "All"}
WAITING = Q(state=DecisionState.PROPOSED)
DECIDED = Q(state__in=[DecisionState.ACCEPTED, DecisionState.REJECTED, DecisionState.SUPERSEDED])
REVISIT = Q(state=DecisionState.ACCEPTED, review_on__isnull=False)
CONDITIONS = {"waiting": WAITING, "decided": DECIDED, "revisit": REVISIT, "other": ~(WAITING | DECIDED), "all": Q(pk__gt=0)}
LATE_AFTER = 5  # days that a decision may wait before its days turn red
LOOK_BACK = 91  # days that the median is taken over
MOST = 50
MARKS = {
    DecisionState.PROPOSED: "unanswered",
    DecisionState.ACCEPTED: "done",
    DecisionState.REJECTED: "ended",
    DecisionState.DEFERRED: "paused",
    DecisionState.WITHDRAWN: "ended",
    DecisionState.SUPERSEDED: "ended",
}


class Median(Aggregate):
    """percentile_cont of PostgreSQL: the middle value."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A line of the log."""

    id: int
    title: str
    mark: str
    word: str
    decider: Person | None
    team: Team | None
    is_waiting: bool
    waited: int | None  # days, while it waits
    is_long: bool
    took: int | None  # days from needed to decided
    on: date | None
    review_on: date | None
    held: int  # teams held up
    promised: int
    kept: int


def with_rows(decisions: Any) -> Any:
    """Everything that `decision_row` reads: one query, one for who decides, one for what is held up, one for what follows."""
    deciding = Case(When(part=Part.DECIDER, then=Value(0)), When(part=Part.APPROVER, then=Value(1)), default=Value(2))
    roles = DecisionRole.objects.filter(part__in=[Part.DECIDER, Part.APPROVER]).select_related("person")
    return decisions.select_related("team").prefetch_related(
        Prefetch("roles", queryset=roles.order_by(deciding, "position", "id"), to_attr="deciders"),
        Prefetch("holds_up", queryset=HeldUp.objects.only("organization_id", "decision_id", "team_id"), to_attr="held"),
        Prefetch("commitment_links", queryset=DecisionCommitment.objects.select_related("commitment"), to_attr="follow_ups"),
    )


def decision_row(decision: Decision, today: date) -> DecisionRow:
    is_waiting = decision.state == DecisionState.PROPOSED
    since = decision.proposed_on
    waited = (today - since).days if is_waiting and since else None
    deciders: Sequence[DecisionRole] = decision.deciders  # type: ignore[attr-defined]
    follow_ups: Sequence[DecisionCommitment] = decision.follow_ups  # type: ignore[attr-defined]
    return DecisionRow(
        id=decision.pk,
        title=decision.title,
        mark="late" if waited is not None and waited > LATE_AFTER else MARKS[DecisionState(decision.state)],
        word=decision.get_state_display(),
        decider=deciders[0].person if deciders else None,
        team=decision.team,
        is_waiting=is_waiting,
        waited=waited,
        is_long=waited is not None and waited > LATE_AFTER,
        took=(decision.decided_on - since).days if decision.decided_on and since else None,
        on=decision.decided_on,
        review_on=decision.review_on,
        held=len({held.team_id for held in decision.held}),  # type: ignore[attr-defined]
        promised=len(follow_ups),
        kept=sum(link.commitment.state == CommitmentState.DONE for link in follow_ups),
    )


@dataclass(frozen=True, slots=True)
class DecisionFilter:
    """What the reader asked the log for."""

    show: str
    text: str
    team: Named
    owner: Named
    objective: Objective | None
    page: int

    @property
    def is_narrow(self) -> bool:
        return bool(self.text or self.team or self.owner or self.objective)

    def conditions(self) -> Q:
        found = all_words(self.text, "title", "outcome") & self.team.narrow("team")
        if self.owner:
            roles = DecisionRole.objects.filter(self.owner.narrow("person"), part__in=[Part.DECIDER, Part.APPROVER])
            found &= Q(pk__in=roles.values("decision"))
        return found & Q(objective=self.objective) if self.objective else found


def asked_decisions(asked: Asked) -> DecisionFilter:
    objective_id = asked.number("objective")
    return DecisionFilter(
        show=asked.one_of("show", SHOWS),
        text=asked.text(),
        team=asked.named("team", Team),
        owner=asked.named("owner", Person),
        objective=Objective.objects.filter(pk=objective_id).first() if objective_id else None,
        page=asked.page,
    )


@dataclass(frozen=True, slots=True)
class DecisionLog:
    """One page of the log with the figures of its sentence."""

    page: Page[DecisionRow]
    show: str
    counts: dict[str, int]
    oldest: int | None  # days that the oldest has waited
    median: int | None  # days, of the last quarter's


def decision_log(asked: DecisionFilter, today: date) -> DecisionLog:
    """What waits, the longest wait first; or what was decided, newest first; or what is to be looked at again, soonest first."""
    scope = Decision.objects.filter(asked.conditions())
    taken = Extract(ExpressionWrapper(F("decided_on") - F("proposed_on"), output_field=DurationField()), "epoch")
    lately = DECIDED & Q(decided_on__gt=today - timedelta(days=LOOK_BACK), proposed_on__isnull=False)
    counts = scope.aggregate(
        oldest=Min("proposed_on", filter=WAITING),
        median=Median(taken, filter=lately),
        **{name: Count("id", filter=condition) for name, condition in CONDITIONS.items()},
    )
    oldest, median = counts.pop("oldest"), counts.pop("median")
    show = asked.show or next(name for name in ("waiting", "decided", "all") if counts[name] or name == "all")
    page = page_of(in_order(with_rows(scope.filter(CONDITIONS[show])), show), asked.page, lambda row: decision_row(row, today))
    days = None if median is None else round(median / 86_400)
    return DecisionLog(page, show, counts, (today - oldest).days if oldest else None, days)


def in_order(decisions: Any, show: str) -> Any:
    if show == "waiting":
        return decisions.order_by(F("proposed_on").asc(nulls_last=True), "id")
    if show == "revisit":
        return decisions.order_by("review_on", "id")
    return decisions.order_by(F("decided_on").desc(nulls_last=True), "-id")


@dataclass(frozen=True, slots=True)
class RoleGroup:
    """The people with one part in the decision."""

    word: str
    people: list[Person]


@dataclass(frozen=True, slots=True)
class Other:
    """A decision before or after this one."""

    decision: Decision
    mark: str


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """Everything on the page of a decision; the meeting it was taken in and its issues come by a slot."""

    decision: Decision
    row: DecisionRow
    options: Sequence[Option]
    roles: list[RoleGroup]
    teams: list[Team]
    held_up: Sequence[HeldUp]
    commitments: list[CommitmentRow]
    risks: list[RiskRow]
    replaces: list[Other]
    replaced_by: list[Other]


def decision_page(pk: int, today: date) -> DecisionPage | None:
    """One decision: the question, the options, the choice and why, who had which part, what it holds up and what follows."""
    related = ("team", "asked_by", "objective__health", "organization")
    decision = Decision.objects.filter(pk=pk).select_related(*related).first()
    if decision is None:
        return None
    roles = list(DecisionRole.objects.filter(decision=decision).select_related("person").order_by("position", "id")[: 4 * MOST])
    held = HeldUp.objects.filter(decision=decision).select_related("team", "objective", "dependency__to_team")
    follow_ups = DecisionCommitment.objects.filter(decision=decision).select_related("commitment__owner", "commitment__team")
    risks = DecisionRisk.objects.filter(decision=decision).select_related("risk__owner", "risk__team").order_by("id")[:MOST]
    heard = DecisionTeam.objects.filter(decision=decision).select_related("team").order_by("position", "id")[:MOST]
    decision.deciders = [role for role in roles if role.part == Part.DECIDER] or [r for r in roles if r.part == Part.APPROVER]
    decision.held = list(held.order_by("team__name", "id")[:MOST])
    decision.follow_ups = list(follow_ups.order_by("commitment__due_on", "id")[:MOST])
    replaces, replaced_by = chain_of(decision)
    return DecisionPage(
        decision=decision,
        row=replace(decision_row(decision, today), mark=MARKS[DecisionState(decision.state)]),
        options=list(Option.objects.filter(decision=decision).order_by("position")[:MOST]),
        roles=by_part(roles),
        teams=[involved.team for involved in heard],
        held_up=decision.held,
        commitments=[commitment_row(link.commitment, today) for link in decision.follow_ups],
        risks=[risk_row(link.risk) for link in risks],
        replaces=replaces,
        replaced_by=replaced_by,
    )


def by_part(roles: list[DecisionRole]) -> list[RoleGroup]:
    """The people by part, the deciding one first."""
    people: dict[str, list[Person]] = {part: [] for part in Part.values}
    for role in roles:
        people[role.part].append(role.person)
    return [RoleGroup(str(Part(part).label), found) for part, found in people.items() if found]


def chain_of(decision: Decision) -> tuple[list[Other], list[Other]]:
    """What it took the place of, and what took its place."""
    links = Supersession.objects.filter(Q(decision=decision) | Q(superseded=decision)).select_related("decision", "superseded")
    before: list[Other] = []
    after: list[Other] = []
    for link in links.order_by("position", "id")[:MOST]:
        other, end = (link.superseded, before) if link.decision_id == decision.pk else (link.decision, after)
        end.append(Other(other, MARKS[DecisionState(other.state)]))
    return before, after


@dataclass(frozen=True, slots=True)
class AboutObjective:
    """The decisions that an objective waits for, and those taken about it."""

    waiting: list[DecisionRow]
    taken: Page[DecisionRow]


def decisions_of_objective(objective_id: int, today: date, *, most: int = 5) -> AboutObjective:
    """What holds the objective up or is asked about it, then what was decided."""
    about = Q(objective_id=objective_id) | Q(pk__in=HeldUp.objects.filter(objective_id=objective_id).values("decision"))
    waiting_first = Case(When(WAITING, then=Value(0)), default=Value(1))
    found = with_rows(Decision.objects.filter(about)).order_by(
        waiting_first, F("decided_on").desc(nulls_last=True), "proposed_on", "id"
    )
    page = page_of(found, 1, lambda row: decision_row(row, today), size=most)
    taken = [row for row in page if not row.is_waiting]
    return AboutObjective([row for row in page if row.is_waiting], Page(taken, 1, page.has_more))
