"""Who may promise, and close what was promised; a person who is None is the product itself."""

from __future__ import annotations

from accountability.models import Commitment
from organizations.models import Person, Team
from organizations.policy import may_act_for


def may_make_commitment(person: Person | None, owner: Person | None, team: Team | None) -> bool:
    """Everybody for themselves; within a team for each other; leaders for all."""
    return may_act_for(person, owners=[owner.pk if owner else None], teams=[team.pk if team else None])


def may_close_commitment(person: Person | None, commitment: Commitment) -> bool:
    """Done, re-scoped or dropped: the owner, the team, the leaders."""
    return may_act_for(person, owners=[commitment.owner_id], teams=[commitment.team_id])
