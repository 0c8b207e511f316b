"""The page of one meeting as its reader finds it: before it, while it runs, and what it left, beside what is known by now."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from accountability.actions import finish_commitment
from alignment.models import ObjectiveHealth
from decisions.models import Decision
from organizations.models import Organization, Person
from rhythm.actions import hold_meeting, plan_meeting, skip_meeting
from rhythm.models import Attendance, Consent, Issue, Meeting, MeetingOutput, MeetingRun, MeetingSeries, Poll, PollAnswer
from tests.cast import MONDAY, NOW, new_objective, new_person
from tests.query_counts import CountQueries
from tests.reading import Reader, in_order
from tests.rhythm.records import NOON, TEN, caught, closed, decided, new_weekly, opened, promised, rated, stood

FRIDAY = MONDAY + timedelta(days=4)
THURSDAY = NOON + timedelta(days=3)


@pytest.fixture
def ruth(tidewater: Organization) -> Person:
    return new_person("Ruth Adeyemi", login=True, access="leader", status="active")


@pytest.fixture
def weekly(tidewater: Organization, marta: Person, ines: Person, ruth: Person) -> MeetingSeries:
    return new_weekly(tidewater, ines, ruth, lead=marta)


def at(moment: Any) -> Any:
    return time_machine.travel(moment, tick=False)


def test_before_it_one_sees_who_is_asked_who_has_prepared_and_what_stands_on_the_agenda(
    weekly: MeetingSeries, marta: Person, ines: Person, count_queries: CountQueries
) -> None:
    meeting = plan_meeting(series=weekly, planned_at=TEN, by=marta, now=NOW)
    Attendance.objects.create(organization_id=meeting.organization_id, meeting=meeting, person=ines, prepared_at=NOW)
    stood(meeting, "Security holds up three teams", why="Two asks have no answer")
    with at(NOW):
        reader = Reader(marta)
        with count_queries("rhythm:meeting before"):
            page = reader.page("rhythm:meeting", meeting.pk)
    assert in_order(page, "Leadership weekly, Mon 17 Aug", "Planned", "10:00 UTC", "60 min", "1 of 3 have prepared")
    assert in_order(page, "Agenda", "Issues", "Security holds up three teams", "Two asks have no answer")
    assert in_order(page, "Who is asked", "Ines Carvalho [Has prepared]", "You", "Ruth Adeyemi")


def test_while_it_runs_the_page_says_who_leads_and_where_the_room_is(weekly: MeetingSeries, marta: Person, ines: Person) -> None:
    meeting = opened(weekly, marta, ines)
    item = stood(meeting, "Security holds up three teams")
    MeetingRun.objects.filter(meeting=meeting).update(segment=item.segment, item=item)
    caught(meeting, "decision", "Extend the contractor", marta)
    with at(TEN + timedelta(minutes=30)):
        page = Reader(ines).page("rhythm:meeting", meeting.pk)
    assert in_order(
        page, "Under way", "Marta Lindqvist leads. The room is at Issues: Security holds up three teams.", "Extend the contractor"
    )
    MeetingRun.objects.filter(meeting=meeting).update(suspended_at=TEN)
    with at(NOON):
        assert in_order(Reader(ines).page("rhythm:meeting", meeting.pk), "Broken off", "where it was on Mon 17 Aug")


@pytest.fixture
def meeting(tidewater: Organization, weekly: MeetingSeries, marta: Person, ines: Person, ruth: Person) -> Meeting:
    """Marta and Ruth were there, Ines was asked; much came of it. It ended five minutes late."""
    meeting = opened(weekly, marta, ruth)
    Attendance.objects.create(organization=tidewater, meeting=meeting, person=ines, prepared_at=NOW)
    objective = new_objective("12 utilities live", owner=ruth)
    shown = {"organization": tidewater, "as_of": MONDAY, "status_since": MONDAY, "status": "off_track", "progress": 0.33}
    ObjectiveHealth.objects.update_or_create(objective=objective, defaults=shown)
    known = [{"mark": "at_risk", "words": "Progress", "figure": "29%, 8 behind", "tone": "risk"}]
    stood(
        meeting, "12 utilities live", about_type="alignment.Objective", about_id=objective.pk, known=known,
        disposition="issue", why="Off its pace", used_seconds=540,
    )  # fmt: skip
    stood(meeting, "Northern accounts", issue=Issue.objects.create(organization=tidewater, title="Northern accounts", state="open"))
    stood(meeting, "New logo", disposition="dropped", note="Nobody needs it this year")
    decided(meeting, "Extend the contractor", marta)
    promised(meeting, "Name an owner for Fenmoor", ruth, FRIDAY)
    late = promised(meeting, "Call the customer", marta, MONDAY)
    raised = Issue.objects.create(organization=tidewater, title="Two leavers in Support", state="closed", owner=ines)
    caught(meeting, "issue", "Two leavers in Support", ines, issue=raised)
    caught(meeting, "win", "Fenmoor renewed", ruth)
    caught(meeting, "headline", "A competitor has a new price", ruth)
    caught(meeting, "note", "A tester costs 38,000", marta)
    caught(meeting, "note", "A slip of the hand", marta, withdrawn_at=TEN)
    poll = Poll.objects.create(organization=tidewater, meeting=meeting, question="Extend it to 30 September", opened_at=TEN)
    for person, answer, concern in ((marta, Consent.YES, ""), (ruth, Consent.CONCERN, "Only with a queue")):
        PollAnswer.objects.create(organization=tidewater, poll=poll, person=person, answer=answer, concern=concern, at=TEN)
    rated(meeting, marta, 8)
    rated(meeting, ruth, 9, "Scorecard the evening before")
    assert late.commitment is not None
    closed(meeting, marta)
    plan_meeting(series=weekly, planned_at=TEN + timedelta(days=7), by=None, now=NOON)
    meeting.refresh_from_db()
    return meeting


def test_what_the_room_only_looked_at_is_folded_behind_what_it_settled(meeting: Meeting, ines: Person) -> None:
    stood(meeting, "Renewal risk reviews", disposition="fine", why="At risk, 3 weeks")
    with at(THURSDAY):
        source = Reader(ines).source("rhythm:meeting", meeting.pk)
    folded = source[source.index('<details class="seen">') : source.index("</details>", source.index('<details class="seen">'))]
    assert "1 seen, nothing to do" in folded
    assert "Renewal risk reviews" in folded
    assert source.index("New logo") < source.index(folded), "what was settled stands first, in the open"
    assert "New logo" not in folded


def test_a_long_list_that_a_segment_showed_is_folded_with_its_count(meeting: Meeting, ines: Person) -> None:
    lines = [{"mark": "on_track", "words": f"Priority {number}", "figure": "40%"} for number in range(5)]
    meeting.segments.update(known={"lines": lines})
    with at(THURSDAY):
        page = Reader(ines).page("rhythm:meeting", meeting.pk)
    assert in_order(page, "5 lines on screen then", "Priority 0", "Priority 4")


def test_afterwards_each_line_leads_to_its_record_and_says_where_it_stands_now(
    meeting: Meeting, ruth: Person, ines: Person, count_queries: CountQueries
) -> None:
    kept = MeetingOutput.objects.get(commitment__title="Name an owner for Fenmoor").commitment
    assert kept is not None
    finish_commitment(commitment=kept, by=ruth, now=THURSDAY - timedelta(days=1))
    with at(THURSDAY):
        reader = Reader(ines)
        with count_queries("rhythm:meeting after"):
            source = reader.source("rhythm:meeting", meeting.pk)
        page = reader.page("rhythm:meeting", meeting.pk)
    assert in_order(page, "Held", "10:00 to 11:05 UTC", "65 min", "Led by", "Marta Lindqvist", "Rated 8.5")
    assert in_order(
        page,
        "1 decision, 2 commitments; 1 issue carried to 24 August.",
        "Decided",
        "Extend the contractor",
        "Marta Lindqvist, stands",
    )
    assert in_order(page, "Promised", "[done since] Name an owner for Fenmoor", "Fri 21 Aug", "Ruth Adeyemi, done since")
    assert in_order(page, "[late] Call the customer", "Mon 17 Aug", "late", "Raised", "Two leavers in Support", "You, solved since")
    assert f'href="{reverse("accountability:commitment", args=["tidewater", kept.pk])}"' in source
    assert in_order(page, "Carried over", "to Mon 24 Aug", "Northern accounts")
    assert in_order(page, "Agenda", "Issues", "34 of 30 over", "12 utilities live", "On the issue list, 9 min", "Off its pace")
    assert in_order(page, "[At risk] Progress 29%, 8 behind", "now: off track, 33%"), (
        "as it was known then, and what is different now"
    )
    assert in_order(page, "New logo", "Dropped on purpose: Nobody needs it this year")
    assert in_order(
        page, "Asked of the room", "Extend it to 30 September", "1 yes, 1 with a concern", "Ruth Adeyemi: Only with a queue"
    )
    assert in_order(page, "Wins", "Fenmoor renewed", "Headlines", "A competitor has a new price", "Notes", "A tester costs 38,000")
    assert in_order(
        page,
        "Was it worth it?",
        "2 of 2 rated",
        "8.5",
        "What would have made it a ten",
        "Scorecard the evening before Ruth Adeyemi",
    )
    assert in_order(page, "Who was there", "Marta Lindqvist", "Ruth Adeyemi", "Asked, and not there", "You")
    assert "A slip of the hand" not in page, "what was taken back while the meeting ran was never said"


def test_each_rating_is_shown_when_all_are_in_or_after_a_day(meeting: Meeting, ruth: Person, ines: Person) -> None:
    Attendance.objects.filter(meeting=meeting, person=ruth).update(rating=None, rating_note="")
    with at(NOON):
        page = Reader(ines).page("rhythm:meeting", meeting.pk)
        assert in_order(page, "1 of 2 rated", "Each rating is shown with its name when all are in")
    with at(NOON + timedelta(days=2)):
        assert in_order(Reader(ines).page("rhythm:meeting", meeting.pk), "1 of 2 rated", "8 Marta Lindqvist")


def test_one_meeting_leads_to_the_next(meeting: Meeting, weekly: MeetingSeries, ines: Person) -> None:
    following = Meeting.objects.get(series=weekly, planned_at=TEN + timedelta(days=7))
    with at(NOON):
        reader = Reader(ines)
        assert f'rel="next" href="{reader.address("rhythm:meeting", following.pk)}"' in reader.source("rhythm:meeting", meeting.pk)
        assert f'rel="prev" href="{reader.address("rhythm:meeting", meeting.pk)}"' in reader.source("rhythm:meeting", following.pk)
        origin = reader.client.get(
            reader.address("rhythm:of_decision", Decision.objects.get().pk), headers={"HX-Request": "true"}
        ).content.decode()
        assert reader.address("rhythm:meeting", meeting.pk) in origin


def test_of_a_meeting_held_elsewhere_there_is_its_time_its_rating_and_what_is_linked_to_it(
    tidewater: Organization, weekly: MeetingSeries, marta: Person
) -> None:
    bare = hold_meeting(series=weekly, planned_at=TEN, by=marta, now=NOON, ended_at=TEN + timedelta(minutes=70), rating=7.5)
    decision = Decision.objects.create(organization=tidewater, title="Freeze on 1 October", state="superseded")
    with at(NOON):
        page = Reader(marta).page("rhythm:meeting", bare.pk)
        assert in_order(page, "Held elsewhere", "70 min", "over by 10", "Rated 7.5", "only its time and rating are on record")
        assert "Agenda" not in page
        MeetingOutput.objects.create(organization=tidewater, series=weekly, meeting=bare, decision=decision)
        assert in_order(Reader(marta).page("rhythm:meeting", bare.pk), "Decided", "[replaced since] Freeze on 1 October")


def test_a_meeting_that_did_not_take_place_says_so_and_where_the_next_one_is(weekly: MeetingSeries, marta: Person) -> None:
    off = skip_meeting(series=weekly, planned_at=TEN, reason="Everybody is at the fair", by=marta, now=NOW)
    plan_meeting(series=weekly, planned_at=TEN + timedelta(days=7), by=marta, now=NOW)
    missed = Meeting.objects.create(
        organization_id=off.organization_id, series=weekly, planned_at=TEN - timedelta(days=7), state="missed"
    )
    unsaid = Meeting.objects.create(organization_id=off.organization_id, series=weekly, planned_at=TEN - timedelta(days=14))
    with at(NOON):
        reader = Reader(marta)
        assert in_order(
            reader.page("rhythm:meeting", off.pk), "Called off", "Everybody is at the fair", "The next one is on Mon 24 Aug"
        )
        assert in_order(reader.page("rhythm:meeting", missed.pk), "Missed", "Nobody met. The next one is on Mon 17 Aug")
        assert in_order(
            reader.page("rhythm:meeting", unsaid.pk), "Not told whether it was held", "Nobody has said whether it was held"
        )


def test_what_two_people_said_is_theirs_and_that_they_met_is_no_secret(
    tidewater: Organization, marta: Person, ines: Person, ruth: Person
) -> None:
    private = opened(new_weekly(tidewater, ines, lead=ruth, kind="one_to_one"), ruth, ines)
    caught(private, "note", "She wants to lead the north", ruth)
    stood(private, "How is the move going")
    rated(private, ines, 3, "Less about me")
    rated(private, ruth, 3)
    closed(private, ruth)
    with at(NOON):
        of_ines, of_marta = (Reader(person).page("rhythm:meeting", private.pk) for person in (ines, marta))
    for words in ("She wants to lead the north", "How is the move going", "Less about me", "3.0"):
        assert words in of_ines
        assert words not in of_marta, "not even for the owner of the workspace"
    assert in_order(of_marta, "Held", "10:00 to 11:05", "What was said is between its people")


def test_its_day_is_that_of_the_series_own_calendar_and_the_readers_clock_stands_beside_it(
    tidewater: Organization, marta: Person, ines: Person
) -> None:
    """Eight on Tuesday morning in Tokyo is still Monday in Lisbon."""
    series = new_weekly(tidewater, ines, lead=marta, timezone="Asia/Tokyo")
    Person.objects.filter(pk=ines.pk).update(timezone="Europe/Lisbon")
    evening = NOW.replace(hour=23)
    meeting = plan_meeting(series=series, planned_at=evening, by=marta, now=NOW)
    plan_meeting(series=series, planned_at=evening + timedelta(days=7), by=marta, now=NOW)
    ines.refresh_from_db()
    with at(NOW):
        page = Reader(ines).page("rhythm:meeting", meeting.pk)
    assert in_order(page, "Tue 25 Aug →", "Leadership weekly, Tue 18 Aug", "08:00 JST", "00:00 WEST")


@pytest.mark.parametrize(
    "known", [{"lines": [{"words": "In a dict"}]}, [{"mark": "x"}], ["text"], [["off", "list"]], 7, "no", None]
)
def test_what_was_kept_in_an_odd_shape_breaks_no_page(meeting: Meeting, ines: Person, known: Any) -> None:
    meeting.items.update(known=known if known is not None else [])
    meeting.segments.update(known=known if known is not None else {})
    with at(NOON):
        assert Reader(ines).get("rhythm:meeting", meeting.pk).status_code == 200
