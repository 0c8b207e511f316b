"""The strategy as leaders write it: a draft line by line, a last look, two who write at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from alignment.actions.strategy import publish_strategy
from alignment.differences import Line, lines_in
from alignment.models import StrategyImpact, StrategyLine, StrategyVersion
from organizations.models import Draft, Organization, Person, Team
from tests.alignment.strategies import PURPOSE, RENEW, SIXTY, changed, draft, first_version, next_version, sent, write
from tests.cast import NOW, new_objective, new_person, new_team
from tests.reading import Reader, in_order, said


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def reader(marta: Person) -> Reader:
    return Reader(marta)


@pytest.fixture
def first(tidewater: Organization, marta: Person) -> StrategyVersion:
    return first_version(tidewater, marta)


def test_a_line_is_added_moved_and_taken_out_with_plain_buttons(reader: Reader, first: StrategyVersion) -> None:
    page = lines_in(first.lines)
    answer = write(reader, page, "add:annual")
    assert answer.headers["Location"].endswith("/strategy/edit/?at=3")
    assert draft() == [PURPOSE, SIXTY, RENEW, "", "No hardware"]
    assert "autofocus" in reader.source("alignment:strategy_edit", at=3)
    write(reader, page, "down:1")
    assert draft() == [PURPOSE, RENEW, SIXTY, "No hardware"]
    write(reader, page, "up:1")
    assert draft() == [PURPOSE, SIXTY, RENEW, "No hardware"], "the first of its section has nowhere to go"
    write(reader, page, "out:2")
    assert draft() == [PURPOSE, SIXTY, "No hardware"]
    for nonsense in ("up:99", "down:x", "add:nothing", "theirs:-1", "boo"):
        assert write(reader, page, nonsense).status_code == 302
    assert StrategyVersion.objects.count() == 1, "nothing of it is published"
    write(reader, page, "discard")
    assert not Draft.objects.exists()


def test_a_draft_is_kept_while_one_writes_and_nobody_else_sees_it(reader: Reader, first: StrategyVersion) -> None:
    lines = changed(first, "Sixty", "Ninety")
    answer = reader.client.post(reader.address("alignment:strategy_edit"), sent(lines, "", 1), headers={"HX-Request": "true"})
    assert (answer.status_code, answer.content.decode().strip()) == (200, "Draft kept. Nobody else sees it.")
    assert "Ninety utilities" in reader.page("alignment:strategy_edit")
    amara = new_person("Amara Osei", login=True, access="leader")
    assert "Ninety" not in Reader(amara).page("alignment:strategy_edit")
    assert "Ninety" not in reader.page("alignment:strategy")


def test_only_leaders_write(ines: Person, first: StrategyVersion) -> None:
    reader = Reader(ines)
    for name in ("alignment:strategy_edit", "alignment:strategy_publish"):
        for answer in (reader.get(name), reader.client.post(reader.address(name))):
            assert answer.status_code == 403
            assert "Leaders write the strategy" in answer.content.decode()
    assert "Edit" not in reader.page("alignment:strategy")


def test_what_is_too_long_is_said_at_its_line_and_kept(reader: Reader, first: StrategyVersion) -> None:
    long = "مدينة⚡ " * 500
    answer = write(reader, [*lines_in(first.lines), Line(None, "annual", long)], "review")
    assert answer.status_code == 422
    assert "Shorten this to 1,000 characters" in said(answer.content.decode())
    assert draft()[-1] == long.strip()
    assert reader.get("alignment:strategy_publish").status_code == 422


class Publishing:
    """Marta has re-worded a goal that Security works for, and looks at it before it is published."""

    def __init__(self, reader: Reader, first: StrategyVersion, security: Team) -> None:
        live = new_objective("Utilities live", serves=StrategyLine.objects.get(text=SIXTY))
        new_objective("SSO", team=security, parent=live)
        self.reader, self.first = reader, first
        answer = write(reader, changed(first, "Sixty", "Eighty"), "review")
        assert answer.headers["Location"].endswith("/strategy/publish/")
        self.seen = Draft.objects.get().saved_at.isoformat()

    def post(self, **said: Any) -> Any:
        return self.reader.client.post(self.reader.address("alignment:strategy_publish"), {"seen": self.seen} | said)


@pytest.fixture
def publishing(reader: Reader, first: StrategyVersion, security: Team) -> Publishing:
    return Publishing(reader, first, security)


def test_before_publishing_one_sees_what_changes_and_whom_it_touches(publishing: Publishing) -> None:
    new_team("People")
    source = publishing.reader.source("alignment:strategy_publish")
    assert "<del>Sixty</del> <ins>Eighty</ins>" in source
    assert in_order(said(source), "The change touches 1 team", "Works for “Utilities live”", "Security", "1 other team", "People")
    assert source.count(" checked") == 1


def test_on_a_phone_publishing_stands_above_what_changes(publishing: Publishing) -> None:
    page = publishing.reader.page("alignment:strategy_publish")
    assert in_order(page, "Publish version 2", "Why does it change?", "Publish only", "Sixty", "Eighty")


def test_publishing_asks_just_the_ticked_teams(publishing: Publishing, security: Team) -> None:
    people = new_team("People")
    answer = publishing.post(why="The North taught us", do="send", teams=[people.pk])
    assert answer.status_code == 302
    assert [impact.team for impact in StrategyImpact.objects.all()] == [people]
    page = publishing.reader.page("alignment:strategy")
    assert "Version 2 is published; 1 team is asked what it means for them" in page
    assert "waiting for People (today)" in page


def test_publishing_without_asking_leaves_it_for_later(publishing: Publishing, security: Team) -> None:
    publishing.post(why="The North taught us", do="publish", teams=[security.pk])
    assert not StrategyImpact.objects.exists()
    second = StrategyVersion.objects.get(number=2)
    reader = publishing.reader
    assert in_order(reader.page("alignment:strategy_version", second.pk), "Ask the teams it touches", "The teams were not asked")
    assert "Works for “Utilities live”" in reader.page("alignment:strategy_send", second.pk)
    place = reader.address("alignment:strategy_send", second.pk)
    assert reader.client.post(place, {}).status_code == 422
    assert reader.client.post(place, {"teams": [security.pk]}).status_code == 302
    assert "Every team was asked already." in reader.page("alignment:strategy_send", second.pk)
    assert "Ask further teams" not in reader.page("alignment:strategy_version", second.pk), "nobody is left"


def test_a_change_without_a_reason_is_asked_for_one(publishing: Publishing) -> None:
    answer = publishing.post(why=" ", do="send")
    assert answer.status_code == 422
    assert "Say why it changes: the teams read it beside the new words." in answer.content.decode()
    assert StrategyVersion.objects.count() == 1


def test_publishing_twice_is_publishing_once(publishing: Publishing) -> None:
    for _ in range(2):
        assert publishing.post(why="The North taught us", do="send").status_code == 302
    assert StrategyVersion.objects.count() == 2
    assert "Version 2 is published" in publishing.reader.page("alignment:strategy")


def test_what_was_not_looked_at_is_not_published(publishing: Publishing) -> None:
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        write(publishing.reader, changed(publishing.first, "Sixty", "Ninety"), "save")
        answer = publishing.post(why="The North taught us", do="send")
    assert answer.status_code == 409
    assert in_order(said(answer.content.decode()), "The draft has changed since you looked at it", "The North taught us", "Ninety")
    assert StrategyVersion.objects.count() == 1


def test_two_who_write_at_once_see_both_texts_and_lose_nothing(
    publishing: Publishing, first: StrategyVersion, tidewater: Organization
) -> None:
    reader, amara = publishing.reader, new_person("Amara Osei", login=True, access="leader")
    lines = changed(first, "Sixty", "Seventy")
    theirs = [*[Line(line.id, line.section, line.text.replace("94%", "95%")) for line in lines], Line(None, "annual", "Hire")]
    publish_strategy(organization=tidewater, lines=theirs, based_on=1, why="New law", by=amara, now=NOW)
    for answer in (
        publishing.post(why="The North taught us", do="send"),
        write(reader, changed(first, "Sixty", "Eighty"), "review"),
    ):
        assert answer.status_code == 409
        page = said(answer.content.decode())
        assert in_order(page, "Amara Osei published version 2 while you wrote", "“New law”")
        assert in_order(page, "Eighty utilities live", "Version 2 says: “Seventy utilities live within 30 days”", "Take theirs")
        assert in_order(page, "Version 2, as published", "Seventy utilities live", "Renew 95% of revenue", "Hire")
        assert "Renew 94%" not in page, "what only they changed is in mine too"
    second = StrategyVersion.objects.get(number=2)
    mine = [Line(line.id, line.section, line.text.replace("Seventy", "Eighty")) for line in lines_in(second.lines)]
    assert write(reader, mine, "review", based_on=2).headers["Location"].endswith("/strategy/publish/")
    publishing.seen = Draft.objects.get(person__name="Marta Lindqvist").saved_at.isoformat()
    assert publishing.post(why="Eighty it is", do="publish").status_code == 302
    texts = set(StrategyLine.objects.values_list("text", flat=True))
    assert {"Eighty utilities live within 30 days", "Renew 95% of revenue", "Hire"} <= texts


def test_theirs_is_one_button_away(publishing: Publishing, first: StrategyVersion, marta: Person) -> None:
    next_version(first, "Sixty", "Seventy", marta, ago=0)
    write(publishing.reader, changed(first, "Sixty", "Eighty"), "theirs:1", based_on=2)
    assert draft()[1] == "Seventy utilities live within 30 days"


def test_an_earlier_version_can_be_taken_up_again_but_never_over_a_draft(
    reader: Reader, first: StrategyVersion, marta: Person
) -> None:
    next_version(first, "Sixty", "Eighty", marta)
    place = reader.address("alignment:strategy_again", first.pk)
    assert reader.client.post(place).headers["Location"].endswith("/strategy/edit/")
    assert "Sixty utilities" in reader.page("alignment:strategy_edit")
    answer = reader.client.post(place)
    assert answer.status_code == 409
    assert "Publish or discard your draft first" in answer.content.decode()
