"""Chapter: the issues on the table of the leadership's weekly, their votes, and the agenda that builds itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from peakos.demo.stage import THIS_WEEK, Stage
from peakos.demo.threads import issue
from rhythm.actions import plan_meeting, raise_issue
from rhythm.actions.agendas import build_agenda, set_agenda
from rhythm.actions.votes import cast_votes, order_by_votes, say_prepared
from rhythm.agendas import BOXES
from rhythm.models import Meeting, MeetingSeries, MeetingState

WEEKLY, MARTA = "Leadership weekly", "Marta Lindqvist"
LIVE = "mid-market-live"
HOLDS_UP, NORTHERN = "Security holds up three teams", "No owner for the Northern accounts"
OFFERS = "Offers take nine days to approve"
# Who gives how many of their three votes to what; Daniel and Karl have not voted yet.
VOTES = (
    (MARTA, HOLDS_UP, 2), (MARTA, NORTHERN, 1), ("Amara Osei", HOLDS_UP, 1), ("Amara Osei", OFFERS, 2),
    ("Ruth Adeyemi", HOLDS_UP, 3), ("Priya Raman", OFFERS, 1), ("Priya Raman", NORTHERN, 2), ("Jonas Brandt", NORTHERN, 2),
)  # fmt: skip
READY = ("Amara Osei", "Ruth Adeyemi", "Priya Raman")


def tell(stage: Stage) -> None:
    stage.at("0 Tue 09:30", lambda now: begin_with_the_box(stage, now))
    stage.at("7 Mon 16:20", lambda now: raised_from_the_request(stage, now))
    issue(stage, "7 Wed 11:05", NORTHERN, by="Daniel Brooks", says="Four accounts since Petra left. Nobody calls them.")
    issue(stage, "5 Thu 15:10", OFFERS, by="Priya Raman", says="Two approvals in a row, each by somebody who travels.")
    for day in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"):
        stage.at(f"{THIS_WEEK} {day} 08:10", lambda now: prepare(stage, now))


def begin_with_the_box(stage: Stage, now: datetime) -> None:
    series = stage.rows[WEEKLY]
    set_agenda(series=series, segments=BOXES["weekly_90"].parts, by=stage.people[MARTA], now=now)


def raised_from_the_request(stage: Stage, now: datetime) -> None:
    """Ruth raises it from the request that waits longest."""
    stage.rows[HOLDS_UP] = raise_issue(
        organization=stage.organization,
        title=HOLDS_UP,
        description="Three of us wait for the same two people, and no day is named.",
        owner=stage.people["Ruth Adeyemi"],
        objective=stage.rows[LIVE],
        dependency=stage.rows["SSO pen-test sign-off"],
        by=stage.people["Ruth Adeyemi"],
        now=now,
    )


def prepare(stage: Stage, now: datetime) -> None:
    """The next meeting has its agenda, as the product builds it, some votes, and three who are ready."""
    meeting = next_meeting(stage, now)
    for name, title, votes in VOTES:
        cast_votes(meeting=meeting, issue=stage.rows[title], votes=votes, by=stage.people[name], now=now)
    build_agenda(meeting=meeting, by=None, now=now)
    order_by_votes(meeting)
    for name in READY:
        say_prepared(meeting=meeting, by=stage.people[name], now=now)


def next_meeting(stage: Stage, now: datetime) -> Meeting:
    """The one that is planned, or next week's."""
    series: MeetingSeries = stage.rows[WEEKLY]
    coming = Meeting.objects.filter(series=series, state=MeetingState.PLANNED, planned_at__gte=now).order_by("planned_at").first()
    start = stage.calendar.moment(f"{THIS_WEEK} Mon 10:00")
    while start < now:
        start += timedelta(weeks=1)
    return coming or plan_meeting(series=series, planned_at=start, by=stage.people[MARTA], now=now)
