"""What is stuck, as it is seen and answered with a browser: raised in a minute, answered in one click."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine

from accountability.models import Commitment
from alignment.actions.archive import archive_objective
from alignment.models import Dependency, Initiative, Objective
from decisions.actions import Stuck, ask_for_decision, change_blocker, clear_blocker, promise_blocker
from decisions.models import Blocker, BlockerSpan
from organizations.models import Organization, Person, Team
from tests.cast import MONDAY, NOW, new_key_result, new_objective, new_person, new_team
from tests.decisions.blockers import DAY, raised
from tests.reading import Reader, in_order

FRIDAY = MONDAY + 4 * DAY


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def ben(tidewater: Organization) -> Person:
    return new_person("Ben Okafor", login=True, status="active")


@pytest.fixture
def security(ines: Person) -> Team:
    return new_team("Security", lead=ines)


@pytest.fixture
def sso(ines: Person, security: Team) -> Objective:
    return new_objective("SSO for all", owner=ines, team=security)


def post(person: Person, name: str, *args: object, **said: Any) -> Any:
    reader = Reader(person)
    return reader.client.post(reader.address(name, *args), said)


def test_it_is_raised_from_the_page_of_what_is_stuck(ines: Person, ben: Person, sso: Objective) -> None:
    reader = Reader(ines)
    form = reader.source("decisions:blocker_new", about=f"objectives/{sso.pk}")
    assert 'value="SSO for all"' in form
    answer = post(
        ines, "decisions:blocker_new", about=f"objectives/{sso.pk}", title="No test tenant", objective="SSO for all",
        owner="Ben Okafor", kind="team", hoped_on="2026-08-21",
    )  # fmt: skip
    (blocker,) = Blocker.objects.all()
    assert (answer.status_code, answer.url) == (302, f"/tidewater/blockers/{blocker.pk}/")
    assert (blocker.objective, blocker.owner, blocker.raised_by, blocker.hoped_on) == (sso, ben, ines, FRIDAY)
    page = reader.page("decisions:blocker", blocker.pk)
    assert in_order(page, "No test tenant", "Stuck, not answered", "Ben Okafor", "Hoped for by", "SSO for all", "What happened")


def test_a_second_press_raises_no_second_one(ines: Person, ben: Person, sso: Objective) -> None:
    once = Reader(ines).source("decisions:blocker_new").split('name="once" value="')[1].split('"')[0]
    said = {"title": "X", "objective": sso.title, "owner": "Ben Okafor", "kind": "team", "once": once}
    first, second = (post(ines, "decisions:blocker_new", **said) for _ in range(2))
    assert first.url == second.url
    assert Blocker.objects.count() == 1


def test_what_is_not_said_is_asked_for_and_what_was_typed_stays(ines: Person, ben: Person, sso: Objective) -> None:
    answer = post(ines, "decisions:blocker_new", objective=sso.title, clears_when="A tenant", since_on="2026-08-31")
    text = answer.content.decode()
    assert answer.status_code == 422
    for sentence in (
        "Say what stands in the way, in one line.",
        "Say who clears it: one person.",
        "Say what kind of blocker it is.",
    ):
        assert sentence in text
    assert "A tenant</textarea>" in text
    answer = post(
        ines, "decisions:blocker_new", objective=sso.title, title="X", owner="Ben Okafor", kind="team", since_on="2026-08-31"
    )
    assert answer.status_code == 422
    assert "It is stuck since today or since a day before." in answer.content.decode()
    assert not Blocker.objects.exists()


@pytest.mark.parametrize(
    "said",
    [
        {"kind": "forgot"}, {"waits_on": "decision:999999"}, {"waits_on": "person:1"}, {"part": "key_result:9"},
        {"hoped_on": "soon"},
        {"title": "x" * 300}, {"objective": "Nowhere"}, {"owner": "Nobody"}, {"about": "objectives/99999999999999999999"},
    ],
)  # fmt: skip
def test_hostile_words_are_put_right_and_never_break_the_page(
    ines: Person, ben: Person, sso: Objective, said: dict[str, str]
) -> None:
    usual = {"title": "X", "objective": sso.title, "owner": "Ben Okafor", "kind": "team", "about": f"objectives/{sso.pk}"}
    if "part" in said:
        new_key_result(sso, "Tenants")
    if "waits_on" in said:
        ask_for_decision(organization=ines.organization, question="Q?", decider=ben, objective=sso, by=ines, now=NOW)
    answer = post(ines, "decisions:blocker_new", **(usual | said))
    assert answer.status_code == (302 if "about" in said else 422)


def test_a_part_of_it_and_what_is_asked_already_are_offered(ines: Person, ben: Person, marta: Person, sso: Objective) -> None:
    measure = new_key_result(sso, "Tenants on SSO")
    Initiative.objects.create(organization=ines.organization, objective=sso, title="Try with one", state="under_way")
    decision = ask_for_decision(
        organization=ines.organization, question="Which vendor?", decider=marta, objective=sso, by=ines, now=NOW
    )
    platform = new_team("Platform")
    Dependency.objects.create(
        organization=ines.organization, kind="work", state="requested", title="A tenant", from_objective=sso, to_team=platform
    )
    form = Reader(ines).page("decisions:blocker_new", about=f"objectives/{sso.pk}")
    assert in_order(form, "Decision: Which vendor?", "Request: A tenant", "Tenants on SSO", "Try with one")
    said = {"title": "X", "objective": sso.title, "waits_on": f"decision:{decision.pk}", "part": f"key_result:{measure.pk}"}
    post(ines, "decisions:blocker_new", about=f"objectives/{sso.pk}", **said)
    (blocker,) = Blocker.objects.all()
    assert (blocker.owner, blocker.kind, blocker.key_result, blocker.decision) == (marta, "decision", measure, decision)
    assert "Which vendor?" in Reader(ines).page("decisions:blocker", blocker.pk)
    assert "SSO for all" in Reader(ines).slot("decisions:blockers_of_decision", decision.pk)


def test_a_promise_is_stuck_on_its_own_page_and_a_private_one_is_found_by_nobody_else(
    ines: Person, ben: Person, marta: Person
) -> None:
    scope = {"organization": ines.organization, "state": "open", "owner": ines}
    promise = Commitment.objects.create(**scope, title="Book a slot")
    private = Commitment.objects.create(**scope, title="Secret", is_private=True)
    post(
        ines,
        "decisions:blocker_new",
        about=f"commitments/{promise.pk}",
        title="No slot is free",
        owner="Ben Okafor",
        kind="external",
    )
    (blocker,) = Blocker.objects.all()
    assert blocker.commitment == promise
    slot = Reader(marta).slot("decisions:blockers_of_commitment", promise.pk)
    assert in_order(slot, "Stuck", "No slot is free", "Waits on Ben Okafor", "Blocked")
    assert Reader(marta).get("decisions:blockers_of_commitment", private.pk).status_code == 404
    assert "Secret" not in Reader(ines).source("decisions:blocker_new", about=f"commitments/{private.pk}")


def test_the_objective_says_that_it_is_blocked_and_for_how_long(ines: Person, ben: Person, sso: Objective) -> None:
    raised(ines, ben, stuck=Stuck(objective=sso), since_on=MONDAY - 5 * DAY, hoped_on=FRIDAY)
    slot = Reader(ben).slot("decisions:blockers_of_objective", sso.pk)
    assert in_order(slot, "Stuck", "3 working days in all", "No test tenant", "3 days", "hoped for by", "Blocked", "3 working days")
    page = Reader(ben).source("alignment:objective", sso.pk)
    assert f"/tidewater/objectives/{sso.pk}/blockers/" in page and 'id="blocked"' in page
    calm = Reader(ben).slot("decisions:blockers_of_objective", new_objective("Calm").pk)
    assert in_order(calm, "Blockers", "Raise a blocker", "Nothing stands in its way.")
    assert "Blocked" not in calm


def test_nothing_can_stand_in_the_way_of_what_is_over(ben: Person, sso: Objective) -> None:
    assert "Raise a blocker" in Reader(ben).slot("decisions:blockers_of_objective", sso.pk)
    archive_objective(objective=sso, by=None, now=NOW)
    assert "Raise a blocker" not in Reader(ben).slot("decisions:blockers_of_objective", sso.pk)


def test_without_a_script_the_slot_is_the_list_narrowed_to_it(ines: Person, sso: Objective) -> None:
    answer = Reader(ines).get("decisions:blockers_of_objective", sso.pk)
    assert answer.url == f"/tidewater/blockers/?objective={sso.pk}&show=all"


@pytest.mark.parametrize(
    ("said", "state", "day"),
    [
        ({"answer": "cleared", "how": "A new one"}, "cleared", None),
        ({"answer": "cleared"}, "cleared", None),
        ({"answer": "friday"}, "open", FRIDAY),
        ({"answer": "day", "by_day": "2026-08-25"}, "open", date(2026, 8, 25)),
    ],
)
def test_its_owner_answers_in_one_click(
    ines: Person, ben: Person, sso: Objective, said: dict[str, str], state: str, day: date | None
) -> None:
    blocker = raised(ines, ben, stuck=Stuck(objective=sso))
    assert in_order(
        Reader(ben).slot("decisions:blocker_answer", blocker.pk), "Can you clear it?", "Cleared", "By Friday, 21 Aug", "Not mine"
    )
    assert post(ben, "decisions:blocker_answer", blocker.pk, **said).status_code == 302
    blocker.refresh_from_db()
    assert (blocker.state, blocker.promised_on, blocker.ending) == (state, day, said.get("how", ""))


def test_not_mine_names_whose_it_is_and_why(ines: Person, ben: Person, marta: Person, sso: Objective) -> None:
    blocker = raised(ines, ben, stuck=Stuck(objective=sso))
    for said, sentence in (
        ({"answer": "hand_on", "to": "Marta Lindqvist"}, "Say why it is theirs to clear."),
        ({"answer": "hand_on", "reason": "Hers"}, "Name the person who clears it."),
        ({"answer": "hand_on", "to": "Ben Okafor", "reason": "Mine"}, "clears this already"),
        ({"answer": "day"}, "Say by which day."),
        ({"answer": "day", "by_day": "2026-08-01"}, "Choose a day that is still to come."),
        ({"answer": "burn"}, "Choose one of the answers."),
        ({}, "Choose an answer."),
    ):
        answer = post(ben, "decisions:blocker_answer", blocker.pk, **said)
        assert (answer.status_code, sentence in answer.content.decode()) == (422, True), said
    post(ben, "decisions:blocker_answer", blocker.pk, answer="hand_on", to="Marta Lindqvist", reason="The tenants are hers")
    blocker.refresh_from_db()
    assert blocker.owner == marta
    page = Reader(ines).page("decisions:blocker", blocker.pk)
    assert in_order(page, "handed it on to Marta Lindqvist", "The tenants are hers", "raised it")
    assert post(ben, "decisions:blocker_answer", blocker.pk, answer="friday").status_code == 403  # it is not his any more


def test_who_waits_may_say_that_it_is_cleared_and_not_by_when(ines: Person, ben: Person, sso: Objective) -> None:
    blocker = raised(ines, ben, stuck=Stuck(objective=sso))
    panel = Reader(ines).slot("decisions:blocker_answer", blocker.pk)
    assert in_order(panel, "Ben Okafor says by when.", "Cleared", "Somebody else clears it")
    assert "By Friday" not in panel
    ola = new_person("Ola Berg", login=True, status="active")
    assert "Ben Okafor answers to that." in Reader(ola).slot("decisions:blocker_answer", blocker.pk)
    assert post(ola, "decisions:blocker_answer", blocker.pk, answer="cleared").status_code == 403


def test_cleared_by_mistake_is_taken_back_by_who_did_it_on_that_day(ines: Person, ben: Person, sso: Objective) -> None:
    blocker = raised(ines, ben, stuck=Stuck(objective=sso), hoped_on=FRIDAY)
    post(ben, "decisions:blocker_answer", blocker.pk, answer="cleared")
    assert post(ines, "decisions:blocker_undo", blocker.pk).status_code == 409
    assert post(ben, "decisions:blocker_undo", blocker.pk).status_code == 302
    blocker.refresh_from_db()
    assert (blocker.state, blocker.hoped_on) == ("open", FRIDAY)
    assert post(ben, "decisions:blocker_undo", blocker.pk).status_code == 409


def test_it_is_withdrawn_and_stuck_again_with_a_reason(ines: Person, ben: Person, sso: Objective) -> None:
    blocker = raised(ines, ben, stuck=Stuck(objective=sso))
    assert post(ines, "decisions:blocker_withdrawal", blocker.pk, reason="").status_code == 422
    post(ines, "decisions:blocker_withdrawal", blocker.pk, reason="We work around it")
    page = Reader(ines).page("decisions:blocker", blocker.pk)
    assert in_order(page, "Withdrawn", "Stuck again", "Why it was withdrawn", "We work around it")
    post(ines, "decisions:blocker_reopening", blocker.pk, reason="We cannot after all")
    assert Blocker.objects.get().state == "open"
    assert BlockerSpan.objects.count() == 2


def test_two_who_edit_it_lose_no_words(ines: Person, ben: Person, marta: Person, sso: Objective) -> None:
    blocker = raised(ines, ben, stuck=Stuck(objective=sso))
    seal = Reader(ines).source("decisions:blocker_edit", blocker.pk)
    began = seal.split('name="started_from" value="')[1].split('"')[0] if "started_from" in seal else ""
    said = {"title": "Mine", "kind": "team", "hoped_on": "", "clears_when": "", "started_from": began}
    change_blocker(blocker=blocker, title="Hers", by=marta, now=NOW)
    answer = post(ines, "decisions:blocker_edit", blocker.pk, **said)
    assert answer.status_code == 409
    assert "Marta Lindqvist" in answer.content.decode() and "Hers" in answer.content.decode()
    answer = post(ines, "decisions:blocker_edit", blocker.pk, **(said | {"title": "No test tenant", "clears_when": "One tenant"}))
    assert answer.status_code == 302
    blocker.refresh_from_db()
    assert (blocker.title, blocker.clears_when) == ("Hers", "One tenant")


def test_the_list_is_narrowed_by_team_who_clears_kind_and_age(ines: Person, ben: Person, marta: Person, sso: Objective) -> None:
    raised(ines, ben, "Old", stuck=Stuck(objective=sso), since_on=MONDAY - 20 * DAY, kind="capacity")
    raised(ines, marta, "New", stuck=Stuck(objective=new_objective("Grid")), hoped_on=MONDAY)
    promised = raised(ines, marta, "Late", stuck=Stuck(objective=sso), since_on=MONDAY - 9 * DAY)
    promise_blocker(blocker=promised, promised_on=MONDAY, by=marta, now=NOW)
    Blocker.objects.filter(title="Late").update(promised_on=MONDAY - DAY)
    clear_blocker(blocker=raised(ines, ben, "Gone"), by=ben, now=NOW)
    reader = Reader(marta)
    page = reader.page("decisions:blockers")
    assert in_order(page, "Three things are stuck, the longest for 14 working days.", "Old", "14 days", "Late", "New", "today")
    for asked, shown, hidden in (
        ({"team": "Secur"}, "Old", "New"), ({"owner": "Marta"}, "New", "Old"), ({"kind": "capacity"}, "Old", "Late"),
        ({"age": "14"}, "Old", "Late"), ({"age": "7"}, "Late", "New"), ({"show": "late"}, "Late", "New"),
        ({"q": "grid"}, "New", "Old"),
        ({"show": "cleared"}, "Gone", "Old"), ({"objective": sso.pk}, "Old", "New"),
    ):  # fmt: skip
        rows = reader.source("decisions:blockers", **asked).split('<ol class="rows">')[1].split("</ol>")[0]
        assert f">{shown}</a>" in rows and f">{hidden}</a>" not in rows, asked
    assert "No match" in reader.page("decisions:blockers", q="zebra") or "Nothing" in reader.page("decisions:blockers", q="zebra")


def test_an_empty_list_says_what_it_is_for(ines: Person) -> None:
    assert in_order(
        Reader(ines).page("decisions:blockers"), "What is stuck", "Nothing is stuck", "the days are counted until it is cleared"
    )
    assert "Nothing was under way in these weeks." in Reader(ines).page("decisions:blocked_time")


def test_it_waits_in_my_work_of_who_clears_it_and_of_who_waits(ines: Person, ben: Person, marta: Person, sso: Objective) -> None:
    blocker = raised(marta, ben, stuck=Stuck(objective=sso), hoped_on=FRIDAY)
    mine = Reader(ben).page("visibility:my_work")
    assert in_order(
        mine,
        "To answer",
        "No test tenant",
        "Marta says that “SSO for all” is stuck, hopes for it by",
        "Cleared",
        "By Friday",
        "Other",
    )
    for waits in (ines, marta):
        page = Reader(waits).page("visibility:my_work")
        assert in_order(page, "You wait for", "No test tenant", "“SSO for all” is stuck; Ben has not said by when")
    promise_blocker(blocker=blocker, promised_on=MONDAY + DAY, by=ben, now=NOW)
    assert in_order(Reader(ben).page("visibility:my_work"), "Nothing waits on you", "Promised", "You clear it by", "Cleared")
    assert "Ben clears it by" in Reader(ines).page("visibility:my_work")
    with time_machine.travel(NOW + 2 * DAY, tick=False):
        assert in_order(Reader(ben).page("visibility:my_work"), "Promised", "No test tenant", "1 day late")
    clear_blocker(blocker=blocker, by=ben, now=NOW)
    assert "No test tenant" not in Reader(ines).page("visibility:my_work")


def test_what_waits_on_a_decision_of_the_reader_is_in_my_work_once(ines: Person, marta: Person, sso: Objective) -> None:
    decision = ask_for_decision(organization=ines.organization, question="Which vendor?", decider=marta, by=ines, now=NOW)
    raised(ines, marta, "No vendor", stuck=Stuck(objective=sso), decision=decision)
    page = Reader(marta).page("visibility:my_work")
    assert "Which vendor?" in page and "No vendor" not in page


def test_viewers_read_and_are_offered_nothing(ines: Person, ben: Person, sso: Objective) -> None:
    viewer = new_person("Vera Holm", login=True, access="viewer", status="active")
    blocker = raised(ines, ben, stuck=Stuck(objective=sso))
    assert "Raise a blocker" not in Reader(viewer).slot("decisions:blockers_of_objective", sso.pk)
    assert "Withdraw" not in Reader(viewer).page("decisions:blocker", blocker.pk)
    answer = post(viewer, "decisions:blocker_new", title="X", objective=sso.title, owner="Ben Okafor", kind="team")
    assert answer.status_code == 403 and not Blocker.objects.filter(title="X").exists()


def test_blocked_time_is_of_days_under_way_with_the_counts_behind_it(ines: Person, ben: Person, security: Team) -> None:
    """Five objectives of Security over four weeks of five days: 100 days. Two blockers of one overlap: 3 + 2 - 1 = 4."""
    many = [new_objective(f"Goal {n}", team=security, start_on=date(2026, 7, 1)) for n in range(5)]
    Commitment.objects.create(
        organization=ines.organization, title="Secret", state="open", owner=ines, is_private=True, created_on=date(2026, 7, 1)
    )
    for title, since, until in (("One", date(2026, 8, 3), date(2026, 8, 6)), ("Two", date(2026, 8, 5), date(2026, 8, 7))):
        blocker = raised(ines, ben, title, stuck=Stuck(objective=many[0]), since_on=since)
        BlockerSpan.objects.filter(blocker=blocker).update(until_on=until)
        Blocker.objects.filter(pk=blocker.pk).update(state="cleared", ended_on=until)
    before = raised(ines, ben, "Before", stuck=Stuck(objective=many[1]), since_on=date(2026, 7, 1))
    BlockerSpan.objects.filter(blocker=before).update(until_on=date(2026, 7, 17))  # before the window
    Blocker.objects.filter(pk=before.pk).update(state="cleared", ended_on=date(2026, 7, 17))
    page = Reader(ines).page("decisions:blocked_time")
    assert in_order(
        page, "Work stood still on 4 of 100 working days.", "All teams", "4%", "4 days of 100", "1 of 5", "Security", "4%"
    )
    assert "Blocked time" in Reader(ines).slot("decisions:blocked_time")


def test_blocked_time_counts_a_promise_that_ended_only_while_it_was_open(ines: Person, ben: Person, security: Team) -> None:
    """Promised on Monday 3 August, done on Monday 10: five working days, of which Wednesday to Friday stuck."""
    promise = Commitment.objects.create(
        organization=ines.organization, title="Slot", state="open", owner=ines, team=security, created_on=date(2026, 8, 3)
    )
    raised(ines, ben, stuck=Stuck(commitment=promise), since_on=date(2026, 8, 4))
    Commitment.objects.filter(pk=promise.pk).update(state="done", completed_on=date(2026, 8, 10), closed_on=date(2026, 8, 10))
    page = Reader(ines).page("decisions:blocked_time")
    assert in_order(page, "Work stood still on 3 of 5 working days.", "only 1 thing yet", "3 days of 5")


def test_long_words_and_other_alphabets_are_kept_as_they_are(ines: Person, ben: Person, sso: Objective) -> None:
    title = "<b>ไม่มี</b> & \u202eذهب " + "x" * 200
    blocker = raised(ines, ben, title, stuck=Stuck(objective=sso), clears_when="<script>alert(1)</script>")
    source = Reader(ines).source("decisions:blocker", blocker.pk)
    assert "<script>alert" not in source and "<b>ไม่มี" not in source
