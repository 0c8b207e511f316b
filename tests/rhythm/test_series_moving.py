"""One meeting is moved, called off, taken back; turns are swapped; whoever is concerned hears of it, never the one who did it."""

from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.models import Notification
from organizations.actions.absences import plan_absence
from organizations.models import Event, Organization, Person, Team
from organizations.refusals import AlreadyClosed, AlreadyThere, DatesOutOfOrder, NotAllowed, NotSaid, OutOfTurn, Refused
from organizations.relay import relay_one
from rhythm.actions import (
    hand_over_turn,
    hold_meeting,
    move_meeting,
    plan_ahead,
    plan_series,
    restore_meeting,
    skip_meeting,
    swap_turns,
)
from rhythm.models import Meeting, MeetingSeries, TeamWeek
from tests.cast import NOW, new_person, new_team
from tests.reading import Reader, in_order

FRIDAY = datetime(2026, 8, 21, 10, tzinfo=UTC)
NEXT, AFTER = FRIDAY + timedelta(days=7), FRIDAY + timedelta(days=14)


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def security(ines: Person) -> Team:
    return new_team("Security", lead=ines)


@pytest.fixture
def omar(security: Team) -> Person:
    person = new_person("Omar Haddad", login=True, status="active")
    security.memberships.create(organization=security.organization, person=person, role="member", status="active")
    return person


@pytest.fixture
def weekly(tidewater: Organization, security: Team, ines: Person, omar: Person) -> MeetingSeries:
    """Security's weekly, Fridays at ten; Ines and Omar facilitate in turn."""
    series = plan_series(
        organization=tidewater, title="Security weekly", team=security, start_on=date(2026, 8, 7), start_time=time(10),
        duration_minutes=60, rrule="FREQ=WEEKLY;BYDAY=FR", rota=[ines, omar], by=ines, now=NOW,
    )  # fmt: skip
    heard()
    Notification.objects.all().delete()
    return series


def heard() -> dict[str, list[str]]:
    """What each person was told since, after all reactions have run."""
    while relay_one(now=NOW):
        pass
    told: dict[str, list[str]] = {}
    for line in Notification.objects.select_related("person").order_by("id"):
        told.setdefault(line.person.name.split()[0], []).append(line.text)
    return told


def test_a_moved_meeting_keeps_the_time_of_its_rule_and_the_reason(weekly: MeetingSeries, ines: Person) -> None:
    to = FRIDAY - timedelta(days=1)
    moved = move_meeting(series=weekly, planned_at=FRIDAY, to=to, reason="Audit on Friday", by=ines, now=NOW)
    assert (moved.planned_at, moved.original_at, moved.reason) == (to, FRIDAY, "Audit on Friday")
    later = move_meeting(series=weekly, planned_at=to, to=to + timedelta(hours=2), reason="After lunch", by=ines, now=NOW)
    assert (later.pk, later.original_at) == (moved.pk, FRIDAY), "the first time stays, however often it moves"
    back = move_meeting(series=weekly, planned_at=later.planned_at, to=FRIDAY, reason="Audit is off", by=ines, now=NOW)
    assert (back.original_at, back.reason) == (None, "")
    weekly.refresh_from_db()
    assert weekly.sequence == 3
    assert next(line.data["reason"] for line in Event.objects.filter(name="meeting.moved").order_by("id")) == "Audit on Friday"


def test_a_meeting_is_moved_into_another_week_and_both_weeks_know(weekly: MeetingSeries, ines: Person, security: Team) -> None:
    later = NOW + timedelta(days=9)
    plan_ahead(organization=weekly.organization, by=None, now=later)
    assert TeamWeek.objects.get(team=security, week_of=date(2026, 8, 24)).meeting == "planned"
    move_meeting(series=weekly, planned_at=NEXT, to=NEXT + timedelta(days=7, hours=1), reason="Holiday", by=ines, now=later)
    week = TeamWeek.objects.get(team=security, week_of=date(2026, 8, 24))
    assert week.meeting == "", "it has left the week"


@pytest.mark.parametrize(
    ("to", "refusal", "sentence"),
    [
        (NOW - timedelta(hours=1), DatesOutOfOrder, "still to come"), (FRIDAY, NotSaid, "already"),
        (NOW + timedelta(days=400), DatesOutOfOrder, "within a year"), (AFTER, AlreadyThere, "meets at that time already"),
    ],
)  # fmt: skip
def test_a_meeting_is_not_moved_just_anywhere(
    weekly: MeetingSeries, ines: Person, to: datetime, refusal: type[Refused], sentence: str
) -> None:
    skip_meeting(series=weekly, planned_at=AFTER, reason="Holiday", by=ines, now=NOW)
    with pytest.raises(refusal, match=sentence):
        move_meeting(series=weekly, planned_at=FRIDAY, to=to, reason="Audit", by=ines, now=NOW)
    with pytest.raises(OutOfTurn, match="skipped already"):
        move_meeting(series=weekly, planned_at=AFTER, to=AFTER + timedelta(hours=1), reason="Audit", by=ines, now=NOW)
    assert Meeting.objects.filter(original_at__isnull=False).count() == 0


def test_what_was_called_off_takes_place_after_all_until_its_time_has_come(weekly: MeetingSeries, ines: Person) -> None:
    meeting = skip_meeting(series=weekly, planned_at=FRIDAY, reason="Half of us are away", by=ines, now=NOW)
    with pytest.raises(AlreadyClosed, match="time has passed"):
        restore_meeting(meeting=meeting, by=ines, now=FRIDAY)
    assert restore_meeting(meeting=meeting, by=ines, now=NOW).state == "planned"
    with pytest.raises(OutOfTurn, match="not called off"):
        restore_meeting(meeting=meeting, by=ines, now=NOW)
    held = hold_meeting(series=weekly, planned_at=FRIDAY, by=ines, now=FRIDAY + timedelta(hours=2))
    assert held.state == "held"


def test_two_people_swap_their_turns_and_nobody_else_has_one_less(weekly: MeetingSeries, ines: Person, omar: Person) -> None:
    first, second = swap_turns(series=weekly, planned_at=FRIDAY, other_at=NEXT, by=omar, now=NOW)
    assert (first.facilitator, second.facilitator) == (omar, ines)
    with pytest.raises(NotSaid, match="somebody else facilitates"):
        swap_turns(series=weekly, planned_at=FRIDAY, other_at=FRIDAY, by=omar, now=NOW)
    assert heard() == {
        "Ines": [
            "Security weekly on Fri 21 August, 10:00 UTC is facilitated by somebody else now",
            "You facilitate Security weekly on Fri 28 August, 10:00 UTC",
        ]
    }, "Omar did it himself and needs no line"


def test_a_turn_is_handed_to_somebody_who_is_asked_and_there(
    weekly: MeetingSeries, ines: Person, omar: Person, marta: Person
) -> None:
    with pytest.raises(NotSaid, match="Marta Lindqvist is not asked"):
        hand_over_turn(series=weekly, planned_at=FRIDAY, to=marta, by=ines, now=NOW)
    plan_absence(person=omar, starts_on=FRIDAY.date(), ends_on=FRIDAY.date(), delegate=None, by=omar, now=NOW)
    with pytest.raises(NotSaid, match="Omar Haddad is away until 21 August"):
        hand_over_turn(series=weekly, planned_at=FRIDAY, to=omar, by=ines, now=NOW)
    handed = hand_over_turn(series=weekly, planned_at=NEXT, to=ines, by=omar, now=NOW)
    assert handed.facilitator == ines, "the row was made for it"
    with pytest.raises(AlreadyThere):
        hand_over_turn(series=weekly, planned_at=NEXT, to=ines, by=omar, now=NOW)


def test_a_stranger_moves_nothing_and_gives_no_turn_away(weekly: MeetingSeries, omar: Person) -> None:
    wen = new_person("Wen Li", status="active")
    skipped = skip_meeting(series=weekly, planned_at=NEXT, reason="Fair", by=omar, now=NOW)
    for verb in (
        lambda: move_meeting(series=weekly, planned_at=FRIDAY, to=FRIDAY + timedelta(hours=1), reason="No", by=wen, now=NOW),
        lambda: restore_meeting(meeting=skipped, by=wen, now=NOW),
        lambda: hand_over_turn(series=weekly, planned_at=FRIDAY, to=omar, by=wen, now=NOW),
        lambda: swap_turns(series=weekly, planned_at=FRIDAY, other_at=AFTER, by=wen, now=NOW),
    ):
        with pytest.raises(NotAllowed):
            verb()


def test_everybody_who_is_asked_hears_of_a_change_on_their_own_clock(weekly: MeetingSeries, ines: Person, omar: Person) -> None:
    Person.objects.filter(pk=omar.pk).update(timezone="Asia/Tokyo")
    move_meeting(series=weekly, planned_at=FRIDAY, to=FRIDAY + timedelta(hours=6), reason="Audit", by=ines, now=NOW)
    skip_meeting(series=weekly, planned_at=NEXT, reason="Holiday", by=omar, now=NOW)
    assert heard() == {
        "Omar": ["Moved: Security weekly is on Sat 22 August, 01:00 JST"],
        "Ines": ["Called off: Security weekly on Fri 28 August, 10:00 UTC"],
    }


STEPS = st.lists(st.sampled_from(["move", "skip", "restore", "hold"]), min_size=1, max_size=6)


@settings(max_examples=25)
@given(steps=STEPS, week=st.integers(1, 40))
def test_whatever_is_done_a_date_of_the_rule_has_one_row(weekly: MeetingSeries, ines: Person, steps: list[str], week: int) -> None:
    """However often it moves, is called off and taken back: one row, which knows its place in the rule."""
    rule_at = FRIDAY + timedelta(weeks=week)
    Meeting.objects.filter(series=weekly, planned_at__gt=FRIDAY).delete()
    at = rule_at
    for number, step in enumerate(steps, start=1):
        with contextlib.suppress(Refused):
            if step == "move":
                to = rule_at + timedelta(hours=number)
                at = move_meeting(series=weekly, planned_at=at, to=to, reason="Audit", by=ines, now=NOW).planned_at
            elif step == "skip":
                skip_meeting(series=weekly, planned_at=at, reason="Fair", by=ines, now=NOW)
            elif step == "restore" and (row := Meeting.objects.filter(series=weekly, planned_at=at).first()):
                restore_meeting(meeting=row, by=ines, now=NOW)
            else:
                hold_meeting(series=weekly, planned_at=at, by=ines, now=NOW)
    rows = Meeting.objects.filter(series=weekly, planned_at__gt=FRIDAY)
    assert rows.count() <= 1
    assert all((row.original_at or row.planned_at) == rule_at for row in rows)


def test_the_page_shows_what_was_moved_and_called_off_with_whose_turn_it_is(
    weekly: MeetingSeries, ines: Person, omar: Person
) -> None:
    reader = Reader(ines)
    move_meeting(series=weekly, planned_at=FRIDAY, to=FRIDAY + timedelta(hours=4), reason="Audit", by=ines, now=NOW)
    skip_meeting(series=weekly, planned_at=NEXT, reason="Company day", by=ines, now=NOW)
    page = reader.page("rhythm:series", weekly.pk)
    assert in_order(page, "Fri 21 Aug", "14:00", "moved", "You", "From Fri 21 Aug, 10:00. Audit", "Hand on your turn")
    assert in_order(page, "Fri 28 Aug", "called off", "Company day", "It takes place after all", "Fri 4 Sep", "Omar Haddad")
    index = reader.page("rhythm:series_list")
    assert in_order(index, "Yours in the next seven days", "Fri 21 Aug", "14:00", "Security weekly", "moved", "you facilitate")
    assert in_order(index, "Friday", "Security weekly", "next Fri 21 Aug")


def post(reader: Reader, name: str, series: MeetingSeries, at: datetime, **said: str) -> Any:
    return reader.client.post(f"{reader.address(name, series.pk)}?at={at:%Y%m%dT%H%M%SZ}", said)


def test_the_doors_move_call_off_take_back_and_swap(weekly: MeetingSeries, ines: Person, omar: Person) -> None:
    reader = Reader(ines)
    asked_back = post(reader, "rhythm:meeting_move", weekly, FRIDAY, day="2026-08-20", time="09:00", reason="")
    assert (asked_back.status_code, b"Say why it is moved." in asked_back.content) == (422, True)
    moved = post(reader, "rhythm:meeting_move", weekly, FRIDAY, day="2026-08-20", time="09:00", reason="Audit")
    assert moved.status_code == 302
    row = Meeting.objects.get(original_at=FRIDAY)
    assert row.planned_at == datetime(2026, 8, 20, 9, tzinfo=UTC)
    clash = post(reader, "rhythm:meeting_move", weekly, NEXT, day="2026-08-20", time="09:00", reason="Twice")
    assert (clash.status_code, b"meets at that time already" in clash.content) == (422, True)
    assert post(reader, "rhythm:meeting_skip", weekly, NEXT, reason="Fair").status_code == 302
    toast = reader.page("rhythm:series", weekly.pk)
    assert "Fri 28 August is called off" in toast
    assert post(reader, "rhythm:meeting_restoration", weekly, NEXT).status_code == 302
    assert Meeting.objects.get(planned_at=NEXT).state == "planned"
    both = post(reader, "rhythm:meeting_turn", weekly, row.planned_at, other=f"{NEXT:%Y%m%dT%H%M%SZ}", to="Omar Haddad")
    assert b"Choose one" in both.content
    swapped = post(reader, "rhythm:meeting_turn", weekly, row.planned_at, other=f"{NEXT:%Y%m%dT%H%M%SZ}", to="")
    assert swapped.status_code == 302
    row.refresh_from_db()
    assert row.facilitator == omar


@pytest.mark.parametrize("at", [" ", "20260822T100000Z", "yesterday", "99999999T999999Z", "20260821T100001Z", "²"])
def test_a_time_at_which_the_series_does_not_meet_is_not_found(weekly: MeetingSeries, ines: Person, at: str) -> None:
    reader = Reader(ines)
    for name in ("meeting_move", "meeting_skip", "meeting_turn"):
        assert reader.get(f"rhythm:{name}", weekly.pk, at=at).status_code == 404
    for name in ("meeting_held", "meeting_missed", "meeting_restoration", "meeting_skip"):
        answer = reader.client.post(f"{reader.address(f'rhythm:{name}', weekly.pk)}?at={at}", {"reason": "x"})
        assert answer.status_code == 404


def test_without_a_time_the_doors_lead_to_the_next_meeting(weekly: MeetingSeries, ines: Person) -> None:
    skip_meeting(series=weekly, planned_at=FRIDAY, reason="Fair", by=ines, now=NOW)
    reader = Reader(ines)
    for name in ("meeting_move", "meeting_skip", "meeting_turn"):
        answer = reader.get(f"rhythm:{name}", weekly.pk)
        assert (answer.status_code, answer.headers["Location"].partition("?")[2]) == (302, f"at={NEXT:%Y%m%dT%H%M%SZ}")
        assert reader.client.post(reader.address(f"rhythm:{name}", weekly.pk), {"reason": "x"}).status_code == 404


def test_the_page_asks_about_meetings_of_which_nobody_said_anything(weekly: MeetingSeries, ines: Person) -> None:
    last = FRIDAY - timedelta(days=7)
    Meeting.objects.create(organization=weekly.organization, series=weekly, planned_at=last)
    Meeting.objects.create(organization=weekly.organization, series=weekly, planned_at=last - timedelta(days=7))
    reader = Reader(ines)
    assert in_order(reader.page("rhythm:series", weekly.pk), "Were these meetings held?", "Fri 7 Aug", "Fri 14 Aug", "Not held")
    assert post(reader, "rhythm:meeting_held", weekly, last).status_code == 302
    assert post(reader, "rhythm:meeting_missed", weekly, last - timedelta(days=7)).status_code == 302
    assert "held?" not in reader.page("rhythm:series", weekly.pk)
    assert set(Meeting.objects.filter(planned_at__lt=NOW).values_list("state", flat=True)) == {"held", "missed"}
    assert post(reader, "rhythm:meeting_missed", weekly, FRIDAY).status_code == 422, "it is still to come"
