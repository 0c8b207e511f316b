"""Chapter: last week's leadership meeting with its full record: its agenda and clock, what was caught, its rating, a message.

The meeting itself is laid down row by row until the verbs of the room tell it; what follows from it is told by verbs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from accountability.models import Commitment
from decisions.models import Decision
from peakos.demo.stage import Stage
from rhythm.actions.messages import acknowledge_message, write_message
from rhythm.models import AgendaItem, Attendance, Capture, Issue, Meeting, MeetingRun, Segment, SeriesPerson

WEEKLY = "Leadership weekly"
LEADER = "Marta Lindqvist"
DECISION = "Grid API v1 freezes on 1 October"  # asked in the meeting, and decided on Thursday
# Who is asked; their rating, and what would have made it a ten; none: they were not there.
PEOPLE = (
    (LEADER, 8, "The scorecard ran over; send it the evening before."),
    ("Karl Nyman", 8, ""),
    ("Amara Osei", 9, ""),
    ("Ruth Adeyemi", 8, "Ines in the room for the one issue that is hers."),
    ("Daniel Brooks", 8, ""),
    ("Priya Raman", 9, ""),
    ("Aiko Tanaka", 7, "Half an hour was about one customer."),
    ("Beth Moran", None, ""),
)
NOT_PREPARED = {"Daniel Brooks", "Aiko Tanaka", "Beth Moran"}


@dataclass(frozen=True)
class Thing:
    """Something on the agenda: how it ended, and what was known of it, as lines of mark, words, figure and tone."""

    title: str
    why: str
    minutes: int
    ended: str
    about: str = ""  # the name of the row it is about
    note: str = ""
    known: tuple[tuple[str, str, str, str], ...] = ()


@dataclass(frozen=True)
class Part:
    """A segment: its planned and used minutes."""

    kind: str
    title: str
    minutes: int
    used: int
    things: tuple[Thing, ...] = field(default=())


AGENDA = (
    Part("wins", "Wins", 5, 5),
    Part("headlines", "Conditions", 5, 4),
    Part("scorecard", "Pacing", 15, 21, (
        Thing("12 mid-market utilities live within 30 days", "Off track, owned here", 9, "issue", "mid-market-live", known=(
            ("off_track", "Progress", "29%, 18 behind pace", "off"),
            ("unanswered", "SSO pen-test sign-off", "not accepted", "risk"),
        )),
        Thing("Renew 94% of revenue due this quarter", "Behind its pace", 5, "fine", "renewals", known=(
            ("at_risk", "Progress", "41%, 6 behind pace", "risk"),
        )),
    )),
    Part("commitments", "Commitments", 5, 4),
    Part("issues", "Issues", 50, 48, (
        Thing("Security holds up three teams", "Two of three asks have no answer", 34, "decided", known=(
            ("unanswered", "SSO pen-test sign-off", "5 days, not accepted", "risk"),
            ("off_track", "12 mid-market utilities live", "18 behind pace", "off"),
        )),
        Thing(
            "Who owns the playbook, if not Ruth?", "Raised by Hanna this morning", 0, "carried",
            "Who owns the playbook, if not Ruth?",
        ),
    )),
    Part("close", "Close", 10, 8),
)  # fmt: skip
# minute, kind, who typed it, the words, and what it became
CAUGHT: tuple[tuple[int, str, str, str, str], ...] = (
    (2, "win", "Daniel Brooks", "Fenmoor renewed for three years", ""),
    (3, "win", "Priya Raman", "No outage report older than a day for a week", ""),
    (7, "headline", "Beth Moran", "Two leavers in Support at the end of the month", ""),
    (8, "headline", "Daniel Brooks", "A competitor prices by substation from autumn on", ""),
    (50, "commitment", "Ruth Adeyemi", "Agree a new pen-test date with Ines", "Agree a new pen-test date with Ines"),
    (52, "commitment", "Ruth Adeyemi", "Call Fenmoor and Alder Valley about dates", "Call Fenmoor and Alder Valley about dates"),
    (64, "note", "Karl Nyman", "An outside tester costs about 38,000; Ines asks for one on Friday", ""),
    (72, "decision", "Priya Raman", "Priya decides by Friday when version one of the Grid API freezes", DECISION),
)  # fmt: skip
MESSAGE = "No go-live date is promised to a customer before Security has named the day of the pen test."
TOLD = ("Customer Success", "Sales", "Security")
READ = (
    ("7 Mon 19:10", "Hanna Virtanen"), ("7 Tue 08:35", "Sofia Greco"), ("7 Tue 09:05", "Ines Carvalho"),
    ("7 Tue 11:20", "Theo Marsh"), ("7 Wed 08:50", "Omar Haddad"), ("7 Thu 16:10", "Imogen Tate"),
)  # fmt: skip


def tell(stage: Stage) -> None:
    stage.at("0 Tue 09:05", partial(ask_in, stage))
    stage.at("7 Mon 18:31", partial(lay_down, stage))
    stage.at("7 Mon 18:40", partial(say, stage))
    for when, who in READ:
        stage.at(when, partial(read, stage, who))


def ask_in(stage: Stage, now: datetime) -> None:
    """The leadership has no team of its own: its people are asked by name."""
    scope, series = stage.organization.pk, stage.rows[WEEKLY]
    asked = [SeriesPerson(organization_id=scope, series=series, person=stage.people[name]) for name, *_ in PEOPLE]
    SeriesPerson.objects.bulk_create(asked, ignore_conflicts=True)


def lay_down(stage: Stage, now: datetime) -> None:
    """The rows that a room leaves when it is closed."""
    meeting = meeting_of(stage)
    start = meeting.started_at or meeting.planned_at
    scope: dict[str, Any] = {"organization_id": stage.organization.pk, "meeting": meeting}
    leader = stage.people[LEADER]
    MeetingRun.objects.create(**scope, facilitator=leader, opened_at=start, closed_at=meeting.ended_at)
    for position, part in enumerate(AGENDA):
        segment = Segment.objects.create(
            **scope, position=position, kind=part.kind, title=part.title, minutes=part.minutes, used_seconds=part.used * 60
        )
        for place, thing in enumerate(part.things):
            AgendaItem.objects.create(**scope, segment=segment, **item_of(stage, thing, place, start))
    for name, rating, note in PEOPLE:
        Attendance.objects.create(
            **scope, person=stage.people[name], rating=rating, rating_note=note,
            prepared_at=None if name in NOT_PREPARED else start - timedelta(hours=2),
            joined_at=start if rating else None, seen_at=meeting.ended_at if rating else None,
        )  # fmt: skip
    for number, (minute, kind, who, text, became) in enumerate(CAUGHT):
        at = start + timedelta(minutes=minute)
        Capture.objects.create(
            **scope, key=f"told-{number}", kind=kind, text=text, by=stage.people[who], at=at, agreed_at=at,
            **became_of(stage, became, stage.people[who]),
        )  # fmt: skip


def item_of(stage: Stage, thing: Thing, place: int, start: datetime) -> dict[str, Any]:
    row = stage.row(thing.about)
    known = [{"mark": mark, "words": words, "figure": figure, "tone": tone} for mark, words, figure, tone in thing.known]
    return {
        "position": place, "title": thing.title, "why": thing.why, "minutes": thing.minutes, "used_seconds": thing.minutes * 60,
        "disposition": thing.ended, "note": thing.note, "disposed_at": start, "known": known,
        "about_type": row._meta.label if row else "", "about_id": row.pk if row else None,
        "issue": row if isinstance(row, Issue) else None,
    }  # fmt: skip


def became_of(stage: Stage, title: str, owner: Any) -> dict[str, Any]:
    """The record that a line became, with its owner and day."""
    row = stage.row(title)
    due_on: date | None = row.due_on if isinstance(row, Commitment) else None
    if isinstance(row, Decision):
        return {"decision": row, "owner": owner}
    return {"commitment": row, "owner": owner, "due_on": due_on} if row else {}


def meeting_of(stage: Stage) -> Meeting:
    found: Meeting = Meeting.objects.get(series=stage.rows[WEEKLY], planned_at=stage.calendar.moment("7 Mon 10:00"))
    return found


def say(stage: Stage, now: datetime) -> None:
    teams = [stage.teams[name] for name in TOLD]
    stage.rows[MESSAGE] = write_message(meeting=meeting_of(stage), text=MESSAGE, teams=teams, by=stage.people[LEADER], now=now)


def read(stage: Stage, who: str, now: datetime) -> None:
    acknowledge_message(message=stage.rows[MESSAGE], by=stage.people[who], now=now)
