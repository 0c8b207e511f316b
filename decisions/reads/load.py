"""What people carry: open commitments, priorities and pending decisions, of one person and of the team around them."""

from __future__ import annotations

from dataclasses import dataclass

from alignment.coherence import is_overloaded, usual_load
from alignment.reads.findings.graph import rows_of
from organizations.models import Membership, Person, Team
from organizations.models.people import PersonStatus
from organizations.models.teams import INSIDE
from organizations.policy import teams_of

LOADS = """
SELECT p.id, p.name,
    (SELECT count(*) FROM alignment_objective o WHERE o.organization_id = p.organization_id AND o.owner_id = p.id
        AND o.state = 'active' AND o.archived_on IS NULL)::int AS priorities,
    (SELECT count(*) FROM accountability_commitment c WHERE c.organization_id = p.organization_id AND c.owner_id = p.id
        AND c.state IN ('open', 'in_progress') AND NOT c.is_private)::int AS commitments,
    (SELECT count(*) FROM decisions_decisionrole r JOIN decisions_decision d ON d.id = r.decision_id
        WHERE r.organization_id = p.organization_id AND r.person_id = p.id AND r.part = 'decider' AND d.state = 'proposed')::int
        AS decisions
FROM organizations_person p WHERE p.organization_id = %(organization)s AND p.id = ANY(%(people)s) ORDER BY p.name, p.id
"""
MOST = 500


@dataclass(frozen=True, slots=True)
class Carried:
    """What one person answers for."""

    id: int
    name: str
    priorities: int
    commitments: int
    decisions: int

    @property
    def load(self) -> int:
        return self.priorities + self.commitments + self.decisions


@dataclass(frozen=True, slots=True)
class LoadOf:
    """A person's load, held against the people of their teams."""

    person: Person
    own: Carried
    usual: float | None  # what those around carry; unknown where too few carry anything

    @property
    def is_heavy(self) -> bool:
        return self.usual is not None and is_overloaded(self.own.load, self.usual, self.own.priorities)


def load_of(person: Person) -> LoadOf:
    """Two queries."""
    mates = Membership.objects.filter(INSIDE, team_id__in=teams_of(person)).exclude(person__status=PersonStatus.INACTIVE)
    people = {person.pk, *mates.values_list("person_id", flat=True)[:MOST]}
    found = [Carried(**row) for row in rows_of(LOADS, people=list(people))]
    own = next(one for one in found if one.id == person.pk)
    return LoadOf(person, own, usual_load(one.load for one in found))


@dataclass(frozen=True, slots=True)
class TeamLoad:
    """Who of a team carries anything, by name, and how many carry nothing; `heavy` are over one and a half times the median."""

    rows: list[Carried]
    free: int
    heavy: set[int]
    usual: float | None


def load_of_team(team: Team) -> TeamLoad:
    """Two queries."""
    members = Membership.objects.filter(INSIDE, team=team).exclude(person__status=PersonStatus.INACTIVE)
    people = sorted(set(members.values_list("person_id", flat=True)[:MOST]))
    found = [Carried(**row) for row in rows_of(LOADS, people=people)]
    usual = usual_load(one.load for one in found)
    heavy = {one.id for one in found if usual is not None and is_overloaded(one.load, usual, one.priorities)}
    rows = [one for one in found if one.load]
    return TeamLoad(rows, len(found) - len(rows), heavy, usual)
