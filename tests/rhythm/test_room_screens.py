"""The two screens of a running meeting: what everybody sees, what only some may press, and what each state says."""

from __future__ import annotations

import gzip
import re
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from organizations.models import Organization, Person
from rhythm.actions.rooms.asking import answer_poll, ask_room, open_writing, show_writing, write_line
from rhythm.actions.rooms.capturing import capture
from rhythm.actions.rooms.closing import close_meeting, settle_item
from rhythm.actions.rooms.moving import give_time, move_room, next_step, pause_clock
from rhythm.actions.rooms.opening import open_meeting, suspend_meeting
from rhythm.actions.rooms.presence import raise_hand, rate_meeting, say_ready
from rhythm.clock import Hand
from rhythm.live.rows import PARTS, draw
from rhythm.models import AgendaItem, Attendance, Capture, Issue, IssueVote, Meeting, MeetingRun, Segment
from rhythm.templatetags.room import again, coming_days, first, in_hand, used_of
from tests.cast import NOW, new_person
from tests.query_counts import CountQueries
from tests.reading import Reader, in_order, said
from tests.rhythm.rooms import at_minute, new_weekly

MOST_HTML = 12 * 1024  # bytes, compressed
TOKEN = re.compile(r'name="csrfmiddlewaretoken"')


@pytest.fixture
def ruth(tidewater: Organization) -> Person:
    return new_person("Ruth Adeyemi", login=True, access="member", status="active")


@pytest.fixture
def opened(tidewater: Organization, marta: Person, ines: Person, ruth: Person) -> Meeting:
    weekly = new_weekly(tidewater, ines, ruth, lead=marta)
    open_meeting(meeting=weekly, by=marta, now=NOW)
    Attendance.objects.filter(meeting=weekly).update(seen_at=at_minute(40))
    return weekly


@pytest.fixture
def at_issues(opened: Meeting, marta: Person) -> Meeting:
    """Seven minutes into the first issue, 22 minutes into the meeting: four behind the plan."""
    next_step(meeting=opened, by=marta, now=at_minute(8))
    next_step(meeting=opened, by=marta, now=at_minute(19))
    return opened


def at(minute: float) -> Any:
    return time_machine.travel(at_minute(minute), tick=False)


def stage(person: Person, meeting: Meeting, **asked: str | int) -> str:
    return whole(Reader(person), "rhythm:stage", meeting, **asked)


def room(person: Person, meeting: Meeting, **asked: str | int) -> str:
    return whole(Reader(person), "rhythm:room", meeting, **asked)


def whole(reader: Reader, name: str, meeting: Meeting, **asked: str | int) -> str:
    """The page without its head and its palette: the bars above and below the main part belong to the screen."""
    answer = reader.get(name, meeting.pk, **asked)
    assert answer.status_code == 200
    page: str = answer.content.decode()
    return page[page.index('id="room"') - 5 : page.index('<dialog class="pal"')]


def test_the_stage_shows_where_the_room_is_its_clocks_and_who_is_there(at_issues: Meeting, marta: Person, ruth: Person) -> None:
    say_ready(meeting=at_issues, by=ruth, now=at_minute(20))
    with at(22):
        page = said(stage(marta, at_issues))
    assert in_order(page, "Leadership weekly", "Live, Marta leads", "22 of 45 min", "4 min over")
    assert in_order(page, "Marta Lindqvist, leads", "Ines Carvalho, following", "Ruth Adeyemi, ready")
    assert in_order(page, "Wins", "8:00", "+3:00", "Priorities", "11:00", "+1:00", "Issues", "22:00", "Close", "5")
    assert in_order(page, "Issue 1 of 2", "Security holds up three teams", "7:00", "left of 10 min", "22:00 for Issues")
    assert in_order(
        page, "Back", "Pause", "2 more minutes", "Park it", "Ask the room", "1 of 3 ready to move on", "Solved, next issue"
    )


def test_only_who_leads_has_the_controls_and_only_who_may_lead_can_take_over(
    at_issues: Meeting, marta: Person, ruth: Person, ines: Person
) -> None:
    guest = new_person("Karl Nyman", login=True, access="viewer", status="active")
    with at(22):
        leads, follows, reads = (said(stage(person, at_issues)) for person in (marta, ruth, guest))
        assert "Take over" not in leads
        assert "Take over from Marta" in follows
        assert "Take over" not in reads
        for page in (follows, reads):
            assert "Park it" not in page
            assert "Solved" not in page
        assert 'data-may="lead say"' in room(ruth, at_issues)
        assert 'data-may=" "' in room(guest, at_issues)  # what says something is out of sight for them (room.css)


def test_an_agenda_leads_the_room_for_one_and_looks_ahead_for_the_others(at_issues: Meeting, marta: Person, ruth: Person) -> None:
    wins = Segment.objects.get(meeting=at_issues, kind="wins")
    with at(22):
        assert f'name="segment" value="{wins.pk}"' in stage(marta, at_issues)
        assert f"?segment={wins.pk}" in stage(ruth, at_issues)
        for look in (stage, room):
            page = look(ruth, at_issues, segment=wins.pk)
            assert f'data-place="{wins.pk}"' in page
            assert in_order(said(page), "Marta is on Issues", "Rejoin")
            assert "<h1>Wins</h1>" in page
        page = room(ruth, at_issues, segment=Segment.objects.get(meeting=at_issues, kind="issues").pk)
        assert 'data-place=""' in page  # where the room is anyway, nobody is elsewhere


def test_issues_stand_by_their_votes_and_say_whose_they_are(
    tidewater: Organization, at_issues: Meeting, marta: Person, ines: Person, ruth: Person
) -> None:
    for item, votes in zip(AgendaItem.objects.filter(meeting=at_issues).order_by("position"), (1, 3), strict=True):
        issue = Issue.objects.create(organization=tidewater, title=item.title)
        AgendaItem.objects.filter(pk=item.pk).update(issue=issue, raised_by=ines)
        IssueVote.objects.create(organization=tidewater, meeting=at_issues, issue=issue, person=ruth, votes=votes)
    with at(22):
        page = said(stage(marta, at_issues))
        assert in_order(page, "Issues, by votes", "3 votes", "Northern accounts", "Ines", "1 vote", "Security holds up")
        assert "raised by Ines, 1 vote" in page
        assert "Raised by Ines, 1 vote" in said(room(ruth, at_issues))
        AgendaItem.objects.filter(meeting=at_issues).update(raised_by=None)  # an agenda that built itself
        Issue.objects.update(raised_by=ruth, owner=marta)
        assert in_order(said(stage(marta, at_issues)), "Northern accounts", "Ruth", "raised by Ruth, 1 vote")


def test_a_proposal_is_answered_in_the_hand_and_counted_on_the_wall(
    at_issues: Meeting, marta: Person, ines: Person, ruth: Person
) -> None:
    poll = ask_room(meeting=at_issues, question="One intake queue with dates", by=marta, now=at_minute(20))
    answer_poll(poll=poll, answer="yes", by=ines, now=at_minute(20))
    answer_poll(poll=poll, answer="concern", concern="From whose budget?", by=ruth, now=at_minute(21))
    with at(22):
        page = said(stage(marta, at_issues))
        assert in_order(
            page, "Can you live with it?", "2 of 3 answered", "One intake queue", "Yes", "1", "With a concern", "1", "No", "0"
        )
        assert in_order(page, "Ruth Adeyemi:", "“From whose budget?”")
        mine = room(ruth, at_issues)
        assert re.search(r'value="concern" checked', mine)
        assert 'value="From whose budget?"' in mine
        assert "Names are shown with answers. 2 of 3 answered." in said(mine)


def test_what_is_written_in_silence_is_seen_by_its_writer_alone_until_all_is_shown(
    at_issues: Meeting, marta: Person, ines: Person, ruth: Person
) -> None:
    writing = open_writing(meeting=at_issues, question="What would you stop?", by=marta, now=at_minute(20))
    write_line(writing=writing, text="The Thursday call", key="a", by=ruth, now=at_minute(21))
    with at(22):
        assert "The Thursday call" in room(ruth, at_issues)
        for page in (room(ines, at_issues), stage(marta, at_issues)):
            assert "The Thursday call" not in page
            assert "1 of 3" in said(page)
        show_writing(writing=writing, by=marta, now=at_minute(22))
        for page in (room(ines, at_issues), stage(marta, at_issues)):
            assert "Ruth Adeyemi: The Thursday call" in said(page)


def test_a_promise_waits_for_the_yes_of_who_is_named(at_issues: Meeting, marta: Person, ines: Person, ruth: Person) -> None:
    capture(meeting=at_issues, kind="commitment", text="Move two kick-offs @ruth /fri", key="a", by=marta, now=at_minute(20))
    caught = Capture.objects.get(meeting=at_issues)
    with at(22):
        page = said(room(ruth, at_issues))
        assert in_order(page, "With your name on it", "1 new", "Move two kick-offs", "commitment, Fri", "Agreed", "Change date")
        assert "With your name on it" not in room(ines, at_issues)
        assert in_order(
            said(room(ines, at_issues)), "Captured so far", "1", "Commits", "Move two kick-offs", "Ruth", "not agreed yet"
        )
        Reader(ruth).client.post(Reader(ruth).address("rhythm:agreement", caught.pk), headers={"HX-Request": "true"})
        page = said(room(ruth, at_issues))
        assert "Agreed" not in page
        assert "agreed" in page


def test_ready_and_hand_say_that_they_are_pressed(at_issues: Meeting, marta: Person, ruth: Person) -> None:
    with at(22):
        assert room(ruth, at_issues).count('aria-pressed="false"') == 2
        say_ready(meeting=at_issues, by=ruth, now=at_minute(22))
        raise_hand(meeting=at_issues, by=ruth, now=at_minute(22))
        assert room(ruth, at_issues).count('aria-pressed="true"') == 2
        next_step(meeting=at_issues, by=marta, now=at_minute(22))
        assert room(ruth, at_issues).count('aria-pressed="true"') == 1  # the hand stays up, ready was for what is past


def test_a_settled_item_asks_for_no_second_end_and_parks_no_more(at_issues: Meeting, marta: Person) -> None:
    item = AgendaItem.objects.filter(meeting=at_issues).order_by("position")[0]
    settle_item(item=item, disposition="decided", by=marta, now=at_minute(21))
    with at(22):
        page = stage(marta, at_issues)
    assert "Next: Close" in said(page)
    assert "Park it" not in page
    assert 'data-unready="2"' in page


def test_the_last_segment_says_what_is_missing_before_it_ends(at_issues: Meeting, marta: Person, ruth: Person) -> None:
    capture(meeting=at_issues, kind="commitment", text="Move two kick-offs @ruth", key="a", by=marta, now=at_minute(20))
    move_room(meeting=at_issues, segment=Segment.objects.get(meeting=at_issues, kind="close"), by=marta, now=at_minute(30))
    rate_meeting(meeting=at_issues, rating=8, note="Ten minutes less", by=ruth, now=at_minute(31))
    with at(32):
        page = said(stage(marta, at_issues))
        assert in_order(page, "2 to carry over, 1 not agreed to", "End and send the recap")
        assert "Solved" not in page
        mine = room(ruth, at_issues)
        assert re.search(r'value="8"[^>]* checked', mine)
        assert "Ten minutes less" in mine
        assert in_order(said(mine), "Was it worth the time?", "1 of 3 rated", "You gave it 8", "What we leave with")


def test_paused_broken_off_and_over_say_so(at_issues: Meeting, marta: Person, ruth: Person) -> None:
    with at(22):
        pause_clock(meeting=at_issues, by=marta, now=at_minute(22))
        assert in_order(said(stage(marta, at_issues)), "Paused, Marta leads", "Go on")
        assert "Paused" in said(room(ruth, at_issues))
        suspend_meeting(meeting=at_issues, by=marta, now=at_minute(22))
        for page in (stage(marta, at_issues), room(ruth, at_issues)):
            assert in_order(said(page), "Broken off", "Resume")
        close_meeting(meeting=at_issues, by=marta, now=at_minute(23))
        for page in (stage(marta, at_issues), room(ruth, at_issues)):
            assert in_order(said(page), "Over", "The meeting is over", "What came of it")
            assert 'data-state="closed"' in page
            assert "Take back" not in page


def test_what_is_drawn_for_everybody_is_nobodys_own(at_issues: Meeting, marta: Person, ines: Person, ruth: Person) -> None:
    """Pushed to all followers alike: no token, no "You", nothing pressed, and none of the lines written in silence."""
    poll = ask_room(meeting=at_issues, question="One intake queue", by=marta, now=at_minute(20))
    answer_poll(poll=poll, answer="no", concern="Not yet", by=ruth, now=at_minute(20))
    writing = open_writing(meeting=at_issues, question="What would you stop?", by=marta, now=at_minute(20))
    write_line(writing=writing, text="The Thursday call", key="a", by=ruth, now=at_minute(21))
    raise_hand(meeting=at_issues, by=ruth, now=at_minute(21))
    with at(22):
        drawn = draw(at_issues.organization_id, at_issues.pk, PARTS)
        own = room(ruth, at_issues)
    assert drawn is not None
    assert set(drawn.html) == set(PARTS)
    together = "".join(drawn.html.values())
    assert not TOKEN.search(together)
    for never in ('aria-pressed="true"', " checked", 'value="Not yet"', "The Thursday call", ">You<"):
        assert never not in together, never
    for part, html in drawn.html.items():  # and yet it is the same picture
        assert said(html).replace("Following", "") in said(own).replace("Following", "") or part in {"now"}, part


def test_a_guest_sees_the_question_and_what_was_answered_and_is_asked_nothing(at_issues: Meeting, marta: Person) -> None:
    poll = ask_room(meeting=at_issues, question="One intake queue", by=marta, now=at_minute(20))
    answer_poll(poll=poll, answer="yes", by=marta, now=at_minute(20))
    guest = new_person("Karl Nyman", login=True, access="viewer", status="active")
    with at(22):
        page = room(guest, at_issues)
    silent = re.sub(r"<form[^>]*data-says.*?</form>", "", page, flags=re.DOTALL)
    assert in_order(said(silent), "One intake queue", "Yes", "1")
    assert "You read along here" in silent


@pytest.mark.parametrize("screen", ["rhythm:room", "rhythm:stage"])
def test_a_full_room_is_a_light_page_of_few_queries(
    tidewater: Organization, at_issues: Meeting, marta: Person, ruth: Person, count_queries: CountQueries, screen: str
) -> None:
    for number in range(20):
        text = f"Say {number} what was said in the room, word for word, as far as it goes @ruth /fri"
        capture(meeting=at_issues, kind="commitment", text=text, key=f"k{number}", by=marta, now=at_minute(20))
    poll = ask_room(meeting=at_issues, question="One intake queue", by=marta, now=at_minute(20))
    for number in range(12):
        person = new_person(f"Person {number}", access="member")
        Attendance.objects.create(organization=tidewater, meeting=at_issues, person=person, seen_at=at_minute(40))
        answer_poll(poll=poll, answer="concern", concern=f"Concern {number}", by=person, now=at_minute(20))
    writing = open_writing(meeting=at_issues, question="What would you stop?", by=marta, now=at_minute(20))
    for number in range(12):
        write_line(writing=writing, text=f"Line {number}", key=f"l{number}", by=(marta, ruth)[number % 2], now=at_minute(20))
    show_writing(writing=writing, by=marta, now=at_minute(21))
    reader = Reader(ruth if screen == "rhythm:room" else marta)
    with at(22), count_queries(screen):
        answer = reader.get(screen, at_issues.pk)
    assert len(gzip.compress(answer.content)) <= MOST_HTML


def test_times_are_told_in_plain_words() -> None:
    assert [in_hand(seconds) for seconds in (180, 29, -29, -120)] == ["3 min in hand", "on time", "on time", "2 min over"]
    assert used_of(Hand(3600, 1899)) == "31 of 60 min"
    assert [day for day, _ in coming_days(date(2026, 8, 19))] == [
        "today", "tomorrow", "friday", "saturday", "sunday", "monday", "tuesday", "wednesday"
    ]  # fmt: skip
    assert first(None) == "Nobody"
    assert first(Person(name="Marta Lindqvist")) == "Marta"
    caught = Capture(text="Move it", owner=Person(name="Ruth Adeyemi"), due_on=date(2026, 8, 21))
    assert again(caught) == 'Move it @"Ruth Adeyemi" /2026-08-21'


def test_more_time_is_more_time_on_every_clock(at_issues: Meeting, marta: Person) -> None:
    give_time(meeting=at_issues, by=marta, now=at_minute(20), minutes=2)
    with at(22):
        assert "left of 12 min" in said(stage(marta, at_issues))


def test_a_clock_that_is_over_says_by_how_much(at_issues: Meeting, marta: Person, ruth: Person) -> None:
    assert NOW + timedelta(minutes=31) == at_minute(31)
    with at(31):
        assert "+2:00" in said(stage(marta, at_issues))
        page = room(ruth, at_issues)
    assert 'data-left="-120"' in page
    assert "is-over" in page


def test_without_a_stream_who_looks_again_is_there_and_seen_to_come(
    tidewater: Organization, marta: Person, ines: Person, ruth: Person
) -> None:
    meeting = new_weekly(tidewater, ines, ruth, lead=marta)
    open_meeting(meeting=meeting, by=marta, now=NOW)
    reader = Reader(ruth)

    def look_again(minute: float) -> int:
        """What a screen asks every few seconds; the version that the room has then."""
        with at(minute):
            reader.client.get(reader.address("rhythm:room", meeting.pk), headers={"HX-Request": "true"})
        return int(MeetingRun.objects.get(meeting=meeting).version)

    came = look_again(1)
    seat = Attendance.objects.get(meeting=meeting, person=ruth)
    assert (seat.joined_at, seat.seen_at) == (at_minute(1), at_minute(1))
    look_again(0.9)  # a late word takes nothing back
    assert Attendance.objects.get(meeting=meeting, person=ruth).seen_at == at_minute(1)
    assert look_again(1.25) == came, "staying is no news"
    assert Attendance.objects.get(meeting=meeting, person=ruth).seen_at == at_minute(1.25)
    assert look_again(9) > came, "coming back is"


def test_who_only_speaks_by_forms_was_there_all_the_same(
    tidewater: Organization, marta: Person, ines: Person, ruth: Person
) -> None:
    meeting = new_weekly(tidewater, ines, ruth, lead=marta)
    open_meeting(meeting=meeting, by=marta, now=NOW)
    capture(meeting=meeting, kind="note", text="Fenmoor called", key="n", by=ines, now=at_minute(3))
    there = Attendance.objects.filter(meeting=meeting, joined_at__isnull=False).values_list("person__name", flat=True)
    assert list(there) == ["Ines Carvalho"]


def test_of_a_crowd_who_leads_and_raised_hands_are_shown_and_the_rest_is_counted(
    tidewater: Organization, opened: Meeting, ines: Person, ruth: Person
) -> None:
    crowd = [new_person(f"Guest {number:02}") for number in range(60)]
    Attendance.objects.bulk_create(
        [Attendance(organization=tidewater, meeting=opened, person=person, seen_at=at_minute(10)) for person in crowd]
    )
    with at(10):
        raise_hand(meeting=opened, by=ruth, now=at_minute(10))
        page = room(ines, opened)
    assert in_order(page, "Marta Lindqvist, leads", "Ruth Adeyemi, hand raised", "Guest 00, following", "23 more")
    assert "Guest 59" not in page


def test_hands_stand_on_the_stage_in_their_order_until_who_leads_says_that_they_have_spoken(
    opened: Meeting, marta: Person, ines: Person, ruth: Person
) -> None:
    with at(10):
        raise_hand(meeting=opened, by=ruth, now=at_minute(10))
        raise_hand(meeting=opened, by=ines, now=at_minute(11))
    with at(11):
        assert in_order(stage(marta, opened), "2 hands up", "Ruth Adeyemi", "Has spoken", "Ines Carvalho", "Has spoken")
        answers = [
            reader.client.post(reader.address("rhythm:lowered", opened.pk), {"of": ruth.pk, "screen": "stage"})
            for reader in (Reader(ines), Reader(marta))
        ]
        page = stage(marta, opened)
    assert [answer.status_code for answer in answers] == [403, 302]
    assert "1 hand up" in page
    assert list(Attendance.objects.exclude(hand_at=None).values_list("person", flat=True)) == [ines.pk]
