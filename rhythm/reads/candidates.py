"""What could stand on a meeting's agenda: one statement for each kind of fact, however large the organization is.

Each finds the worst first and no more than a meeting can talk about; what was carried over is found in any case.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from accountability.days import day_at, day_of_owner
from accountability.models import OPEN_STATES as PROMISED
from accountability.models import Commitment
from alignment.explain import sentence
from alignment.models import Dependency, Objective, ObjectiveHealth, Risk
from alignment.models.dependencies import OPEN_STATES as ASKED
from alignment.models.dependencies import DependencyState
from alignment.models.objectives import ObjectiveState
from alignment.models.risks import RiskState
from alignment.reads.dependencies import LINKS, UNANSWERED, is_late, is_slipping, sentence_of, side, standing, with_sides
from decisions.models import Blocker, Decision, DecisionRole, DecisionState, HeldUp, Part
from decisions.reads.blockers import OPEN, blocker_row, with_rows
from rhythm.models import AgendaItem, Disposition, Meeting, MeetingKind, MeetingOutput, MeetingState
from rhythm.ranking import (
    HAND,
    BlockerFacts,
    Carried,
    CommitmentFacts,
    DecisionFacts,
    DependencyFacts,
    EndedFacts,
    Facts,
    IssueFacts,
    ObjectiveFacts,
    RiskFacts,
)
from rhythm.reads.queue import on_list_of, queue_of
from rhythm.reads.scope import EVERYTHING, Scope, scope_of

MOST = 40  # of each kind
MOST_CARRIED = 60
REFUSED_FOR = timedelta(days=28)  # a no is talked about for four weeks
SOON = timedelta(days=14)
SOON_ACROSS_TEAMS = timedelta(days=21)
REVIEW_FOR = timedelta(days=45)
GRAVE = 8  # of 25
CarriedItems = Mapping[tuple[str, int], Carried]
HARM = Case(
    When(is_contradicted=True, then=Value(0)),
    When(status="off_track", then=Value(1)),
    When(status="at_risk", then=Value(2)),
    default=Value(3),
    output_field=IntegerField(),
)


@dataclass(frozen=True, slots=True)
class Looking:
    """For which meeting, on which day, and what an earlier one left over."""

    meeting: Meeting
    scope: Scope
    today: date
    carried: CarriedItems
    now: datetime

    def carried_ids(self, about: str) -> list[int]:
        return [pk for label, pk in self.carried if label == about]


@dataclass(frozen=True, slots=True)
class Candidates:
    """All that was found, how much is on track, and what an earlier meeting left over that is about nothing else."""

    facts: list[Facts]
    on_track: int
    carried: CarriedItems
    loose: list[AgendaItem] = field(default_factory=list)


def candidates(meeting: Meeting, today: date, now: datetime, wanted: Collection[str]) -> Candidates:
    """Everything that this meeting may have to talk about; `wanted` are kinds of facts (ranking.KINDS_OF_FACTS)."""
    left = left_over(meeting)
    carried = {(item.about_type, item.about_id): carried_as(item) for item in left if item.about_id}
    looking = Looking(meeting, scope_of(meeting.series), today, carried, now)
    facts = [one for name, look in LOOKS.items() if name in wanted for one in look(looking)]
    on_track = count_on_track(looking) if "objectives" in wanted else 0
    return Candidates(facts, on_track, carried, [item for item in left if not item.about_id])


def left_over(meeting: Meeting) -> list[AgendaItem]:
    """What the meetings before this one carried over, or never came to since they were missed or called off; each once."""
    never_held = Q(meeting__state__in=[MeetingState.MISSED, MeetingState.SKIPPED], disposition="")
    by_somebody = Q(rule=HAND) | Q(carried_from__isnull=False)
    before = AgendaItem.objects.filter(
        Q(disposition=Disposition.CARRIED) | (never_held & by_somebody),
        carried_to__isnull=True,
        meeting__series=meeting.series_id,
        meeting__planned_at__lt=meeting.planned_at,
    )
    found = before.select_related("meeting", "segment", "carried_from__carried_from").order_by(
        "-meeting__planned_at", "-rank", "id"
    )
    newest: dict[object, AgendaItem] = {}
    for item in found[:MOST_CARRIED]:
        newest.setdefault((item.about_type, item.about_id) if item.about_id else item.pk, item)
    return list(newest.values())


def carried_as(item: AgendaItem) -> Carried:
    before, times = item.carried_from, 1
    while before is not None and times < 3:
        before, times = (before.carried_from if times < 2 else None), times + 1
    return Carried(item.pk, item.meeting.planned_at.date(), times)


def count_on_track(looking: Looking) -> int:
    under_way = Q(objective__state=ObjectiveState.ACTIVE, objective__archived_on=None)
    return ObjectiveHealth.objects.filter(
        under_way, looking.scope.of("objective__team", "objective__owner"), status="on_track", is_contradicted=False
    ).count()


def objectives(looking: Looking) -> list[Facts]:
    """What is not as it should be: contradicted, off track, at risk, without news."""
    troubled = Q(status__in=["off_track", "at_risk", "no_update"]) | Q(is_contradicted=True)
    own = Q(objective_id__in=looking.carried_ids(ObjectiveFacts.about))
    rows = (
        ObjectiveHealth.objects.filter(looking.scope.of("objective__team", "objective__owner") | own, troubled)
        .filter(objective__state=ObjectiveState.ACTIVE, objective__archived_on=None)
        .select_related("objective")
        .only("organization_id", "status", "status_since", "is_contradicted", "causes", "contradictions", "depth",
              "objective__title", "objective__team_id")
        .order_by(first(own), HARM, "depth", "status_since", "objective_id")
    )  # fmt: skip
    ours = looking.meeting.series.team_id
    return [
        ObjectiveFacts(
            id=row.objective_id,
            title=row.objective.title,
            status=row.status,
            is_contradicted=row.is_contradicted,
            days=max(0, (looking.today - row.status_since).days),
            cause=reason_of(row),
            is_ours=row.depth == 0 if ours is None else row.objective.team_id == ours,
        )
        for row in rows[:MOST]
    ]


def reason_of(row: ObjectiveHealth) -> str:
    """What speaks against a green, else the first reason; a fact comes before a report."""
    if row.is_contradicted:
        return sentence(row.contradictions[0]) if row.contradictions else ""
    causes = sorted(row.causes, key=lambda cause: cause["kind"] in ("reported", "behind_pace"))
    return sentence(causes[0]) if causes else ""


def first(condition: Q) -> Any:
    """To order by: what meets the condition comes before the rest."""
    yes = When(condition, then=Value(0))
    # What nothing can meet would shrink to the bare number 1, which in an ORDER BY is the first column.
    return Coalesce(Case(yes, output_field=IntegerField()), Value(1), output_field=IntegerField())


def dependencies(looking: Looking) -> list[Facts]:
    """Either side of what is refused, not answered, late, slipping or due soon."""
    today, scope = looking.today, looking.scope
    soon = SOON_ACROSS_TEAMS if looking.meeting.series.kind == MeetingKind.TEAM_SYNC else SOON
    due = Q(state__in=ASKED) & (
        Q(promised_by__range=(today, today + soon)) | Q(promised_by=None, needed_by__range=(today, today + soon))
    )
    refused = Q(state=DependencyState.DECLINED, answered_on__gte=today - REFUSED_FOR)
    hurts = is_late(today) | Q(state__in=UNANSWERED) | is_slipping(today) | refused | due
    own = Q(pk__in=looking.carried_ids(DependencyFacts.about))
    found = with_sides(Dependency.objects.filter(sides_of(scope) | own, hurts).exclude(kind__in=LINKS), today)
    ordered = found.annotate(again=first(own), no=first(refused)).order_by("again", "no", *found.query.order_by)
    return [dependency_facts(row, looking) for row in ordered[:MOST]]


def sides_of(scope: Scope) -> Q:
    """Dependencies that the group gives or needs."""
    if scope.teams is None:
        return EVERYTHING
    condition = Q()
    for name in ("from", "to"):
        mine = Q(**{f"{name}_owner__in": scope.people}) | Q(**{f"{name}_objective__owner__in": scope.people})
        team = Q(**{f"{name}_team__in": scope.teams}) | Q(
            **{f"{name}_team__isnull": True, f"{name}_objective__team__in": scope.teams}
        )
        condition |= team if scope.teams else mine
    return condition


def dependency_facts(row: Any, looking: Looking) -> DependencyFacts:
    giver = row.to_team or (row.to_objective.team if row.to_objective else None)
    taker = row.from_team or (row.from_objective.team if row.from_objective else None)
    words, days = standing(row, looking.today)
    due = row.promised_by or row.needed_by
    owner = row.to_owner_id or (row.to_objective.owner_id if row.to_objective else None)
    return DependencyFacts(
        id=row.pk,
        title=row.title or sentence_of(row)[:250],
        standing=words,
        days=(looking.today - row.answered_on).days if words == "declined" and row.answered_on else days,
        giver=side(giver, row.to_objective),
        taker=side(taker, row.from_objective),
        we_give=looking.scope.gives(giver.pk if giver else None, owner),
        due_in=(due - looking.today).days if due else None,
    )


def decisions(looking: Looking) -> list[Facts]:
    """What waits to be decided by the group or holds it up; and, where reviews are asked for, what is to be looked at again."""
    today, scope = looking.today, looking.scope
    deciding = DecisionRole.objects.filter(part__in=[Part.DECIDER, Part.APPROVER])
    decider = deciding.filter(decision=OuterRef("pk")).order_by(first(Q(part=Part.DECIDER)), "position", "id")
    held = HeldUp.objects.filter(decision=OuterRef("pk")).order_by().values("decision")
    ours = EVERYTHING
    if scope.teams is not None:
        ours = Q(team__in=scope.teams) | Q(pk__in=deciding.filter(person__in=scope.people).values("decision"))
        ours |= Q(pk__in=HeldUp.objects.filter(team__in=scope.teams).values("decision"))
    review = Q(state=DecisionState.ACCEPTED, review_on__range=(today - REVIEW_FOR, today + timedelta(days=7)))
    asks_reviews = looking.meeting.series.kind not in ("", MeetingKind.WEEKLY, MeetingKind.TEAM_SYNC, MeetingKind.HUDDLE)
    own = Q(pk__in=looking.carried_ids(DecisionFacts.about))
    rows = (
        Decision.objects.filter(Q(state=DecisionState.PROPOSED) | (review if asks_reviews else own & review), ours | own)
        .annotate(
            decider=Subquery(decider.values("person__name")[:1]),
            held=Coalesce(Subquery(held.annotate(n=Count("team", distinct=True)).values("n"), output_field=IntegerField()), 0),
        )
        .only("organization_id", "title", "state", "proposed_on", "need_by", "review_on")
        .order_by(first(own), F("need_by").asc(nulls_last=True), F("proposed_on").asc(nulls_last=True), "id")
    )
    return [decision_facts(row, today) for row in rows[:MOST]]


def decision_facts(row: Any, today: date) -> DecisionFacts:
    if row.state != DecisionState.PROPOSED:
        return DecisionFacts(row.pk, row.title, review_in=(row.review_on - today).days)
    return DecisionFacts(
        id=row.pk,
        title=row.title,
        waits=(today - row.proposed_on).days if row.proposed_on else None,
        due_in=(row.need_by - today).days if row.need_by else None,
        holds_up=row.held,
        decider=row.decider or "",
    )


def blockers(looking: Looking) -> list[Facts]:
    """What is stuck of the group, or cleared by somebody of it; what waits on an open decision is talked about as that."""
    own = Q(pk__in=looking.carried_ids(BlockerFacts.about))
    scope, on_a_question = looking.scope, Q(decision__state=DecisionState.PROPOSED)
    rows = with_rows(Blocker.objects.filter(OPEN, ~on_a_question)).filter(stuck_in(scope) | own).order_by("stuck_since", "id")
    lines = [blocker_row(row, looking.today) for row in rows[:MOST]]
    return [
        BlockerFacts(
            id=line.id,
            title=line.title,
            stuck=str(line.stuck),
            days=line.days,
            owner=line.owner.name,
            we_clear=line.owner.pk in scope.people,
            late=(looking.today - line.due_on).days if line.due_on else None,
        )
        for line in lines
    ]


def stuck_in(scope: Scope) -> Q:
    """Blockers of the group's work, or that its people clear; the rows name the team that waits."""
    if scope.teams is None:
        return EVERYTHING
    owners = ("objective__owner", "commitment__owner")
    return scope.of("waiting_team", *owners) | Q(owner__in=scope.people)


def commitments(looking: Looking) -> list[Facts]:
    """Promises past their day: of the group's people, of its teams, and those that were made in this meeting."""
    scope = looking.scope
    made_here = Q(pk__in=MeetingOutput.objects.filter(series=looking.meeting.series_id).values("commitment"))
    ours = Q(owner__in=scope.people) if scope.teams is None else scope.of("team", "owner")
    own = Q(pk__in=looking.carried_ids(CommitmentFacts.about))
    there = day_of_owner(looking.now, looking.meeting.organization)
    rows = (
        Commitment.objects.filter(ours | made_here | own, state__in=PROMISED, due_on__lt=there)
        .select_related("owner")
        .only("organization_id", "title", "due_on", "original_due_on", "owner__organization_id", "owner__name", "owner__timezone")
        .order_by(first(own), first(made_here), "due_on", "id")
    )
    return [
        CommitmentFacts(
            id=row.pk,
            title=row.title,
            late=(day_at(row.owner, looking.now, looking.today) - row.due_on).days,
            owner=row.owner.name if row.owner else "",
            was_moved=row.original_due_on not in (None, row.due_on),
        )
        for row in rows[:MOST]
    ]


def risks(looking: Looking) -> list[Facts]:
    """Open risks that nobody owns, and grave ones of which nobody has said what is done with them."""
    exposure = F("likelihood") * F("impact")
    own = Q(pk__in=looking.carried_ids(RiskFacts.about))
    rows = (
        Risk.objects.annotate(exposure=exposure)
        .filter(looking.scope.of("team", "objective__owner") | own, Q(owner=None) | Q(disposition="", exposure__gte=GRAVE))
        .filter(state=RiskState.OPEN)
        .only("organization_id", "title", "owner_id")
        .order_by(first(own), F("exposure").desc(nulls_last=True), "id")
    )
    return [RiskFacts(row.pk, row.title, has_owner=row.owner_id is not None, exposure=row.exposure) for row in rows[:MOST]]


def issues(looking: Looking) -> list[Facts]:
    """The group's own list without what is parked: what has votes first, then the heaviest and the oldest."""
    own = Q(pk__in=looking.carried_ids(IssueFacts.about))
    rows = queue_of(looking.meeting, on_list_of(looking.scope) | own, first(own))
    return [
        IssueFacts(
            id=row.pk,
            title=row.title,
            age=(looking.today - row.raised_on).days if row.raised_on else None,
            weight=row.weight,
            votes=row.given,
            came_back=row.again_of_id is not None,
        )
        for row in rows.only("organization_id", "title", "raised_on", "again_of_id")[:MOST]
    ]


def ended(looking: Looking) -> list[Facts]:
    """What was reached or missed since the meeting before: a month for a review, a quarter for planning, a year once a year."""
    days = {MeetingKind.MONTHLY: 31, MeetingKind.ANNUAL: 366}.get(MeetingKind(looking.meeting.series.kind or "weekly"), 92)
    rows = (
        Objective.objects.filter(looking.scope.of("team", "owner"), archived_on=None)
        .filter(state__in=[ObjectiveState.COMPLETED, ObjectiveState.MISSED])
        .filter(completed_on__range=(looking.today - timedelta(days=days), looking.today))
        .only("organization_id", "title", "state", "completed_on")
        .order_by(first(Q(state=ObjectiveState.MISSED)), "-completed_on", "id")
    )
    return [
        EndedFacts(row.pk, row.title, row.state == ObjectiveState.COMPLETED, (looking.today - row.completed_on).days)
        for row in rows[:MOST]
    ]


LOOKS: dict[str, Callable[[Looking], list[Facts]]] = {
    "objectives": objectives,
    "dependencies": dependencies,
    "decisions": decisions,
    "blockers": blockers,
    "commitments": commitments,
    "risks": risks,
    "issues": issues,
    "ended": ended,
}
