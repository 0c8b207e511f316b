"""Decisions in a meeting: what waits to be decided, the longest past its day first, with what it holds up."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import F, Prefetch, Q

from alignment.explain import how_long
from decisions.models import Decision, DecisionRole, DecisionState, HeldUp, Option, Part
from decisions.reads.rows import decision_row, with_rows
from organizations.words import own_words
from rhythm.reads.candidates import REVIEW_FOR
from rhythm.reads.contents.rows import MOST, Group, Place, Row, about, called, put
from rhythm.reads.scope import EVERYTHING

LATE, SOON = timedelta(days=0), timedelta(days=7)


def decisions(place: Place) -> dict[str, Any]:
    """What waits, and what was decided and is to be looked at again."""
    group, review = waiting(place, ""), reviews(place)
    return {
        "groups": [one for one in (group, review) if one.rows],
        "clear": f"No {own_words()['decision']} waits. Nobody is held up by a question.",
    }


def waiting(place: Place, heading: str) -> Group:
    """Five queries: the decisions with who decides, what waits for them and what can be chosen."""
    found = with_rows(Decision.objects.filter(ours(place) | Q(pk__in=place.ids_about(Decision)), state=DecisionState.PROPOSED))
    found = found.prefetch_related(Prefetch("options", queryset=Option.objects.order_by("position"), to_attr="choices"))
    ordered = found.order_by(F("need_by").asc(nulls_last=True), F("proposed_on").asc(nulls_last=True), "id")
    rows = [put(place, row_of(one, place)) for one in ordered[: MOST + 1]]
    more = max(0, len(rows) - MOST) and ordered.count() - MOST
    return Group(heading, rows[:MOST], more, page="decisions:decisions", asks=asks_of(place, "waiting"))


def reviews(place: Place) -> Group:
    """Decisions whose day to be looked at again has come."""
    due = Q(state=DecisionState.ACCEPTED, review_on__range=(place.today - REVIEW_FOR, place.today + SOON))
    found = with_rows(Decision.objects.filter(ours(place), due)).order_by("review_on", "id")
    rows = [put(place, review_row(one, place)) for one in found[:MOST]]
    return Group("To look at again", rows, page="decisions:decisions", asks=asks_of(place, "revisit"))


def ours(place: Place) -> Q:
    """The group's to decide, its people's, or holding it up."""
    scope = place.scope
    if scope.teams is None:
        return EVERYTHING
    deciding = DecisionRole.objects.filter(part__in=[Part.DECIDER, Part.APPROVER], person__in=scope.people)
    held = HeldUp.objects.filter(team__in=scope.teams)
    return Q(team__in=scope.teams) | Q(pk__in=deciding.values("decision")) | Q(pk__in=held.values("decision"))


def asks_of(place: Place, show: str) -> str:
    return f"show={show}" + (f"&{place.team_asks}" if place.team_asks else "")


def row_of(decision: Decision, place: Place) -> Row:
    line = decision_row(decision, place.today)
    needed = decision.need_by
    is_late = needed is not None and needed < place.today
    figure = f"{how_long(line.waited)} open" if line.waited else ""
    return Row(
        about=about(decision),
        title=decision.title,
        mark="late" if is_late or line.is_long else "unanswered",
        word="Past its day" if is_late else "Waits to be decided",
        figure=overdue(needed, place.today) if needed is not None and is_late else figure,
        tone="off" if is_late or line.is_long else "",
        words=f"{called(line.held, 'team')} held up" if line.held else "",
        who=line.decider,
        page="decisions:decision",
        pk=decision.pk,
        more={"need_by": needed, "options": decision.choices, "is_open": True},  # type: ignore[attr-defined]
    )


def overdue(needed: date, today: date) -> str:
    return f"{how_long((today - needed).days)} past its day"


def review_row(decision: Decision, place: Place) -> Row:
    line = decision_row(decision, place.today)
    kept = f"{line.kept} of {line.promised} that follow are kept" if line.promised else ""
    return Row(
        about=about(decision),
        title=decision.title,
        mark="done",
        words=kept,
        who=line.decider,
        page="decisions:decision",
        pk=decision.pk,
        more={"need_by": None, "options": [], "is_open": False, "review_on": decision.review_on},
    )
