"""People join, teams form, periods open."""

from datetime import date

import pytest

from organizations.actions.cycles import add_cycle
from organizations.actions.people import add_person
from organizations.actions.teams import form_team, join_team, leave_team
from organizations.models import Event, Organization, Person, User
from organizations.models.people import Access
from organizations.models.teams import TeamRole
from organizations.refusals import AlreadyClosed, AlreadyThere, DatesOutOfOrder, NotAllowed, NotSaid
from organizations.verbs import day_of
from tests.cast import MONDAY, NOW, new_person, new_team


def test_the_owner_adds_a_person_and_a_member_does_not(tidewater: Organization, marta: Person, ines: Person) -> None:
    lena = add_person(organization=tidewater, name=" Lena Fischer ", email="Lena@Tidewater.example", by=marta, now=NOW)
    assert (lena.name, lena.email, lena.access, lena.user) == ("Lena Fischer", "lena@tidewater.example", "member", None)
    with pytest.raises(NotAllowed, match="Ask an admin"):
        add_person(organization=tidewater, name="Somebody", by=ines, now=NOW)
    assert Event.objects.get().about_title == "Lena Fischer"


def test_an_admin_makes_no_owner(tidewater: Organization) -> None:
    karl = new_person("Karl Nyman", access="admin")
    with pytest.raises(NotAllowed, match="Only an owner"):
        add_person(organization=tidewater, name="Somebody", access=Access.OWNER, by=karl, now=NOW)


def test_one_address_is_one_person_and_a_person_has_a_name(tidewater: Organization, marta: Person) -> None:
    with pytest.raises(AlreadyThere, match="here already"):
        add_person(organization=tidewater, name="Marta Again", email="MARTA@tidewater.example", by=marta, now=NOW)
    with pytest.raises(NotSaid, match="give a name"):
        add_person(organization=tidewater, name="", by=marta, now=NOW)


def test_a_lead_fills_the_own_team_and_no_other(tidewater: Organization, marta: Person, ines: Person) -> None:
    security = form_team(organization=tidewater, name="Security", by=marta, now=NOW)
    join_team(team=security, person=ines, role=TeamRole.LEAD, by=marta, now=NOW)
    omar = new_person("Omar Haddad")
    join_team(team=security, person=omar, by=ines, now=NOW)
    with pytest.raises(AlreadyThere, match="member of Security already"):
        join_team(team=security, person=omar, by=ines, now=NOW)
    with pytest.raises(NotAllowed, match="who is in Data"):
        join_team(team=new_team("Data"), person=omar, by=ines, now=NOW)


def test_who_leaves_a_team_is_remembered(tidewater: Organization, marta: Person, ines: Person) -> None:
    security = new_team("Security")
    membership = join_team(team=security, person=ines, by=marta, now=NOW)
    ended = leave_team(membership=membership, by=ines, now=NOW)
    assert (ended.status, ended.end_on, security.memberships.count()) == ("ended", MONDAY, 1)
    with pytest.raises(AlreadyClosed, match="has left Security"):
        leave_team(membership=membership, by=ines, now=NOW)
    assert join_team(team=security, person=ines, role=TeamRole.LEAD, by=marta, now=NOW).role == "lead"


def test_a_period_ends_after_it_starts(tidewater: Organization, marta: Person, ines: Person) -> None:
    with pytest.raises(DatesOutOfOrder, match="last day"):
        add_cycle(organization=tidewater, name="Q3", starts_on=MONDAY, ends_on=date(2026, 8, 16), by=marta, now=NOW)
    with pytest.raises(NotAllowed):
        add_cycle(organization=tidewater, name="Q3", starts_on=MONDAY, ends_on=MONDAY, by=ines, now=NOW)


def test_the_day_is_the_organizations_own() -> None:
    late = NOW.replace(hour=23)
    assert day_of(late, Organization(timezone="Europe/Athens")) == date(2026, 8, 18)
    assert day_of(late, Organization(timezone="America/Lima")) == MONDAY


def test_a_login_can_be_given_at_once(tidewater: Organization, marta: Person) -> None:
    user = User.objects.create_user("ruth.adeyemi@tidewater.example")
    ruth = add_person(organization=tidewater, name="Ruth Adeyemi", email=user.email, user=user, by=marta, now=NOW)
    assert ruth.user == user
    assert not user.has_usable_password()
