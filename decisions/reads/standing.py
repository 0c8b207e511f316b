"""What "in force" means, as a condition on decisions; the one place that says so."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q

from decisions.models import Decision, DecisionState, Reversal, Supersession

YES = (DecisionState.ACCEPTED, DecisionState.SUPERSEDED)  # what was decided as a yes, whatever became of it since


def in_force(on: date) -> Any:
    """The decisions that are in force at the end of that day.

    A decision is in force from the day on which it was decided as a yes until the day on which another took its place or
    undid it. Only what was decided as a yes itself ends another: an open question, a no and what was taken back do not,
    and it goes on ending it when its own place is taken later. A decision that only undoes another is never in force: it holds
    nothing by itself, and what it undid does not come back when it is replaced. A day that nobody stated counts as before all
    others; so what is known to be superseded, but not by what, is in force on no day.
    """
    return Decision.objects.filter(
        decided_by(on), ~Exists(enders().filter(decided_by(on, "decision__"))), ~Exists(only_undoes()), still_known(), state__in=YES
    )


def decided_by(on: date, path: str = "") -> Q:
    return Q(**{f"{path}decided_on": None}) | Q(**{f"{path}decided_on__lte": on})


def enders() -> Any:
    """The links to what ended a decision."""
    return Supersession.objects.filter(superseded=OuterRef("pk"), decision__state__in=YES)


def only_undoes() -> Any:
    return Reversal.objects.filter(decision=OuterRef("pk"))


def still_known() -> Q:
    """A decision that says of itself that it is superseded ended on a day that is known, if what took its place is."""
    return Q(state=DecisionState.ACCEPTED) | Q(Exists(enders()))


def stands() -> Q:
    """An answer, yes or no, that nothing has taken the place of."""
    return Q(~Exists(enders()), state__in=[DecisionState.ACCEPTED, DecisionState.REJECTED])
