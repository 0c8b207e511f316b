"""What somebody carries is said before more is asked of them, held against the people around, by name and in no order of merit."""

from __future__ import annotations

from accountability.models import Commitment
from decisions.models import Decision, DecisionRole
from organizations.models import Organization, Person
from tests.cast import new_objective, new_person, new_team
from tests.reading import Reader, in_order


def test_open_promises_priorities_and_waiting_decisions_against_the_median(
    tidewater: Organization, marta: Person, ines: Person
) -> None:
    security = new_team("Security", lead=ines)
    for name in ("Omar Haddad", "Wen Li", "Zoe Berg"):
        mate = new_person(name)
        security.memberships.create(organization=tidewater, person=mate, role="member", status="active")
        if name != "Zoe Berg":
            Commitment.objects.create(organization=tidewater, title="Small", owner=mate, state="open")
    for number in range(3):
        Commitment.objects.create(organization=tidewater, title=f"Step {number}", owner=ines, state="open")
    Commitment.objects.create(organization=tidewater, title="Not stated", owner=ines, state="")
    Commitment.with_private.create(organization=tidewater, title="Own", owner=ines, state="open", is_private=True)
    new_objective("SSO", owner=ines)
    waits = Decision.objects.create(organization=tidewater, title="Which vendor", state="proposed")
    DecisionRole.objects.create(organization=tidewater, decision=waits, person=ines, part="decider")
    reader = Reader(marta)
    said = reader.slot("decisions:load_of_person", ines.pk)
    assert in_order(
        said, "Ines Carvalho carries 5 things", "median of the team 1", "3 open promises, 1 objective, 1 waiting decision"
    )
    assert "far more than others around carry" in said
    assert "carries 5 things" in reader.page("decisions:load_of_named", owner="Ines")
    assert "Nobody is meant" in reader.page("decisions:load_of_named", owner="nobody known")
    team = reader.slot("decisions:load_of_team", security.pk)
    assert in_order(
        team, "Ines Carvalho", "over one and a half times the median", "Omar Haddad", "Wen Li", "1 person more carries nothing"
    )
