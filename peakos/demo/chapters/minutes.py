"""Chapter: last week's leadership meeting, told in the room: its agenda and clock, what was caught, its rating, a message."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from accountability.actions import finish_commitment
from peakos.demo.stage import Stage
from rhythm.actions.agendas import build_agenda
from rhythm.actions.arranging import add_item
from rhythm.actions.messages import acknowledge_message, write_message
from rhythm.actions.rooms.capturing import capture
from rhythm.actions.rooms.closing import close_meeting, settle_item
from rhythm.actions.rooms.moving import move_room
from rhythm.actions.rooms.opening import open_meeting
from rhythm.actions.rooms.presence import rate_meeting
from rhythm.actions.votes import say_prepared
from rhythm.models import AgendaItem, Meeting, Segment

WEEKLY, LEADER = "Leadership weekly", "Marta Lindqvist"
STARTS = "7 Mon 10:00"
HOLDS_UP, PLAYBOOK = "Security holds up three teams", "Who owns the playbook, if not Ruth?"
AGREE, CALL = "Agree a new pen-test date with Ines", "Call Fenmoor and Alder Valley about dates"
# Who came, with their rating and what would have made it a ten.
RATINGS = (
    (LEADER, 8, "The scorecard ran over; send it the evening before."),
    ("Karl Nyman", 8, ""),
    ("Amara Osei", 9, ""),
    ("Ruth Adeyemi", 8, "Ines in the room for the one issue that is hers."),
    ("Daniel Brooks", 8, ""),
    ("Priya Raman", 9, ""),
    ("Aiko Tanaka", 7, "Half an hour was about one customer."),
)
PREPARED = (LEADER, "Karl Nyman", "Amara Osei", "Ruth Adeyemi", "Priya Raman")
# The minute at which the room came to each segment.
CAME_TO = (
    ("headlines", 5), ("scorecard", 9), ("priorities", 21), ("commitments", 30), ("dependencies", 34), ("triage", 40),
    ("issues", 44), ("close", 82),
)  # fmt: skip
OVER = 90
# minute, kind, who typed it, the line
CAUGHT = (
    (2, "win", "Daniel Brooks", "Fenmoor renewed for three years"),
    (3, "win", "Priya Raman", "No outage report older than a day for a week"),
    (7, "headline", "Karl Nyman", "Two leavers in Support at the end of the month"),
    (8, "headline", "Daniel Brooks", "A competitor prices by substation from autumn on"),
    (50, "commitment", "Ruth Adeyemi", f"{AGREE} /+8d"),
    (52, "commitment", "Ruth Adeyemi", f"{CALL} /fri"),
    (64, "note", "Karl Nyman", "An outside tester costs about 38,000; Ines asks for one on Friday"),
    (79, "note", "Priya Raman", "I decide by Friday when version one of the Grid API freezes"),
)
MESSAGE = "No go-live date is promised to a customer before Security has named the day of the pen test."
TOLD = ("Customer Success", "Sales", "Security")
READ = (
    ("7 Mon 19:10", "Hanna Virtanen"), ("7 Tue 08:35", "Sofia Greco"), ("7 Tue 09:05", "Ines Carvalho"),
    ("7 Tue 11:20", "Theo Marsh"), ("7 Wed 08:50", "Omar Haddad"), ("7 Thu 16:10", "Imogen Tate"),
)  # fmt: skip


def tell(stage: Stage) -> None:
    def at_minute(minute: int, scene: Callable[[datetime], object]) -> None:
        stage.at(f"7 Mon {10 + minute // 60}:{minute % 60:02}", scene)

    stage.at("7 Mon 09:40", lambda now: prepare(stage, now))
    at_minute(0, lambda now: open_meeting(meeting=meeting_of(stage), by=stage.people[LEADER], now=now))
    for kind, minute in CAME_TO:
        at_minute(minute, lambda now, kind=kind: go_on(stage, kind, now))  # type: ignore[misc]
    for number, caught in enumerate(CAUGHT):
        at_minute(caught[0], lambda now, number=number: catch(stage, number, now))  # type: ignore[misc]
    at_minute(OVER - 1, lambda now: rate(stage, now))
    at_minute(OVER, lambda now: close_meeting(meeting=meeting_of(stage), by=stage.people[LEADER], now=now))
    stage.at("7 Thu 17:30", lambda now: finish_commitment(commitment=stage.rows[CALL], by=stage.people["Ruth Adeyemi"], now=now))
    stage.at("7 Mon 18:40", lambda now: say(stage, now))
    for when, who in READ:
        stage.at(when, lambda now, who=who: acknowledge_message(message=stage.rows[MESSAGE], by=stage.people[who], now=now))  # type: ignore[misc]


def prepare(stage: Stage, now: datetime) -> None:
    """The agenda as the product builds it, with the two things that Ruth and Karl want to talk about."""
    meeting = build_agenda(meeting=meeting_of(stage), by=None, now=now)
    issues = Segment.objects.get(meeting=meeting, kind="issues")
    add_item(segment=issues, title=HOLDS_UP, by=stage.people["Ruth Adeyemi"], now=now)
    playbook = stage.rows[PLAYBOOK]
    if not AgendaItem.objects.filter(meeting=meeting, issue=playbook).exists():
        add_item(segment=issues, title=PLAYBOOK, issue=playbook, by=stage.people["Karl Nyman"], now=now)
    for name in PREPARED:
        say_prepared(meeting=meeting, by=stage.people[name], now=now - timedelta(minutes=20))


def go_on(stage: Stage, kind: str, now: datetime) -> None:
    """To the next segment; what was only looked at is settled with that, what waits for another day stays on its list."""
    meeting, leader = meeting_of(stage), stage.people[LEADER]
    if kind == "close":
        settle(stage, "issues", now)
    elif kind == "issues":
        for looked_at in ("priorities", "commitments", "dependencies", "triage"):
            settle(stage, looked_at, now)
    segment = Segment.objects.get(meeting=meeting, kind=kind)
    item = AgendaItem.objects.filter(segment=segment, title=HOLDS_UP).first()
    move_room(meeting=meeting, segment=segment, item=item, by=leader, now=now)


def settle(stage: Stage, kind: str, now: datetime) -> None:
    for item in AgendaItem.objects.filter(meeting=meeting_of(stage), segment__kind=kind, disposition=""):
        if item.title == PLAYBOOK:
            continue  # not reached: it is on the next agenda
        ending = "committed" if item.title == HOLDS_UP else "issue" if item.issue_id else "fine"
        settle_item(item=item, disposition=ending, by=stage.people[LEADER], now=now)


def catch(stage: Stage, number: int, now: datetime) -> None:
    _, kind, who, line = CAUGHT[number]
    caught = capture(meeting=meeting_of(stage), kind=kind, text=line, key=f"told-{number}", by=stage.people[who], now=now)
    if caught.commitment is not None:
        stage.rows[caught.text] = caught.commitment


def rate(stage: Stage, now: datetime) -> None:
    for name, rating, note in RATINGS:
        rate_meeting(meeting=meeting_of(stage), rating=rating, note=note, by=stage.people[name], now=now)


def meeting_of(stage: Stage) -> Meeting:
    found: Meeting = Meeting.objects.get(series=stage.rows[WEEKLY], planned_at=stage.calendar.moment(STARTS))
    return found


def say(stage: Stage, now: datetime) -> None:
    teams = [stage.teams[name] for name in TOLD]
    stage.rows[MESSAGE] = write_message(meeting=meeting_of(stage), text=MESSAGE, teams=teams, by=stage.people[LEADER], now=now)
