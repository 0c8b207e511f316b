"""What people say about a thing: who is named hears of it once, words can be taken back, and nothing in them can run."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from alignment.actions import post_check_in, request_dependency
from alignment.models import CheckIn, Dependency, Objective
from alignment.models.check_ins import Claim
from decisions.actions import ask_for_decision
from decisions.models import Decision
from decisions.reactions import ask_who_is_heard
from notifications.actions.comments import edit_comment, post_comment, remove_comment
from notifications.mentions import people_named_in
from notifications.models import Comment, Delivery, Mention, Notification
from notifications.reactions import tell_who_is_named
from organizations.models import Draft, Event, Organization, Person
from organizations.refusals import AlreadyClosed, NotAllowed, NotSaid
from tests.cast import NOW, new_objective, new_person, new_team
from tests.query_counts import CountQueries
from tests.reading import Reader, in_order

pytestmark = pytest.mark.usefixtures("everybody_wants_mail_as_it_happens")


@pytest.fixture
def report(tidewater: Organization, ines: Person) -> CheckIn:
    sso: Objective = new_objective("SSO", owner=ines)
    made: CheckIn = post_check_in(objective=sso, claim=Claim.ON_TRACK, by=ines, now=NOW)
    return made


def relay(name: str) -> None:
    tell_who_is_named(Event.objects.filter(name=name).latest("id"), NOW)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@Ines please look", ["Ines Carvalho"]),
        ('@"Ines Carvalho", and @"Anna Berg"!', ["Ines Carvalho", "Anna Berg"]),
        ("(@ines) and @INES once", ["Ines Carvalho"]),
        ("@Zoë and @zoe are one", ["Zoë Müller"]),
        ("ines@tidewater.example is no name, nor is https://x.example/@Ines", []),
        ("nobody @ all", []),
    ],
)
def test_names_are_understood_as_people_write_them(tidewater: Organization, ines: Person, text: str, names: list[str]) -> None:
    new_person("Anna Berg"), new_person("Zoë Müller", key="zoe", email="zoe@tidewater.example")
    assert [person.name for person in people_named_in(text)] == names


def test_a_name_of_two_or_of_nobody_is_asked_about(tidewater: Organization, ines: Person) -> None:
    new_person("Anna Berg"), new_person("Anna Holm")
    with pytest.raises(NotSaid, match=r'could be 2 people\. Write @"Anna Berg" or @"Anna Holm"'):
        people_named_in("@Anna look")
    with pytest.raises(NotSaid, match="Nobody here is called “@Bob”"):
        people_named_in("@Bob look")
    with pytest.raises(NotSaid, match="at most 10"):
        people_named_in(" ".join(f"@name{n}" for n in range(11)))


def test_who_is_named_hears_of_it_once_and_the_author_gets_a_line(report: CheckIn, marta: Person, ines: Person) -> None:
    omar = new_person("Omar Haddad", login=True)
    comment = post_comment(about=report, text="@Omar @Omar can you?", by=marta, now=NOW)
    relay("comment.posted")
    told = dict(Notification.objects.values_list("reason", "person__name"))
    assert told == {"comment.names_you": "Omar Haddad", "comment.posted": "Ines Carvalho"}
    edit_comment(comment=comment, text="@Omar and @Ines, can you?", by=marta, now=NOW)
    relay("comment.edited")
    assert Notification.objects.filter(person=omar).count() == 1, "not a second time"
    assert Notification.objects.get(person=ines, reason="comment.names_you").path.endswith(f"#comment-{comment.pk}")
    assert not Notification.objects.filter(person=marta).exists(), "never the writer"


def test_words_are_changed_and_taken_back_by_their_writer_within_three_days(report: CheckIn, marta: Person, ines: Person) -> None:
    comment = post_comment(about=report, text="@Marta a secret", by=ines, now=NOW)
    with pytest.raises(NotAllowed, match="Only Ines Carvalho"):
        edit_comment(comment=comment, text="Mine", by=marta, now=NOW)
    with pytest.raises(AlreadyClosed, match="After three days"):
        edit_comment(comment=comment, text="Late", by=ines, now=NOW + timedelta(days=4))
    remove_comment(comment=comment, by=ines, now=NOW)
    comment.refresh_from_db()
    assert (comment.text, Mention.objects.count()) == ("", 0)
    assert "secret" not in str(list(Event.objects.values())), "nowhere"
    page = Reader(marta).page("alignment:check_in_comments", report.pk)
    assert "The words of this comment were removed" in page
    with pytest.raises(AlreadyClosed, match="was removed"):
        edit_comment(comment=comment, text="Back", by=ines, now=NOW)


@pytest.mark.parametrize(
    ("text", "shown", "never"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;", "<script>alert"),
        ("see https://example.org/a?b=1&c=2", 'rel="nofollow"', "javascript:"),
        ("javascript:alert(1)", "javascript:alert(1)", 'href="javascript'),
        ('"onmouseover="x', "&quot;onmouseover", '"onmouseover="x'),
        ("שלום 🙂", "שלום 🙂", "<script>alert"),
        ("one\ntwo", "one<br>two", "<script>alert"),
    ],
)
def test_nothing_in_a_comment_can_run(report: CheckIn, marta: Person, text: str, shown: str, never: str) -> None:
    reader = Reader(marta)
    assert reader.client.post(reader.address("alignment:check_in_comments", report.pk), {"text": text}).status_code == 302
    page = reader.source("alignment:check_in_comments", report.pk)
    assert shown in page
    assert never not in page


def test_a_name_that_fits_two_comes_back_with_the_words(report: CheckIn, marta: Person) -> None:
    new_person("Anna Berg"), new_person("Anna Holm")
    reader = Reader(marta)
    answer = reader.client.post(reader.address("alignment:check_in_comments", report.pk), {"text": "Long words @Anna"})
    assert answer.status_code == 422
    assert "Long words @Anna" in answer.content.decode()
    assert "could be 2 people" in answer.content.decode()
    assert not Comment.objects.exists()


def test_somebody_is_told_without_typing_an_at(report: CheckIn, marta: Person, ines: Person) -> None:
    reader = Reader(marta)
    address = reader.address("alignment:check_in_comments", report.pk)
    for _ in range(2):
        reader.client.post(address, {"text": "Well done", "told": "Ines Carvalho"})
    assert Comment.objects.count() == 1, "pressed twice, said once"
    assert Mention.objects.get().person == ines
    part = reader.client.post(address, {"text": "And again"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "And again" in part


def test_the_writer_edits_on_a_page_of_its_own_and_after_three_days_is_told_why_not(report: CheckIn, ines: Person) -> None:
    comment = post_comment(about=report, text="First", by=ines, now=NOW)
    reader = Reader(ines)
    with time_machine.travel(NOW, tick=False):
        assert "First" in reader.source("notifications:comment", comment.pk)
        assert reader.client.post(reader.address("notifications:comment", comment.pk), {"text": "Second"}).status_code == 302
        assert reader.client.post(reader.address("notifications:comment_removal", comment.pk)).status_code == 302
    with time_machine.travel(NOW + timedelta(days=4), tick=False):
        assert reader.get("notifications:comment", comment.pk).status_code == 409


@pytest.fixture
def decision(tidewater: Organization, marta: Person, ines: Person) -> Decision:
    asked: Decision = ask_for_decision(organization=tidewater, question="Extend the contractor", decider=marta, by=ines, now=NOW)
    return asked


@pytest.fixture
def sign_off(tidewater: Organization, marta: Person, ines: Person) -> Dependency:
    taker, giver = new_team("Customer Success", lead=marta), new_team("Security", lead=ines)
    return request_dependency(organization=tidewater, title="Sign-off", from_team=taker, to_team=giver, by=marta, now=NOW)


@pytest.mark.parametrize(
    ("noun", "page", "talk"),
    [
        ("decision", "decisions:decision", "decisions:decision_comments"),
        ("sign_off", "alignment:dependency", "alignment:dependency_comments"),
    ],
)
def test_a_decision_and_a_dependency_are_talked_about_on_their_own_page(
    noun: str, page: str, talk: str, marta: Person, ines: Person, request: pytest.FixtureRequest
) -> None:
    row = request.getfixturevalue(noun)
    omar = new_person("Omar Haddad", login=True)
    reader, address = Reader(omar), Reader(omar).address(talk, row.pk)
    assert in_order(reader.source(page, row.pk), "Comments", f'hx-get="{address}"', f'href="{address}"', "Read and write comments")
    with time_machine.travel(NOW, tick=False):
        assert reader.client.post(address, {"text": "@Marta what does it cost?"})["Location"] == address
        assert reader.client.post(address, {"text": ""}).status_code == 422
        thread = reader.slot(talk, row.pk)
    assert in_order(thread, "You", "@Marta what does it cost?", "to Marta Lindqvist", "Edit", "Remove")
    assert "Edit" not in Reader(ines).slot(talk, row.pk)
    relay("comment.posted")
    told = dict(Notification.objects.filter(path__contains="#comment-").values_list("person__name", "reason"))
    assert told == {"Marta Lindqvist": "comment.names_you", "Ines Carvalho": "comment.posted"}


def test_words_on_a_decision_are_not_shown_on_a_dependency_of_the_same_number(
    decision: Decision, sign_off: Dependency, marta: Person
) -> None:
    Comment.objects.create(
        organization=decision.organization, about_type="decisions.Decision", about_id=sign_off.pk, author=marta, text="Dear", at=NOW
    )
    assert "Dear" not in Reader(marta).page("alignment:dependency_comments", sign_off.pk)


def test_a_viewer_reads_what_is_said_and_says_nothing(decision: Decision, ines: Person) -> None:
    post_comment(about=decision, text="Read me", by=ines, now=NOW)
    tove = new_person("Tove Berg", login=True, access="viewer", status="active")
    assert "Read me" in Reader(tove).page("decisions:decision_comments", decision.pk)
    assert "<textarea" not in Reader(tove).source("decisions:decision_comments", decision.pk)
    address = Reader(tove).address("decisions:decision_comments", decision.pk)
    assert Reader(tove).client.post(address, {"text": "No"}).status_code == 403


def test_a_long_thread_costs_what_a_short_one_does(decision: Decision, marta: Person, count_queries: CountQueries) -> None:
    for number in range(60):
        post_comment(about=decision, text=f"Word {number} @Ines", by=marta, now=NOW)
    reader = Reader(marta)
    with count_queries("decisions:decision_comments"):
        page = reader.page("decisions:decision_comments", decision.pk)
    assert "Earlier comments" in page
    assert "Word 9 " not in page
    assert "Word 9 " in reader.page("decisions:decision_comments", decision.pk, before=Comment.objects.order_by("id")[11].pk)


def test_who_is_to_be_heard_is_asked_by_mail_and_who_decides_is_not_asked_twice(
    tidewater: Organization, marta: Person, ines: Person
) -> None:
    omar = new_person("Omar Haddad", login=True)
    ask_for_decision(organization=tidewater, question="Which tester?", decider=marta, heard=[omar, marta, ines], by=ines, now=NOW)
    ask_who_is_heard(Event.objects.get(name="decision.asked"), NOW)
    assert list(Notification.objects.values_list("person__name", "reason")) == [("Omar Haddad", "decision.asks_for_input")]
    mail = Delivery.objects.get()
    assert "You get this because you are to be heard on it." in mail.text
    assert "Say what you think" in mail.html


def below_its_row(reader: Reader, talk: str, pk: int) -> str:
    """The thread in the slot of a list."""
    source: str = reader.client.get(reader.address(talk, pk), headers={"HX-Request": "true", "X-In-Place": "1"}).content.decode()
    return source


def test_what_is_typed_and_left_is_there_again_until_it_is_sent(report: CheckIn, marta: Person, ines: Person) -> None:
    reader, talk = Reader(ines), "alignment:check_in_comments"
    name = f"comment:alignment_checkin_{report.pk}"
    assert f'data-draft="{name}"' in reader.source(talk, report.pk)
    kept = reader.client.post(reader.address("organizations:drafts"), {"draft": name, "text": "Half a tho", "told": "Marta"})
    assert kept.status_code == 200
    for source in (reader.source(talk, report.pk), below_its_row(reader, talk, report.pk)):
        assert "Half a tho</textarea>" in source
        assert "Draft saved" in source
    assert "Half a tho" not in Reader(marta).source(talk, report.pk), "it is nobody else's"
    assert reader.client.post(reader.address(talk, report.pk), {"text": "@Nobody"}).status_code == 422
    assert Draft.objects.exists(), "what was refused is not sent"
    assert reader.client.post(reader.address(talk, report.pk), {"text": "A whole thought"}).status_code == 302
    assert not Draft.objects.exists()
    assert "</textarea>" in reader.source(talk, report.pk)
    assert "Half a tho" not in reader.source(talk, report.pk)
