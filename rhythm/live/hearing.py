"""What running rooms hear of what happens outside them: a check-in, a promise kept, an answer of another team, a new figure."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import connection

from accountability.models import Commitment
from alignment.models import Dependency, Metric, Objective, Risk
from decisions.models import Blocker, Decision
from organizations.models import Event
from organizations.tenancy import organization_in_hand
from rhythm.actions.rooms.acts import changed
from rhythm.models import Issue, MeetingRun

HEARD = (
    "blocker.raised", "blocker.promised", "blocker.handed_on", "blocker.cleared", "blocker.withdrawn", "blocker.reopened",
    "blocker.followed",
    "check_in.posted", "check_in.corrected",
    "commitment.made", "commitment.started", "commitment.finished", "commitment.reopened", "commitment.rescoped",
    "commitment.dropped", "commitment.amended", "commitment.accepted", "commitment.offer_taken", "commitment.sent_back",
    "dependency.requested", "dependency.negotiated", "dependency.agreed", "dependency.started", "dependency.declined",
    "dependency.delivered", "dependency.accepted", "dependency.returned", "dependency.withdrawn", "dependency.handed_over",
    "dependency.slipped",
    "decision.asked", "decision.decided", "decision.handed_over", "decision.recorded", "decision.withdrawn", "decision.superseded",
    "decision.changed", "decision.people_changed", "decision.reach_changed",
    "decision.option_added", "decision.option_changed", "decision.option_removed", "decision.criteria_changed",
    "decision.input_asked", "decision.answered", "decision.input_closed", "decision.input_ran_out",
    "decision.deferred", "decision.taken_up", "decision.taken_back", "decision.reversed", "decision.gave_way", "decision.reopened",
    "metric.measured", "risk.raised", "risk.settled", "issue.raised", "issue.closed", "issue.parked", "issue.passed",
    "thing.handed_over", "thing.came_back",
)  # fmt: skip
# Where the teams are that something concerns, by what it is about.
TEAMS: dict[str, tuple[Any, tuple[str, ...]]] = {
    model._meta.label: (model, fields)
    for model, fields in (
        (Objective, ("team_id",)),
        (Commitment, ("team_id", "objective__team_id")),
        (Dependency, ("from_team_id", "to_team_id", "from_objective__team_id", "to_objective__team_id")),
        (Decision, ("team_id", "objective__team_id", "holds_up__team_id")),
        (Blocker, ("objective__team_id", "commitment__team_id", "commitment__objective__team_id")),
        (Metric, ("team_id",)),
        (Risk, ("team_id", "objective__team_id")),
        (Issue, ("team_id", "passed_from_id")),
    )
}
ABOVE = """WITH RECURSIVE above (id, parent_id) AS (
    SELECT id, parent_id FROM organizations_team WHERE id = ANY(%(teams)s) AND organization_id = %(organization)s
    UNION
    SELECT t.id, t.parent_id FROM organizations_team t JOIN above a ON t.id = a.parent_id
    WHERE t.organization_id = %(organization)s
)
SELECT id FROM above"""


def tell_rooms(event: Event) -> int:
    """Running meetings whose work it concerns show it anew; how many. While none runs, this is one query."""
    running = MeetingRun.objects.filter(closed_at=None, suspended_at=None)
    open_runs = dict(running.values_list("pk", "meeting__series__team_id"))
    if not open_runs:
        return 0
    concerned = with_those_above(teams_of(event))
    told = [pk for pk, team in open_runs.items() if team is None or not concerned or team in concerned]
    rows = running.select_for_update(of=("self",), no_key=True).filter(pk__in=told).order_by("pk") if told else ()
    runs = list(rows)
    for run in runs:
        changed(run, "now")
    return len(runs)


def teams_of(event: Event) -> set[int]:
    """The teams that it is about; none where it belongs to people alone, or is gone."""
    model, fields = TEAMS.get(event.about_type, (None, ()))
    if model is None:
        return set()
    rows = model.objects.filter(pk=event.about_id).values_list(*fields)[:200]
    return {team for row in rows for team in row if team}


def with_those_above(teams: Collection[int]) -> set[int]:
    """A meeting looks at the work of its team and of every team below it."""
    if not teams:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(ABOVE, {"teams": sorted(teams), "organization": organization_in_hand()})
        found: list[Any] = cursor.fetchall()
    return {row[0] for row in found}
