"""An agenda in people's hands: a series' list is set as a whole, and one meeting's is arranged until the room opens."""

from datetime import timedelta

import pytest
from django.utils import timezone

from organizations.models import Event, Organization, Person, Team
from organizations.refusals import AlreadyClosed, AlreadyThere, ChangedMeanwhile, NotAllowed, NotSaid, OutOfTurn
from rhythm.actions.agendas import build_agenda, fingerprint, parts_of, set_agenda
from rhythm.actions.arranging import add_item, move_item, put_on, set_item_minutes, take_off
from rhythm.agendas import BOXES, Part
from rhythm.models import AgendaItem, Meeting, MeetingRun, MeetingSeries
from rhythm.reads.building import to_build
from rhythm.tasks import build_agendas_of
from tests.cast import NOW, new_person, new_team
from tests.rhythm.agendas import LATER_TODAY, days, new_issue, new_meeting, new_series, promised

SHORT = [Part("talk", "Round", 10, ""), Part("issues", "ACT", 20, "One at a time")]


@pytest.fixture
def security(ines: Person) -> Team:
    return new_team("Security", lead=ines)


@pytest.fixture
def weekly(security: Team, ines: Person) -> MeetingSeries:
    return new_series("Security weekly", security, organizer=ines)


@pytest.fixture
def meeting(weekly: MeetingSeries, security: Team, ines: Person) -> Meeting:
    """Its agenda is built, with four issues."""
    for at in range(1, 5):
        new_issue(f"Issue {at}", security, raised_on=days(-10 + at))
    meeting = new_meeting(weekly)
    build_agenda(meeting=meeting, by=ines, now=NOW)
    return meeting


def acts(meeting: Meeting) -> list[tuple[str, int]]:
    items = AgendaItem.objects.filter(meeting=meeting, segment__kind="issues", disposition="").order_by("position")
    return [(item.title, item.minutes) for item in items]


def item(meeting: Meeting, title: str) -> AgendaItem:
    found: AgendaItem = AgendaItem.objects.select_related("meeting", "segment").get(meeting=meeting, title=title)
    return found


def test_a_series_has_the_agenda_of_the_box_until_it_has_its_own(weekly: MeetingSeries, ines: Person) -> None:
    assert parts_of(weekly) == list(BOXES["weekly_60"].parts)
    set_agenda(series=weekly, segments=SHORT, by=ines, now=NOW)
    assert parts_of(weekly) == SHORT
    assert Event.objects.get().data == {"segments": 2, "minutes": 30}


def test_two_who_change_the_agenda_at_once_do_not_undo_each_other_unseen(weekly: MeetingSeries, ines: Person) -> None:
    seen = fingerprint(parts_of(weekly))
    set_agenda(series=weekly, segments=SHORT, seen=seen, by=ines, now=NOW)
    with pytest.raises(ChangedMeanwhile, match="Yours is kept below"):
        set_agenda(series=weekly, segments=SHORT[:1], seen=seen, by=ines, now=NOW)
    assert parts_of(weekly) == SHORT


@pytest.mark.parametrize(
    ("segments", "sentence"),
    [
        ([], "one segment at least"),
        ([Part("talk", " ", 5, "")], "a name"),
        ([Part("talk", "Round", 0, "")], "between 1 and 1,440"),
        ([Part("party", "Round", 5, "")], "from the list"),
        ([Part("talk", "Round", 5, "x" * 1_001)], "1,000 characters"),
        ([Part("talk", "Round", 5, "")] * 31, "30 segments at most"),
    ],
)
def test_what_no_meeting_could_follow_is_asked_about(
    weekly: MeetingSeries, ines: Person, segments: list[Part], sentence: str
) -> None:
    with pytest.raises(NotSaid, match=sentence):
        set_agenda(series=weekly, segments=segments, by=ines, now=NOW)


def test_who_does_not_keep_the_meeting_sets_no_agenda(weekly: MeetingSeries) -> None:
    with pytest.raises(NotAllowed, match="Ask Ines Carvalho"):
        set_agenda(series=weekly, segments=SHORT, by=new_person("Wen Li"), now=NOW)


def test_minutes_belong_to_the_place_and_items_move_through_them(meeting: Meeting, ines: Person) -> None:
    assert acts(meeting) == [("Issue 1", 9), ("Issue 2", 8), ("Issue 3", 8), ("Issue 4", 0)]
    move_item(item=item(meeting, "Issue 4"), to=1, by=ines, now=NOW)
    assert acts(meeting) == [("Issue 4", 9), ("Issue 1", 8), ("Issue 2", 8), ("Issue 3", 0)]
    move_item(item=item(meeting, "Issue 4"), to=99, by=ines, now=NOW)
    assert [title for title, _ in acts(meeting)] == ["Issue 1", "Issue 2", "Issue 3", "Issue 4"]


def test_what_is_taken_off_leaves_its_minutes_to_the_others_and_can_come_back(meeting: Meeting, ines: Person) -> None:
    gone = take_off(item=item(meeting, "Issue 1"), by=ines, now=NOW)
    assert (gone.disposition, gone.note) == ("dropped", "Taken off the agenda by Ines Carvalho before the meeting")
    assert acts(meeting) == [("Issue 2", 9), ("Issue 3", 8), ("Issue 4", 8)]
    with pytest.raises(AlreadyClosed, match="Put it back first"):
        take_off(item=gone, by=ines, now=NOW)
    add_item(segment=gone.segment, title="Issue 1", issue=gone.issue, by=ines, now=NOW)
    assert [title for title, _ in acts(meeting)] == ["Issue 2", "Issue 3", "Issue 4", "Issue 1"]


def test_something_is_added_by_hand_once_and_moved_to_another_segment(meeting: Meeting, ines: Person) -> None:
    wins = meeting.segments.get(kind="wins")
    added = add_item(segment=wins, title="Thank Wen", by=ines, now=NOW)
    assert (added.why, added.raised_by, added.position) == ("Added by Ines Carvalho", ines, 0)
    move_item(item=added, to=1, segment=meeting.segments.get(kind="issues"), by=ines, now=NOW)
    assert acts(meeting)[0][0] == "Thank Wen"
    assert sum(minutes for _, minutes in acts(meeting)) == 25
    issue = item(meeting, "Issue 2").issue
    with pytest.raises(AlreadyThere):
        add_item(segment=wins, title="Issue 2", issue=issue, by=ines, now=NOW)
    with pytest.raises(NotSaid, match="in one line"):
        add_item(segment=wins, title=" ", by=ines, now=NOW)


def test_what_there_was_no_time_for_is_put_on_all_the_same(meeting: Meeting, ines: Person) -> None:
    for at in range(1, 8):
        promised(f"Promise {at}", ines, -at)
    build_agenda(meeting=meeting, by=ines, now=NOW)
    segment = meeting.segments.get(kind="commitments")
    first, second = segment.known["beyond"]
    put_on(segment=segment, about_type=first["about_type"], about_id=first["about_id"], by=ines, now=NOW)
    assert item(meeting, first["title"]).rule == "by_hand"
    segment.refresh_from_db()
    assert (segment.known["beyond"], segment.known["beyond_count"]) == ([second], 1)
    with pytest.raises(OutOfTurn, match="not among those"):
        put_on(segment=segment, about_type=first["about_type"], about_id=first["about_id"], by=ines, now=NOW)
    build_agenda(meeting=meeting, by=ines, now=NOW)
    assert item(meeting, first["title"]).rule == "by_hand"


def test_minutes_of_ones_own_stay_when_it_is_built_again(meeting: Meeting, ines: Person) -> None:
    added = add_item(segment=meeting.segments.get(kind="issues"), title="Long talk", by=ines, now=NOW)
    set_item_minutes(item=added, minutes=15, by=ines, now=NOW)
    build_agenda(meeting=meeting, by=ines, now=NOW)
    assert acts(meeting)[:2] == [("Long talk", 15), ("Issue 1", 5)]
    assert sum(minutes for _, minutes in acts(meeting)) == 25
    with pytest.raises(NotSaid, match="between 0 and"):
        set_item_minutes(item=added, minutes=-1, by=ines, now=NOW)


def test_an_open_room_keeps_its_agenda_and_another_meetings_segment_is_refused(meeting: Meeting, ines: Person) -> None:
    other = new_meeting(meeting.series, LATER_TODAY + timedelta(days=7))
    build_agenda(meeting=other, by=ines, now=NOW)
    with pytest.raises(NotSaid, match="of this meeting"):
        move_item(item=item(meeting, "Issue 1"), to=1, segment=other.segments.get(kind="wins"), by=ines, now=NOW)
    with pytest.raises(NotAllowed):
        take_off(item=item(meeting, "Issue 1"), by=new_person("Wen Li"), now=NOW)
    MeetingRun.objects.create(organization=meeting.organization, meeting=meeting, opened_at=NOW)
    with pytest.raises(AlreadyClosed, match="its agenda stands"):
        move_item(item=item(meeting, "Issue 1"), to=2, by=ines, now=NOW)


def test_agendas_build_themselves_before_the_meeting_and_leave_what_was_arranged_alone(
    tidewater: Organization, weekly: MeetingSeries, meeting: Meeting, ines: Person
) -> None:
    soon, far = new_meeting(weekly, NOW + timedelta(hours=30)), new_meeting(weekly, NOW + timedelta(hours=40))
    skipped = new_meeting(weekly, NOW + timedelta(hours=20), state="skipped")
    assert to_build(NOW) == [(meeting.pk, f"{meeting.pk}/first"), (soon.pk, f"{soon.pk}/first")]
    assert to_build(NOW + timedelta(hours=1, minutes=30))[0] == (meeting.pk, f"{meeting.pk}/last")
    take_off(item=item(meeting, "Issue 1"), by=ines, now=NOW)
    assert [pk for pk, _ in to_build(NOW)] == [soon.pk]
    assert {far.pk, skipped.pk}.isdisjoint(pk for pk, _ in to_build(NOW))


@pytest.mark.parametrize("times", [1, 2])
def test_the_job_builds_each_agenda_once(weekly: MeetingSeries, tidewater: Organization, times: int) -> None:
    meeting = new_meeting(weekly, timezone.now() + timedelta(hours=30))
    for _ in range(times):
        build_agendas_of(tidewater.pk)
    assert meeting.segments.count() == 9
    assert Event.objects.filter(name="agenda.built").count() == 1
