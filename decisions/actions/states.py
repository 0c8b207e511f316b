"""What may follow what in the life of a decision, and what the verbs ask of its people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from decisions.models import Decision, DecisionRole, DecisionState, Part, Pattern
from decisions.patterns import knows
from organizations.models import Person
from organizations.models.people import PersonStatus
from organizations.refusals import NotSaid
from organizations.verbs import States, check_next

State = DecisionState
ANSWERS = frozenset({State.ACCEPTED, State.REJECTED, State.DEFERRED, State.WITHDRAWN})
STATES: States = {
    State.PROPOSED: ANSWERS,
    State.DEFERRED: frozenset({State.PROPOSED}) | ANSWERS - {State.DEFERRED},
    State.ACCEPTED: frozenset({State.PROPOSED, State.SUPERSEDED}),  # open again
    State.REJECTED: frozenset({State.PROPOSED, State.SUPERSEDED}),
    State.WITHDRAWN: frozenset(),
    State.SUPERSEDED: frozenset(),
}
MOST_PEOPLE = 60  # in one part
Parts = Mapping[Part, Iterable[Person]]


def check_is_open(decision: Decision) -> None:
    """Only what can still be decided is changed."""
    check_next(STATES, decision, State.ACCEPTED)


def give_part(decision: Decision, part: Part, people: Iterable[Person]) -> None:
    """Everybody once, in the order in which they are named."""
    for position, person in enumerate(dict.fromkeys(people)):
        DecisionRole.objects.create(
            organization_id=decision.organization_id, decision=decision, person=person, part=part, position=position
        )


def check_people(decider: Person | None, parts: Parts, pattern: str) -> None:
    """One decider, who does not approve beside themselves; nobody who has left; and only as many as can be heard."""
    if decider is not None:
        check_is_here(decider)
    for part, people in parts.items():
        named = list(people)
        if part == Part.DECIDER:
            raise NotSaid("One person decides. To name another one, pass the question on.")
        if len(named) > MOST_PEOPLE:
            raise NotSaid(f"Name at most {MOST_PEOPLE} people; these are {len(named)}.")
        for person in named:
            check_is_here(person)
        if part == Part.APPROVER and decider in named:
            raise NotSaid(f"{decider} decides, and need not approve it as well. Name somebody else, or nobody.")
        if part == Part.APPROVER and named and pattern == Pattern.DACI and not knows(pattern, part):
            raise NotSaid("In DACI the one approver is who decides. Name the others as heard, or choose RAPID.")


def check_is_here(person: Person) -> None:
    if person.status == PersonStatus.INACTIVE:
        raise NotSaid(f"{person.name} is not here any more. Name somebody who is.")


def decider_of(decision: Decision) -> Person | None:
    """Who decides, for sentences and hand-overs."""
    role = DecisionRole.objects.select_related("person").filter(decision=decision, part=Part.DECIDER).first()
    person: Person | None = role.person if role else None
    return person
