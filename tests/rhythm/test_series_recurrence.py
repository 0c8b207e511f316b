"""A series in plain words, to its rule and back; the hour that stays, and the hour that does not exist."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise, takewhile
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from dateutil.tz import gettz, resolve_imaginary
from hypothesis import given
from hypothesis import strategies as st

from organizations.recurring import CODES, read_rule
from rhythm.measures import first_minute, is_date_of, moment, next_starts, read_moment, skipped_hours
from rhythm.recurrence import EVERY_MONTHS, NTH, REPEATS, Recurrence, fault_in, recurrence_of, rule_of

ZONES = [
    "Europe/Lisbon", "Europe/Berlin", "America/New_York", "America/Santiago", "Australia/Lord_Howe", "Pacific/Auckland",
]  # fmt: skip


@pytest.mark.parametrize("name", ZONES)
def test_nine_in_the_morning_stays_nine_over_both_changes_of_the_clock(name: str) -> None:
    zone = ZoneInfo(name)
    now = datetime(2026, 1, 1, tzinfo=UTC)
    starts = next_starts(
        "FREQ=WEEKLY;BYDAY=MO", start_on=date(2026, 1, 5), start_time=time(9), exdates=(), zone=zone, now=now, most=60
    )
    assert {(start.hour, start.minute) for start in starts} == {(9, 0)}
    assert {later.date() - earlier.date() for earlier, later in pairwise(starts)} == {timedelta(days=7)}
    assert len({start.utcoffset() for start in starts}) == 2, "the clocks changed in between"
    library = rrulestr("FREQ=WEEKLY;BYDAY=MO;COUNT=60", dtstart=datetime(2026, 1, 5, 9, tzinfo=gettz(name)))
    assert [start.astimezone(UTC) for start in starts] == [start.astimezone(UTC) for start in library]


@given(
    name=st.sampled_from(ZONES),
    at=st.times(time(0), time(23, 59)).map(lambda at: at.replace(second=0, microsecond=0, fold=0)),
    rule=st.sampled_from(["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=SU,MO", "FREQ=MONTHLY;BYDAY=-1SU"]),
)
def test_every_date_of_a_rule_is_met_once_at_its_hour_or_the_first_minute_after_it(name: str, at: time, rule: str) -> None:
    """No meeting twice in the doubled hour, none lost in the skipped one."""
    zone, first = ZoneInfo(name), date(2026, 2, 1)
    starts = next_starts(
        rule, start_on=first, start_time=at, exdates=(), zone=zone, now=datetime(2026, 1, 30, tzinfo=UTC), most=330
    )
    library = rrulestr(rule, dtstart=datetime.combine(first, time(12)), ignoretz=True)
    wanted = [day.date() for day in takewhile(lambda day: day.date() <= starts[-1].date(), library)]
    assert [start.date() for start in starts] == wanted
    for start in starts:
        exists = resolve_imaginary(datetime.combine(start.date(), at, gettz(name))).replace(tzinfo=None)
        if exists == datetime.combine(start.date(), at):
            assert start.time() == at
        else:
            before = (start.astimezone(UTC) - timedelta(minutes=1)).astimezone(zone)
            assert start.time() > at
            assert before.time() < at or before.date() < start.date(), "the first minute that exists"
    assert [start.astimezone(UTC) for start in starts] == sorted({start.astimezone(UTC) for start in starts})


def test_a_skipped_hour_is_named_and_a_doubled_one_is_its_first() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    assert skipped_hours(time(2, 30), berlin, range(2026, 2028)) == [date(2026, 3, 29), date(2027, 3, 28)]
    assert skipped_hours(time(9), berlin, range(2026, 2028)) == []
    assert first_minute(date(2027, 3, 28), time(2, 30), berlin).isoformat() == "2027-03-28T03:00:00+02:00"
    assert first_minute(date(2026, 10, 25), time(2, 30), berlin).isoformat() == "2026-10-25T02:30:00+02:00"
    assert first_minute(date(2026, 10, 4), time(2, 15), ZoneInfo("Australia/Lord_Howe")).time() == time(2, 30), "half an hour"


def test_after_its_last_day_a_series_has_no_date() -> None:
    starts = next_starts(
        "FREQ=DAILY", start_on=date(2026, 8, 1), start_time=time(9), exdates=(), zone=ZoneInfo("UTC"),
        now=datetime(2026, 8, 17, 9, tzinfo=UTC), most=9, ended_on=date(2026, 8, 19),
    )  # fmt: skip
    assert [start.day for start in starts] == [17, 18, 19]


@pytest.mark.parametrize("rule", ["FREQ=WEEKLY;BYDAY=MO;COUNT=6", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "FREQ=MONTHLY;BYDAY=3MO"])
def test_a_day_is_known_to_be_one_of_the_rule_or_not(rule: str) -> None:
    start, zone = date(2026, 8, 17), ZoneInfo("UTC")
    library = {day.date() for day in rrulestr(rule + ";UNTIL=20270101" * ("COUNT" not in rule), dtstart=datetime(2026, 8, 17))}
    for number in range(120):
        day = start + timedelta(days=number)
        assert is_date_of(rule, start_on=start, day=day, zone=zone) == (day in library), day


PLAIN = st.builds(
    Recurrence,
    repeats=st.sampled_from([word for word in REPEATS if word != "own"]),
    days=st.sets(st.sampled_from(CODES), max_size=4).map(lambda days: tuple(code for code in CODES if code in days)),
    nth=st.sampled_from(list(NTH)),
    nth_day=st.sampled_from(CODES),
    month_day=st.sampled_from([*range(1, 32), -1]),
    months=st.sampled_from(list(EVERY_MONTHS)),
    until=st.none() | st.dates(date(2026, 1, 1), date(2030, 1, 1)),
)


@given(PLAIN)
def test_what_was_chosen_is_found_again_in_the_rule(said: Recurrence) -> None:
    rule = rule_of(said)
    again = recurrence_of(rule)
    assert again.repeats == said.repeats
    assert rule_of(again) == rule
    if rule:
        assert fault_in(rule) == ""
        read_rule(rule)


@pytest.mark.parametrize(
    ("rule", "repeats"),
    [
        ("FREQ=WEEKLY;BYDAY=FR,MO", "weekly"), ("FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1", "monthly"), ("freq=daily", "daily"),
        ("FREQ=WEEKLY;INTERVAL=3;BYDAY=MO", "own"), ("FREQ=DAILY;COUNT=3", "own"), ("FREQ=YEARLY", "own"), ("junk", "own"),
        ("FREQ=WEEKLY;BYDAY=MO;UNTIL=20261201T090000Z", "own"), ("FREQ=MONTHLY;BYMONTHDAY=1,15", "own"),
    ],
)  # fmt: skip
def test_a_rule_that_no_choice_can_say_stays_as_it_is(rule: str, repeats: str) -> None:
    said = recurrence_of(rule)
    assert said.repeats == repeats
    if repeats == "own":
        assert said.rule == rule


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("FREQ=HOURLY", "is none"), ("every Friday", "is none"), ("FREQ=WEEKLY;INTERVAL=0", "is none"),
        ("FREQ=DAILY;COUNT=1000000", "from 1 to 1,000"), ("FREQ=DAILY;BYHOUR=9,10,11", "Leave out BYHOUR"),
        ("FREQ=DAILY;UNTIL=tomorrow", "No calendar reads"), ("FREQ=DAILY;FREQ=WEEKLY", "Say each part of the rule once"),
        ("FREQ=DAILY;BYDAY=8MO;BYMONTHDAY=99", "No calendar reads"),
    ],
)  # fmt: skip
def test_a_rule_of_ones_own_is_asked_about_in_a_sentence(rule: str, sentence: str) -> None:
    assert sentence in fault_in(rule)


def test_a_moment_is_read_as_it_is_written() -> None:
    at = datetime(2026, 8, 24, 9, tzinfo=UTC)
    assert (moment(at), read_moment("20260824T090000Z")) == ("20260824T090000Z", at)
    for nonsense in ("", "yesterday", "20261324T090000Z", "20260824T090000Z; DROP", "²0260824T090000Z"):
        assert read_moment(nonsense) is None or nonsense.startswith("20260824T090000Z")
