"""The strategy as people read it, write it, and say what it means for them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from alignment.actions.impacts import answer_impact
from alignment.actions.strategy import publish_strategy
from alignment.differences import Line, lines_in
from alignment.models import Objective, StrategyImpact, StrategyLine, StrategyVersion
from alignment.rollup import refresh_organization
from organizations.models import Draft, Organization, Person, Team
from tests.cast import MONDAY, NOW, new_objective, new_person, new_team
from tests.query_counts import CountQueries
from tests.reading import Reader, in_order, said

PURPOSE, SIXTY, RENEW = "Keep the lights on in small towns", "Sixty utilities live within 30 days", "Renew 94% of revenue"
PAGE = [
    Line(None, "purpose", PURPOSE),
    Line(None, "annual", SIXTY),
    Line(None, "annual", RENEW),
    Line(None, "not_doing", "No hardware"),
]


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def reader(marta: Person) -> Reader:
    return Reader(marta)


@pytest.fixture
def first(tidewater: Organization, marta: Person) -> StrategyVersion:
    return publish_strategy(organization=tidewater, lines=PAGE, based_on=0, by=marta, now=NOW - timedelta(days=40))


def next_version(before: StrategyVersion, was: str, now: str, by: Person, *teams: Team, ago: int = 9) -> StrategyVersion:
    lines = [Line(line.id, line.section, line.text.replace(was, now)) for line in lines_in(before.lines)]
    return publish_strategy(
        organization=before.organization,
        lines=lines,
        based_on=before.number,
        why="The North taught us",
        send_to={team.pk: "It works for it." for team in teams},
        by=by,
        now=NOW - timedelta(days=ago),
    )


def sent(lines: list[Line], do: str, based_on: int) -> dict[str, Any]:
    """The form as a browser sends it."""
    return {
        "line": [line.id or "" for line in lines],
        "section": [line.section for line in lines],
        "text": [line.text for line in lines],
        "based_on": based_on,
        "do": do,
    }


def write(reader: Reader, lines: list[Line], do: str = "save", based_on: int = 1) -> Any:
    return reader.client.post(reader.address("alignment:strategy_edit"), sent(lines, do, based_on))


def draft() -> list[str]:
    return [line["text"] for line in Draft.objects.get().fields["lines"]]


def changed(version: StrategyVersion, was: str, now: str) -> list[Line]:
    return [Line(line.id, line.section, line.text.replace(was, now)) for line in lines_in(version.lines)]


def test_before_the_first_version_the_page_says_what_it_is_for_and_who_writes_it(reader: Reader, ines: Person) -> None:
    page = reader.page("alignment:strategy")
    assert in_order(page, "Nothing is written down yet", "Write the first version")
    assert "A leader of the organization writes the first version." in Reader(ines).page("alignment:strategy")
    assert "No version yet" in reader.page("alignment:strategy_versions")
    assert "Nothing to compare" in reader.page("alignment:strategy_difference")


def test_the_page_begins_with_the_purpose_and_shows_what_serves_each_line_worst_first(
    tidewater: Organization, reader: Reader, first: StrategyVersion, ines: Person
) -> None:
    sixty = StrategyLine.objects.get(text=SIXTY)
    for title, claim in (("Onboarding", "on_track"), ("SSO", "off_track"), ("Import", "on_track"), ("Desk", "on_track")):
        objective = new_objective(title, serves=sixty, owner=ines)
        objective.check_ins.create(organization=tidewater, at=NOW, claim=claim, author=ines)
    new_objective("Old one", serves=sixty, state="completed")
    refresh_organization(organization_id=tidewater.pk, today=MONDAY)
    page = reader.page("alignment:strategy")
    assert in_order(
        page, PURPOSE, "First published on Wed 8 Jul by", "Annual plan", SIXTY, "[Off track] SSO", "4 objectives serve it"
    )
    assert in_order(page, RENEW, "No objective serves it yet", "Not doing", "No hardware")
    assert "Old one" not in page
    assert len([title for title in ("Onboarding", "SSO", "Import", "Desk") if title in page]) == 3, (
        "three are named, all are counted"
    )


def test_how_many_teams_said_what_it_means_and_for_whom_we_wait(
    reader: Reader, first: StrategyVersion, marta: Person, ines: Person
) -> None:
    teams = [new_team(name, lead=ines) for name in ("Billing", "Data", "Design", "Sales", "Security")]
    next_version(first, "Sixty", "Eighty", marta, *teams)
    for impact in StrategyImpact.objects.exclude(team__name="Sales"):
        answer_impact(impact=impact, words=f"{impact.team} plans anew.", by=ines, now=NOW - timedelta(days=5))
    page = reader.page("alignment:strategy")
    assert in_order(page, "Version 2, published on Sat 8 Aug by", "The North taught us")
    assert "4 of 5 teams said what it means for them; waiting for Sales (9 days)." in page
    assert in_order(page, "Sales", "has not said yet what it means", "“Billing plans anew.”")
    assert "4 of 5 teams answered within five working days, 80%." in page


def test_a_share_of_few_teams_is_not_shown(reader: Reader, first: StrategyVersion, marta: Person) -> None:
    next_version(first, "Sixty", "Eighty", marta, new_team("Sales"))
    page = reader.page("alignment:strategy")
    assert "0 of 1 team said what it means for them" in page
    assert "working days" not in page


def test_a_version_shows_word_by_word_what_it_changed(reader: Reader, first: StrategyVersion, marta: Person) -> None:
    second = next_version(first, "Sixty", "Eighty", marta)
    for source in (
        reader.source("alignment:strategy_version", second.pk),
        reader.source("alignment:strategy_difference", **{"from": 1, "to": 2}),
        reader.source("alignment:strategy_difference", **{"from": 2, "to": 1}),
    ):
        assert "<del>Sixty</del> <ins>Eighty</ins> utilities live within 30 days" in source
        assert "1 re-worded" in said(source)
    assert "Nothing to compare" in reader.page("alignment:strategy_difference", **{"from": 1, "to": 99})
    assert in_order(reader.page("alignment:strategy_versions"), "Version 2", "The North taught us", "Version 1")
    assert "the one that holds" in reader.page("alignment:strategy_version", second.pk)


def test_a_line_is_added_moved_and_taken_out_with_plain_buttons(reader: Reader, first: StrategyVersion) -> None:
    page = lines_in(first.lines)
    answer = write(reader, page, "add:annual")
    assert answer.headers["Location"].endswith("/strategy/edit/?at=3#line-3")
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
def security(tidewater: Organization, ines: Person) -> Team:
    return new_team("Security", lead=ines)


@pytest.fixture
def publishing(reader: Reader, first: StrategyVersion, security: Team) -> Publishing:
    return Publishing(reader, first, security)


def test_before_publishing_one_sees_what_changes_and_whom_it_touches(publishing: Publishing) -> None:
    new_team("People")
    source = publishing.reader.source("alignment:strategy_publish")
    assert "<del>Sixty</del> <ins>Eighty</ins>" in source
    assert in_order(
        said(source), "The change touches 1 team", "Security", "It works for “Utilities live”", "1 other team", "People"
    )
    assert source.count(" checked") == 1


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
    assert in_order(reader.page("alignment:strategy_version", second.pk), "The teams were not asked", "Ask the teams it touches")
    assert "It works for “Utilities live”" in reader.page("alignment:strategy_send", second.pk)
    place = reader.address("alignment:strategy_send", second.pk)
    assert reader.client.post(place, {}).status_code == 422
    assert reader.client.post(place, {"teams": [security.pk]}).status_code == 302
    assert "Every team was asked already." in reader.page("alignment:strategy_send", second.pk)


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
    assert in_order(said(answer.content.decode()), "The draft has changed since you looked at it", "Ninety", "The North taught us")
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


@pytest.fixture
def question(first: StrategyVersion, security: Team, marta: Person) -> StrategyImpact:
    found: StrategyImpact = next_version(first, "Sixty", "Eighty", marta, security).impacts.get()
    return found


def test_the_team_reads_what_changed_and_says_what_it_means(question: StrategyImpact, ines: Person) -> None:
    reader = Reader(ines)
    page = reader.page("alignment:strategy_impact", question.pk)
    assert in_order(page, "What does version 2 mean for Security?", "waiting for 9 days", "The North taught us", "Eighty", "Say it")
    place = reader.address("alignment:strategy_impact", question.pk)
    empty = reader.client.post(place, {"words": "  "})
    assert empty.status_code == 422
    assert "Say in one sentence what it means for your team." in empty.content.decode()
    assert reader.client.post(place, {"words": "SSO first."}).status_code == 302
    page = reader.page("alignment:strategy_impact", question.pk)
    assert in_order(page, "What version 2 means for Security", "answered Mon 17 Aug", "SSO first.")
    assert "This is not what we meant" not in page, "that is for who published it"


def test_the_sender_says_what_was_meant(question: StrategyImpact, reader: Reader, ines: Person) -> None:
    answer_impact(impact=question, words="We stop the audit.", by=ines, now=NOW)
    place = reader.address("alignment:strategy_reply", question.pk)
    empty = reader.client.post(place, {"reply": ""})
    assert empty.status_code == 422
    assert "Say what was meant" in empty.content.decode()
    assert reader.client.post(place, {"reply": "The audit goes on."}).status_code == 302
    page = reader.page("alignment:strategy_impact", question.pk)
    assert in_order(page, "asked again, waiting since today", "We stop the audit.", "That is not what we meant: The audit goes on.")
    assert "asked again, it was understood otherwise" in reader.page("alignment:strategy")


def test_who_may_not_speak_for_the_team_is_told_whom_to_ask(question: StrategyImpact, tidewater: Organization) -> None:
    reader = Reader(new_person("Daniel Brooks", login=True, status="active"))
    assert "Whoever leads Security is asked for one sentence." in reader.page("alignment:strategy_impact", question.pk)
    answer = reader.client.post(reader.address("alignment:strategy_impact", question.pk), {"words": "Nothing."})
    assert answer.status_code == 403
    assert "You may not speak for Security" in answer.content.decode()


def test_an_objective_is_linked_to_a_line_and_taken_off_again(first: StrategyVersion, security: Team, ines: Person) -> None:
    reader, line = Reader(ines), StrategyLine.objects.get(text=SIXTY)
    sso, other = new_objective("SSO", team=security), new_objective("Renewals", team=new_team("Sales"))
    page = reader.page("alignment:strategy_line", line.pk)
    assert in_order(page, SIXTY, "No objective under way serves this line yet", "Link an objective", "SSO", "Security")
    assert "Renewals" not in page, "what one may not change is not offered"
    place = reader.address("alignment:strategy_line", line.pk)
    assert reader.client.post(place, {"objective": sso.pk}).status_code == 302
    assert in_order(reader.page("alignment:strategy_line", line.pk), "Serves it", "SSO", "Take off", "Link an objective")
    assert reader.client.post(place, {"objective": other.pk}).status_code == 403
    assert reader.client.post(place, {"objective": "x"}).status_code == 404
    reader.client.post(place, {"objective": sso.pk, "do": "off"})
    assert Objective.objects.get(pk=sso.pk).serves is None


def test_an_objective_is_found_by_a_word(first: StrategyVersion, security: Team, reader: Reader) -> None:
    line = StrategyLine.objects.get(text=SIXTY)
    top = new_objective("Utilities live")
    new_objective("SSO for tenants", team=security, parent=top)
    assert "SSO" not in reader.page("alignment:strategy_line", line.pk), "first what stands on top"
    assert "SSO for tenants" in reader.page("alignment:strategy_line", line.pk, q="tenant")
    assert "Nothing that you may change matches “zebra”" in reader.page("alignment:strategy_line", line.pk, q="zebra")


def test_a_line_that_was_taken_out_says_so_and_offers_no_link(first: StrategyVersion, reader: Reader, marta: Person) -> None:
    line = StrategyLine.objects.get(text=RENEW)
    new_objective("Renewals", serves=line)
    publish_strategy(organization=first.organization, lines=lines_in(first.lines)[:2], based_on=1, why="Enough", by=marta, now=NOW)
    page = reader.page("alignment:strategy_line", line.pk)
    assert in_order(page, "Taken out in version 2", "What still names this line goes on", "Renewals")
    assert "Link an objective" not in page


def crowd(organization: Organization, first: StrategyVersion, ines: Person, marta: Person) -> StrategyImpact:
    """Twelve teams asked, each with objectives below a line."""
    line = StrategyLine.objects.get(text=SIXTY)
    teams = [new_team(f"Team {n}", lead=ines) for n in range(12)]
    for team in teams:
        top = new_objective(f"Goal of {team}", serves=line, team=team)
        new_objective(f"Below {team}", parent=top, team=team)
    impacts = list(next_version(first, "Sixty", "Eighty", marta, *teams).impacts.all())
    for impact in impacts[:8]:
        answer_impact(impact=impact, words="We plan anew.", by=ines, now=NOW)
    refresh_organization(organization_id=organization.pk, today=MONDAY)
    return impacts[0]


def test_no_page_takes_more_queries_with_more_teams_and_objectives(
    tidewater: Organization, first: StrategyVersion, reader: Reader, marta: Person, ines: Person, count_queries: CountQueries
) -> None:
    impact = crowd(tidewater, first, ines, marta)
    reader.get("alignment:strategy")  # a browser's first page also keeps its session
    pages: list[tuple[str, tuple[int, ...]]] = [
        ("strategy", ()), ("strategy_edit", ()), ("strategy_versions", ()), ("strategy_difference", ()),
        ("strategy_version", (impact.version_id,)), ("strategy_send", (impact.version_id,)),
        ("strategy_line", (first.lines[1]["id"],)), ("strategy_impact", (impact.pk,)),
    ]  # fmt: skip
    for name, args in pages:
        with count_queries(f"alignment:{name}"):
            assert reader.get(f"alignment:{name}", *args).status_code == 200
    write(reader, changed(impact.version, "Eighty", "Ninety"), "review", based_on=2)
    with count_queries("alignment:strategy_publish"):
        assert reader.get("alignment:strategy_publish").status_code == 200
