"""Chapter: Billing's huddle, held in writing: a few lines each morning, and what was stuck with one of them became an issue."""

from __future__ import annotations

from datetime import datetime, time
from functools import partial

from organizations.models import Membership
from peakos.demo.stage import Stage
from rhythm.actions import plan_series
from rhythm.actions.huddles import close_huddle, raise_stuck, write_entry
from rhythm.models import HuddleEntry, Meeting, MeetingKind

HUDDLE, TEAM, LEAD, CLOSES = "Billing huddle", "Billing", "Aiko Tanaka", "09:30"
NAMED = ("Aiko Tanaka", "Bram de Wit", "Lucía Ferrer")
ASKED = 6
# When, who (a number: one of those whom the story does not name), the one thing, its number, what is stuck, news.
LINES: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("7 Wed 08:12", "Lucía Ferrer", "Price the night tariff of Alder Valley", "40 of 120 meters", "", ""),
    ("7 Wed 08:31", "0", "Run the August invoices once more on the copy", "", "", "The copy is from Sunday now"),
    ("7 Wed 08:55", "Bram de Wit", "Agree the list of credits with Finance", "6 of 9", "", ""),
    ("7 Wed 09:05", "1", "Close the questions of the audit", "11 left", "", ""),
    ("7 Thu 08:20", "Bram de Wit", "The last three credits", "3 of 9", "Finance has nobody to sign until Monday", ""),
    ("7 Thu 08:34", "Aiko Tanaka", "Read the cut-over plan with Jonas", "", "", "The cut-over is rehearsed on Tuesday"),
    ("7 Thu 08:48", "Lucía Ferrer", "Price the night tariff of Alder Valley", "95 of 120 meters", "", ""),
    ("7 Thu 09:12", "2", "Late-fee letters in two languages", "", "", ""),
    ("7 Fri 08:05", "Lucía Ferrer", "The night tariff, to the end", "120 of 120", "", "Alder Valley sent the missing readings"),
    ("7 Fri 08:40", "0", "Compare both invoice runs", "212 of 1,400", "The rater rounds quarter-hours, the contract does not", ""),
    ("7 Fri 08:52", "Bram de Wit", "Test letters to three customers", "3 of 3", "", ""),
    ("7 Fri 09:10", "Aiko Tanaka", "Who stands by in the night of the cut-over", "2 of 4 names", "", ""),
    ("8 Mon 08:04", "Lucía Ferrer", "Show the night tariff to Customer Success", "", "", "All readings of the weekend are in"),
    ("8 Mon 08:21", "0", "Compare both invoice runs", "900 of 1,400", "No rights on the archive of last year", ""),
    ("8 Mon 08:58", "Bram de Wit", "Letters to the first forty customers", "40 of 310", "", ""),
    ("8 Mon 09:14", "Aiko Tanaka", "Four names for the night of the cut-over", "4 of 4", "", ""),
    ("8 Tue 08:15", "Aiko Tanaka", "The rehearsal of the cut-over", "", "", "Platform has given us the night from Thursday"),
    ("8 Tue 08:33", "Lucía Ferrer", "Rates of the third tariff", "12 of 80", "Nobody knows who owns the price list", ""),
    ("8 Tue 08:51", "1", "The last questions of the audit", "3 left", "", ""),
    ("8 Wed 08:15", "Bram de Wit", "What the rehearsal has shown, in one page", "", "", ""),
    ("8 Wed 08:40", "0", "Round quarter-hours as the contract says", "", "", "The rehearsal took 41 minutes"),
    ("8 Wed 08:59", "Lucía Ferrer", "Rates of the third tariff", "30 of 80", "", ""),
    ("8 Thu 08:15", "Lucía Ferrer", "Rates of the third tariff", "64 of 80", "", ""),
    ("8 Thu 08:47", "Aiko Tanaka", "What we say to Alder Valley if it goes wrong", "", "", ""),
    ("8 Thu 09:02", "0", "Compare both invoice runs again", "1,400 of 1,400", "", ""),
    ("8 Fri 08:15", "Aiko Tanaka", "Say yes or no to the cut-over", "", "", ""),
    ("8 Fri 08:29", "Bram de Wit", "Letters to the next hundred customers", "140 of 310", "The printer is closed until Monday", ""),
    ("8 Fri 08:44", "Lucía Ferrer", "Rates of the third tariff, to the end", "80 of 80", "", "All three tariffs are priced"),
)  # fmt: skip
RAISED_AT, RAISED = "7 Fri 09:40", "7 Fri 08:40"


def tell(stage: Stage) -> None:
    stage.at("7 Tue 16:10", partial(plan, stage))
    for when, who, *said in LINES:
        stage.at(when, partial(write, stage, when, who, said))
    for day in dict.fromkeys(" ".join(line[0].split()[:2]) for line in LINES):
        stage.at(f"{day} {CLOSES}", partial(close, stage, day))
    stage.at(RAISED_AT, partial(turn, stage))


def plan(stage: Stage, now: datetime) -> None:
    """Six of the team are asked: those who work on the cut-over."""
    team = stage.teams[TEAM]
    desks = Membership.objects.filter(team=team, role="member").exclude(person__name__in=NAMED).select_related("person")
    people = [member.person for member in desks.order_by("id")]
    chosen = people[: ASKED - len(NAMED)]
    stage.people |= {f"{HUDDLE} {number}": person for number, person in enumerate(chosen)}
    stage.rows[HUDDLE] = plan_series(
        organization=stage.organization,
        key="billing-huddle",
        title=HUDDLE,
        team=team,
        organizer=stage.people[LEAD],
        kind=MeetingKind.HUDDLE,
        held_as="writing",
        left_out=people[len(chosen) :],
        description="One thing each, and what is stuck. Nobody has to be there at once.",
        start_on=stage.calendar.day("7 Wed"),
        start_time=time.fromisoformat(CLOSES),
        duration_minutes=10,
        rrule="FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        by=stage.people[LEAD],
        now=now,
    )


def huddle_of(stage: Stage, day: str) -> Meeting:
    meeting: Meeting = Meeting.objects.get(series=stage.rows[HUDDLE], planned_at=stage.calendar.moment(f"{day} {CLOSES}"))
    return meeting


def write(stage: Stage, when: str, who: str, said: list[str], now: datetime) -> None:
    person = stage.people[f"{HUDDLE} {who}" if who.isdigit() else who]
    thing, number, stuck, news = said
    meeting = huddle_of(stage, " ".join(when.split()[:2]))
    stage.rows[f"{HUDDLE} {when}"] = write_entry(
        meeting=meeting, thing=thing, number=number, stuck=stuck, news=news, by=person, now=now
    )


def close(stage: Stage, day: str, now: datetime) -> None:
    close_huddle(meeting=huddle_of(stage, day), by=None, now=now)


def turn(stage: Stage, now: datetime) -> None:
    """What stood in the way on Friday is on Billing's table."""
    entry: HuddleEntry = stage.rows[f"{HUDDLE} {RAISED}"]
    raise_stuck(entry=entry, by=stage.people[LEAD], now=now)
