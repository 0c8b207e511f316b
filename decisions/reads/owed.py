"""Whose input a decision still waits for, people and teams by their leads; and whose word that they know what was decided."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q

from decisions.models import (
    UNDECIDED,
    Answer,
    Decision,
    DecisionRole,
    DecisionState,
    DecisionTeam,
    Part,
    TeamAcknowledgement,
    TeamTold,
    Way,
)
from notifications.models import Comment
from organizations.models import Membership, Person
from organizations.models.people import Access, PersonStatus
from organizations.models.teams import LEADS, LIVE
from organizations.policy import teams_led


def input_owed(person: Person) -> Any:
    """Open decisions that this person is to be heard on and has not commented on; none that they ask, decide or approve themselves.

    A team has been heard as soon as anybody in it has commented; until then its leads are asked.
    """
    said = comments_on(OuterRef("pk")).filter(author=person)
    roles = DecisionRole.objects.filter(decision=OuterRef("pk"), person=person)
    of_team = Membership.objects.filter(LIVE, team=OuterRef(OuterRef("team")), person=OuterRef("author")).order_by()
    heard = comments_on(OuterRef("decision_id")).filter(Exists(of_team))
    silent = DecisionTeam.objects.filter(~Exists(heard), decision=OuterRef("pk"), team__in=teams_led(person))
    asked = Exists(roles.filter(part=Part.CONTRIBUTOR)) | Exists(silent)
    answers = Exists(roles.filter(part__in=[Part.DECIDER, Part.APPROVER]))
    put_to = Answer.objects.filter(hearing__decision=OuterRef("pk"), person=person)  # that is another kind of owed thing
    waiting = Decision.objects.filter(
        asked, ~Exists(said), ~answers, ~Exists(put_to.exclude(hearing__way=Way.OWN)), state=DecisionState.PROPOSED
    )
    return waiting.exclude(asked_by=person)


def answers_owed(person: Person, today: date) -> Any:
    """Open decisions on which this person is asked for some days, and has not answered."""
    running = Answer.objects.filter(person=person, answered_at=None, hearing__closed_at=None, hearing__closes_on__gte=today)
    asked = Exists(running.filter(hearing__decision=OuterRef("pk")))
    return Decision.objects.filter(asked, state__in=UNDECIDED)


def acknowledgements_owed(person: Person) -> Any:
    """Decisions that teams which this person leads were told of, until they say that they know them."""
    known = TeamAcknowledgement.objects.filter(told=OuterRef("pk"), person=person)
    told = TeamTold.objects.filter(~Exists(known), team__in=teams_led(person), decision=OuterRef("pk"))
    return Decision.objects.filter(Exists(told), state__in=[DecisionState.ACCEPTED, DecisionState.REJECTED])


def comments_on(decision_id: Any) -> Any:
    return Comment.objects.filter(about_type=Decision._meta.label, about_id=decision_id, removed_at=None)


def people_to_hear(decision: Decision) -> list[Person]:
    """Everybody whose input is asked for: those named, and the leads of the teams, each once."""
    named = DecisionRole.objects.filter(decision=decision, part=Part.CONTRIBUTOR).values("person_id")
    teams = DecisionTeam.objects.filter(decision=decision).values("team_id")
    leads = Membership.objects.filter(LEADS, team_id__in=teams).values("person_id")
    deciding = DecisionRole.objects.filter(decision=decision, part__in=[Part.DECIDER, Part.APPROVER]).values("person_id")
    people = Person.objects.filter(Q(pk__in=named) | Q(pk__in=leads)).exclude(pk__in=deciding).exclude(status=PersonStatus.INACTIVE)
    return list(people.select_related("user", "organization").order_by("pk"))


def people_to_ask(decision: Decision) -> list[Person]:
    """Everybody who is asked when a hearing opens: who is to be heard, and who is to agree; not who decides or may only read."""
    deciding = DecisionRole.objects.filter(decision=decision, part=Part.DECIDER).values("person_id")
    agreeing = DecisionRole.objects.filter(decision=decision, part=Part.APPROVER).values("person_id")
    people = Person.objects.filter(Q(pk__in=[one.pk for one in people_to_hear(decision)]) | Q(pk__in=agreeing))
    able = people.exclude(pk__in=deciding).exclude(status=PersonStatus.INACTIVE).exclude(access=Access.VIEWER)
    return list(able.order_by("pk"))
