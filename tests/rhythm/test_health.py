"""How a series of meetings fares: each formula by its table, and what holds whatever the meetings were like."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from accountability.measures import ENOUGH, Score
from organizations.models import Organization, Person
from rhythm import health
from rhythm.health import Sitting
from rhythm.models import Issue, Meeting, MeetingSeries
from tests.cast import NOW, new_person, new_team
from tests.query_counts import CountQueries
from tests.reading import Reader, in_order
from tests.rhythm.records import closed, decided, new_weekly, opened, promised, rated, stood

TEN = datetime(2026, 8, 10, 10, tzinfo=UTC)  # a Monday
TODAY = date(2026, 8, 17)


def held(week: int = 0, **fields: Any) -> Sitting:
    """A meeting of the series' Monday, held in its hour, so many weeks ago."""
    at = TEN - timedelta(weeks=week)
    values: dict[str, Any] = {"started_at": at, "ended_at": at + timedelta(hours=1), "minutes": 60, "is_recorded": True}
    return Sitting(id=100 - week, plan=at, planned_at=at, state="held", **(values | fields))


@pytest.mark.parametrize(
    ("state", "started", "verdict"),
    [
        ("held", TEN, True),
        ("held", TEN + timedelta(days=1), True),
        ("held", TEN + timedelta(days=2), False),
        ("held", TEN - timedelta(days=3), True),  # the Friday before a Monday is one working day off
        ("held", TEN - timedelta(days=4), False),
        ("missed", None, False),
        ("skipped", None, False),
        ("planned", None, False),  # a week has passed, and nobody has said anything
    ],
)
def test_a_meeting_is_held_as_planned_within_one_working_day(state: str, started: datetime | None, verdict: bool) -> None:
    assert health.on_its_day(replace(held(), state=state, started_at=started), TODAY, UTC) is verdict


def test_what_can_still_be_held_today_is_not_counted_yet() -> None:
    due = Sitting(id=1, plan=TEN, planned_at=TEN, state="planned")
    assert health.on_its_day(due, TEN.date(), UTC) is None
    assert health.on_its_day(due, TEN.date() + timedelta(days=1), UTC) is None
    assert health.on_its_day(due, TEN.date() + timedelta(days=2), UTC) is False


def test_a_meeting_that_was_moved_is_measured_by_the_day_that_its_rule_gave_it() -> None:
    to_thursday = replace(held(), planned_at=TEN + timedelta(days=3), started_at=TEN + timedelta(days=3))
    assert health.on_its_day(to_thursday, TODAY, UTC) is False


@pytest.mark.parametrize(
    ("start", "end", "verdict"),
    [(0, 60, True), (3, 65, True), (4, 60, False), (3, 66, False), (-5, 40, True), (0, None, None)],
)
def test_three_minutes_late_and_five_over_are_on_time(start: int, end: int | None, verdict: bool | None) -> None:
    times: dict[str, Any] = {"started_at": TEN + timedelta(minutes=start), "ended_at": end and TEN + timedelta(minutes=end)}
    assert health.on_time(held(**times)) is verdict


def test_prepared_are_people_of_all_that_were_asked() -> None:
    assert health.preparation([held(0, required=7, prepared=5), held(1, required=6, prepared=1)]) == Score(6, 13)


def test_solving_takes_its_share_of_the_minutes_used() -> None:
    weeks = [held(week, issue_seconds=1500, used_seconds=3000) for week in range(ENOUGH)]
    assert health.issue_time(weeks) == 0.5
    assert health.issue_time(weeks[1:]) is None


def test_outputs_are_told_by_meeting_and_by_the_hours_that_people_spent() -> None:
    weeks = [held(week, present=4, decisions=1, commitments=2, issues=1) for week in range(ENOUGH)]
    assert health.outputs_each(weeks) == 4
    assert health.outputs_per_hour(weeks) == 1, "four things in an hour of four people"


def test_of_a_meeting_held_elsewhere_nobody_knows_what_came_of_it() -> None:
    elsewhere = [held(week, is_recorded=False) for week in range(ENOUGH)]
    assert health.outputs_each(elsewhere) is None
    assert health.without_outputs(elsewhere) == []
    assert health.hint(elsewhere) is None, "no hint from what nobody wrote down"


def test_time_is_told_by_the_week_since_the_series_began() -> None:
    assert health.hours_a_week([held(0), held(1)], TEN + timedelta(weeks=1)) == 1
    assert health.hours_a_week([held(0, ended_at=None)], TEN + timedelta(days=1)) == 1, "as planned, where nobody noted its end"
    assert health.hours_a_week([], TEN) is None


@pytest.mark.parametrize(
    ("ratings", "rule"),
    [
        ([8, 6.9, 6.5, 6.8], "rated_low"),
        ([6, 6, 7, 6, 6], None),  # seven is not under seven
        ([6, 6], None),
        ([6, None, 6, 6], "rated_low"),  # a meeting that nobody rated breaks no row
        ([6, 6, 6, 8], None),  # it has got better
    ],
)
def test_three_ratings_under_seven_in_a_row_ask_whether_it_is_worth_it(ratings: list[float | None], rule: str | None) -> None:
    weeks = [held(len(ratings) - place, rating=rating, decisions=1) for place, rating in enumerate(ratings)]
    found = health.hint(weeks)
    assert (found and found.rule) == rule


def test_three_meetings_in_a_row_with_nothing_to_show_ask_the_same_but_of_a_huddle_nothing_is_asked() -> None:
    empty = [held(week) for week in range(3)]
    found = health.hint(empty)
    assert found is not None
    assert (found.rule, [sitting.id for sitting in found.sittings]) == ("no_outputs", [98, 99, 100])
    assert health.hint([*empty[1:], held(4, decisions=1)]) is None
    assert health.hint(empty, asks_for_outputs=False) is None


def test_five_working_days_are_a_week_to_acknowledge() -> None:
    sent = date(2026, 8, 14)  # a Friday
    read = [sent, date(2026, 8, 21), date(2026, 8, 22), date(2026, 8, 24), None]
    assert health.acknowledged_in_time(sent, read) == Score(3, 5)


TIMES = st.none() | st.integers(-2000, 2000)
SITTINGS = st.lists(
    st.builds(
        lambda week, state, start, end, rating, counts: Sitting(
            id=week,
            plan=TEN - timedelta(weeks=week),
            planned_at=TEN - timedelta(weeks=week),
            state=state,
            started_at=None if start is None else TEN - timedelta(weeks=week) + timedelta(minutes=start),
            ended_at=None if start is None or end is None else TEN - timedelta(weeks=week) + timedelta(minutes=start + abs(end)),
            minutes=60 if week % 3 else None,
            rating=rating,
            required=max(counts[:2]),
            prepared=min(counts[:2]),
            present=counts[2],
            decisions=counts[3],
            is_recorded=bool(week % 2),
            used_seconds=max(counts[4:]) * 60,
            issue_seconds=min(counts[4:]) * 60,
        ),
        st.integers(0, 12),
        st.sampled_from(["held", "missed", "skipped", "planned"]),
        TIMES,
        TIMES,
        st.none() | st.floats(1, 10),
        st.lists(st.integers(0, 20), min_size=6, max_size=6),
    ),
    max_size=13,
)


@given(SITTINGS)
def test_whatever_the_meetings_were_like_a_share_is_a_share_and_too_little_says_nothing(sittings: list[Sitting]) -> None:
    for found in (health.adherence(sittings, TODAY, UTC), health.punctuality(sittings), health.preparation(sittings)):
        assert 0 <= found.kept <= found.of
        assert (found.share is None) == (found.of < ENOUGH)
    for share in (health.issue_time(sittings),):
        assert share is None or 0 <= share <= 1
    mean = health.mean_rating(sittings)
    assert mean is None or min(health.ratings(sittings)) - 1e-9 <= mean <= max(health.ratings(sittings)) + 1e-9
    assert (health.hours_a_week(sittings, TEN + timedelta(days=7)) or 0) >= 0


@given(SITTINGS, st.randoms())
def test_the_order_in_which_meetings_are_read_changes_nothing(sittings: list[Sitting], random: Any) -> None:
    each = list({sitting.id: sitting for sitting in sittings}.values())
    shuffled = random.sample(each, len(each))
    assert health.hint(each) == health.hint(shuffled)
    assert health.ratings(each) == health.ratings(shuffled)


@given(SITTINGS)
def test_a_hint_always_names_the_three_meetings_that_it_saw(sittings: list[Sitting]) -> None:
    found = health.hint(sittings)
    if found is not None and found.rule == "rated_low":
        assert all(sitting.rating is not None and sitting.rating < health.POOR_RATING for sitting in found.sittings)
    if found is not None:
        assert len(found.sittings) == health.IN_A_ROW


# What the pages say


@pytest.fixture
def karl(tidewater: Organization) -> Person:
    return new_person("Karl Nyman", login=True, access="admin", status="active")


@pytest.fixture
def weekly(tidewater: Organization, marta: Person, ines: Person, karl: Person) -> MeetingSeries:
    """Six Mondays: each with a promise, the last three rated low; in two something came up that was solved before."""
    series = new_weekly(tidewater, ines, karl, lead=marta)
    chain: list[Issue] = []
    for week in range(6, 0, -1):
        meeting = opened(series, marta, ines, karl, at=NOW + timedelta(hours=1) - timedelta(weeks=week))
        if week != 2:
            promised(meeting, f"Ring customer {week}", ines, meeting.planned_at.date() + timedelta(days=3))
        if week > 3:
            again = chain[-1] if chain else None
            issue = Issue.objects.create(
                organization=tidewater,
                title=f"Depot keys, {7 - week}",
                state="closed",
                closed_on=meeting.planned_at.date(),
                again_of=again,
            )
            chain.append(issue)
            stood(meeting, issue.title, issue=issue, disposition="decided")
        rated(meeting, marta, 6 if week <= 3 else 9)
        closed(meeting, marta, after=80 if week == 1 else 60)
    return series


@pytest.fixture
def monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def test_a_series_tells_how_it_fares_and_each_figure_opens_its_meetings(
    monday: Any, weekly: MeetingSeries, marta: Person, count_queries: CountQueries
) -> None:
    reader = Reader(marta)
    with count_queries("rhythm:series_health"):
        page = reader.page("rhythm:series_health", weekly.pk)
    assert in_order(page, "Is it still worth its time?", "rated under seven: 6.0 , 6.0 , 6.0")
    assert in_order(page, "Held as planned 6 of 6", "Began and ended on time 5 of 6", "Prepared before the start 0 of 18")
    assert in_order(page, "Rated", "7.5", "What came of it 1.3 a meeting, 0.4 a person-hour", "One ended with nothing.")
    assert in_order(page, "Promises kept by their first day 0 of 5", "3 people are asked", "Solved three times 1")
    late = reader.page("rhythm:series_health", weekly.pk, of="punctuality")
    assert in_order(
        late, "[began on the minute, ended 20 min late] Mon 10 Aug", "Mon 3 Aug", "began on the minute, ended on the minute"
    )
    assert in_order(
        reader.page("rhythm:series_health", weekly.pk, of="promises"), "newest first", "Ring customer 1", "Ring customer 6"
    )
    assert in_order(reader.page("rhythm:series_health", weekly.pk, of="repeats"), "Depot keys, 1", "Depot keys, 2", "Depot keys, 3")
    came = reader.page("rhythm:series_health", weekly.pk, of="outputs")
    assert in_order(
        came, "Mon 10 Aug", "1 commitment, in 4.0 person-hours", "nothing decided, promised or solved", "1 issue solved"
    )
    for of in ("prepared", "rating", "issues", "hours", "nonsense"):
        assert reader.get("rhythm:series_health", weekly.pk, of=of).status_code == 200


def test_all_series_are_read_from_the_worst_down(
    monday: Any, tidewater: Organization, weekly: MeetingSeries, marta: Person, count_queries: CountQueries
) -> None:
    calm = new_weekly(tidewater, lead=marta, title="Product review")
    for week in range(1, 7):
        meeting = opened(calm, marta, at=NOW + timedelta(hours=2) - timedelta(weeks=week))
        decided(meeting, f"Ship {week}", marta)
        closed(meeting, marta, after=60)
    missed = new_weekly(tidewater, lead=marta, title="Across teams")
    for week in range(1, 7):
        at = NOW + timedelta(hours=3) - timedelta(weeks=week)
        Meeting.objects.create(organization=tidewater, series=missed, planned_at=at, state="missed")
    reader = Reader(marta)
    with count_queries("rhythm:health"):
        page = reader.page("rhythm:health")
    assert "One series is worth a question." in page
    assert in_order(
        page, "12 of 18", "held as planned", "Leadership weekly", "merge or retire it?", "Across teams", "0 of 6", "Product review"
    )


def test_what_two_people_are_like_together_is_no_row_of_the_overview(
    monday: Any, tidewater: Organization, marta: Person, ines: Person, karl: Person
) -> None:
    private = new_weekly(tidewater, ines, lead=karl, title="Karl and Ines", kind="one_to_one")
    closed(opened(private, karl, ines, at=NOW - timedelta(days=7)), karl)
    assert "Karl and Ines" in Reader(ines).page("rhythm:health")
    assert "Karl and Ines" not in Reader(marta).page("rhythm:health"), "not even of the owner"
    assert Reader(marta).get("rhythm:series_health", private.pk).status_code == 403
    assert Reader(ines).get("rhythm:series_health", private.pk).status_code == 200


def test_a_company_that_has_not_met_is_told_what_will_stand_here(monday: Any, tidewater: Organization, marta: Person) -> None:
    assert "No meeting in 13 weeks" in Reader(marta).page("rhythm:health")
    series = new_weekly(tidewater, lead=marta, team=new_team("Leadership"))
    assert "No meeting in 13 weeks" in Reader(marta).page("rhythm:series_health", series.pk)
