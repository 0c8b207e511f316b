"""Chapter: the meetings. Each team's weekly, the leadership's, the one across teams; what was held, moved, missed, called off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial

from peakos.demo.stage import THIS_WEEK, Stage
from rhythm.actions import hold_meeting, miss_meeting, move_meeting, plan_ahead, plan_series, skip_meeting
from rhythm.models import MeetingKind


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
    kind: str = MeetingKind.WEEKLY
    asked: Sequence[str] = ()
    rota: Sequence[str] = ()


HEADS = (
    "Amara Osei", "Karl Nyman", "Priya Raman", "Daniel Brooks", "Ruth Adeyemi", "Ines Carvalho", "Jonas Brandt", "Beth Moran",
    "Henrik Dahl",
)  # fmt: skip
TEAM_WEEKLIES = (
    Weekly(
        "Platform weekly",
        "Tue 10:00",
        "Jonas Brandt",
        60,
        (8, 8.2, 8.1, 8.4, 8.3, 8, 8.6, 8.4),
        "Platform",
        rota=("Jonas Brandt", "Freya Holm", "Dara Whelan"),
    ),
    Weekly(
        "Grid API weekly",
        "Mon 13:30",
        "Priya Raman",
        60,
        (8.1, 8.4, 8.3, 8.5, 8.6, 8.4, 8.8, 8.5),
        "Grid API",
        rota=("Priya Raman", "Stellan Roos", "Mei Tran"),
    ),
    Weekly("Field Mobile weekly", "Thu 10:00", "Mateo Rivas", 45, (7.6, 7.9, 7.4, 8, 7.8, 7.9, 7.5, 7.4, 7.6), "Field Mobile"),
    Weekly("Billing weekly", "Thu 16:00", "Aiko Tanaka", 60, (8.2, 8.1, 8, 8, 7.8, 7.6, 7.4, 7.5), "Billing"),
    Weekly("Data weekly", "Wed 10:00", "Lena Fischer", 60, (8, 8, 7.8, 7.5, 7.2, 7, 6.8, 7.1), "Data"),
    Weekly("Design weekly", "Fri 11:00", "Noor Haidari", 45, (8.5, 8.4, 8.6, 8.5, 8.3, 8.4, 8.2, 8), "Design"),
    Weekly(
        "Security weekly",
        "Fri 12:00",
        "Ines Carvalho",
        60,
        (7.9, 7.7, 7.2, 7, 6.9, 6.5, 0, 6.8),
        "Security",
        rota=("Ines Carvalho", "Omar Haddad", "Signe Dahlin"),
    ),
    Weekly(
        "Sales weekly",
        "Mon 09:30",
        "Daniel Brooks",
        60,
        (7.8, 8, 7.9, 8, 8.1, 7.9, 8, 7.8),
        "Sales",
        rota=("Daniel Brooks", "Sofia Greco", "Callum Reyes"),
    ),
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
        location="Lighthouse", asked=(*HEADS, "Aiko Tanaka"),
        rota=("Marta Lindqvist", "Amara Osei", "Priya Raman", "Daniel Brooks", "Henrik Dahl", "Ruth Adeyemi", "Ines Carvalho"),
    ),
    Weekly(
        "Product review", "Tue 14:00", "Amara Osei", 60, (7.9, 8.2, 8, -1, 8.1, 8.3, 8.4, 8.2),
        about="What was built is shown by whoever built it.", location="Boat house", kind="",
        asked=("Marta Lindqvist", "Priya Raman", "Jonas Brandt", "Mateo Rivas", "Noor Haidari", "Aiko Tanaka"),
    ),
    Weekly(
        "Across teams", "Thu 11:30", "Karl Nyman", 30, (7.5, 7.6, 7.9, 8, 8.1, 8.2, 8.3, 8.1),
        about="All team leads: what changed for others, and the requests of the next three weeks.", location="Boat house",
        kind=MeetingKind.TEAM_SYNC, asked=("Marta Lindqvist", *HEADS, "Mateo Rivas", "Aiko Tanaka", "Lena Fischer", "Wen Li"),
        rota=("Karl Nyman", "Mateo Rivas", "Lena Fischer", "Wen Li"),
    ),
)  # fmt: skip
# What came of which meeting: the day of the week's meeting, and the titles of decisions and promises.
OUTPUTS = {
    "Leadership weekly 3": ["Northern engineers start without a depot"],
    "Leadership weekly 4": ["Discount ceiling for renewals"],
    "Security weekly 5": ["A second tester on the list", "Rate limits for the two queries that trust the caller"],
    "Grid API weekly 3": ["Reports first, map afterwards"],
    "Customer Success weekly 5": ["Fenmoor waits for SSO"],
    "Customer Success weekly 7": ["Alder Valley goes live without SSO"],
    "Across teams 4": ["On-site edition for new customers"],
}  # fmt: skip
TOLD_IN_THE_ROOM = {"Leadership weekly 7"}  # by the chapter of what a meeting left
CALLED_OFF = "Half of us are with Castlebridge at their substation that day."
MOVED = {"Product review 8": ("8 Thu 14:00", "Amara shows the outage map to Alder Valley on Tuesday.")}
TRAINING = "All of Support learns the new outage map on that morning."


def tell(stage: Stage) -> None:
    for weekly in (*TEAM_WEEKLIES, *COMPANY_WEEKLIES):
        stage.at("0 Tue 09:00", partial(plan, stage, weekly))
        for week, rating in enumerate(weekly.ratings, start=1):
            tell_meeting(stage, weekly, week, rating)
    for week in range(1, THIS_WEEK + 1):
        stage.at(f"{week} Mon 07:00", partial(plan_days_ahead, stage))
    stage.at("7 Fri 16:40", partial(move_product_review, stage))
    stage.at("7 Fri 16:50", partial(call_off_support, stage))


def plan(stage: Stage, weekly: Weekly, now: datetime) -> None:
    weekday, clock = weekly.when.split()
    stage.rows[weekly.title] = plan_series(
        organization=stage.organization,
        key=weekly.title.lower().replace(" ", "-"),
        title=weekly.title,
        team=stage.team(weekly.team),
        organizer=stage.who(weekly.organizer),
        kind=weekly.kind,
        required=[stage.people[name] for name in weekly.asked],
        rota=[stage.people[name] for name in weekly.rota],
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
    if f"{weekly.title} {week}" in TOLD_IN_THE_ROOM:
        return
    weekday = when_of(weekly, week).split()[1]
    stage.at(f"{week} {weekday} 18:30", lambda now: close(stage, weekly, week, rating, now))


def close(stage: Stage, weekly: Weekly, week: int, rating: float, now: datetime) -> None:
    series, by = stage.rows[weekly.title], stage.people[weekly.organizer]
    start = stage.calendar.moment(when_of(weekly, week))
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


def when_of(weekly: Weekly, week: int) -> str:
    """The time of a week's meeting, also where it was moved."""
    return MOVED.get(f"{weekly.title} {week}", (f"{week} {weekly.when}", ""))[0]


def plan_days_ahead(stage: Stage, now: datetime) -> None:
    """The week's meetings stand in the calendar one by one, each with whose turn it is."""
    plan_ahead(organization=stage.organization, by=None, now=now)


def move_product_review(stage: Stage, now: datetime) -> None:
    series, amara = stage.rows["Product review"], stage.people["Amara Osei"]
    when, reason = MOVED["Product review 8"]
    start, to = stage.calendar.moment(f"{THIS_WEEK} Tue 14:00"), stage.calendar.moment(when)
    move_meeting(series=series, planned_at=start, to=to, reason=reason, by=amara, now=now)


def call_off_support(stage: Stage, now: datetime) -> None:
    """Next week's one, so that the page of the series shows what is called off and can be taken back."""
    series, by = stage.rows["Support weekly"], stage.people["Tomasz Zielinski"]
    start = stage.calendar.moment(f"{THIS_WEEK + 1} Wed 11:00")
    skip_meeting(series=series, planned_at=start, reason=TRAINING, by=by, now=now)
