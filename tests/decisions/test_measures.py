"""How decisions fare: timelines whose latencies are worked out by hand beside them, and what holds for every timeline."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountability.measures import Score, score
from decisions import measures
from decisions.measures import (
    ASKED,
    BEGUN,
    DECIDED,
    DROPPED,
    HANDED_OVER,
    REOPENED,
    TOLD,
    Mark,
    Window,
    rounds_of,
    split,
    working_time,
)
from organizations.measures import working_days

LISBON, ATHENS, NEW_YORK, BEIRUT = (
    ZoneInfo(name) for name in ("Europe/Lisbon", "Europe/Athens", "America/New_York", "Asia/Beirut")
)
ZONES = (LISBON, ATHENS, NEW_YORK, BEIRUT, ZoneInfo("Asia/Kathmandu"), ZoneInfo("Pacific/Apia"))
LATER = datetime(2027, 1, 4, tzinfo=UTC)


def at(day: int, hour: int, minute: int = 0, *, month: int = 8, zone: ZoneInfo = LISBON) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=zone)


@pytest.mark.parametrize(
    ("since", "until", "zone", "days"),
    [
        # Monday 17 August 09:00 to Tuesday 09:00: one day.
        (at(17, 9), at(18, 9), LISBON, 1.0),
        # Friday 21 August 18:00 to Monday 24 August 06:00: a quarter of Friday, a quarter of Monday, no week-end.
        (at(21, 18), at(24, 6), LISBON, 0.5),
        # Saturday noon to Sunday noon, and Saturday to Monday's first moment: nothing.
        (at(22, 12), at(23, 12), LISBON, 0.0),
        (at(22, 12), at(24, 0), LISBON, 0.0),
        # Friday 21 August 22:00 UTC is 23:00 in Lisbon (1/24 of a day left) and Saturday 01:00 in Athens (nothing left).
        (at(21, 22, zone=ZoneInfo("UTC")), at(24, 0), LISBON, 1 / 24),
        (at(21, 22, zone=ZoneInfo("UTC")), at(24, 0, zone=ATHENS), ATHENS, 0.0),
        # Over Sunday 25 October, when Lisbon's clocks go back: Friday noon to Monday noon is half a day and half a day.
        (at(23, 12, month=10), at(26, 12, month=10), LISBON, 1.0),
        # In New York they go back on Sunday 1 November: Friday 30 October 00:00 to Tuesday 3 November 00:00, Friday and Monday.
        (at(30, 0, month=10, zone=NEW_YORK), at(3, 0, month=11, zone=NEW_YORK), NEW_YORK, 2.0),
        # Backwards there is none.
        (at(18, 9), at(17, 9), LISBON, 0.0),
    ],
)
def test_working_days_between_two_moments(since: datetime, until: datetime, zone: ZoneInfo, days: float) -> None:
    assert working_time(since, until, zone) == pytest.approx(days)


def test_a_working_day_is_one_day_however_long_its_clock_makes_it() -> None:
    # Cairo's clocks leave out the first hour of Friday 24 April 2026: that Friday has 23 hours, and is one working day.
    cairo = ZoneInfo("Africa/Cairo")
    begins, ends = datetime(2026, 4, 23, 22, tzinfo=UTC), datetime(2026, 4, 24, 21, tzinfo=UTC)
    assert (ends - begins) == timedelta(hours=23)
    assert working_time(begins, ends, cairo) == pytest.approx(1)


MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))


@given(st.lists(MOMENTS, min_size=3, max_size=3), st.sampled_from(ZONES))
def test_working_time_adds_up_and_never_runs_ahead_of_the_calendar(moments: list[datetime], zone: ZoneInfo) -> None:
    first, second, third = sorted(moments)
    whole = working_time(first, third, zone)
    assert whole == pytest.approx(working_time(first, second, zone) + working_time(second, third, zone), abs=1e-6)
    days = third.astimezone(zone).date() - first.astimezone(zone).date()
    assert 0 <= whole <= days.days + 1
    assert whole <= working_days(first.astimezone(zone).date() - timedelta(days=1), third.astimezone(zone).date())


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 60), st.sampled_from(ZONES[:3]))
def test_from_midnight_to_midnight_it_is_the_count_of_working_days(day: date, length: int, zone: ZoneInfo) -> None:
    last = day + timedelta(days=length)
    first_night, last_night = (datetime(each.year, each.month, each.day, tzinfo=zone) for each in (day, last))
    expected = working_days(day - timedelta(days=1), day + timedelta(days=length - 1))
    assert working_time(first_night, last_night, zone) == pytest.approx(expected)


def test_input_decider_and_execution_by_hand() -> None:
    """Asked on Monday 17 August 12:00; two are to be heard, who speak on Tuesday 12:00 and Wednesday 18:00; handed on on
    Thursday; decided and told on Monday 24 August 12:00; the first follow-up is begun on Tuesday 25 August 00:00.

    Input: Monday 12:00 to Wednesday 18:00 = 0.5 + 1 + 0.75 = 2.25.
    Decider: Wednesday 18:00 to Monday 12:00 = 0.25 + 1 + 1 + 0.5 = 2.75 (no week-end; handing on changes nothing).
    Told at once: 0. Latency 5.0. Execution: Monday 12:00 to Tuesday 00:00 = 0.5.
    """
    marks = [Mark(at(17, 12), ASKED), Mark(at(20, 9), HANDED_OVER), Mark(at(24, 12), DECIDED), Mark(at(24, 12), TOLD)]
    marks += [Mark(at(25, 0), BEGUN), Mark(at(26, 0), BEGUN)]
    (one,) = rounds_of(marks, LISBON, inputs=[at(18, 12), at(19, 18)])
    assert split(one, LATER) == pytest.approx((2.25, 2.75, 0.0, 0.5))
    assert split(one, LATER).latency == pytest.approx(5.0)
    assert one.handed_over == 1


def test_whoever_has_not_spoken_is_waited_for_until_it_is_decided() -> None:
    # Monday 12:00 to Wednesday 12:00 with one of two silent: 2 days for input, none for the decider.
    marks = [Mark(at(17, 12), ASKED), Mark(at(19, 12), DECIDED), Mark(at(19, 12), TOLD)]
    (one,) = rounds_of(marks, LISBON, inputs=[at(18, 12), None])
    assert split(one, LATER)[:2] == pytest.approx((2.0, 0.0))
    (late,) = rounds_of(marks, LISBON, inputs=[at(21, 12)])
    assert split(late, LATER)[:2] == pytest.approx((2.0, 0.0)), "who speaks after it is decided was waited for until then"


def test_when_the_days_for_input_are_over_it_waits_for_the_decider_by_hand() -> None:
    """Asked on Monday 17 August 12:00. Two are to be heard: one speaks on Tuesday 12:00, the other never. They are asked on Monday
    18:00 until the end of Wednesday 19 August, and once more on Friday 12:00 until the end of Monday 24 August. Decided and told on
    Wednesday 26 August 12:00.

    Input: Monday 12:00 to the end of Wednesday = 0.5 + 1 + 1 = 2.5; Friday 12:00 to the end of Monday = 0.5 + 1 = 1.5. In all 4.0.
    Decider: Thursday and Friday until 12:00 = 1.5; Tuesday and Wednesday until 12:00 = 1.5. In all 3.0; latency 7.0.
    """
    marks = [Mark(at(17, 12), ASKED), Mark(at(26, 12), DECIDED), Mark(at(26, 12), TOLD)]
    windows = [Window(at(17, 18), at(20, 0)), Window(at(21, 12), at(25, 0))]
    (one,) = rounds_of(marks, LISBON, inputs=[at(18, 12), None], windows=windows)
    assert split(one, LATER) == pytest.approx((4.0, 3.0, 0.0, None))
    (first_only,) = rounds_of(marks, LISBON, inputs=[at(18, 12), None], windows=windows[:1])
    assert split(first_only, LATER)[:2] == pytest.approx((2.5, 4.5))


def test_the_end_of_a_day_in_lisbon_is_two_hours_into_the_next_in_athens() -> None:
    """The organization's Wednesday ends at 23:00 UTC, which is Thursday 02:00 for the team in Athens.

    Asked there on Monday 17 August 00:00, decided on Friday 21 August 00:00: input 3 + 2/24, decider 1 - 2/24.
    """
    marks = [Mark(at(17, 0, zone=ATHENS), ASKED), Mark(at(21, 0, zone=ATHENS), DECIDED)]
    (one,) = rounds_of(marks, ATHENS, inputs=[None], windows=[Window(at(17, 9, zone=ATHENS), at(20, 0, zone=LISBON))])
    assert split(one, LATER)[:2] == pytest.approx((3 + 2 / 24, 1 - 2 / 24))


def test_while_it_is_open_it_waits_for_one_or_the_other() -> None:
    (one,) = rounds_of([Mark(at(17, 12), ASKED)], LISBON, inputs=[None], windows=[Window(at(17, 18), at(20, 0))])
    assert [one.waits_for_input(moment) for moment in (at(17, 13), at(19, 23), at(20, 0, 1))] == [True, True, False]
    (nobody,) = rounds_of([Mark(at(17, 12), ASKED)], LISBON)
    assert not nobody.waits_for_input(at(18, 12))
    (again,) = rounds_of([Mark(at(17, 12), ASKED)], LISBON, windows=[Window(at(18, 12), at(20, 0))])
    assert [again.waits_for_input(moment) for moment in (at(18, 11), at(18, 13), at(20, 1))] == [False, True, False]


def test_a_reopening_begins_a_round_of_its_own_by_hand() -> None:
    """Asked on Monday 3 August 00:00, decided on Wednesday 5 August 12:00, told on Thursday 6 August 00:00: 2.5 + 0.5 = 3.0.
    Open again on Friday 21 August 12:00, decided and told on Tuesday 25 August 12:00: 0.5 + 1 + 0.5 = 2.0.
    The days between, when it was in force, are nobody's waiting.
    """
    marks = [
        Mark(at(3, 0), ASKED, date(2026, 8, 5)),
        Mark(at(5, 12), DECIDED),
        Mark(at(6, 0), TOLD),
        Mark(at(21, 12), REOPENED, date(2026, 8, 24)),
        Mark(at(25, 12), DECIDED),
        Mark(at(25, 12), TOLD),
    ]
    first, second = rounds_of(marks, LISBON, inputs=[at(4, 0)])
    assert split(first, LATER) == pytest.approx((1.0, 1.5, 0.5, None))
    assert split(second, LATER) == pytest.approx((0.0, 2.0, 0.0, None)), "what was said before is heard already"
    assert [measures.on_time(one, LATER) for one in (first, second)] == [True, False]


def test_the_same_course_on_two_clocks() -> None:
    """Asked on Friday 21 August 21:30 UTC, decided on Monday 24 August 21:30 UTC.

    Lisbon (UTC+1): Friday 22:30 to Monday 22:30 = 1.5/24 + 22.5/24 = 1. Athens (UTC+3): Saturday 00:30 to Tuesday 00:30 = Monday
    and 0.5/24. New York (UTC-4): Friday 17:30 to Monday 17:30 = 6.5/24 + 17.5/24 = 1.
    """
    marks = [Mark(datetime(2026, 8, 21, 21, 30, tzinfo=UTC), ASKED), Mark(datetime(2026, 8, 24, 21, 30, tzinfo=UTC), DECIDED)]
    taken = [split(rounds_of(marks, zone)[0], marks[-1].at).latency for zone in (LISBON, ATHENS, NEW_YORK)]
    assert taken == pytest.approx([1.0, 1 + 0.5 / 24, 1.0])


def test_what_is_withdrawn_is_no_round_and_what_is_open_counts_up_to_now() -> None:
    assert rounds_of([Mark(at(17, 9), ASKED), Mark(at(18, 9), DROPPED)], LISBON) == []
    (one,) = rounds_of([Mark(at(17, 9), ASKED)], LISBON)
    assert split(one, at(19, 9)) == pytest.approx((0.0, 2.0, 0.0, None))
    (decided,) = rounds_of([Mark(at(17, 9), ASKED), Mark(at(18, 9), DECIDED)], LISBON)
    assert split(decided, at(19, 9)) == pytest.approx((0.0, 1.0, 1.0, None)), "not told yet"


WHATS = st.sampled_from([ASKED, HANDED_OVER, DECIDED, TOLD, REOPENED, DROPPED, BEGUN])
TIMELINES = st.lists(st.builds(Mark, MOMENTS, WHATS), max_size=12)


WINDOWS = st.lists(st.builds(Window, MOMENTS, MOMENTS), max_size=3)


@given(TIMELINES, st.lists(st.none() | MOMENTS, max_size=3), WINDOWS, st.sampled_from(ZONES))
def test_whatever_happened_the_parts_add_up_and_none_is_negative(
    marks: list[Mark], inputs: list[datetime | None], windows: list[Window], zone: ZoneInfo
) -> None:
    now = datetime(2031, 1, 1, tzinfo=UTC)
    rounds = rounds_of(marks, zone, inputs=inputs, windows=windows)
    assert len(rounds) <= sum(mark.what in {ASKED, REOPENED} for mark in marks)
    for one in rounds:
        parts = split(one, now)
        assert all(part is None or part >= 0 for part in parts)
        end = one.told or now
        assert parts.latency == pytest.approx(working_time(one.needed, end, zone), abs=1e-6)


def test_middle_and_ninetieth_say_nothing_of_too_few() -> None:
    assert measures.Spread((1.0, 2.0, 3.0, 4.0)).median is None
    # 1, 2, 3, 4, 10: the middle is 3; nine tenths of the way from the first to the fifth is at 3.6: 4 + 0.6 x 6 = 7.6.
    spread = measures.Spread((10.0, 1.0, 4.0, 2.0, 3.0))
    assert spread.ninetieth == pytest.approx(7.6)
    assert (spread.median, spread.is_known) == (3.0, True)
    assert measures.mean([4, 3, 4, 3]) is None
    assert measures.mean([4, 3, 4, 3, 1]) == 3


def test_scores_by_hand() -> None:
    today = date(2026, 8, 17)
    assert measures.is_undone(date(2026, 5, 1), date(2026, 7, 30), today) is True, "the ninetieth day"
    assert measures.is_undone(date(2026, 5, 1), date(2026, 7, 31), today) is False
    assert measures.is_undone(date(2026, 6, 1), date(2026, 6, 2), today) is None, "its ninety days are not over"
    assert [measures.is_yielded(*each) for each in ((0, 0), (2, 1), (2, 2))] == [None, False, True]
    assert measures.is_reviewed(today, None, today) is None
    assert measures.is_reviewed(date(2026, 8, 14), None, today) is False
    assert measures.is_reviewed(date(2026, 8, 14), date(2026, 8, 14), today) is True
    assert score([True, None, False, True]) == Score(2, 3)
    assert Score(2, 3).share is None
    assert Score(4, 5).share == 0.8


def test_what_came_true_and_luck() -> None:
    # From 8 expected 5, now 6: two of three. From 8 to 5, now 9: the wrong way.
    assert measures.came_true(8, 5, 6) == pytest.approx(2 / 3)
    assert measures.came_true(8, 5, 9) == pytest.approx(-1 / 3)
    assert measures.came_true(8, 5, None) is None
    assert [measures.turned_out_well(share) for share in (None, 0.69, 0.7, 2)] == [None, False, True, True]
    said = {(judgement, is_well): measures.in_words(judgement, is_well) for judgement in (2, 3) for is_well in (True, False)}
    assert len(set(said.values())) == 4
    assert said[2, True].startswith("Good luck")
    assert said[3, False] == "The right call, and bad luck"
