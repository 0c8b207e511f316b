"""Looks from outside any organization: where a login may go, whom an invitation asks, who is in the demo."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, Exists, IntegerField, OuterRef, QuerySet, Value, When

from organizations.models import Invitation, Membership, Person, User
from organizations.models.people import Access, PersonStatus
from organizations.models.teams import LEADS
from organizations.tokens import fingerprint

MOST_DEMO_PEOPLE = 24


def places_of(user: User) -> list[Person]:
    """The login's active people, one per organization, by its name."""
    people = Person.everywhere.filter(user=user).exclude(status=PersonStatus.INACTIVE)
    return list(people.select_related("organization").order_by("organization__name", "pk"))


def invitation_of(secret: str) -> Invitation | None:
    """The invitation of a link, whatever became of it; none for a secret that was never given out."""
    found = Invitation.everywhere.select_related("person", "organization", "invited_by")
    return found.filter(secret_hash=fingerprint(secret)).first()


def has_account(email: str) -> bool:
    return User.objects.filter(email__iexact=email).exists()


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody of the demo company to sign in as."""

    person: Person
    looks_for: str


def demo_people() -> list[DemoPerson]:
    """The people of demo organizations that have a sign-in, the ones who see most first."""
    rank = Case(*(When(access=access, then=Value(n)) for n, access in enumerate(Access)), output_field=IntegerField())
    chosen = list(of_the_demo().order_by(rank, "pk")[:MOST_DEMO_PEOPLE])
    led = teams_led([person.pk for person in chosen])
    return [DemoPerson(person, question_of(person, led.get(person.pk, ""))) for person in chosen]


def demo_person(person_id: int) -> Person | None:
    return of_the_demo().filter(pk=person_id).first()


def of_the_demo() -> QuerySet[Person]:
    """Active people of demo organizations with a sign-in that opens no real organization."""
    real = Person.everywhere.filter(user=OuterRef("user"), organization__is_demo=False)
    people = Person.everywhere.select_related("organization", "user").exclude(status=PersonStatus.INACTIVE)
    return people.filter(~Exists(real), organization__is_demo=True, user__isnull=False)


def teams_led(people: list[int]) -> dict[int, str]:
    """The name of a team that each of them leads."""
    leads = Membership.everywhere.filter(LEADS, person_id__in=people).order_by("-pk")
    return dict(leads.values_list("person_id", "team__name"))


def question_of(person: Person, team: str) -> str:
    """What somebody in this seat opens the product for."""
    if person.access == Access.OWNER:
        return "Is the company executing, and which decisions wait?"
    if team:
        return f"Is {team} on pace, and who waits on whom?"
    if person.access == Access.ADMIN:
        return "Who may come in, and is the data in order?"
    if person.access == Access.LEADER:
        return "Which objectives slip, and who answers for them?"
    if person.access == Access.VIEWER:
        return "How are things? Reads everything, changes nothing."
    return "What have I promised, and by when?"
