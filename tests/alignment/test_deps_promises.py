"""How well teams keep what they agreed: the formulas, and the page that shows them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from alignment.models import Dependency
from alignment.promises import gap_days, handshake_time, kept_share, unagreed_share, working_days
from organizations.models import Organization, Person
from tests.cast import MONDAY, NOW, new_team
from tests.reading import Reader, in_order


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2026, 8, 17), date(2026, 8, 17), 0),
        (date(2026, 8, 17), date(2026, 8, 21), 4),
        (date(2026, 8, 21), date(2026, 8, 24), 1),  # Friday to Monday
        (date(2026, 8, 22), date(2026, 8, 23), 0),  # a weekend
        (date(2026, 8, 3), date(2026, 8, 17), 10),
        (date(2026, 8, 17), date(2026, 8, 3), 0),
    ],
)
def test_weekends_do_not_count_as_waiting(start: date, end: date, days: int) -> None:
    assert working_days(start, end) == days


def test_the_formulas_say_nothing_where_nothing_is_known() -> None:
    assert handshake_time([]) is None
    assert handshake_time([(MONDAY, MONDAY + timedelta(days=days)) for days in (1, 2, 4)]) == 2
    assert kept_share(4, 4) is None, "four are too few to make a ratio of"
    assert kept_share(4, 5) == 0.8
    assert unagreed_share(0, 0) is None
    assert unagreed_share(1, 4) == 0.25
    assert gap_days(date(2026, 8, 21), date(2026, 8, 28)) == 7
    assert gap_days(date(2026, 8, 21), None) is None


def test_the_ledger_of_promises_counts_both_ways_and_hides_a_ratio_of_few(
    tidewater: Organization, marta: Person, ines: Person
) -> None:
    security, success, data = new_team("Security", lead=ines), new_team("Customer Success"), new_team("Data")
    values: dict[str, Any] = {"organization": tidewater, "kind": "work", "to_team": security, "from_team": success}
    for week in range(5):  # four in time, one too late
        day = date(2026, 6, 1) + timedelta(weeks=week)
        Dependency.objects.create(
            **values, title=f"Review {week}", state="accepted", requested_on=day, answered_on=day + timedelta(days=9),
            needed_by=day + timedelta(days=20), promised_by=day + timedelta(days=20),
            delivered_on=day + timedelta(days=25 if week == 4 else 19),
        )  # fmt: skip
    Dependency.objects.create(
        **values, title="Sign-off", state="requested", requested_on=MONDAY - timedelta(days=20), needed_by=date(2026, 8, 28)
    )
    Dependency.objects.create(
        **values | {"to_team": data}, title="Feed", state="agreed", requested_on=MONDAY, answered_on=MONDAY,
        needed_by=date(2026, 8, 24), promised_by=date(2026, 8, 31),
    )  # fmt: skip
    page = Reader(marta).page("alignment:promises")
    assert "One of 2 open asks has no answer, and 80% of what was due came on time." in page
    assert in_order(page, "From asking to an answer", "7 working days", "more than 5")
    assert in_order(page, "not agreed", "50% 1 of 2", "Promised later than needed", "1 by 7 days at most")
    assert in_order(page, "No answer yet", "0 up to 3 days", "1 more than 14 days")
    assert in_order(page, "By team", "Security", "80% 4 of 5", "Data", "1 0 0 – 0 –")
    assert in_order(page, "Between two teams", "Security Customer Success 6 1 1", "Data Customer Success 1 1 0")
    assert "Ines Carvalho" not in page, "teams are counted here, never people"


def test_nothing_asked_says_how_to_begin(tidewater: Organization, marta: Person) -> None:
    assert "No team has asked another for anything yet" in Reader(marta).page("alignment:promises")
