"""The list of people, and one person's page: what they own, promised and decide, and where they belong. Nobody is ranked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Count, F, Prefetch, Q, Value, When, Window
from django.db.models.functions import RowNumber

from accountability.days import day_at
from accountability.models import OPEN_STATES as OPEN_COMMITMENTS
from accountability.models import Commitment, CommitmentState
from accountability.reads import CommitmentRow, commitment_row
from alignment.models import Objective
from alignment.reads.rows import OPEN_STATES, ObjectiveRow, row_of, with_rows, worst_first
from decisions.models import Decision, DecisionRole, DecisionState, Part
from decisions.reads.rows import DecisionRow, decision_row
from decisions.reads.rows import with_rows as with_decision_rows
from organizations.listing import Asked, Named, Page, all_words, page_of
from organizations.models import Membership, Person, Team
from organizations.models.people import PersonStatus
from organizations.models.teams import LIVE, MembershipStatus, TeamRole
from visibility.reads.teams import SHOWN

NEWEST = 10


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A line of the list."""

    person: Person
    teams: list[Team]
    is_inactive: bool


@dataclass(frozen=True, slots=True)
class PersonFilter:
    """What the reader asked the list for."""

    text: str
    team: Named
    page: int

    @property
    def is_narrow(self) -> bool:
        return bool(self.text or self.team)


def asked_people(asked: Asked) -> PersonFilter:
    return PersonFilter(asked.text(), asked.named("team", Team), asked.page)


@dataclass(frozen=True, slots=True)
class PersonList:
    page: Page[PersonRow]
    count: int


def person_list(asked: PersonFilter) -> PersonList:
    """One page of the people, by name; each with the first three teams they are in, those they lead first."""
    people = Person.objects.filter(all_words(asked.text, "name", "handle", "title", "email"))
    if asked.team:
        people = people.filter(pk__in=Membership.objects.filter(LIVE, asked.team.narrow("team")).values("person"))
    count = people.count()
    place = Window(RowNumber(), partition_by=F("person_id"), order_by=[lead_first(), "team__name", "id"])
    first = Membership.objects.filter(LIVE).select_related("team").annotate(place=place).filter(place__lte=3).order_by("place")
    found = people.prefetch_related(Prefetch("memberships", queryset=first, to_attr="first_memberships"))
    inactive = Case(When(status=PersonStatus.INACTIVE, then=Value(1)), default=Value(0))
    return PersonList(page_of(found.order_by(inactive, "name", "id"), asked.page, person_row), count)


def lead_first() -> Case:
    return Case(When(role=TeamRole.LEAD, then=Value(0)), default=Value(1))


def person_row(person: Any) -> PersonRow:
    teams = list(dict.fromkeys(membership.team for membership in person.first_memberships))
    return PersonRow(person, teams, person.status == PersonStatus.INACTIVE)


@dataclass(frozen=True, slots=True)
class MembershipRow:
    """A team that a person is or was in."""

    team: Team
    role: str
    title: str
    is_over: bool
    start_on: date | None
    end_on: date | None


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Everything on a person's page."""

    person: Person
    owns: Page[ObjectiveRow]
    promised: Page[CommitmentRow]
    due_count: int  # with a date that has passed, and a stated end or none
    kept_count: int
    decides: Sequence[DecisionRow]
    has_more_decisions: bool
    memberships: list[MembershipRow]
    has_more_teams: bool


def person_page(pk: int, today: date, now: datetime) -> PersonPage | None:
    """One person."""
    person = Person.objects.filter(pk=pk).select_related("organization").first()
    if person is None:
        return None
    owns = worst_first(with_rows(Objective.objects.filter(owner=person, state__in=OPEN_STATES, archived_on=None)))
    open_ones = Commitment.objects.filter(owner=person, state__in=OPEN_COMMITMENTS).select_related("owner", "team")
    own_day = day_at(person, now, today)
    kept, due = promises_of(person, own_day)
    decides = decisions_of(person, today)
    memberships = list(memberships_of(person)[: SHOWN + 1])
    return PersonPage(
        person=person,
        owns=page_of(owns, 1, row_of),
        promised=page_of(
            open_ones.order_by(F("due_on").asc(nulls_last=True), "id"), 1, lambda row: commitment_row(row, own_day), size=20
        ),
        due_count=due,
        kept_count=kept,
        decides=decides[:NEWEST],
        has_more_decisions=len(decides) > NEWEST,
        memberships=[membership_row(one, today) for one in memberships[:SHOWN]],
        has_more_teams=len(memberships) > SHOWN,
    )


def promises_of(person: Person, today: date) -> tuple[int, int]:
    """Kept and due: done by the date that was first said, of all whose first date has passed and whose state is stated."""
    due = Q(original_due_on__lt=today) & ~Q(state="")
    kept = due & Q(state=CommitmentState.DONE) & (Q(completed_on=None) | Q(completed_on__lte=F("original_due_on")))
    counts = Commitment.objects.filter(owner=person).aggregate(due=Count("id", filter=due), kept=Count("id", filter=kept))
    return counts["kept"], counts["due"]


def decisions_of(person: Person, today: date) -> list[DecisionRow]:
    """What waits for them first, then the newest that they took; one more than is shown."""
    roles = DecisionRole.objects.filter(person=person, part__in=[Part.DECIDER, Part.APPROVER]).values("decision")
    waiting = Case(When(state=DecisionState.PROPOSED, then=Value(0)), default=Value(1))
    found = with_decision_rows(Decision.objects.filter(pk__in=roles))
    return [decision_row(one, today) for one in found.order_by(waiting, F("decided_on").desc(nulls_last=True), "-id")[: NEWEST + 1]]


def memberships_of(person: Person) -> Any:
    """The teams of today first, those they lead first among them; then those that they left."""
    over = Case(When(LIVE, then=Value(0)), default=Value(1))
    return (
        Membership.objects.filter(person=person)
        .select_related("team")
        .order_by(over, lead_first(), "team__name", "-start_on", "id")
    )


def membership_row(membership: Membership, today: date) -> MembershipRow:
    ended = membership.status == MembershipStatus.ENDED or bool(membership.end_on and membership.end_on <= today)
    return MembershipRow(
        membership.team, membership.get_role_display(), membership.title, ended, membership.start_on, membership.end_on
    )
