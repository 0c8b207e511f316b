"""The issues on the table of a meeting: which they are, who voted for them, and in which order they come."""

from __future__ import annotations

from typing import Any

from django.db.models import F, IntegerField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from rhythm.models import Issue, IssueState, IssueVote, Meeting
from rhythm.reads.scope import Scope

UP = Q(state=IssueState.OPEN, parked_on=None)


def on_list_of(scope: Scope) -> Q:
    """The issues on the table of a series: its own team's; those of no team for the company; its people's for a talk of two."""
    if scope.teams is None:
        return Q(team=None)
    if not scope.teams:
        return Q(owner__in=scope.people, team=None)
    return Q(team=scope.series.team_id)


def queue_of(meeting: Meeting, condition: Q, *first: Any) -> Any:
    """Open issues that are not parked, with `given` votes and `weight`: votes, then `first`, the heaviest, the oldest."""
    given = IssueVote.objects.filter(issue=OuterRef("pk"), meeting=meeting).order_by().values("issue")
    return (
        Issue.objects.filter(UP, condition)
        .annotate(
            weight=F("likelihood") * F("impact"),
            given=Coalesce(Subquery(given.annotate(n=Sum("votes")).values("n"), output_field=IntegerField()), 0),
        )
        .order_by("-given", *first, F("weight").desc(nulls_last=True), F("raised_on").asc(nulls_last=True), "id")
    )
