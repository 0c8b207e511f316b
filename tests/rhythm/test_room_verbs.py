"""A meeting runs: it is opened once, moved only by who leads it, its clock is exact, and nothing ends without a disposition."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from organizations.models import Event, Organization, Person
from organizations.refusals import AlreadyClosed, AlreadyThere, ChangedMeanwhile, NotAllowed, NotSaid, OutOfTurn, Refused
from rhythm.actions.issues import raise_issue
from rhythm.actions.rooms.asking import answer_poll, ask_room, close_poll, open_writing, show_writing, write_line
from rhythm.actions.rooms.closing import close_meeting, settle_item
from rhythm.actions.rooms.moving import give_time, move_room, next_step, pause_clock, start_clock, step_back
from rhythm.actions.rooms.opening import open_meeting, resume_meeting, suspend_meeting, take_over
from rhythm.actions.rooms.presence import raise_hand, rate_meeting, say_ready
from rhythm.actions.votes import cast_votes
from rhythm.models import AgendaItem, Attendance, Meeting, MeetingRun, MeetingState, PollAnswer, Segment
from rhythm.reads.room import room_of
from tests.cast import NOW, new_person
from tests.rhythm.rooms import at_minute, new_weekly


@pytest.fixture
def ruth(tidewater: Organization) -> Person:
    return new_person("Ruth Adeyemi", login=True, access="member", status="active")


@pytest.fixture
def weekly(tidewater: Organization, marta: Person, ines: Person, ruth: Person) -> Meeting:
    return new_weekly(tidewater, ines, ruth, lead=marta)


@pytest.fixture
def opened(weekly: Meeting, marta: Person) -> Meeting:
    open_meeting(meeting=weekly, by=marta, now=NOW)
    return weekly


def run_of(meeting: Meeting) -> MeetingRun:
    run: MeetingRun = MeetingRun.objects.select_related("segment", "item", "facilitator").get(meeting=meeting)
    return run


def test_opened_by_two_at_once_it_is_opened_once_and_everybody_asked_has_a_seat(
    weekly: Meeting, marta: Person, ines: Person
) -> None:
    first = open_meeting(meeting=weekly, by=marta, now=NOW)
    second = open_meeting(meeting=weekly, by=ines, now=at_minute(1))
    assert first.pk == second.pk
    assert run_of(weekly).facilitator == marta
    assert Attendance.objects.filter(meeting=weekly, is_expected=True).count() == 3
    assert Event.objects.filter(name="meeting.opened").count() == 1


def test_who_is_not_asked_opens_nothing_and_nobody_opens_next_weeks_meeting(weekly: Meeting, marta: Person) -> None:
    jonas = new_person("Jonas Weber", access="member")
    with pytest.raises(NotAllowed, match=r"You are not asked to “Leadership weekly”\. Ask Marta Lindqvist"):
        open_meeting(meeting=weekly, by=jonas, now=NOW)
    with pytest.raises(OutOfTurn, match="too early"):
        open_meeting(meeting=weekly, by=marta, now=NOW - timedelta(days=2))


def test_a_meeting_of_a_team_with_no_members_is_opened_all_the_same(tidewater: Organization, marta: Person) -> None:
    lonely = new_weekly(tidewater, lead=marta)
    lonely.series.team.memberships.all().delete()
    open_meeting(meeting=lonely, by=marta, now=NOW)
    room = room_of(lonely.pk, now=NOW)
    assert room is not None
    assert [seat.person for seat in room.seats] == [marta]


def test_the_clock_counts_what_each_segment_took_and_stands_while_paused(opened: Meeting, marta: Person) -> None:
    next_step(meeting=opened, by=marta, now=at_minute(4))
    pause_clock(meeting=opened, by=marta, now=at_minute(6))
    room = room_of(opened.pk, now=at_minute(16))
    assert room is not None
    assert [line.hand.used for line in room.segments] == [240, 120, 0, 0]
    assert (room.is_paused, room.clock.used, room.ahead) == (True, 360, 60)
    start_clock(meeting=opened, by=marta, now=at_minute(20))
    start_clock(meeting=opened, by=marta, now=at_minute(21))  # pressed twice
    room = room_of(opened.pk, now=at_minute(22))
    assert room is not None
    assert room.segments[1].hand.used == 240


def test_an_issue_runs_on_a_clock_of_its_own_and_gets_more_time(opened: Meeting, marta: Person) -> None:
    issues = Segment.objects.get(meeting=opened, kind="issues")
    move_room(meeting=opened, segment=issues, by=marta, now=NOW)
    give_time(meeting=opened, by=marta, now=at_minute(1))
    room = room_of(opened.pk, now=at_minute(5))
    assert room is not None
    assert room.item is not None
    assert room.item_hand is not None
    assert (room.item.title, room.item_number, room.item_hand.left) == ("Security holds up three teams", 1, 7 * 60)
    next_step(meeting=opened, by=marta, now=at_minute(6))
    assert run_of(opened).item.title == "No owner for the Northern accounts"
    assert AgendaItem.objects.get(title="Security holds up three teams").used_seconds == 360
    next_step(meeting=opened, by=marta, now=at_minute(7))
    assert run_of(opened).segment.title == "Close"
    step_back(meeting=opened, by=marta, now=at_minute(8))
    assert run_of(opened).segment.title == "Issues"


def test_two_who_lead_at_once_do_not_push_each_other_about(opened: Meeting, marta: Person, ines: Person) -> None:
    with pytest.raises(NotAllowed, match="Marta Lindqvist leads the room now"):
        next_step(meeting=opened, by=ines, now=NOW)
    seen = run_of(opened).move
    take_over(meeting=opened, by=ines, now=NOW)
    with pytest.raises(NotAllowed, match="Ines Carvalho leads the room now"):
        next_step(meeting=opened, by=marta, now=NOW, seen=seen)
    next_step(meeting=opened, by=ines, now=NOW, seen=seen)
    with pytest.raises(ChangedMeanwhile, match="it is at “Priorities”"):
        next_step(meeting=opened, by=ines, now=NOW, seen=seen)  # the second of two screens of hers
    with pytest.raises(AlreadyThere):
        take_over(meeting=opened, by=ines, now=NOW)


def test_broken_off_and_resumed_another_day_it_goes_on_where_it_was(opened: Meeting, marta: Person, ines: Person) -> None:
    next_step(meeting=opened, by=marta, now=at_minute(5))
    suspend_meeting(meeting=opened, by=marta, now=at_minute(8))
    with pytest.raises(OutOfTurn, match="Resume it first"):
        start_clock(meeting=opened, by=marta, now=at_minute(9))
    resume_meeting(meeting=opened, by=ines, now=NOW + timedelta(days=1))
    run = run_of(opened)
    assert (run.facilitator, run.segment.title, run.segment.used_seconds) == (ines, "Priorities", 180)


def test_ready_is_for_one_move_and_a_hand_stays_up(opened: Meeting, marta: Person, ines: Person) -> None:
    say_ready(meeting=opened, by=ines, now=NOW, move=1)
    raise_hand(meeting=opened, by=ines, now=NOW)
    Attendance.objects.filter(person=ines).update(seen_at=NOW)
    room = room_of(opened.pk, now=NOW)
    assert room is not None
    assert (room.ready_count, [seat.word for seat in room.seats]) == (1, ["leads", "hand raised", "not here yet"])
    next_step(meeting=opened, by=marta, now=NOW)
    say_ready(meeting=opened, by=ines, now=NOW, move=1)  # pressed as the room moved
    room = room_of(opened.pk, now=NOW)
    assert room is not None
    assert (room.ready_count, room.seats[1].has_hand) == (0, True)


def test_the_room_is_asked_and_a_concern_has_words(opened: Meeting, marta: Person, ines: Person, ruth: Person) -> None:
    poll = ask_room(meeting=opened, question="Extend the contractor to 30 September", by=marta, now=NOW)
    with pytest.raises(NotSaid, match="Say what your concern is"):
        answer_poll(poll=poll, answer="concern", by=ines, now=NOW)
    answer_poll(poll=poll, answer="concern", concern="Budget must come from Platform.", by=ines, now=NOW)
    answer_poll(poll=poll, answer="no", concern="No", by=ruth, now=NOW)
    answer_poll(poll=poll, answer="yes", by=ruth, now=NOW)
    room = room_of(opened.pk, now=NOW)
    assert room is not None
    assert room.answers is not None
    assert room.answers.counts == {"yes": 1, "concern": 1}
    assert room.answers.concerns == [(ines, "Budget must come from Platform.")]
    close_poll(poll=poll, by=marta, now=NOW)
    with pytest.raises(AlreadyClosed, match="The question is closed"):
        answer_poll(poll=poll, answer="no", concern="Too late", by=ruth, now=NOW)
    assert PollAnswer.objects.get(person=ruth).answer == "yes"


def test_what_is_written_in_silence_is_shown_at_once_and_not_before(opened: Meeting, marta: Person, ines: Person) -> None:
    writing = open_writing(meeting=opened, question="What could make this fail?", by=marta, now=NOW)
    for _ in range(2):
        write_line(writing=writing, text="Fenmoor's freeze", key="a1", by=ines, now=NOW)
    room = room_of(opened.pk, now=NOW)
    assert room is not None
    assert (room.writing, room.writer_count, writing.lines.count()) == (writing, 1, 1)
    show_writing(writing=writing, by=marta, now=NOW)
    with pytest.raises(AlreadyClosed):
        write_line(writing=writing, text="One more", key="a2", by=ines, now=NOW)


def test_nothing_ends_without_a_disposition(opened: Meeting, marta: Person, ines: Person) -> None:
    first = AgendaItem.objects.get(title="Security holds up three teams")
    with pytest.raises(NotSaid, match="Say why it is dropped"):
        settle_item(item=first, disposition="dropped", by=marta, now=NOW)
    settle_item(item=first, disposition="decided", note="One intake queue", by=marta, now=NOW)
    rate_meeting(meeting=opened, rating=8, by=marta, now=NOW)
    rate_meeting(meeting=opened, rating=9, note="Shorter scorecard", by=ines, now=NOW)
    closed = close_meeting(meeting=opened, by=marta, now=at_minute(44))
    assert not AgendaItem.objects.filter(disposition="").exists()
    assert AgendaItem.objects.get(title="No owner for the Northern accounts").disposition == "carried"
    assert (closed.state, closed.rating, closed.ended_at) == (MeetingState.HELD, 8.5, at_minute(44))
    assert sum(closed.segments.values_list("used_seconds", flat=True)) == 44 * 60
    with pytest.raises(AlreadyClosed):
        next_step(meeting=opened, by=marta, now=at_minute(45))
    with pytest.raises(AlreadyClosed):
        open_meeting(meeting=opened, by=marta, now=at_minute(45))
    assert Event.objects.filter(name="meeting.held").count() == 1


def test_a_one_to_one_is_its_peoples_own(weekly: Meeting, marta: Person, ines: Person) -> None:
    weekly.series.kind = "one_to_one"
    weekly.series.save()
    open_meeting(meeting=weekly, by=marta, now=NOW)
    karl = new_person("Karl Nyman", access="admin")
    with pytest.raises(NotAllowed):
        raise_hand(meeting=weekly, by=karl, now=NOW)
    raise_hand(meeting=weekly, by=ines, now=NOW)


def test_a_viewer_says_nothing(opened: Meeting) -> None:
    viewer = new_person("Sofia Reyes", access="viewer")
    with pytest.raises(NotAllowed):
        say_ready(meeting=opened, by=viewer, now=NOW)


ACTS = ["next", "back", "pause", "start", "more", "suspend", "resume", "take", "to", "settle", "ready"]


@settings(max_examples=20)
@given(acts=st.lists(st.tuples(st.sampled_from(ACTS), st.booleans()), max_size=20))
def test_whatever_is_pressed_in_whatever_order_the_clock_adds_up(
    opened: Meeting, marta: Person, ines: Person, acts: list[tuple[str, bool]]
) -> None:
    """Every second that the clock ran is in exactly one segment; the version never falls, and a close settles everything."""
    with transaction.atomic():
        run, ran = run_of(opened), 0
        for minute, (act, is_marta) in enumerate(acts, start=1):
            ran += 60 if run.stretch_began_at else 0
            before = run.version
            press(act, opened, marta if is_marta else ines, at_minute(minute))
            run = run_of(opened)
            assert run.version >= before
            assert run.item is None or run.item.segment_id == run.segment_id
            assert run.suspended_at is None or run.stretch_began_at is None
        room = room_of(opened.pk, now=at_minute(len(acts)))
        assert room is not None
        assert room.clock.used == sum(line.hand.used for line in room.segments) == ran
        close_meeting(meeting=opened, by=None, now=at_minute(len(acts)))
        assert sum(Segment.objects.filter(meeting=opened).values_list("used_seconds", flat=True)) == ran
        assert not AgendaItem.objects.filter(meeting=opened, disposition="").exists()
        transaction.set_rollback(True)


def press(act: str, meeting: Meeting, by: Person, now: datetime) -> None:
    item = AgendaItem.objects.get(meeting=meeting, title="Security holds up three teams")
    close = Segment.objects.get(meeting=meeting, kind="close")
    verbs: dict[str, Callable[[], object]] = {
        "next": lambda: next_step(meeting=meeting, by=by, now=now),
        "back": lambda: step_back(meeting=meeting, by=by, now=now),
        "pause": lambda: pause_clock(meeting=meeting, by=by, now=now),
        "start": lambda: start_clock(meeting=meeting, by=by, now=now),
        "more": lambda: give_time(meeting=meeting, by=by, now=now),
        "suspend": lambda: suspend_meeting(meeting=meeting, by=by, now=now),
        "resume": lambda: resume_meeting(meeting=meeting, by=by, now=now),
        "take": lambda: take_over(meeting=meeting, by=by, now=now),
        "to": lambda: move_room(meeting=meeting, segment=close, by=by, now=now),
        "settle": lambda: settle_item(item=item, disposition="fine", by=by, now=now),
        "ready": lambda: say_ready(meeting=meeting, by=by, now=now),
    }
    with contextlib.suppress(Refused):
        verbs[act]()


def test_when_the_ranking_is_over_the_issue_with_most_votes_comes_first(opened: Meeting, marta: Person, ines: Person) -> None:
    triage = Segment.objects.create(
        organization=opened.organization, meeting=opened, position=9, kind="triage", title="Triage", minutes=5
    )
    issues = Segment.objects.get(meeting=opened, kind="issues")
    second = AgendaItem.objects.get(title="No owner for the Northern accounts")
    second.issue = raise_issue(organization=opened.organization, title=second.title, team=opened.series.team, by=ines, now=NOW)
    second.save()
    move_room(meeting=opened, segment=triage, by=marta, now=NOW)
    cast_votes(meeting=opened, issue=second.issue, votes=2, by=ines, now=NOW)
    move_room(meeting=opened, segment=issues, by=marta, now=NOW)
    assert run_of(opened).item == second
