"""Looks: who may do what here, and who has been asked in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, Exists, IntegerField, OuterRef, Prefetch, Q, Value, When

from organizations import policy
from organizations.listing import Asked, Page, all_words, page_of
from organizations.models import Invitation, Person
from organizations.models.people import Access, PersonStatus

PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class AccessRow:
    """One person: what they may do, how they come in, and what the reader may change about it."""

    person: Person
    state: str  # the words for how they come in
    invitation: Invitation | None
    is_manageable: bool
    is_inactive: bool
    accesses: list[Access]


@dataclass(frozen=True, slots=True)
class AccessList:
    """One page of the people, as asked for."""

    page: Page[AccessRow]
    words: str
    which: str

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """What the list can be narrowed to."""
        return list(KINDS.items())

    @property
    def query(self) -> str:
        """What the links to other pages of the list keep."""
        said = {"q": self.words, "which": self.which}
        return urlencode({name: value for name, value in said.items() if value}) + "&"


def access_list(*, reader: Person, said: Any, now: datetime) -> AccessList:
    """The people by rank and name, narrowed by words and by how they come in."""
    asked = Asked(said)
    words, which = asked.text(), asked.one_of("which", KINDS)
    found = Person.objects.filter(all_words(words, "name", "email", "title", "handle"), come_in_by(which))
    open_ones = Invitation.objects.filter(accepted_at=None, revoked_at=None).order_by("-pk")
    people = found.prefetch_related(Prefetch("invitations", queryset=open_ones, to_attr="open_invitations"))
    rank = Case(*(When(access=access, then=Value(n)) for n, access in enumerate(Access)), output_field=IntegerField())
    page = page_of(people.order_by(rank, "name", "pk"), asked.page, lambda person: row_of(person, reader, now), size=PER_PAGE)
    return AccessList(page, words, which)


KINDS = {
    "": "Everybody",
    "signed-in": "Can sign in",
    "invited": "Invited",
    "without": "No sign-in",
    "inactive": "Deactivated",
}


def come_in_by(which: str) -> Q:
    """The condition on people of one of KINDS."""
    invited = Exists(Invitation.objects.filter(person=OuterRef("pk"), accepted_at=None, revoked_at=None))
    conditions = {
        "signed-in": Q(user__isnull=False) & ~Q(status=PersonStatus.INACTIVE),
        "invited": Q(invited, user=None),
        "without": Q(user=None),
        "inactive": Q(status=PersonStatus.INACTIVE),
    }
    return conditions.get(which, Q())


def row_of(person: Any, reader: Person, now: datetime) -> AccessRow:
    invitation: Invitation | None = next(iter(person.open_invitations), None) if person.user_id is None else None
    return AccessRow(
        person=person,
        state=state_of(person, invitation, now),
        invitation=invitation,
        is_manageable=policy.may_manage_access(reader, person),
        is_inactive=person.status == PersonStatus.INACTIVE,
        accesses=policy.accesses_to_give(reader),
    )


def state_of(person: Person, invitation: Invitation | None, now: datetime) -> str:
    if person.status == PersonStatus.INACTIVE:
        return "Deactivated"
    if person.user_id is not None:
        return "Can sign in"
    if invitation is None:
        return "No sign-in"
    return "Invited" if invitation.expires_at > now else "Invitation expired"
