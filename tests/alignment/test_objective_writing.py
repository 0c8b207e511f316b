"""Objectives as people write them: below a parent, twice by mistake, two at once, into a circle, with every kind of words."""

from __future__ import annotations

import gzip
import html
import re
from datetime import date
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from alignment.actions import add_metric, change_objective, record_measurement
from alignment.models import ChecklistItem, CycleHealth, Guard, Initiative, KeyResult, Objective, ObjectiveHealth, ObjectiveLink
from alignment.rollup import refresh_organization
from organizations.models import Event, Organization, Person
from tests.cast import MONDAY, NOW, new_key_result, new_objective, new_person, new_quarter, new_team
from tests.query_counts import CountQueries
from tests.reading import Reader, said

NOTHING: dict[str, str] = dict.fromkeys(
    ("title", "done_means", "owner", "reviewer", "team", "cycle", "parent", "because", "serves", "ambition", "start_on", "due_on"),
    "",
) | {"weight": "1", "tags": "", "description": ""}


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


class Writer(Reader):
    """Somebody with a browser who fills forms in: what a form came with is posted back, with what was typed."""

    def form(self, name: str, *args: object, **asked: str | int) -> dict[str, str]:
        """The fields of the page's form, as a browser would send them untouched."""
        source = self.source(name, *args, **asked)
        form = source[source.index('<form class="write') :]
        return fields_of(form[: form.index("</form>")])

    def post(self, name: str, *args: object, **typed: Any) -> Any:
        return self.client.post(self.address(name, *args), typed)


def fields_of(form: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ('type="radio"' not in tag or "checked" in tag):
            fields[name[1]] = html.unescape(value[1]) if value else ""
    for name, text in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        fields[name] = html.unescape(text).removeprefix("\n")
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        fields[name] = chosen[1] if chosen else ""
    return fields


@pytest.fixture
def marta_writes(marta: Person) -> Writer:
    return Writer(marta)


@pytest.fixture
def ines_writes(ines: Person) -> Writer:
    new_team("Security", lead=ines)
    return Writer(ines)


def test_an_objective_is_set_below_a_parent_that_stands_beside_the_form(
    tidewater: Organization, marta_writes: Writer, ines: Person
) -> None:
    quarter = new_quarter()
    live = new_objective("12 utilities live", cycle=quarter)
    new_key_result(new_objective("Onboarding playbook", parent=live, cycle=quarter), "Chapters approved")
    refresh_organization(organization_id=tidewater.pk, today=MONDAY)
    page = marta_writes.page("alignment:objective_new", parent=live.pk)
    assert "Contributes to 12 utilities live" in page
    assert "Onboarding playbook" in page
    assert "Chapters approved" in page, "what is claimed there already"
    typed = marta_writes.form("alignment:objective_new", parent=live.pk) | {
        "title": "SSO for tenants", "owner": "ines", "owner-chosen": "", "tags": "sso, security", "due_on": "2026-09-20"
    }  # fmt: skip
    for _ in range(2):
        answer = marta_writes.post("alignment:objective_new", **typed)
        assert answer.status_code == 302
    sso = Objective.objects.get(title="SSO for tenants")
    assert (sso.parent, sso.owner, sso.cycle, sso.tags) == (live, ines, quarter, ["sso", "security"])
    assert Event.objects.filter(name="objective.set").count() == 1, "pressed twice, set once"


def test_what_makes_no_sense_comes_back_with_its_words_and_a_sentence(
    tidewater: Organization, marta_writes: Writer, ines: Person
) -> None:
    new_person("Rutger Vos", status="inactive")
    for typed, sentence in (
        ({"title": ""}, "Give the objective a title"),
        ({"start_on": "2026-09-01", "due_on": "2026-08-01"}, "not before the start"),
        ({"owner": "Rutger Vos"}, "There is no person “Rutger Vos”"),
        ({"parent": "Moon landing"}, "There is no objective “Moon landing”"),
        ({"description": "x" * 4001}, "Shorten this to 4,000 characters"),
        ({"weight": "-1"}, "Give a weight of 0 or more"),
        ({"weight": "heavy"}, "Give the weight as a number"),
        ({"due_on": "soon"}, "year-month-day"),
        ({"cycle": "999999"}, "Choose one of the list"),
    ):
        answer = marta_writes.post("alignment:objective_new", **(NOTHING | {"title": "Hold the line"} | typed))
        assert answer.status_code == 422, typed
        assert sentence in said(answer.content.decode()), typed
        assert typed.get("title", "Hold the line") in answer.content.decode()
    assert not Objective.objects.exists()


def test_words_of_any_script_and_length_are_kept_letter_by_letter(tidewater: Organization, marta_writes: Writer) -> None:
    title, text = "\u200f١٢ مرافق حيّة\u200f 🚀 & <b>", "שלום\n" + "🌊" * 3990
    answer = marta_writes.post("alignment:objective_new", **(NOTHING | {"title": title, "description": text}))
    assert answer.status_code == 302
    made = Objective.objects.get()
    assert (made.title, made.description) == (title, text)
    assert html.escape("& <b>") in marta_writes.source("alignment:objective_edit", made.pk)
    assert (
        marta_writes.post("alignment:objective_edit", made.pk, **marta_writes.form("alignment:objective_edit", made.pk)).status_code
        == 302
    )
    assert not Event.objects.filter(name="objective.changed").exists(), "an untouched form changes nothing"


def test_a_member_finds_no_form_for_what_is_not_theirs(tidewater: Organization, ines_writes: Writer) -> None:
    live = new_objective("12 utilities live")
    for name in ("objective_edit", "objective_move", "objective_state", "objective_links", "guards", "key_result_new"):
        assert ines_writes.get(f"alignment:{name}", live.pk).status_code == 403
    assert "Edit" not in ines_writes.page("alignment:objective", live.pk).split("Progress")[0]


def test_an_agreed_date_asks_why_and_the_typed_date_stays_in_the_form(tidewater: Organization, marta_writes: Writer) -> None:
    live = new_objective("12 utilities live", due_on=date(2026, 9, 27))
    typed = marta_writes.form("alignment:objective_edit", live.pk) | {"due_on": "2026-12-27"}
    answer = marta_writes.post("alignment:objective_edit", live.pk, **typed)
    assert answer.status_code == 422
    assert "Say why: people have agreed" in said(answer.content.decode())
    assert 'value="2026-12-27"' in answer.content.decode()
    again = typed | {"reason": "SSO slipped"}
    assert marta_writes.post("alignment:objective_edit", live.pk, **again).status_code == 302
    live.refresh_from_db()
    assert (live.due_on, live.original_due_on) == (date(2026, 12, 27), date(2026, 9, 27))


def test_two_who_touch_different_fields_are_joined_and_told(tidewater: Organization, marta_writes: Writer, ines: Person) -> None:
    live = new_objective("12 utilities live", done_means="Invoices are paid")
    typed = marta_writes.form("alignment:objective_edit", live.pk) | {"description": "Of 20,000 meters and more."}
    change_objective(objective=live, done_means="Twelve invoices are paid", by=None, now=NOW)
    answer = marta_writes.post("alignment:objective_edit", live.pk, **typed)
    assert answer.status_code == 302
    live.refresh_from_db()
    assert (live.description, live.done_means) == ("Of 20,000 meters and more.", "Twelve invoices are paid")
    assert "Saved by others meanwhile and kept: done means" in marta_writes.page("alignment:objective", live.pk)


@pytest.mark.parametrize(("settle", "kept"), [("mine", "Fourteen utilities live"), ("theirs", "Thirteen utilities live")])
def test_two_who_touch_the_same_field_see_both_and_choose(
    tidewater: Organization, marta_writes: Writer, ines: Person, settle: str, kept: str
) -> None:
    live = new_objective("12 utilities live", owner=ines)
    typed = marta_writes.form("alignment:objective_edit", live.pk) | {
        "title": "Fourteen utilities live", "description": "Mine alone.", "reason": "Two more signed"
    }  # fmt: skip
    change_objective(objective=live, title="Thirteen utilities live", reason="One signed", by=ines, now=NOW)
    answer = marta_writes.post("alignment:objective_edit", live.pk, **typed)
    source = answer.content.decode()
    assert answer.status_code == 409
    assert "Ines Carvalho saved this" in said(source)
    assert "Title Thirteen utilities live Fourteen utilities live" in said(source), "both values side by side"
    assert "Keep Ines’s" in source
    live.refresh_from_db()
    assert (live.title, live.description) == ("Thirteen utilities live", "")
    form = source[source.index('<form class="write') :]
    again = fields_of(form[: form.index("</form>")])
    assert again["title"] == "Fourteen utilities live", "my text stays in the form"
    assert marta_writes.post("alignment:objective_edit", live.pk, **again, settle=settle).status_code == 302
    live.refresh_from_db()
    assert (live.title, live.description) == (kept, "Mine alone."), "what only one side touched is saved either way"


def test_a_form_whose_seal_is_broken_overwrites_nothing(tidewater: Organization, marta_writes: Writer) -> None:
    live = new_objective("12 utilities live", description="What it is about")
    typed = marta_writes.form("alignment:objective_edit", live.pk) | {"description": "Something else", "started_from": "forged"}
    answer = marta_writes.post("alignment:objective_edit", live.pk, **typed)
    assert answer.status_code == 409
    assert "Description What it is about Something else" in said(answer.content.decode())
    live.refresh_from_db()
    assert live.description == "What it is about"


def test_a_circle_is_refused_with_its_members(tidewater: Organization, marta_writes: Writer) -> None:
    a = new_objective("Alpha")
    b = new_objective("Beta", parent=a)
    c = new_objective("Gamma", parent=b)
    answer = marta_writes.post("alignment:objective_move", a.pk, parent=c.pk, because="")
    assert answer.status_code == 409
    assert "Alpha → Gamma → Beta → Alpha" in said(answer.content.decode())
    d = new_objective("Delta", parent=a)
    assert marta_writes.post("alignment:objective_links", a.pk, contributes_to="Delta").status_code == 409
    assert (
        marta_writes.post("alignment:objective_links", d.pk, contributes_to="Gamma", because="It waits for it").status_code == 302
    )
    answer = marta_writes.post("alignment:objective_links", b.pk, contributes_to="Delta")
    assert answer.status_code == 409, "by a further link too"
    assert "Beta → Delta → Gamma → Beta" in said(answer.content.decode())
    link = ObjectiveLink.objects.get()
    assert marta_writes.post("alignment:link_removal", link.pk).status_code == 302
    assert not ObjectiveLink.objects.exists()


def test_dropped_in_the_tree_it_moves_and_the_tree_opens_there(tidewater: Organization, marta_writes: Writer) -> None:
    quarter = new_quarter()
    live, renew = new_objective("12 utilities live", cycle=quarter), new_objective("Renew 94%", cycle=quarter)
    sso = new_objective("SSO", parent=live, cycle=quarter, because="They ask for it")
    answer = marta_writes.post("alignment:objective_move", sso.pk, parent=renew.pk, back="tree")
    assert answer.url == f"{reverse('alignment:objectives', args=['tidewater'])}?cycle={quarter.pk}&open={renew.pk}#o{sso.pk}"
    sso.refresh_from_db()
    assert (sso.parent, sso.because) == (renew, "")
    assert "SSO" in said(marta_writes.client.get(answer.url).content.decode())
    assert marta_writes.post("alignment:objective_move", sso.pk, because="x").status_code == 422, "nothing chosen moves nothing"


def test_what_is_archived_leaves_every_list_and_comes_back_where_it_was(tidewater: Organization, marta_writes: Writer) -> None:
    quarter = new_quarter()
    live = new_objective("12 utilities live", cycle=quarter)
    sso = new_objective("SSO for tenants", cycle=quarter, parent=live)
    new_key_result(sso, "Signed in", 0, 10, 5)
    refresh_organization(organization_id=tidewater.pk, today=MONDAY)
    assert marta_writes.post("alignment:objective_archive", sso.pk).status_code == 302
    for asked in ({}, {"view": "list"}, {"view": "map"}, {"open": live.pk}, {"state": "all"}):
        assert "SSO for tenants" not in marta_writes.page("alignment:objectives", **asked).replace(
            "“SSO for tenants” is archived", ""
        )
    assert ObjectiveHealth.objects.get(objective=live).progress is None, "it carries nothing any more"
    assert CycleHealth.objects.get().objective_count == 1, "and no count has it"
    assert "SSO for tenants" in marta_writes.page("alignment:objectives", state="archived")
    assert "Restore" in marta_writes.page("alignment:objective", sso.pk)
    assert marta_writes.post("alignment:objective_restore", sso.pk).status_code == 302
    assert ObjectiveHealth.objects.get(objective=live).progress == 0.5
    assert CycleHealth.objects.get().objective_count == 2


def test_it_ends_rests_and_goes_on_by_one_form(tidewater: Organization, marta_writes: Writer) -> None:
    live = new_objective("12 utilities live")
    answer = marta_writes.post("alignment:objective_state", live.pk, state="cancelled", reason="")
    assert answer.status_code == 422
    assert "Say why" in said(answer.content.decode())
    for state, words in (
        ("on_hold", "Holidays"),
        ("active", ""),
        ("missed", "No tester"),
        ("active", "A tester"),
        ("completed", ""),
    ):
        assert marta_writes.post("alignment:objective_state", live.pk, state=state, reason=words).status_code == 302, state
        live.refresh_from_db()
        assert live.state == state


def test_a_hit_with_a_broken_guard_is_not_a_hit(tidewater: Organization, marta: Person, marta_writes: Writer) -> None:
    live = new_objective("12 utilities live")
    churn = add_metric(organization=tidewater, title="Churn", unit="%", by=marta, now=NOW)
    answer = marta_writes.post("alignment:guards", live.pk, metric="churn", bound="at_most", limit_value="3")
    assert answer.status_code == 302
    assert marta_writes.post("alignment:guards", live.pk, metric="churn", bound="at_most", limit_value="3").status_code == 409
    record_measurement(metric=churn, value=4, by=marta, now=NOW)
    assert "[Broken] Churn 4 % stays at or below 3" in marta_writes.page("alignment:objective", live.pk)
    answer = marta_writes.post("alignment:objective_state", live.pk, state="completed", reason="")
    assert answer.status_code == 422
    assert "“Churn” stands at 4 and was to stay at or below 3" in said(answer.content.decode())
    assert marta_writes.post("alignment:guard_removal", Guard.objects.get().pk).status_code == 302
    assert marta_writes.post("alignment:objective_state", live.pk, state="completed", reason="").status_code == 302


def test_a_list_grows_and_keeps_how_long_it_first_was(tidewater: Organization, marta_writes: Writer) -> None:
    live = new_objective("12 utilities live")
    typed = {"kind": "checklist", "title": "Ready to sign in", "items": "A\nB\n\nC\nD\nE", "weight": "1"}
    assert marta_writes.post("alignment:key_result_new", live.pk, **typed).status_code == 302
    key_result = KeyResult.objects.get()
    for item in ChecklistItem.objects.order_by("position")[:3]:
        assert marta_writes.post("alignment:item_tick", item.pk, done="1").status_code == 302
    assert marta_writes.post("alignment:key_result_items", key_result.pk, items="F\nG").status_code == 302
    key_result.refresh_from_db()
    assert (key_result.current_value, key_result.target_value, key_result.original_target_value) == (3, 7, 5)
    assert "3 of 7, 5 at first" in marta_writes.page("alignment:objective", live.pk)
    assert ObjectiveHealth.objects.get(objective=live).progress == 0.428571
    for item in ChecklistItem.objects.all():
        marta_writes.post("alignment:item_tick", item.pk, done="1")
        marta_writes.post("alignment:item_tick", item.pk, done="1")
    key_result.refresh_from_db()
    assert (key_result.state, key_result.current_value) == ("done", 7)
    assert marta_writes.post("alignment:item_removal", ChecklistItem.objects.last().pk).status_code == 302  # type: ignore[union-attr]


def test_a_target_that_is_the_start_is_refused_at_its_field(tidewater: Organization, marta_writes: Writer) -> None:
    live = new_objective("12 utilities live")
    usual = {"kind": "metric", "title": "Live", "start_value": "12", "target_value": "12", "weight": "1"}
    answer = marta_writes.post("alignment:key_result_new", live.pk, **usual)
    assert answer.status_code == 422
    assert "Choose a target other than the start, 12" in said(answer.content.decode())
    for wrong, sentence in (
        ({"target_value": ""}, "Say what number is to be reached"),
        ({"target_value": "many"}, "Write it as a number"),
        ({"start_value": ""}, "Say where the number starts"),
        ({"target_value": "10", "commit_value": "9"}, "The commitment lies between the start and the target: from 12 to 10"),
        ({"target_value": "20", "stretch_value": "18"}, "The stretch lies beyond the target: more than 20"),
        ({"target_value": "9" * 30}, "too l"),
        ({"kind": "checklist"}, "Say what is on the list"),
    ):
        answer = marta_writes.post("alignment:key_result_new", live.pk, **(usual | wrong))
        assert answer.status_code == 422, wrong
        assert sentence in said(answer.content.decode()), wrong
    assert not KeyResult.objects.exists()


def test_two_who_aim_a_measure_anew_see_both_and_it_is_ordered_and_cancelled_with_a_reason(
    tidewater: Organization, marta: Person, marta_writes: Writer
) -> None:
    live = new_objective("12 utilities live")
    first, second = new_key_result(live, "Live", 0, 12, 4), new_key_result(live, "Score", 7, 9, 8, position=1)
    typed = marta_writes.form("alignment:key_result_edit", first.pk) | {"target_value": "14", "reason": "Two more"}
    assert marta_writes.post("alignment:key_result_edit", first.pk, **(typed | {"target_value": "13"})).status_code == 302
    answer = marta_writes.post("alignment:key_result_edit", first.pk, **typed)
    assert answer.status_code == 409
    assert "Target 13 14" in said(answer.content.decode())
    marta_writes.post("alignment:key_result_place", second.pk, to="up")
    assert list(live.key_results.order_by("position").values_list("title", flat=True)) == ["Score", "Live"]
    assert marta_writes.post("alignment:key_result_end", second.pk, state="cancelled", reason="").status_code == 422
    assert marta_writes.post("alignment:key_result_end", second.pk, state="cancelled", reason="No survey").status_code == 302
    second.refresh_from_db()
    assert second.state == "cancelled"


def test_an_initiative_moves_nothing_by_itself(tidewater: Organization, marta_writes: Writer, ines_writes: Writer) -> None:
    live = new_objective("12 utilities live")
    new_key_result(live, "Live", 0, 10, 4)
    refresh_organization(organization_id=tidewater.pk, today=MONDAY)
    typed = marta_writes.form("alignment:initiative_new", live.pk) | {"title": "Hire a tester", "owner": "Ines", "owner-chosen": ""}
    for _ in range(2):
        assert marta_writes.post("alignment:initiative_new", live.pk, **typed).status_code == 302
    hire = Initiative.objects.get()
    typed = ines_writes.form("alignment:initiative_edit", hire.pk) | {"state": "done"}
    assert ines_writes.post("alignment:initiative_edit", hire.pk, **typed).status_code == 302, "its owner says how it goes"
    hire.refresh_from_db()
    assert (hire.state, hire.done_on) == ("done", MONDAY)
    assert ObjectiveHealth.objects.get(objective=live).progress == 0.4


def test_advice_comes_as_it_is_typed_and_stops_nothing(tidewater: Organization, marta_writes: Writer) -> None:
    answer = marta_writes.post("alignment:objective_advice", **(NOTHING | {"title": "Implement SSO and billing"}))
    page = said(answer.content.decode())
    assert "is an activity" in page
    assert "names two things" in page
    assert marta_writes.post("alignment:objective_new", **(NOTHING | {"title": "Implement SSO and billing"})).status_code == 302
    assert "is an activity" in marta_writes.page("alignment:objective", Objective.objects.get().pk)


def test_a_tree_of_seven_hundred_opens_small_and_in_few_queries(
    tidewater: Organization, marta_writes: Writer, count_queries: CountQueries
) -> None:
    quarter, teams = new_quarter(), [new_team(f"Team {n}") for n in range(20)]
    tops = [new_objective(f"Objective {n} that the whole company wants", cycle=quarter) for n in range(20)]
    rows = [
        Objective(
            organization=tidewater, title=f"Priority {n} of a team for the quarter", state="active", cycle=quarter,
            parent=tops[n % 20], team=teams[n % 20], due_on=date(2026, 8, 1 + n % 28), key=f"p-{n}",
        )
        for n in range(680)
    ]  # fmt: skip
    Objective.objects.bulk_create(rows)
    refresh_organization(organization_id=tidewater.pk, today=MONDAY)
    marta_writes.get("alignment:cycles")
    for name, asked in (("", {}), (" open", {"open": ",".join(str(top.pk) for top in tops[:12])}), (" map", {"view": "map"})):
        with count_queries(f"alignment:objectives 700{name}"):
            answer = marta_writes.get("alignment:objectives", **asked)
        assert answer.status_code == 200
        assert len(gzip.compress(answer.content)) <= 12 * 1024, name
    assert "Priority" in marta_writes.slot("alignment:objective_children", tops[0].pk)


def test_the_map_draws_what_contributes_to_what_and_looks_around_one(tidewater: Organization, marta_writes: Writer) -> None:
    quarter = new_quarter()
    live, renew = new_objective("12 utilities live", cycle=quarter), new_objective("Renew 94%", cycle=quarter)
    sso = new_objective("SSO for tenants", cycle=quarter, parent=live)
    ObjectiveLink.objects.create(organization=tidewater, objective=sso, contributes_to=renew)
    source = marta_writes.source("alignment:objectives", view="map")
    assert 'aria-label="SSO for tenants, no update, no owner"' in source
    assert "SSO for tenants contributes to 12 utilities live" in said(source)
    assert source.count('class="oe also"') == 2, "one in the picture, one in its key"
    focused = marta_writes.source("alignment:objectives", view="map", focus=renew.pk)
    assert "12 utilities live, no update" not in focused.split('<svg class="omap"')[1]
    assert "SSO for tenants, no update" in focused
    assert marta_writes.get("alignment:objectives", view="map", focus=99).status_code == 200
