"""Who may ask for a decision, be heard, decide and pass it on, and who may raise and clear a blocker; nobody is the product."""

from __future__ import annotations

from decisions.models import Blocker, Decision, DecisionRole, Hearing, Part
from organizations.models import Membership, Organization, Person, Team
from organizations.models.people import PersonStatus
from organizations.models.teams import LEADS
from organizations.policy import is_in_one_of, may_act_for, may_lead, may_run, may_write, teams_led


def may_ask_for_decision(person: Person | None, organization: Organization) -> bool:
    """Anybody who may write: a question is nobody's privilege."""
    return may_write(person)


def may_decide(person: Person | None, decision: Decision) -> bool:
    """One decider. Where nobody was named a leader may; owners and admins may step in for a decider who is away."""
    if may_run(person) or person is None:
        return True
    decider = decider_id(decision)
    return may_write(person) and (decider == person.pk or (decider is None and may_lead(person)))


def may_hand_over_decision(person: Person | None, decision: Decision) -> bool:
    """The decider, whoever asked, and leaders."""
    return may_act_for(person, owners=[decision.asked_by_id]) or may_decide(person, decision)


def may_withdraw_decision(person: Person | None, decision: Decision) -> bool:
    return may_hand_over_decision(person, decision)


def may_defer_decision(person: Person | None, decision: Decision) -> bool:
    """Put it off, and take it up again: whoever may withdraw it."""
    return may_withdraw_decision(person, decision)


def may_undo_decision(person: Person | None, decision: Decision) -> bool:
    """Put another in its place, or undo it: whoever may decide it."""
    return may_decide(person, decision)


def may_record_decision(person: Person | None, team: Team | None) -> bool:
    """Log what was decided: for a team by anybody in it, for the organization by leaders."""
    return may_act_for(person, teams=[team.pk]) if team else may_lead(person)


def may_follow_up(person: Person | None, decision: Decision) -> bool:
    """Promise something that a decision asks for: its team, whoever has a part in it, leaders."""
    if may_act_for(person, owners=[decision.asked_by_id], teams=[decision.team_id]):
        return True
    return may_write(person) and person is not None and decision.roles.filter(person_id=person.pk).exists()


def may_reopen_decision(person: Person | None, decision: Decision) -> bool:
    """Whoever may decide it: nobody else is handed the work."""
    return may_decide(person, decision)


def may_review_decision(person: Person | None, decision: Decision) -> bool:
    """Whoever decided it, and leaders: a decider who has left leaves nothing that cannot be looked at again."""
    return may_decide(person, decision) or may_lead(person)


def may_assume(person: Person | None, decision: Decision) -> bool:
    """Write down what it rests on: its team, whoever has a part in it, leaders."""
    return may_follow_up(person, decision)


def may_change_decision(person: Person | None, decision: Decision) -> bool:
    """Its words, options, people and reach, and whether people are asked: who asked, decides or drives it, and leaders."""
    if person is None or may_act_for(person, owners=[decision.asked_by_id]):
        return True
    running = decision.roles.filter(person_id=person.pk, part__in=[Part.DECIDER, Part.DRIVER])
    return may_write(person) and running.exists()


def may_answer(person: Person | None, hearing: Hearing) -> bool:
    """Who is asked, and nobody in their place."""
    return person is None or (may_write(person) and hearing.answers.filter(person_id=person.pk).exists())


def may_acknowledge(person: Person | None, team: Team) -> bool:
    """Say that a team knows: whoever leads it; where nobody does, anybody in it."""
    if person is None or not may_write(person):
        return person is None
    if teams_led(person).filter(team_id=team.pk).exists():
        return True
    is_led = Membership.objects.filter(LEADS, team_id=team.pk).exists()
    return not is_led and is_in_one_of(person, [team.pk])


def may_disagree(person: Person | None, decision: Decision) -> bool:
    """With what somebody else has decided: everybody who may write."""
    return person is None or (may_write(person) and decider_id(decision) != person.pk)


def decider_id(decision: Decision) -> int | None:
    """The one person who decides, if anybody was named who is still here."""
    roles = DecisionRole.objects.filter(decision=decision, part=Part.DECIDER).exclude(person__status=PersonStatus.INACTIVE)
    found: int | None = roles.values_list("person_id", flat=True).first()
    return found


def may_raise_blocker(person: Person | None, organization: Organization) -> bool:
    """Anybody who may write: whoever sees that something is stuck says so."""
    return may_write(person)


def may_withdraw_blocker(person: Person | None, blocker: Blocker) -> bool:
    """Whoever waits: who raised it, whose thing is stuck and their team, and leaders. Not who is to clear it."""
    return may_act_for(person, owners=[blocker.raised_by_id, blocker.stuck.owner_id], teams=[blocker.stuck.team_id])


def may_change_blocker(person: Person | None, blocker: Blocker) -> bool:
    """Its words, its kind and the day that is hoped for: whoever waits."""
    return may_withdraw_blocker(person, blocker)


def may_clear_blocker(person: Person | None, blocker: Blocker) -> bool:
    """Who clears it, and whoever waits."""
    return may_write(person) and (is_blockers_owner(person, blocker) or may_withdraw_blocker(person, blocker))


def may_reopen_blocker(person: Person | None, blocker: Blocker) -> bool:
    return may_clear_blocker(person, blocker)


def may_promise_blocker(person: Person | None, blocker: Blocker) -> bool:
    """Say by when it is cleared: who clears it, and nobody for them but owners and admins."""
    return may_run(person) or (may_write(person) and is_blockers_owner(person, blocker))


def may_hand_on_blocker(person: Person | None, blocker: Blocker) -> bool:
    """Who clears it, whoever waits, and leaders."""
    return may_clear_blocker(person, blocker)


def is_blockers_owner(person: Person | None, blocker: Blocker) -> bool:
    return person is None or blocker.owner_id == person.pk
