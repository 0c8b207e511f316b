"""An objective is set, changed with a reason, and closed on purpose; nothing agreed on is lost."""

import contextlib
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alignment.actions import (
    add_key_result,
    change_key_result,
    change_objective,
    close_objective,
    hold_objective,
    link_objectives,
    reopen_objective,
    resume_objective,
    set_objective,
)
from alignment.actions.objectives import STATES
from alignment.models import Objective, ObjectiveHealth
from alignment.models.objectives import KeyResultKind, ObjectiveState
from organizations.models import Event, Organization, Person
from organizations.refusals import (
    AlreadyThere,
    DatesOutOfOrder,
    NotAllowed,
    NotSaid,
    OutOfTurn,
    Refused,
    WouldBeCircle,
)
from tests.cast import MONDAY, NOW, new_objective, new_quarter, new_team

COMPLETED, MISSED, CANCELLED = ObjectiveState.COMPLETED, ObjectiveState.MISSED, ObjectiveState.CANCELLED


def test_a_lead_sets_a_priority_for_the_own_team_and_its_health_is_there_at_once(tidewater: Organization, ines: Person) -> None:
    security = new_team("Security", lead=ines)
    sso = set_objective(
        organization=tidewater,
        title=" SSO for mid-market tenants ",
        team=security,
        owner=ines,
        cycle=new_quarter(),
        by=ines,
        now=NOW,
    )
    line = Event.objects.get()
    assert (sso.title, sso.state, sso.health.status) == ("SSO for mid-market tenants", "active", "no_update")
    assert (line.name, line.actor, line.about_id) == ("objective.set", ines, sso.pk)


def test_a_member_sets_nothing_for_the_company_or_for_another_team(tidewater: Organization, ines: Person) -> None:
    data, security = new_team("Data"), new_team("Security", lead=ines)
    sso = set_objective(organization=tidewater, title="SSO", team=security, owner=ines, by=ines, now=NOW)
    for team, whose in ((None, "the whole organization"), (data, "Data")):
        for owner in (None, ines):
            with pytest.raises(NotAllowed, match=f"for {whose}. Ask a leader"):
                set_objective(organization=tidewater, title="Mine", team=team, owner=owner, by=ines, now=NOW)
        with pytest.raises(NotAllowed, match=f"for {whose}. Ask a leader"):
            change_objective(objective=sso, team=team, by=ines, now=NOW)
    assert [row.team for row in Objective.objects.all()] == [security]


def test_a_title_is_asked_for_and_dates_come_in_order(tidewater: Organization, marta: Person) -> None:
    with pytest.raises(NotSaid, match="Give the objective a title"):
        set_objective(organization=tidewater, title="  ", by=marta, now=NOW)
    with pytest.raises(NotSaid, match="to 250 characters; it has 251"):
        set_objective(organization=tidewater, title="x" * 251, by=marta, now=NOW)
    with pytest.raises(DatesOutOfOrder, match="not before the start"):
        set_objective(organization=tidewater, title="Late", start_on=MONDAY, due_on=date(2026, 8, 1), by=marta, now=NOW)


def test_a_new_date_needs_a_reason_and_the_first_one_stays(tidewater: Organization, marta: Person) -> None:
    objective = set_objective(organization=tidewater, title="12 utilities live", due_on=date(2026, 9, 27), by=marta, now=NOW)
    with pytest.raises(NotSaid, match="Say why"):
        change_objective(objective=objective, due_on=date(2026, 12, 27), by=marta, now=NOW)
    change_objective(objective=objective, due_on=date(2026, 12, 27), reason="SSO slipped", by=marta, now=NOW)
    objective.refresh_from_db()
    line = Event.objects.get(name="objective.changed")
    assert (objective.due_on, objective.original_due_on) == (date(2026, 12, 27), date(2026, 9, 27))
    assert line.data == {"changes": {"due_on": ["2026-09-27", "2026-12-27"]}, "reason": "SSO slipped"}


def test_saying_the_same_again_changes_nothing_and_is_not_news(tidewater: Organization, marta: Person) -> None:
    objective = set_objective(organization=tidewater, title="12 utilities live", by=marta, now=NOW)
    change_objective(objective=objective, title="12 utilities live", by=marta, now=NOW)
    assert not Event.objects.filter(name="objective.changed").exists()


def test_no_objective_serves_itself_not_even_through_others(tidewater: Organization, marta: Person) -> None:
    live = new_objective("12 utilities live")
    sso = new_objective("SSO", parent=live)
    queue = new_objective("Intake queue", parent=sso)
    with pytest.raises(WouldBeCircle, match="does not lie below it"):
        change_objective(objective=live, parent=queue, by=marta, now=NOW)
    with pytest.raises(WouldBeCircle):
        link_objectives(objective=live, contributes_to=live, by=marta, now=NOW)
    link_objectives(objective=queue, contributes_to=live, because="Both wait for Omar", by=marta, now=NOW)
    with pytest.raises(AlreadyThere):
        link_objectives(objective=sso, contributes_to=live, by=marta, now=NOW)


def test_a_move_is_felt_by_the_tree_that_is_left_and_the_one_that_is_joined(tidewater: Organization, marta: Person) -> None:
    old, new = (set_objective(organization=tidewater, title=title, by=marta, now=NOW) for title in ("Old", "New"))
    sso = set_objective(organization=tidewater, title="SSO", parent=old, by=marta, now=NOW)
    change_objective(objective=sso, parent=new, by=marta, now=NOW)
    counts = dict(ObjectiveHealth.objects.values_list("objective__title", "child_count"))
    assert (counts["Old"], counts["New"]) == (0, 1)


def test_an_end_short_of_the_goal_says_why(tidewater: Organization, marta: Person) -> None:
    objective = new_objective("SSO", start_on=MONDAY)
    with pytest.raises(NotSaid, match="without being reached"):
        close_objective(objective=objective, outcome=CANCELLED, by=marta, now=NOW)
    with pytest.raises(DatesOutOfOrder):
        close_objective(objective=objective, outcome=COMPLETED, completed_on=MONDAY - timedelta(days=1), by=marta, now=NOW)
    with pytest.raises(NotSaid, match="how it ended"):
        close_objective(objective=objective, outcome=ObjectiveState.ACTIVE, by=marta, now=NOW)
    closed = close_objective(objective=objective, outcome=COMPLETED, by=marta, now=NOW)
    assert (closed.state, closed.completed_on, closed.health.status) == ("completed", MONDAY, "done")


def test_a_closed_objective_is_reopened_before_anything_else(tidewater: Organization, marta: Person) -> None:
    objective = close_objective(objective=new_objective("SSO"), outcome=MISSED, reason="No tester", by=marta, now=NOW)
    with pytest.raises(OutOfTurn, match="It can become active"):
        close_objective(objective=objective, outcome=COMPLETED, by=marta, now=NOW)
    with pytest.raises(OutOfTurn, match="Reopen it"):
        resume_objective(objective=objective, by=marta, now=NOW)
    reopened = reopen_objective(objective=objective, reason="Rotterdam has a week", by=marta, now=NOW)
    assert (reopened.state, reopened.completed_on) == ("active", None)


def test_a_measure_has_the_numbers_that_its_progress_is_reckoned_from(tidewater: Organization, marta: Person) -> None:
    objective = new_objective("12 utilities live")
    with pytest.raises(NotSaid, match="other than the start, 12"):
        add_key_result(objective=objective, title="Live", start_value=12, target_value=12, by=marta, now=NOW)
    with pytest.raises(NotSaid, match="what number is to be reached"):
        add_key_result(objective=objective, title="Live", start_value=0, by=marta, now=NOW)
    with pytest.raises(NotSaid, match="where the number starts"):
        add_key_result(objective=objective, title="Live", target_value=12, by=marta, now=NOW)
    with pytest.raises(NotSaid, match="one or more"):
        add_key_result(objective=objective, title="List", kind=KeyResultKind.CHECKLIST, target_value=0, by=marta, now=NOW)
    live = add_key_result(objective=objective, title="Live", start_value=0, target_value=12, by=marta, now=NOW)
    stay = add_key_result(
        objective=objective, title="Losses", kind=KeyResultKind.THRESHOLD_BELOW, start_value=2, target_value=2, by=marta, now=NOW
    )
    assert live.current_value == 0
    assert (live.position, stay.position) == (0, 1)


def test_a_target_moves_with_a_reason_and_the_first_one_stays(tidewater: Organization, marta: Person) -> None:
    objective = new_objective("12 utilities live")
    live = add_key_result(objective=objective, title="Live", start_value=0, target_value=12, by=marta, now=NOW)
    with pytest.raises(NotSaid, match="Say why"):
        change_key_result(key_result=live, target_value=10, reason="", by=marta, now=NOW)
    change_key_result(key_result=live, target_value=10, reason="Two left the pilot", by=marta, now=NOW)
    live.refresh_from_db()
    assert (live.target_value, live.original_target_value) == (Decimal(10), Decimal(12))


@settings(max_examples=25)
@given(tries=st.lists(st.sampled_from(["reach", "miss", "reject", "hold", "resume", "reopen"]), max_size=6))
def test_no_sequence_of_verbs_takes_an_objective_where_the_table_does_not(
    tidewater: Organization, marta: Person, tries: list[str]
) -> None:
    objective = set_objective(organization=tidewater, title="SSO", state=ObjectiveState.PROPOSED, by=marta, now=NOW)
    for step in tries:
        before = objective.state
        with contextlib.suppress(Refused):
            {
                "reach": lambda: close_objective(objective=objective, outcome=COMPLETED, by=marta, now=NOW),
                "miss": lambda: close_objective(objective=objective, outcome=MISSED, reason="Late", by=marta, now=NOW),
                "reject": lambda: close_objective(
                    objective=objective, outcome=ObjectiveState.REJECTED, reason="No", by=marta, now=NOW
                ),
                "hold": lambda: hold_objective(objective=objective, reason="Holidays", by=marta, now=NOW),
                "resume": lambda: resume_objective(objective=objective, by=marta, now=NOW),
                "reopen": lambda: reopen_objective(objective=objective, reason="Again", by=marta, now=NOW),
            }[step]()
        objective.refresh_from_db()
        assert objective.state == before or objective.state in STATES[before]
