"""What a meeting needs of each of its people before it begins, and how far the preparation is: for all of them at once.

A reminder asks `needed_of_people`, a page `what_is_needed_of`: ten statements, however many are asked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, DateField, Exists, ExpressionWrapper, F, OuterRef, Q, Sum, Value

from accountability.days import day_of_owner
from accountability.models import OPEN_STATES as PROMISED
from accountability.models import Commitment, CommitmentState
from alignment.models import Dependency, Measurement, Metric, Objective
from alignment.models.dependencies import DependencyState
from alignment.models.objectives import ObjectiveState
from alignment.reads.dependencies import LINKS, sentence_of
from alignment.reads.leads import leads_of
from alignment.reads.owed import due_by_person
from organizations.measures import check_in_period
from organizations.models import Organization, Person
from organizations.policy import may_write
from organizations.verbs import day_of
from rhythm.models import Attendance, Issue, IssueVote, Meeting, MeetingOutput
from rhythm.reads.queue import UP, VOTES, on_list_of
from rhythm.reads.scope import Scope, scope_of

LAST_WEEK = timedelta(days=7)
MOST_OF_A_KIND = 500  # of all people together
CHECK_IN, NUMBER, COMMITMENT, ANSWER = "check_in", "number", "commitment", "answer"


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that somebody does before the meeting: `page` is about it, `door` is where it is done, both URL names."""

    kind: str
    id: int
    title: str
    says: str
    page: str
    door: str
    verb: str
    mark: str = ""


@dataclass(slots=True)
class Needed:
    """Everything that is needed of one person."""

    person: Person
    needs: list[Need] = field(default_factory=list)
    votes_left: int = 0  # of three; none where there is nothing to vote on
    prepared_at: datetime | None = None

    @property
    def count(self) -> int:
        return len(self.needs) + bool(self.votes_left)

    def of(self, kind: str) -> list[Need]:
        return [need for need in self.needs if need.kind == kind]

    @property
    def check_ins(self) -> list[Need]:
        return self.of(CHECK_IN)

    @property
    def numbers(self) -> list[Need]:
        return self.of(NUMBER)

    @property
    def commitments(self) -> list[Need]:
        return self.of(COMMITMENT)

    @property
    def answers(self) -> list[Need]:
        return self.of(ANSWER)


def what_is_needed_of(person: Person, meeting: Meeting, now: datetime, scope: Scope | None = None) -> Needed:
    """The needs of one person; none for who is not asked."""
    scope = scope or scope_of(meeting.series)
    if person.pk not in scope.people or not may_write(person):
        return Needed(person)
    return needs_of(meeting, now, scope, {person.pk: Needed(person)})[person.pk]


def needed_of_people(meeting: Meeting, now: datetime) -> dict[int, Needed]:
    """What each of the people who are asked still has to do, by their number; who only reads owes nothing."""
    scope = scope_of(meeting.series)
    asked = Person.objects.filter(pk__in=scope.people).order_by("name", "id")
    people = {person.pk: Needed(person) for person in asked if may_write(person)}
    return needs_of(meeting, now, scope, people) if people else {}


def needs_of(meeting: Meeting, now: datetime, scope: Scope, people: dict[int, Needed]) -> dict[int, Needed]:
    organization = meeting.organization
    today, day = day_of(now, organization), day_of(meeting.planned_at, organization)
    for pk, need in (
        *check_ins_due(scope, people, max(today, day), organization),
        *numbers_due(scope, people, today),
        *promises_due(people, max(now, meeting.planned_at), organization),
        *answers_due(scope, people, today),
    ):
        people[pk].needs.append(need)
    count_votes(meeting, scope, people)
    for pk, at in Attendance.objects.filter(meeting=meeting, person__in=people).values_list("person_id", "prepared_at"):
        people[pk].prepared_at = at
    return people


def check_ins_due(scope: Scope, people: Collection[int], day: date, organization: Organization) -> Iterable[tuple[int, Need]]:
    """Check-ins that fall due by the day of the meeting, on what the meeting is about."""
    for pk, objectives in due_by_person(day, organization.check_in_every_days, people).items():
        for one in objectives:
            if scope.teams and one.team_id is not None and one.team_id not in scope.teams:
                continue
            health = getattr(one, "health", None)  # none before it was ever reckoned
            last = health.checked_in_on if health else None
            says = f"Last one on {on_day(last)}" if last else "The first one"
            yield (
                pk,
                Need(
                    CHECK_IN,
                    one.pk,
                    one.title,
                    says,
                    "alignment:objective",
                    "alignment:check_in",
                    "Check in",
                    health.status if health else "no_update",
                ),
            )


def numbers_due(scope: Scope, people: Collection[int], today: date) -> Iterable[tuple[int, Need]]:
    """Numbers of the scorecard that have no value of their own stretch yet."""
    for one in metrics_of(scope, today).filter(owner__in=people, is_in=False).order_by("title", "id")[:MOST_OF_A_KIND]:
        says = f"Every {one.every_days} days" if one.every_days != 7 else "This week’s number"
        yield one.owner_id, Need(NUMBER, one.pk, one.title, says + (f", in {one.unit}" if one.unit else ""), "", "", "Enter")


def metrics_of(scope: Scope, today: date) -> Any:
    """The scorecard of the group; `is_in`: a value was written down within the number's own stretch of days."""
    since = ExpressionWrapper(Value(today, DateField()) - OuterRef("every_days"), output_field=DateField())
    within = Measurement.objects.filter(metric=OuterRef("pk"), on__lte=today, on__gt=since)
    return Metric.objects.filter(scope.of("team", "owner")).annotate(is_in=Exists(within))


def promises_due(people: Collection[int], then: datetime, organization: Organization) -> Iterable[tuple[int, Need]]:
    """Open promises whose day has come, where their owner lives, by the meeting."""
    found = Commitment.objects.filter(owner__in=people, state__in=PROMISED).annotate(there=day_of_owner(then, organization))
    rows = found.filter(due_on__lte=F("there")).order_by("due_on", "id")
    for one in rows.only("organization_id", "title", "due_on", "owner_id")[:MOST_OF_A_KIND]:
        late = one.due_on < one.there
        yield one.owner_id, Need(
            COMMITMENT, one.pk, one.title, f"Promised for {on_day(one.due_on)}", "accountability:commitment",
            "accountability:closure", "Close", "late" if late else "unanswered",
        )  # fmt: skip


def answers_due(scope: Scope, people: Collection[int], today: date) -> Iterable[tuple[int, Need]]:
    """Requests of other teams that nobody has answered: of whom they are asked, else of the team's leads."""
    rows = Dependency.objects.filter(state=DependencyState.REQUESTED).exclude(kind__in=LINKS)
    if scope.teams:
        rows = rows.filter(Q(to_team__in=scope.teams) | Q(to_team=None, to_objective__team__in=scope.teams))
    related = ("to_objective", "from_objective", "to_team", "from_team")
    found = list(rows.select_related(*related).order_by(F("requested_on").asc(nulls_last=True), "id")[:MOST_OF_A_KIND])
    leads = leads_of([one.to_team_id for one in found if one.to_team_id and not one.to_owner_id])
    for one in found:
        owner = one.to_owner_id or (one.to_objective.owner_id if one.to_objective and not one.to_team_id else None)
        taker = one.from_team or one.from_objective
        since = f", {on_day(one.requested_on)}" if one.requested_on else ""
        need = Need(
            ANSWER, one.pk, one.title or sentence_of(one), f"Asked by {taker}{since}", "alignment:dependency",
            "alignment:dependency", "Answer", "unanswered",
        )  # fmt: skip
        for pk in [owner] if owner else [lead.pk for lead in leads.get(one.to_team_id, [])]:
            if pk in people:
                yield pk, need


def count_votes(meeting: Meeting, scope: Scope, people: dict[int, Needed]) -> None:
    """Who has votes left, where there is something to vote on; a talk of two does not vote."""
    if len(scope.people) < 3 or Issue.objects.filter(UP, on_list_of(scope))[:2].count() < 2:
        return
    given = dict(IssueVote.objects.filter(meeting=meeting, person__in=people).values_list("person").annotate(n=Sum("votes")))
    for pk, needed in people.items():
        needed.votes_left = max(0, VOTES - given.get(pk, 0))


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    word: str
    done: int
    all: int

    @property
    def is_whole(self) -> bool:
        return self.done >= self.all


@dataclass(frozen=True, slots=True)
class Readiness:
    """How far the preparation of the whole group is; what there is none of is left out."""

    shares: list[Share]
    issues: int
    prepared: list[Person]
    asked: list[Person]


def readiness_of(meeting: Meeting, now: datetime, scope: Scope | None = None) -> Readiness:
    """The line above an agenda: check-ins, numbers, last week's promises, issues, and who says that they are ready."""
    scope, organization = scope or scope_of(meeting.series), meeting.organization
    today = day_of(now, organization)
    since = check_in_period(today, organization.check_in_every_days)[0]
    objectives = Objective.objects.filter(scope.of("team", "owner"), state=ObjectiveState.ACTIVE, archived_on=None).exclude(
        owner=None
    )
    checked = objectives.aggregate(all=Count("id"), done=Count("id", filter=Q(health__checked_in_on__gte=since)))
    numbers = metrics_of(scope, today).aggregate(all=Count("id"), done=Count("id", filter=Q(is_in=True)))
    made_here = Q(pk__in=MeetingOutput.objects.filter(series=meeting.series_id).values("commitment"))
    ours = Q(owner__in=scope.people) if scope.teams is None else scope.of("team", "owner")
    kept = Commitment.objects.filter(ours | made_here, due_on__range=(today - LAST_WEEK, today)).aggregate(
        all=Count("id"), done=Count("id", filter=Q(state=CommitmentState.DONE))
    )
    said = Attendance.objects.filter(meeting=meeting, person=OuterRef("pk"), prepared_at__isnull=False)
    people = list(Person.objects.filter(pk__in=scope.people).annotate(is_ready=Exists(said)).order_by("name", "id"))
    shares = [
        Share(word, found["done"], found["all"])
        for word, found in (("check_ins", checked), ("scorecard", numbers), ("commitments", kept))
        if found["all"]
    ]
    issues = Issue.objects.filter(UP, on_list_of(scope)).count()
    return Readiness(shares, issues, [one for one in people if one.is_ready], people)


def on_day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"


__all__ = ["Need", "Needed", "Readiness", "needed_of_people", "readiness_of", "what_is_needed_of"]
