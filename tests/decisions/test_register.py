"""The register: every decision found by stage, team, door, tag, day and words, page by page, and taken out as a file."""

from __future__ import annotations

import csv
import gzip
import re
from datetime import date, timedelta
from io import StringIO
from itertools import chain
from typing import Any

import pytest
import time_machine
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from hypothesis import given, settings
from hypothesis import strategies as st

from decisions.actions import reverse_decision, supersede_decision
from decisions.models import Decision, DecisionRole, DecisionTeam
from decisions.reads.stages import STAGES, staged
from notifications.models import Comment
from organizations.keysets import Order, keyset_page
from organizations.listing import view_path
from organizations.models import Organization, Person
from tests.cast import MONDAY, NOW, new_person, new_team
from tests.crowd import count_rows_of
from tests.query_counts import CountQueries
from tests.reading import Reader, in_order


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def reader(marta: Person) -> Reader:
    return Reader(marta)


def made(decider: Person, title: str, state: str = "accepted", **fields: Any) -> Decision:
    day = MONDAY - timedelta(days=4)
    usual: dict[str, Any] = {"title": title, "state": state, "proposed_on": MONDAY - timedelta(days=9)}
    usual |= {"decided_on": day, "communicated_on": day} if state == "accepted" else {}
    decision: Decision = Decision.objects.create(organization=decider.organization, **(usual | fields))
    DecisionRole.objects.create(organization=decider.organization, decision=decision, person=decider, part="decider")
    return decision


def stages() -> dict[str, str]:
    return dict(staged(Decision.objects.all(), MONDAY).values_list("title", "stage"))


def say(decision: Decision, by: Person) -> None:
    Comment.objects.create(
        organization=by.organization, about_type="decisions.Decision", about_id=decision.pk, author=by, text="Yes.", at=NOW
    )


def test_each_decision_is_at_one_stage(tidewater: Organization, marta: Person, ines: Person) -> None:
    asked, asked_team = made(marta, "Asked", "proposed"), made(marta, "Asked of a team", "proposed")
    DecisionRole.objects.create(organization=tidewater, decision=asked, person=ines, part="contributor")
    DecisionTeam.objects.create(organization=tidewater, decision=asked_team, team=new_team("Grid API", lead=ines))
    made(marta, "Heard", "proposed")
    made(marta, "Quiet", communicated_on=None)
    made(marta, "Told")
    made(marta, "Looked at today", review_on=MONDAY)
    made(marta, "Looked at later", review_on=MONDAY + timedelta(days=1))
    for state in ("rejected", "deferred", "withdrawn", "superseded"):
        made(marta, state, state)
    supersede_decision(decision=made(marta, "Old"), title="New", outcome="Yes", reason="Late", by=marta, now=NOW)
    reverse_decision(decision=made(marta, "Wrong", review_on=MONDAY), reason="No", by=marta, now=NOW)
    assert stages() == {
        "Asked": "input", "Asked of a team": "input", "Heard": "decider", "Quiet": "decided", "Told": "told",
        "Looked at today": "review", "Looked at later": "told", "rejected": "against", "deferred": "deferred",
        "withdrawn": "withdrawn", "superseded": "superseded", "Old": "superseded", "New": "told", "Wrong": "undone",
        "Undone: Wrong": "told",
    }  # fmt: skip
    assert set(stages().values()) == set(STAGES)
    say(asked, ines)
    say(asked_team, ines)
    assert (stages()["Asked"], stages()["Asked of a team"]) == ("decider", "decider")


def test_who_decides_is_not_waited_for_as_one_who_is_heard(tidewater: Organization, marta: Person) -> None:
    asked = made(marta, "Asked", "proposed")
    DecisionRole.objects.create(organization=tidewater, decision=asked, person=marta, part="contributor")
    assert stages() == {"Asked": "decider"}


@pytest.mark.parametrize(
    "asked",
    [
        {"stage": "told"}, {"team": "grid"}, {"door": "one_way"}, {"owner": "carvalho"}, {"tag": "rates"}, {"q": "freeze"},
        {"since": "2026-08-10"}, {"since": "2026-08-13", "until": "2026-08-13"}, {"review": "due"},
        {"stage": "told", "team": "Grid API", "door": "one_way", "tag": "rates", "q": "freeze on", "show": "decided"},
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_filter_of_the_address_finds_what_it_says(
    tidewater: Organization, reader: Reader, marta: Person, ines: Person, asked: dict[str, str]
) -> None:
    review = MONDAY if "review" in asked else None
    made(ines, "Freeze on 1 October", team=new_team("Grid API"), door="one_way", tags=["rates", "api"], review_on=review)
    old = MONDAY - timedelta(days=40)
    made(marta, "Reports first", communicated_on=None, proposed_on=old, decided_on=old)
    page = reader.page("decisions:decisions", **asked)
    assert "Freeze on 1 October" in page
    assert "Reports first" not in page
    assert "Show all again" in page
    file = reader.get("decisions:export", **asked).content.decode()
    assert [row["title"] for row in csv.DictReader(StringIO(file))] == ["Freeze on 1 October"]


def test_a_stage_is_looked_for_in_all_views(reader: Reader, marta: Person) -> None:
    made(marta, "Waits", "proposed")
    made(marta, "Dropped", "withdrawn")
    assert in_order(reader.page("decisions:decisions", stage="withdrawn"), "Stage", "[Withdrawn] Dropped")


def test_the_order_is_asked_for_and_said(reader: Reader, marta: Person) -> None:
    for title, days in (("beta", 1), ("Alpha", 9), ("Gamma", 5)):
        made(marta, title, decided_on=MONDAY - timedelta(days=days), proposed_on=None)
    usual = {"show": "decided"}
    assert in_order(reader.page("decisions:decisions", **usual), "newest first", "beta", "Gamma", "Alpha")
    for sort, word, order in (
        ("oldest", "oldest first", ("Alpha", "Gamma", "beta")),
        ("title", "by title", ("Alpha", "beta", "Gamma")),
    ):
        source = reader.page("decisions:decisions", sort=sort, **usual)
        assert in_order(source[source.index("Decided " + word) :], *order)


def test_every_page_follows_the_last_and_the_way_back_is_the_same(reader: Reader, marta: Person) -> None:
    Decision.objects.bulk_create(
        Decision(organization=marta.organization, title=f"Number {number:03}", state="accepted", decided_on=MONDAY)
        for number in range(120)
    )
    pages: list[list[str]] = []
    address = reader.address("decisions:decisions") + "?show=decided&sort=title"
    links = []
    while address:
        source = reader.client.get(address).content.decode()
        pages.append(re.findall(r"Number \d{3}", source))
        links.append({rel: link.replace("&amp;", "&") for rel, link in re.findall(r'rel="(prev|next)" href="([^"]+)"', source)})
        address = reader.address("decisions:decisions") + links[-1]["next"] if "next" in links[-1] else ""
    assert [len(page) for page in pages] == [50, 50, 20]
    assert list(chain.from_iterable(pages)) == [f"Number {number:03}" for number in range(120)]
    assert "prev" not in links[0]
    back = reader.client.get(reader.address("decisions:decisions") + links[2]["prev"]).content.decode()
    assert re.findall(r"Number \d{3}", back) == pages[1]


@settings(max_examples=25)
@given(days=st.lists(st.none() | st.integers(0, 3), max_size=9), size=st.integers(1, 4), is_down=st.booleans())
def test_pages_in_either_direction_show_each_row_once(
    tidewater: Organization, days: list[int | None], size: int, is_down: bool
) -> None:
    Decision.objects.all().delete()
    for number, day in enumerate(days):
        decided = None if day is None else MONDAY + timedelta(days=day)
        Decision.objects.create(organization=tidewater, title=f"{number}", decided_on=decided)
    order = Order(Coalesce(F("decided_on"), Value(date(1, 1, 1))), is_down=is_down)
    known = sorted((decision.decided_on or date(1, 1, 1), decision.pk) for decision in Decision.objects.all())
    wanted = [pk for _, pk in (reversed(known) if is_down else known)]
    found, page = [], keyset_page(Decision.objects.all(), order, lambda row: row.pk, size=size)
    found.append(list(page))
    while page.after:
        page = keyset_page(Decision.objects.all(), order, lambda row: row.pk, size=size, after=page.after)
        found.append(list(page))
    assert list(chain.from_iterable(found)) == wanted
    for rows in reversed(found[:-1]):
        assert page.before
        page = keyset_page(Decision.objects.all(), order, lambda row: row.pk, size=size, before=page.before)
        assert list(page) == rows
    assert page.before is None


def test_a_view_keeps_the_filters_and_not_the_place(tidewater: Organization) -> None:
    assert view_path("decisions/?show=all&stage=told&after=17&before=3") == "decisions/?show=all&stage=told"


def test_a_page_after_a_row_that_is_gone_is_the_first(reader: Reader, marta: Person) -> None:
    made(marta, "Told")
    assert "Told" in reader.page("decisions:decisions", show="all", after="987654")


def test_no_cell_of_the_file_is_a_formula_and_every_column_is_told(reader: Reader, marta: Person) -> None:
    made(
        marta,
        "=HYPERLINK(1)",
        door="two_way",
        outcome="+1",
        tags=["-a", "b"],
        confidence=70,
        type="@kind",
        team=new_team("Grid API"),
    )
    answer = reader.get("decisions:export")
    assert answer["Content-Disposition"] == 'attachment; filename="decisions-tidewater-2026-08-17.csv"'
    row = next(csv.DictReader(StringIO(answer.content.decode())))
    told = {
        "title": "'=HYPERLINK(1)", "kind": "'@kind", "stage": "Told", "team": "Grid API", "decider": "Marta Lindqvist",
        "door": "Two-way door", "asked": "2026-08-08", "decided": "2026-08-13", "days_taken": "5", "confidence": "70",
        "tags": "'-a; b", "outcome": "'+1", "needed_by": "",
    }  # fmt: skip
    assert {name: row[name] for name in told} == told


def test_a_register_of_seventeen_hundred_is_read_within_its_budget(
    tidewater: Organization, reader: Reader, marta: Person, count_queries: CountQueries
) -> None:
    teams = [new_team(f"Team {number}") for number in range(40)]
    people = [marta, *(new_person(f"Person {number}") for number in range(40))]
    some = ["accepted"] * 12 + ["proposed", "rejected", "superseded"]
    rows = Decision.objects.bulk_create(
        Decision(
            organization=tidewater, key=f"d-{number}", title=f"KEP-{number}: what the scheduler does with node {number * 37 % 911}",
            outcome="Approved for beta. " * 20, state=some[number % len(some)], team=teams[number % 40], tags=["kep"],
            proposed_on=MONDAY - timedelta(days=number), decided_on=MONDAY - timedelta(days=number // 2), door="two_way",
        )
        for number in range(1700)
    )  # fmt: skip
    DecisionRole.objects.bulk_create(
        DecisionRole(organization=tidewater, decision=row, person=people[row.pk % 41], part="decider") for row in rows
    )
    count_rows_of(Decision, DecisionRole)
    reader.get("decisions:decisions")  # the counts of the rail are kept from here on
    narrow = {"stage": "decided", "team": "Team", "owner": "Person", "tag": "kep", "door": "two_way", "since": "2020-01-01"}
    for name, asked in {
        "decisions:decisions": {"show": "all"},
        "decisions:decisions after": {"show": "all", "after": str(rows[400].pk)},
        "decisions:decisions narrow": {**narrow, "q": "scheduler node", "show": "all", "sort": "title"},
        "decisions:in_force": {},
        "decisions:in_force of a team": {"team": str(teams[3].pk)},
        "decisions:export": narrow,
    }.items():
        with count_queries(name):
            answer = reader.get(name.split()[0], **asked)
        assert answer.status_code == 200
        assert name == "decisions:export" or len(gzip.compress(answer.content)) <= 12 * 1024
