"""What is promised again and again: by which rule, until when, in whose words, and what is no rule."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

import pytest
import time_machine
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from accountability import actions
from accountability.ledger import Line, replayed
from accountability.models import Commitment
from accountability.repeating import MONTHS, WEEKS, Often, fault_in, in_words, next_day, rule_of
from organizations.models import Organization, Person
from organizations.recurring import CODES
from organizations.refusals import NotSaid
from tests.accountability.promises import FRIDAY, everybody
from tests.cast import MONDAY, NOW
from tests.reading import Reader, in_order


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def days(rule: str, first: date, most: int = 4) -> list[str]:
    """The days after the first, as one promise after the other is closed on its day."""
    found: list[str] = []
    day = first
    while len(found) < most and (following := next_day(rule, first, day)):
        found.append(f"{following:%y-%m-%d}")
        day = following
    return found


@pytest.mark.parametrize(
    ("often", "rule", "words", "following"),  # from Friday 21 August 2026
    [
        (Often(), "FREQ=WEEKLY", "Every week", ["26-08-28", "26-09-04"]),
        (Often(every=2), "FREQ=WEEKLY;INTERVAL=2", "Every second week", ["26-09-04", "26-09-18"]),
        (
            Often(every=3, days=("TH", "MO")), "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,TH",
            "Every 3 weeks on Monday and Thursday", ["26-09-07", "26-09-10", "26-09-28"],
        ),
        (
            Often(days=("MO", "TU", "WE", "TH", "FR")), "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
            "Every week from Monday to Friday", ["26-08-24", "26-08-25"],
        ),
        (Often(unit=MONTHS), "FREQ=MONTHLY", "Every month", ["26-09-21", "26-10-21"]),
        (Often(unit=MONTHS, month_day=15), "FREQ=MONTHLY;BYMONTHDAY=15", "Every month on the 15th", ["26-09-15", "26-10-15"]),
        (Often(unit=MONTHS, month_day=-1), "FREQ=MONTHLY;BYMONTHDAY=-1", "Every month on the last day", ["26-08-31", "26-09-30"]),
        (
            Often(unit=MONTHS, month_day=31), "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1",
            "Every month on the 31st, or the last day of a shorter month", ["26-08-31", "26-09-30", "26-10-31"],
        ),
        (
            Often(every=2, unit=MONTHS, nth=2, nth_day="TU"), "FREQ=MONTHLY;INTERVAL=2;BYDAY=2TU",
            "Every second month on the second Tuesday", ["26-10-13", "26-12-08"],
        ),
        (
            Often(unit=MONTHS, nth=-1, nth_day="FR"), "FREQ=MONTHLY;BYDAY=-1FR",
            "Every month on the last Friday", ["26-08-28", "26-09-25"],
        ),
    ],
)  # fmt: skip
def test_what_people_say_is_a_rule_its_words_and_its_days(often: Often, rule: str, words: str, following: list[str]) -> None:
    assert (rule_of(often), in_words(rule), days(rule, FRIDAY, len(following))) == (rule, words, following)


def test_it_ends_on_a_day_or_after_so_many_times_the_first_one_among_them() -> None:
    until = rule_of(Often(until=date(2026, 9, 4)))
    assert (until, in_words(until)) == ("FREQ=WEEKLY;UNTIL=20260904", "Every week, until 4 September 2026")
    assert days(until, FRIDAY) == ["26-08-28", "26-09-04"]
    thrice = rule_of(Often(days=("MO",), times=3))
    assert in_words("FREQ=MONTHLY;BYMONTHDAY=-2,31") == "Every month on the 2nd last and 31st"
    assert in_words("FREQ=YEARLY;INTERVAL=5000") == "By the rule FREQ=YEARLY;INTERVAL=5000", "as it came in"
    assert next_day("FREQ=WEEKLY", date(9999, 12, 28), date(9999, 12, 31)) is None, "the calendar ends"
    assert next_day("FREQ=DAILY;COUNT=999999", date(1, 1, 1), FRIDAY) is None, "nobody counts from there"
    assert (thrice, in_words(thrice)) == ("FREQ=WEEKLY;BYDAY=MO;COUNT=3", "Every week on Monday, 3 times")
    assert days(thrice, FRIDAY) == ["26-08-24", "26-08-31"], "the Friday is the first of the three"
    assert next_day(thrice, FRIDAY, date(2027, 1, 1)) is None
    assert next_day(thrice, FRIDAY, date(2026, 8, 26)) == date(2026, 8, 31), "a day that was missed is counted too"


def test_the_thirty_first_is_the_last_of_a_short_month_and_the_thirty_first_again() -> None:
    first = date(2026, 1, 31)
    assert days("FREQ=MONTHLY", first, 3) == ["26-02-28", "26-03-31", "26-04-30"]
    assert days("FREQ=MONTHLY;INTERVAL=12", date(2028, 2, 29), 4) == ["29-02-28", "30-02-28", "31-02-28", "32-02-29"]


def test_days_come_on_time_where_the_clocks_change() -> None:
    """The last Sundays of March and October, and 2011 in Samoa, which had no 30 December: a day is a day."""
    assert days("FREQ=WEEKLY", date(2026, 3, 22), 2) == ["26-03-29", "26-04-05"]
    assert days("FREQ=WEEKLY", date(2026, 10, 18), 2) == ["26-10-25", "26-11-01"]
    assert days("FREQ=DAILY", date(2011, 12, 29), 2) == ["11-12-30", "11-12-31"]


oftens = st.builds(
    Often, every=st.integers(1, 6), unit=st.just(WEEKS), days=st.lists(st.sampled_from(CODES), unique=True).map(tuple)
) | st.builds(
    Often,
    every=st.integers(1, 6),
    unit=st.just(MONTHS),
    month_day=st.sampled_from([-1, *range(1, 32)]),
    nth=st.sampled_from([0, 1, 2, 3, 4, -1]),
    nth_day=st.sampled_from(CODES),
)


@settings(max_examples=150)
@given(often=oftens, first=st.dates(date(2024, 1, 1), date(2028, 12, 31)), later=st.integers(0, 900))
def test_the_days_are_those_of_the_usual_library(often: Often, first: date, later: int) -> None:
    rule, after = rule_of(often), first + timedelta(days=later)
    assert fault_in(rule, first) == ""
    library = rrulestr(rule, dtstart=datetime(first.year, first.month, first.day)).xafter(
        datetime.combine(after, datetime.min.time())
    )
    assert next_day(rule, first, after) == next(islice(library, 1)).date()


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("weekly", "is none"),
        ("FREQ=SECONDLY", "is none"),
        ("FREQ=WEEKLY;INTERVAL=0", "is none"),
        ("FREQ=WEEKLY;BYDAY=XX", "is none"),
        ("FREQ=WEEKLY;BYHOUR=9", "only parts that name days"),
        ("FREQ=WEEKLY;FREQ=DAILY", "each part of the rule once"),
        ("FREQ=WEEKLY;COUNT=1", "from 2 to 200 times"),
        ("FREQ=DAILY;COUNT=1000000", "from 2 to 200 times"),
        ("FREQ=WEEKLY;COUNT=3;UNTIL=20270101", "not both"),
        ("FREQ=WEEKLY;UNTIL=20260821", "comes after the first"),
        ("FREQ=WEEKLY;UNTIL=soon", "comes after the first"),
        ("FREQ=WEEKLY;UNTIL=20260824", "no day comes after the first"),
        ("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31", "no day comes after the first"),
        ("FREQ=MONTHLY;INTERVAL=900", "no day comes after the first"),
        ("FREQ=WEEKLY;BYDAY=" + ",".join(["MO"] * 60), "more shortly"),
    ],
)
def test_what_is_no_rule_is_answered_with_a_sentence(tidewater: Organization, ines: Person, rule: str, sentence: str) -> None:
    assert sentence in fault_in(rule, FRIDAY)
    with pytest.raises(NotSaid, match=sentence):
        actions.make_commitment(organization=tidewater, title="Patch rota", due_on=FRIDAY, repeats=rule, by=ines, now=NOW)


def test_the_last_one_begets_no_other(tidewater: Organization, ines: Person) -> None:
    made = actions.make_commitment(
        organization=tidewater, title="Patch rota", due_on=FRIDAY, repeats="freq=weekly; count=2", by=ines, now=NOW
    )
    assert made.repeats == "FREQ=WEEKLY;COUNT=2"
    for number in (1, 0):
        made = actions.finish_commitment(commitment=made, by=ines, now=NOW)
        found = list(Commitment.objects.filter(repeat_of=made))
        assert len(found) == number
        made = found[0] if found else made
    assert made.due_on == FRIDAY + timedelta(days=7)


def test_what_is_agreed_to_on_another_day_repeats_from_that_day(tidewater: Organization, ines: Person) -> None:
    people = everybody(ines)
    asked = actions.ask_for_commitment(
        organization=tidewater,
        title="Send the list",
        owner=ines,
        asked_for_on=FRIDAY,
        repeats="FREQ=MONTHLY",
        by=people["asker"],
        now=NOW,
    )
    actions.counter_commitment(commitment=asked, offered_on=date(2026, 8, 31), by=ines, now=NOW)
    agreed = actions.take_offer(commitment=asked, by=people["asker"], now=NOW)
    done = actions.finish_commitment(commitment=agreed, by=ines, now=NOW)
    assert Commitment.objects.get(repeat_of=done).due_on == date(2026, 9, 30)


def test_lines_of_a_former_version_tell_the_rule_of_today() -> None:
    line = Line(1, {"row": {"repeats": "fortnightly", "due_on": "2026-08-21"}})
    assert replayed([line])[1]["repeats"] == "FREQ=WEEKLY;INTERVAL=2"


PROMISE = {"title": "Patch rota", "due_on": "2026-08-21"}


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"repeats": "weekly"}, "FREQ=WEEKLY"),
        ({"repeats": "monthly", "times": "6"}, "FREQ=MONTHLY;COUNT=6"),
        ({"repeats": "fortnightly", "until": "2026-12-31"}, "FREQ=WEEKLY;INTERVAL=2;UNTIL=20261231"),
        ({"repeats": "own", "every": "3", "unit": "weeks", "days": ["TH", "MO"]}, "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,TH"),
        ({"repeats": "own", "unit": "months", "month_on": "-1FR", "days": ["MO"]}, "FREQ=MONTHLY;BYDAY=-1FR"),
        ({"repeats": "own", "unit": "months", "month_on": "31"}, "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1"),
        ({"repeats": "own", "unit": "months", "every": "24"}, "FREQ=MONTHLY;INTERVAL=24"),
        ({"repeats": "", "times": "4", "until": "2026-12-31"}, ""),
    ],
)
def test_the_form_asks_in_plain_words(tidewater: Organization, ines: Person, said: dict[str, Any], rule: str) -> None:
    reader = Reader(ines)
    assert reader.client.post(reader.address("accountability:commitment_new"), PROMISE | said).status_code == 302
    made = Commitment.objects.get()
    assert (made.repeats, made.repeats_from) == (rule, FRIDAY if rule else None)
    assert in_words(rule) in reader.page("accountability:commitment", made.pk)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"repeats": "hourly"}, "Choose how often from the list"),
        ({"repeats": "weekly", "times": "1000000"}, "Give a whole number from 2 to 200"),
        ({"repeats": "weekly", "times": "3", "until": "2026-12-31"}, "not both"),
        ({"repeats": "weekly", "until": "2026-08-01"}, "Choose a last day that comes after the first"),
        ({"repeats": "weekly", "until": "2026-08-24"}, "no day comes after the first one"),
        ({"repeats": "own", "every": "0"}, "Give a whole number from 1 to 52"),
        ({"repeats": "own", "every": "52", "unit": "months"}, "months from 1 to 24"),
        ({"repeats": "own", "unit": "days"}, "Choose weeks or months"),
        ({"repeats": "own", "days": ["XX"]}, "Choose days of the week"),
        ({"repeats": "own", "unit": "months", "month_on": "6MO"}, "Choose a day from the list"),
    ],
)
def test_bad_answers_come_back_with_what_was_typed(
    tidewater: Organization, ines: Person, said: dict[str, Any], sentence: str
) -> None:
    reader = Reader(ines)
    answer = reader.client.post(reader.address("accountability:commitment_new"), PROMISE | said)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert in_order(page, sentence)
    assert "Patch rota" in page
    assert "<details open>" in page
    assert not Commitment.objects.exists()


def test_the_day_that_the_rule_counts_from_is_stored_with_it(tidewater: Organization, ines: Person) -> None:
    made = actions.make_commitment(organization=tidewater, title="Rota", due_on=MONDAY, repeats="FREQ=WEEKLY", by=ines, now=NOW)
    assert made.repeats_from == MONDAY
