"""How far a decision has come, from the question to what took its place: one word for each, told by the database."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Case, CharField, Exists, OuterRef, Q, Value, When

from decisions.models import Answer, DecisionRole, DecisionState, DecisionTeam, Hearing, Part, Reversal
from decisions.reads.owed import comments_on
from decisions.reads.standing import enders
from organizations.models import Membership
from organizations.models.teams import LIVE

STAGES = {
    "input": "Needs input",
    "decider": "Waits for the decider",
    "decided": "Decided, not told",
    "told": "Told",
    "review": "Under review",
    "superseded": "Superseded",
    "undone": "Undone",
    "against": "Decided against",
    "deferred": "Put off",
    "withdrawn": "Withdrawn",
}
ANSWERED = Q(state__in=[DecisionState.ACCEPTED, DecisionState.REJECTED, DecisionState.SUPERSEDED])


def stage_of(today: date) -> Any:
    """The stage of each row of a queryset of decisions, for `annotate`."""
    undoing = Reversal.objects.filter(decision=OuterRef("decision"))
    words = [
        When(Q(state=DecisionState.PROPOSED) & needs_input(today), then=Value("input")),
        When(state=DecisionState.PROPOSED, then=Value("decider")),
        When(state=DecisionState.DEFERRED, then=Value("deferred")),
        When(state=DecisionState.WITHDRAWN, then=Value("withdrawn")),
        When(ANSWERED & Exists(enders().filter(Exists(undoing))), then=Value("undone")),
        When(Q(state=DecisionState.SUPERSEDED) | Exists(enders()), then=Value("superseded")),
        When(state=DecisionState.REJECTED, then=Value("against")),
        When(review_on__lte=today, then=Value("review")),
        When(communicated_on__isnull=False, then=Value("told")),
    ]
    return Case(*words, default=Value("decided"), output_field=CharField())


def needs_input(today: date) -> Q:
    """People are asked and have not all answered; or nobody was asked until a day, and somebody who is to be heard is silent.

    A time in which they were asked that is over has heard everybody: silence is consent.
    """
    asked = Hearing.of_others().filter(decision=OuterRef("pk"))
    waits = Exists(Answer.objects.filter(hearing=OuterRef("pk"), answered_at=None))
    runs = asked.filter(waits, closed_at=None, closes_on__gte=today)
    return Q(Exists(runs)) | (~Q(Exists(asked)) & somebody_is_silent())


def somebody_is_silent() -> Q:
    """A person who is to be heard, or a team, has not commented; who decides is not waited for as one who is heard."""
    deciding = DecisionRole.objects.filter(
        decision=OuterRef("decision"), person=OuterRef("person"), part__in=[Part.DECIDER, Part.APPROVER]
    )
    said = comments_on(OuterRef("decision_id")).filter(author=OuterRef("person"))
    heard = DecisionRole.objects.filter(~Exists(said), ~Exists(deciding), decision=OuterRef("pk"), part=Part.CONTRIBUTOR)
    of_team = Membership.objects.filter(LIVE, team=OuterRef(OuterRef("team")), person=OuterRef("author")).order_by()
    spoken = comments_on(OuterRef("decision_id")).filter(Exists(of_team))
    teams = DecisionTeam.objects.filter(~Exists(spoken), decision=OuterRef("pk"))
    return Q(Exists(heard)) | Q(Exists(teams))


def staged(decisions: Any, today: date) -> Any:
    return decisions.annotate(stage=stage_of(today))
