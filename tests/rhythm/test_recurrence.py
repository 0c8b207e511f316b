"""When a series meets next: as a calendar would say it, in its own time zone, and never a second of work too much."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr

from organizations.recurring import HORIZON, rule_in_words
from rhythm.measures import next_starts, zone_of

NOW = datetime(2026, 8, 17, 9, 0, tzinfo=UTC)  # a Monday
LISBON, BERLIN = ZoneInfo("Europe/Lisbon"), ZoneInfo("Europe/Berlin")


def days(rule: str, start_on: date | None, at: time | None = time(10), **more: object) -> list[str]:
    values: dict[str, object] = {"exdates": (), "zone": LISBON, "now": NOW} | more
    return [f"{start:%m-%d}" for start in next_starts(rule, start_on=start_on, start_time=at, **values)]  # type: ignore[arg-type]


def test_a_weekly_meeting_meets_this_week_while_its_hour_has_not_passed() -> None:
    start = date(2026, 6, 29)
    assert days("FREQ=WEEKLY;BYDAY=MO", start, time(10, 1)) == ["08-17", "08-24", "08-31", "09-07", "09-14"]
    assert days("FREQ=WEEKLY;BYDAY=MO", start, time(9, 59)) == ["08-24", "08-31", "09-07", "09-14", "09-21"]
    assert days("FREQ=WEEKLY;BYDAY=MO", start, None)[0] == "08-17", "a day without an hour counts while it lasts"


def test_every_other_week_depends_on_the_first_one_and_is_not_guessed_without_it() -> None:
    assert days("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", date(2026, 8, 4))[:2] == ["08-18", "09-01"]
    assert days("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", date(2026, 8, 11))[:2] == ["08-25", "09-08"]
    assert days("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", None) == []
    assert days("FREQ=WEEKLY;BYDAY=TU", None)[:2] == ["08-18", "08-25"], "every week needs no first one"


def test_the_hour_is_the_series_own_also_when_the_clocks_change() -> None:
    starts = next_starts(
        "FREQ=WEEKLY;BYDAY=MO",
        start_on=date(2026, 10, 19),
        start_time=time(9),
        exdates=(),
        zone=BERLIN,
        now=datetime(2026, 10, 18, tzinfo=UTC),
    )
    assert [start.astimezone(UTC).hour for start in starts[:2]] == [7, 8]
    assert {start.hour for start in starts} == {9}


def test_days_called_off_an_end_and_a_number_of_times_are_kept() -> None:
    monday = date(2026, 8, 24)
    assert days("FREQ=WEEKLY;BYDAY=MO", monday, exdates=[date(2026, 8, 31)])[:2] == ["08-24", "09-07"]
    assert days("FREQ=WEEKLY;BYDAY=MO;UNTIL=20260831", monday) == ["08-24", "08-31"]
    assert days("FREQ=WEEKLY;BYDAY=MO;UNTIL=20260831T000000Z", monday) == ["08-24", "08-31"]
    in_utc = days("FREQ=DAILY;UNTIL=20260901T010000Z", date(2026, 8, 30), zone=ZoneInfo("America/Los_Angeles"))
    assert in_utc == ["08-30", "08-31"], "one in the morning in London is the evening before in California"
    assert days("FREQ=WEEKLY;BYDAY=MO;COUNT=3", date(2026, 8, 10)) == ["08-17", "08-24"]


def test_a_meeting_that_happens_once_is_next_until_it_was() -> None:
    assert days("", date(2026, 9, 1)) == ["09-01"]
    assert days("", date(2026, 8, 1)) == days("", None) == []


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31", "FREQ=DAILY;COUNT=9;BYMONTH=2;BYMONTHDAY=31", "FREQ=YEARLY;BYDAY=MO;BYSETPOS=300",
        "FREQ=WEEKLY;INTERVAL=0", "FREQ=WEEKLY;INTERVAL=99999999999", "FREQ=SECONDLY", "FREQ=WEEKLY;BYDAY=XX", "junk", "FREQ",
        "FREQ=MONTHLY;INTERVAL=12;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;INTERVAL=7;BYDAY=TU;COUNT=5",
    ],
)  # fmt: skip
def test_a_rule_that_never_comes_true_costs_nothing(rule: str) -> None:
    """The library looks for such a day until the year 9999, or for ever: then this test does not end."""
    assert days(rule, date(2026, 8, 17)) == []


def test_the_first_and_the_last_day_of_the_calendar_are_days_like_others() -> None:
    assert days("FREQ=DAILY", date(1, 1, 1))[0] == "08-17"
    assert days("FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=1", date(1, 1, 1)) == ["09-01"] * 3, "as far as we look"
    assert days("FREQ=WEEKLY;BYDAY=FR", date(9999, 12, 31)) == []


def test_it_agrees_with_the_usual_library_wherever_that_finds_a_day() -> None:
    chance = random.Random(7)
    for _ in range(400):
        rule, start = some_rule(chance), date(2026, 1, 1) + timedelta(days=chance.randint(-400, 300))
        library = rrulestr(rule, dtstart=datetime.combine(start, time(10)), ignoretz=True)
        now = NOW.replace(tzinfo=None)
        theirs = [f"{day:%m-%d}" for day in islice((day for day in library if now <= day), 5) if day - now <= HORIZON]
        assert days(rule, start, zone=ZoneInfo("UTC")) == theirs, f"{rule} from {start}"


def some_rule(chance: random.Random) -> str:
    """A rule that surely has dates, as spreadsheets have them."""
    freq = chance.choice(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
    parts = [f"FREQ={freq}", f"INTERVAL={chance.choice([1, 1, 2, 3])}", f"WKST={chance.choice(['MO', 'SU'])}"]
    names = chance.sample(["MO", "TU", "WE", "TH", "FR", "SA", "SU"], 2)
    if freq == "WEEKLY":
        parts.append("BYDAY=" + ",".join(names))
    elif freq == "MONTHLY":
        monthly = [
            f"BYDAY={chance.choice([1, 2, 3, 4, -1])}{names[0]}",
            f"BYDAY={names[0]};BYSETPOS=-1",
            "BYMONTHDAY=1,15",
            "BYMONTHDAY=-1",
        ]
        parts.append(chance.choice(monthly))
    elif freq == "YEARLY":
        parts.append(chance.choice(["BYMONTH=3,9;BYMONTHDAY=1", f"BYMONTH=6;BYDAY=2{names[0]}", f"BYDAY=20{names[1]}"]))
    return ";".join(parts + chance.choice([[], ["UNTIL=20270301T230000"], ["COUNT=40"]]))


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=WEEKLY;BYDAY=MO", "Every Monday"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "Every other Tuesday"),
        ("FREQ=WEEKLY;BYDAY=MO,WE,FR", "Every Monday, Wednesday and Friday"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "Every weekday"),
        ("FREQ=MONTHLY;BYDAY=1WE", "The first Wednesday of every month"),
        ("FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1", "The last Friday of every month"),
        ("FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=15", "Day 15 of every other month"),
        ("FREQ=DAILY", "Every day"),
        ("FREQ=HOURLY", ""),
    ],
)
def test_a_rule_reads_as_people_say_it(rule: str, words: str) -> None:
    assert rule_in_words(rule) == words


def test_once_a_year_is_said_with_its_month() -> None:
    yearly = "FREQ=MONTHLY;INTERVAL=12;BYDAY=1TU"
    assert rule_in_words(yearly, date(2026, 11, 30)) == "The first Tuesday of November each year"
    assert rule_in_words("FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=5", date(2026, 12, 1)) == "Day 5 of December each year"
    assert rule_in_words(yearly) == "The first Tuesday of every 12 months", "nobody has said when it begins"


def test_a_time_zone_that_nobody_knows_is_the_organizations() -> None:
    assert zone_of("Mars/Phobos", "Europe/Lisbon") == LISBON
    assert zone_of("../etc/passwd", "") == ZoneInfo("UTC")
    assert zone_of("CET", "UTC") == ZoneInfo("CET")
