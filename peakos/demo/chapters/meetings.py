"""Chapter: the meetings. Each team's weekly, the leadership's, the one across teams; what was held, missed and called off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial

from peakos.demo.stage import THIS_WEEK, Stage
from rhythm.actions import hold_meeting, miss_meeting, plan_meeting, plan_series, skip_meeting


@dataclass(frozen=True)
class Weekly:
    """A series; `ratings` is a figure per week: 0 for missed, negative for called off."""

    title: str
    when: str  # Tue 09:30
    organizer: str
    minutes: int
    ratings: Sequence[float]
    team: str = ""
    about: str = ""
    location: str = ""


TEAM_WEEKLIES = (
    Weekly("Platform weekly", "Tue 10:00", "Jonas Brandt", 60, (8, 8.2, 8.1, 8.4, 8.3, 8, 8.6, 8.4), "Platform"),
    Weekly("Grid API weekly", "Mon 13:30", "Priya Raman", 60, (8.1, 8.4, 8.3, 8.5, 8.6, 8.4, 8.8, 8.5), "Grid API"),
    Weekly("Field Mobile weekly", "Thu 10:00", "Mateo Rivas", 45, (7.6, 7.9, 7.4, 8, 7.8, 7.9, 7.5, 7.4, 7.6), "Field Mobile"),
    Weekly("Billing weekly", "Thu 16:00", "Aiko Tanaka", 60, (8.2, 8.1, 8, 8, 7.8, 7.6, 7.4, 7.5), "Billing"),
    Weekly("Data weekly", "Wed 10:00", "Lena Fischer", 60, (8, 8, 7.8, 7.5, 7.2, 7, 6.8, 7.1), "Data"),
    Weekly("Design weekly", "Fri 11:00", "Noor Haidari", 45, (8.5, 8.4, 8.6, 8.5, 8.3, 8.4, 8.2, 8), "Design"),
    Weekly("Security weekly", "Fri 12:00", "Ines Carvalho", 60, (7.9, 7.7, 7.2, 7, 6.9, 6.5, 0, 6.8), "Security"),
    Weekly("Sales weekly", "Mon 09:30", "Daniel Brooks", 60, (7.8, 8, 7.9, 8, 8.1, 7.9, 8, 7.8), "Sales"),
    Weekly("Partnerships weekly", "Tue 09:00", "Wen Li", 45, (8, 8.1, 8, 8.2, 8, 7.6, 7.7, 7.8), "Partnerships"),
    Weekly("Marketing weekly", "Wed 13:00", "Elif Demir", 45, (8, 7.8, 8.2, 8.3, 8.4, 8.3, 8.4, 8.3), "Marketing"),
    Weekly(
        "Customer Success weekly",
        "Mon 10:40",
        "Ruth Adeyemi",
        60,
        (8.3, 8.4, 8.3, 8.1, 7.9, 7.6, 7.5, 7.6),
        "Customer Success",
    ),
    Weekly("Support weekly", "Wed 11:00", "Tomasz Zielinski", 45, (8, 8.1, 0, 8.2, 8.1, 8.3, 8.2, 8), "Support"),
    Weekly("People weekly", "Thu 15:00", "Beth Moran", 45, (8.2, 8, 7.9, 7.8, 8, 8.2, 8.1, 8.2), "People"),
    Weekly("Finance weekly", "Tue 11:00", "Henrik Dahl", 45, (7.9, 8, 8.1, 8, 8.2, 7.5, 7.4, 7.6), "Finance"),
)
COMPANY_WEEKLIES = (
    Weekly(
        "Leadership weekly", "Mon 10:00", "Marta Lindqvist", 90, (7.8, 8, 8.2, 8.1, 8.3, 7.9, 8.2, 8),
        about="Wins, the five objectives, promises, what waits on whom, and at most three issues, worked to an end.",
        location="Lighthouse",
    ),
    Weekly(
        "Product review", "Tue 14:00", "Amara Osei", 60, (7.9, 8.2, 8, -1, 8.1, 8.3, 8.4, 8.2),
        about="What was built is shown by whoever built it.", location="Boat house",
    ),
    Weekly(
        "Across teams", "Thu 11:30", "Karl Nyman", 30, (7.5, 7.6, 7.9, 8, 8.1, 8.2, 8.3, 8.1),
        about="All team leads: what changed for others, and the requests of the next three weeks.", location="Boat house",
    ),
)  # fmt: skip
# What came of which meeting: the day of the week's meeting, and the titles of decisions and promises.
OUTPUTS = {
    "Leadership weekly 3": ["Northern engineers start without a depot"],
    "Leadership weekly 4": ["Discount ceiling for renewals"],
    "Leadership weekly 7": [
        "Agree a new pen-test date with Ines", "Call Fenmoor and Alder Valley about dates", "Grid API v1 freezes on 1 October",
    ],
    "Security weekly 5": ["A second tester on the list", "Rate limits for the two queries that trust the caller"],
    "Grid API weekly 3": ["Reports first, map afterwards"],
    "Customer Success weekly 5": ["Fenmoor waits for SSO"],
    "Customer Success weekly 7": ["Alder Valley goes live without SSO"],
    "Across teams 4": ["On-site edition for new customers"],
}  # fmt: skip
CALLED_OFF = "Half of us are with Castlebridge at their substation that day."


def tell(stage: Stage) -> None:
    for weekly in (*TEAM_WEEKLIES, *COMPANY_WEEKLIES):
        stage.at("0 Tue 09:00", partial(plan, stage, weekly))
        for week, rating in enumerate(weekly.ratings, start=1):
            tell_meeting(stage, weekly, week, rating)
    for weekly in COMPANY_WEEKLIES[:2]:
        stage.at("7 Fri 17:00", partial(plan_next, stage, weekly))


def plan(stage: Stage, weekly: Weekly, now: datetime) -> None:
    weekday, clock = weekly.when.split()
    stage.rows[weekly.title] = plan_series(
        organization=stage.organization,
        key=weekly.title.lower().replace(" ", "-"),
        title=weekly.title,
        team=stage.team(weekly.team),
        organizer=stage.who(weekly.organizer),
        description=weekly.about or "Wins, pace, promises, requests, then the three issues that hurt most.",
        start_on=stage.calendar.day(f"1 {weekday}"),
        start_time=time.fromisoformat(clock),
        duration_minutes=weekly.minutes,
        rrule=f"FREQ=WEEKLY;BYDAY={weekday[:2].upper()}",
        location=weekly.location,
        by=stage.who("Marta Lindqvist"),
        now=now,
    )


def tell_meeting(stage: Stage, weekly: Weekly, week: int, rating: float) -> None:
    """Minutes are closed at the end of the day, when all of its decisions and promises are written down."""
    weekday, _ = weekly.when.split()
    stage.at(f"{week} {weekday} 18:30", lambda now: close(stage, weekly, week, rating, now))


def close(stage: Stage, weekly: Weekly, week: int, rating: float, now: datetime) -> None:
    series, by = stage.rows[weekly.title], stage.people[weekly.organizer]
    start = stage.calendar.moment(f"{week} {weekly.when}")
    if rating == 0:
        miss_meeting(series=series, planned_at=start, by=by, now=now)
    elif rating < 0:
        skip_meeting(series=series, planned_at=start, reason=CALLED_OFF, by=by, now=now)
    else:
        hold_meeting(
            series=series,
            planned_at=start,
            started_at=start + timedelta(minutes=week % 3),
            ended_at=start + timedelta(minutes=weekly.minutes + week % 4 - 1),
            rating=rating,
            outputs=[stage.rows[title] for title in OUTPUTS.get(f"{weekly.title} {week}", [])],
            by=by,
            now=now,
        )


def plan_next(stage: Stage, weekly: Weekly, now: datetime) -> None:
    """This week's leadership meeting and product review stand in the calendar one by one, with their agenda."""
    start = stage.calendar.moment(f"{THIS_WEEK} {weekly.when}")
    plan_meeting(series=stage.rows[weekly.title], planned_at=start, by=stage.people[weekly.organizer], now=now)
