"""The page of notifications: newest first, a page at a time, read one by one or all that was seen; nobody sees another's."""

from __future__ import annotations

from datetime import timedelta

from notifications.models import Notification
from organizations.models import Organization, Person
from tests.cast import NOW, new_person
from tests.query_counts import CountQueries
from tests.reading import Reader, in_order


def tell(person: Person, number: int, *, path: str = "/tidewater/decisions/", **more: object) -> Notification:
    line: Notification = Notification.objects.create(
        organization=person.organization,
        person=person,
        reason="decision.waits_on_you",
        key=f"{number}",
        text=f"Question {number}",
        path=path,
        created_at=NOW + timedelta(minutes=number),
        **more,
    )
    return line


def test_newest_first_with_why_and_a_page_for_what_came_before(
    tidewater: Organization, marta: Person, ines: Person, count_queries: CountQueries
) -> None:
    for number in range(60):
        tell(ines, number)
    tell(marta, 99)
    reader = Reader(ines)
    with count_queries("notifications:lines"):
        page = reader.page("notifications:lines")
    assert in_order(page, "60 you have not read", "Question 59", "Question 58", "Question 10")
    assert "Question 9 " not in page
    assert "A decision waits for you." in page
    assert "Question 99" not in page
    oldest = Notification.objects.get(person=ines, key="10").pk
    assert in_order(reader.page("notifications:lines", before=oldest), "Question 9", "Question 0")


def test_opening_a_line_reads_it_and_leads_to_its_page(ines: Person) -> None:
    line, reader = tell(ines, 1), Reader(ines)
    answer = reader.client.post(reader.address("notifications:opening", line.pk))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/tidewater/decisions/")
    line.refresh_from_db()
    assert line.read_at


def test_a_line_never_leads_out_of_the_product(ines: Person) -> None:
    reader = Reader(ines)
    for number, path in enumerate(("https://evil.example/", "//evil.example/", "/\\evil.example", "")):
        answer = reader.client.post(reader.address("notifications:opening", tell(ines, number, path=path).pk))
        assert answer.headers["Location"] == "/tidewater/notifications/", path


def test_all_that_was_seen_is_read_and_nothing_that_came_meanwhile(ines: Person) -> None:
    seen, reader = tell(ines, 1), Reader(ines)
    assert '<span class="n">1</span>' in reader.get("notifications:lines").content.decode(), "the rail counts it"
    later = tell(ines, 2)
    reader.client.post(reader.address("notifications:reading"), {"newest": seen.pk})
    assert list(Notification.objects.filter(read_at=None)) == [later]
    assert "Question 1" not in reader.page("notifications:lines", show="unread")
    assert '<span class="n">1</span>' in reader.get("notifications:lines").content.decode()


def test_nobody_reads_for_somebody_else_and_a_viewer_reads_their_own(tidewater: Organization, marta: Person, ines: Person) -> None:
    line, reader = tell(ines, 1), Reader(marta)
    assert reader.client.post(reader.address("notifications:opening", line.pk)).status_code == 403
    assert reader.client.post(reader.address("notifications:reading"), {"newest": line.pk}).status_code == 302
    line.refresh_from_db()
    assert line.read_at is None
    tove = new_person("Tove Berg", login=True, access="viewer")
    theirs = tell(tove, 1)
    viewer = Reader(tove)
    assert viewer.client.post(viewer.address("notifications:opening", theirs.pk), {"stay": "1"}).status_code == 302
    theirs.refresh_from_db()
    assert theirs.read_at


def test_an_address_that_makes_no_sense_shows_the_newest(ines: Person) -> None:
    tell(ines, 1)
    for asked in ({"before": "x"}, {"before": "-1"}, {"show": "heaps"}, {"before": "9" * 30}):
        assert "Question 1" in Reader(ines).page("notifications:lines", **asked)
