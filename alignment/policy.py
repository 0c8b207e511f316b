"""Who may change objectives, report on them, answer dependencies, raise risks and measure; nobody (None) is the product itself."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q

from alignment.models import CheckIn, Dependency, HelpAsk, Metric, Objective, Risk, StrategyImpact
from organizations.models import Organization, Person, Team
from organizations.policy import may_act_for, may_act_for_some_team, may_change_members, may_lead, may_write, teams_of
from organizations.reads.absences import away_on


def may_set_objective(person: Person | None, team: Team | None) -> bool:
    """A member sets objectives for the own teams; those of other teams and of the whole organization are the leaders'.

    Owning one is no right to give it to a team: what a team is to reach, the team or a leader says.
    """
    return may_act_for(person, teams=[team.pk if team else None])


def may_change_objective(person: Person | None, objective: Objective) -> bool:
    return may_act_for(person, owners=[objective.owner_id], teams=[objective.team_id])


def may_close_objective(person: Person | None, objective: Objective) -> bool:
    return may_change_objective(person, objective)


def may_publish_plan(person: Person | None, team: Team | None) -> bool:
    """Leaders, and whoever leads the team; the organization's own set is the leaders'."""
    return may_lead(person) if team is None else may_change_members(person, team)


def may_set_cadence(person: Person | None, team: Team) -> bool:
    """How often a team is asked for check-ins: leaders, and whoever leads it."""
    return may_change_members(person, team)


def may_conclude_objective(person: Person | None, objective: Objective) -> bool:
    """Score it and choose what becomes of it when its cycle closes: its owner, whoever leads its team, leaders."""
    is_owner = person is not None and may_write(person) and person.pk == objective.owner_id
    return is_owner or may_publish_plan(person, objective.team)


def may_post_check_in(person: Person | None, objective: Objective, today: date | None = None) -> bool:
    """The owner, the team and the contributors; leaders too; and, on a day when the owner is away, who stands in for them."""
    if may_act_for(person, owners=[objective.owner_id]):
        return True
    if person is None or not may_write(person):
        return False
    part = Q(contributions__person=person) | Q(team__in=teams_of(person))
    if today is not None:
        part |= Q(Exists(away_on(today).filter(person=OuterRef("owner"), delegate=person)))
    return bool(Objective.objects.filter(part, pk=objective.pk).exists())


def may_acknowledge(person: Person | None, check_in: CheckIn) -> bool:
    """Its reviewer, or who owns what it serves; nobody acknowledges what they said themselves."""
    reader = check_in.objective.acknowledger
    return may_write(person) and person is not None and reader == person and check_in.author_id != person.pk


def may_answer_help(person: Person | None, ask: HelpAsk) -> bool:
    return person is None or (may_write(person) and person.pk == ask.asked_id)


def may_close_help(person: Person | None, ask: HelpAsk) -> bool:
    """Who asked, and whoever may report on the objective in their place."""
    return may_act_for(person, owners=[ask.by_id, ask.objective.owner_id], teams=[ask.objective.team_id])


def may_request_dependency(person: Person | None, team: Team | None, objective: Objective | None) -> bool:
    """Whoever may speak for the side that needs."""
    of_objective = (objective.owner_id, objective.team_id) if objective else (None, None)
    return may_act_for(person, owners=[of_objective[0]], teams=[team.pk if team else None, of_objective[1]])


def may_request_some_dependency(person: Person | None) -> bool:
    """Whoever is in a team or owns an objective has a side to speak for."""
    if may_act_for_some_team(person) or person is None:
        return True
    return may_write(person) and Objective.objects.filter(owner=person, archived_on=None).exists()


def may_answer_dependency(person: Person | None, dependency: Dependency) -> bool:
    """Whoever may speak for the side that is needed, its named owner and contacts included."""
    objective = dependency.to_objective
    owner, team = (objective.owner_id, objective.team_id) if objective else (None, None)
    if may_act_for(person, owners=[owner, dependency.to_owner_id], teams=[dependency.to_team_id, team]):
        return True
    return may_write(person) and person is not None and dependency.contacts.filter(person_id=person.pk).exists()


def may_ask_again(person: Person | None, dependency: Dependency) -> bool:
    """Whoever may speak for the side that needs: the named owner and the asker too."""
    objective = dependency.from_objective
    owner, team = (objective.owner_id, objective.team_id) if objective else (None, None)
    named = [owner, dependency.asked_by_id, dependency.from_owner_id]
    return may_act_for(person, owners=named, teams=[dependency.from_team_id, team])


def may_negotiate_dependency(person: Person | None, dependency: Dependency) -> bool:
    return may_answer_dependency(person, dependency) or may_ask_again(person, dependency)


def may_raise_risk(person: Person | None, organization: Organization) -> bool:
    """Anybody who may write: a risk is nobody's privilege."""
    return may_write(person)


def may_settle_risk(person: Person | None, risk: Risk) -> bool:
    objective = risk.objective
    owner, team = (objective.owner_id, objective.team_id) if objective else (None, None)
    return may_act_for(person, owners=[risk.owner_id, owner], teams=[risk.team_id, team])


def may_add_metric(person: Person | None, team: Team | None) -> bool:
    return may_act_for(person, teams=[team.pk]) if team else may_lead(person)


def may_record_measurement(person: Person | None, metric: Metric) -> bool:
    return may_act_for(person, owners=[metric.owner_id], teams=[metric.team_id])


def may_edit_strategy(person: Person | None, organization: Organization) -> bool:
    """Write, publish and send the strategy."""
    return may_lead(person)


def may_answer_impact(person: Person | None, impact: StrategyImpact) -> bool:
    """Whoever may speak for the team that was asked."""
    return may_act_for(person, teams=[impact.team_id])


def may_return_impact(person: Person | None, impact: StrategyImpact) -> bool:
    """Who published the version says whether it was understood; leaders too."""
    return may_act_for(person, owners=[impact.version.by_id])


def may_settle_finding(person: Person | None, objective: Objective, other: Objective | None) -> bool:
    """Whoever may change one of the objectives between which it stands."""
    sides = [side for side in (objective, other) if side]
    return may_act_for(person, owners=[side.owner_id for side in sides], teams=[side.team_id for side in sides])


def may_open_pulse(person: Person | None) -> bool:
    """Asking everybody is the leaders'."""
    return may_lead(person)


def may_answer_pulse(person: Person | None) -> bool:
    return may_write(person)
