"""What a leader reads beside an objective: its status, since when, why, and what speaks against it, as stories."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from alignment.actions.dependencies import request_dependency
from alignment.actions.objectives import change_objective
from alignment.explain import link, sentence
from alignment.models import CheckIn, CycleHealth, Dependency, Objective, ObjectiveHealth, Risk, TeamHealth
from alignment.rollup import refresh_objectives, refresh_organization
from organizations.logbook import reactions, record
from organizations.models import Organization, Person
from organizations.tenancy import in_organization
from tests.cast import MONDAY, NOW, new_key_result, new_objective, new_organization, new_person, new_quarter, new_team


def report(objective: Objective, days_ago: int, **fields: Any) -> CheckIn:
    """A check-in at nine in the morning."""
    at = datetime(2026, 8, 17, 9, 0, tzinfo=UTC) - timedelta(days=days_ago)
    posted: CheckIn = CheckIn.objects.create(organization_id=objective.organization_id, objective=objective, at=at, **fields)
    return posted


def health_of(objective: Objective, today: date = MONDAY) -> ObjectiveHealth:
    refresh_objectives(organization_id=objective.organization_id, objective_ids=[objective.pk], today=today)
    health: ObjectiveHealth = ObjectiveHealth.objects.get(objective=objective)
    return health


def why(causes: list[dict[str, Any]]) -> list[str]:
    return [sentence(cause) for cause in causes]


@pytest.fixture
def daniel(tidewater: Organization) -> Person:
    return new_person("Daniel Brooks")


def test_a_red_report_names_who_said_it_and_what_holds_it_up_comes_before_what_merely_lags(daniel: Person) -> None:
    security = new_team("Security")
    renewals = new_objective("Renew 94%", cycle=new_quarter(), due_on=date(2026, 9, 27))
    report(renewals, 3, claim="off_track", author=daniel, note="Two accounts want the sign-off first.")
    new_key_result(renewals, "Renewed revenue", now=1)
    need: dict[str, Any] = {
        "organization_id": renewals.organization_id,
        "from_objective": renewals,
        "to_team": security,
        "kind": "review",
    }
    sso = Dependency.objects.create(title="the SSO sign-off", state="requested", requested_on=date(2026, 8, 5), **need)
    Dependency.objects.create(title="a logo", state="", requested_on=date(2026, 1, 1), needed_by=date(2026, 2, 1), **need)
    Risk.objects.create(
        organization_id=renewals.organization_id, objective=renewals, title="Vendor folds", state="open", impact=4, likelihood=4
    )
    health = health_of(renewals)
    assert (health.status, health.status_source) == ("off_track", "reported")
    assert why(health.causes) == [
        "Daniel Brooks says it is off track: Two accounts want the sign-off first.",
        "Security has not answered the SSO sign-off, 12 days",
        "44 points behind pace",
        "Renewed revenue is 44 points behind pace",
        "nobody owns it",
    ]
    assert link(health.causes[1]) == ("alignment:dependency", sso.pk)


def test_a_passed_due_date_overrules_every_colour_and_the_word_stays_beside_it(daniel: Person) -> None:
    objective = new_objective("Field engineers hired", due_on=date(2026, 8, 12), owner=daniel)
    report(objective, 1, claim="on_track", author=daniel)
    health = health_of(objective)
    assert (health.status, health.status_source, health.status_since) == ("off_track", "date", date(2026, 8, 12))
    assert health.claim == "on_track"
    assert why(health.causes) == ["due date passed 5 days ago"]
    assert not health.is_contradicted


def test_a_green_that_its_evidence_contradicts_stays_green_and_says_what_speaks_against_it(daniel: Person) -> None:
    billing = new_objective("Every new contract on usage billing", cycle=new_quarter(), owner=daniel)
    report(billing, 1, claim="on_track", author=daniel)
    flat = new_key_result(billing, "Contracts moved", now=6, value_changed_on=date(2026, 7, 20))
    new_key_result(billing, "Old system off", kind="milestone", target=1, due_on=date(2026, 8, 7))
    child = new_objective("Billing engine", parent=billing, due_on=date(2026, 8, 10))
    health_of(child)
    health = health_of(billing)
    assert (health.status, health.is_contradicted) == ("on_track", True)
    assert why(health.causes) == ["Daniel Brooks says it is on track"]
    assert why(health.contradictions) == [
        "Contracts moved has not moved for 4 weeks",
        "Old system off is 10 days past its due date",
        "Billing engine is off track",
        "24 points behind pace",
    ]
    assert link(health.contradictions[0]) == ("alignment:objective", billing.pk)
    assert health.contradictions[0]["id"] == flat.pk


def test_a_green_whose_evidence_agrees_is_not_contradicted(daniel: Person) -> None:
    objective = new_objective("Outage reports", cycle=new_quarter(), owner=daniel)
    report(objective, 1, claim="on_track", author=daniel)
    new_key_result(objective, "Seconds", start=400, target=90, now=200, value_changed_on=MONDAY)
    health = health_of(objective)
    assert (health.status, health.is_contradicted, health.contradictions) == ("on_track", False, [])


def test_an_old_word_is_no_word(daniel: Person) -> None:
    objective = new_objective("Vendor consolidation")
    report(objective, 21, claim="on_track", author=daniel)
    health = health_of(objective)
    assert (health.status, health.is_fresh) == ("no_update", False)
    assert why(health.causes) == ["no check-in for 3 weeks", "nobody owns it"]


def test_a_number_reported_without_a_colour_keeps_the_last_colour_alive(daniel: Person) -> None:
    objective = new_objective("Vendor consolidation", owner=daniel)
    key_result = new_key_result(objective, "Vendors", start=40, target=20, now=30)
    report(objective, 21, claim="at_risk", author=daniel)
    report(objective, 1, key_result=key_result, value=30)
    assert health_of(objective).status == "at_risk"


def test_the_colour_of_the_objective_itself_comes_before_those_of_its_key_results(daniel: Person) -> None:
    objective = new_objective("Vendor consolidation", owner=daniel)
    key_result = new_key_result(objective, "Vendors", start=40, target=20, now=30)
    report(objective, 1, key_result=key_result, claim="off_track", author=daniel)
    assert health_of(objective).claim == "off_track"
    report(objective, 2, claim="on_track", author=daniel)
    assert health_of(objective).claim == "on_track"


def test_without_any_report_an_objective_is_as_good_as_its_pace(daniel: Person) -> None:
    objective = new_objective("Migration toolkit", cycle=new_quarter(), owner=daniel)
    new_key_result(objective, "Tenants moved", now=1)
    health = health_of(objective)
    assert (health.status, health.status_source) == ("off_track", "pace")
    assert why(health.causes)[0] == "44 points behind pace"
    Objective.objects.filter(pk=objective.pk).update(state="on_hold")
    assert health_of(objective).status == "paused"
    Objective.objects.filter(pk=objective.pk).update(state="completed")
    health = health_of(objective)
    assert (health.status, health.progress, health.causes) == ("done", 1, [])


def test_an_objective_nobody_ever_reported_on_says_so(tidewater: Organization) -> None:
    assert why(health_of(new_objective("Forgotten")).causes) == ["nobody has checked in yet", "nobody owns it"]


def test_an_objective_is_as_good_as_what_carries_it_and_names_the_worst_first(daniel: Person) -> None:
    company = new_objective("12 utilities live", owner=daniel)
    for title, claim in [("SSO", "off_track"), ("Playbook", "on_track"), ("Training", "on_track"), ("Data", "at_risk")]:
        report(new_objective(title, parent=company, owner=daniel), 1, claim=claim, author=daniel)
    new_objective("Idea", parent=company, state="proposed")
    refresh_organization(organization_id=company.organization_id, today=MONDAY)
    health = ObjectiveHealth.objects.get(objective=company)
    assert (health.status, health.status_source) == ("at_risk", "children")
    assert health.children_by_status == {"off_track": 1, "on_track": 2, "at_risk": 1}
    assert why(health.causes) == ["1 of 4 objectives below it is off track, 1 at risk", "SSO is off track", "Data is at risk"]


def test_a_status_keeps_its_day_until_it_changes(daniel: Person) -> None:
    objective = new_objective("Tier-2 certification", owner=daniel)
    for days_ago, claim in [(28, "at_risk"), (21, "on_track"), (14, "at_risk"), (7, "at_risk"), (1, "at_risk")]:
        report(objective, days_ago, claim=claim, author=daniel)
    assert health_of(objective).status_since == date(2026, 8, 3)  # the first of the unbroken run
    assert health_of(objective, today=date(2026, 8, 18)).status_since == date(2026, 8, 3)
    report(objective, 0, claim="off_track", author=daniel)
    health = health_of(objective, today=date(2026, 8, 18))
    assert (health.status, health.status_since) == ("off_track", date(2026, 8, 18))


def test_what_was_corrected_was_never_said(daniel: Person) -> None:
    sso, renewals = new_objective("SSO", owner=daniel), new_objective("Renew 94%", owner=daniel)
    report(sso, 21, claim="on_track", author=daniel)
    slip = report(sso, 14, claim="off_track", author=daniel)
    report(sso, 14, claim="on_track", author=daniel, corrects=slip)
    report(sso, 3, claim="on_track", author=daniel)
    health = health_of(sso)
    assert (health.status, health.status_since) == ("on_track", date(2026, 7, 27)), "the red of a slip breaks no run of greens"
    green = report(renewals, 2, claim="on_track", author=daniel)
    better = report(renewals, 2, claim="at_risk", author=daniel, corrects=green)
    assert (health_of(renewals).claim, health_of(renewals).status_since) == ("at_risk", date(2026, 8, 15))
    report(renewals, 2, note="I cannot say yet", author=daniel, corrects=green)
    assert better.corrects == green
    assert health_of(renewals).claim == "", "a colour that was taken back is gone"


def test_a_check_in_changes_everything_above_it_at_once(daniel: Person) -> None:
    company = new_objective("12 utilities live")
    region = new_objective("Northern region", parent=company, team=new_team("North"), cycle=new_quarter())
    leaf = new_objective("Two utilities", parent=region, owner=daniel)
    refresh_organization(organization_id=company.organization_id, today=MONDAY)
    report(leaf, 0, claim="off_track", author=daniel)
    health_of(leaf)
    assert set(ObjectiveHealth.objects.values_list("status", "depth")) == {("off_track", 0), ("off_track", 1), ("off_track", 2)}
    assert TeamHealth.objects.get().own_by_status == {"off_track": 1}
    assert CycleHealth.objects.get().by_status == {"off_track": 1}
    assert ObjectiveHealth.objects.get(objective=company).below_by_status == {"off_track": 2}


def test_teams_count_their_own_and_all_below_and_who_waits_for_whom(daniel: Person) -> None:
    company = new_team("Company", lead=daniel)
    security = new_team("Security", parent=company, lead=daniel)
    report(objective := new_objective("SSO", team=security), 1, claim="at_risk", confidence=40)
    new_objective("Old", team=security, state="completed")
    need: dict[str, Any] = {"organization_id": objective.organization_id, "kind": "work"}
    Dependency.objects.create(from_objective=objective, to_team=company, state="agreed", **need)
    Dependency.objects.create(from_objective=objective, to_team=company, state="accepted", **need)
    Dependency.objects.create(from_team=company, to_objective=objective, state="requested", **need)
    refresh_organization(organization_id=objective.organization_id, today=MONDAY)
    above, below = TeamHealth.objects.get(team=company), TeamHealth.objects.get(team=security)
    assert (above.own_count, above.all_count, above.all_by_status) == (0, 1, {"at_risk": 1})
    assert (below.own_count, below.fresh_count, below.people_count) == (1, 1, 1)
    assert (below.waits_on_count, below.owes_count, above.owes_count) == (1, 1, 1)


def test_a_moved_branch_takes_its_depth_along(tidewater: Organization) -> None:
    top, other = new_objective("Top"), new_objective("Other")
    branch = new_objective("Branch", parent=other)
    leaf = new_objective("Leaf", parent=branch)
    refresh_organization(organization_id=tidewater.pk, today=MONDAY)
    middle = new_objective("Middle", parent=top)
    Objective.objects.filter(pk=branch.pk).update(parent=middle)
    refresh_objectives(organization_id=tidewater.pk, objective_ids=[branch.pk, other.pk], today=MONDAY)
    depths = dict(ObjectiveHealth.objects.values_list("objective__title", "depth"))
    assert depths == {"Top": 0, "Other": 0, "Middle": 1, "Branch": 2, "Leaf": 3}
    assert ObjectiveHealth.objects.get(objective=other).below_count == 0
    assert ObjectiveHealth.objects.get(objective=leaf.parent).below_count == 1


def test_a_deleted_objective_takes_its_health_along(tidewater: Organization) -> None:
    objective = new_objective("Typing mistake", cycle=(quarter := new_quarter()))
    health_of(objective)
    pk = objective.pk
    objective.delete()
    refresh_objectives(organization_id=tidewater.pk, objective_ids=[pk], today=MONDAY, cycle_ids=[quarter.pk])
    assert not ObjectiveHealth.objects.exists()
    assert CycleHealth.objects.get().objective_count == 0


def test_a_refresh_touches_no_other_organization(tidewater: Organization) -> None:
    with in_organization(fenmoor := new_organization("fenmoor")):
        strange = new_objective("Theirs")
    refresh_objectives(organization_id=tidewater.pk, objective_ids=[strange.pk], today=MONDAY)
    refresh_organization(organization_id=tidewater.pk, today=MONDAY)
    with in_organization(fenmoor):
        assert not ObjectiveHealth.objects.exists()


def test_a_large_import_is_refreshed_like_a_small_change(tidewater: Organization) -> None:
    top = new_objective("Top")
    Objective.objects.bulk_create(Objective(organization=tidewater, title=f"{n}", parent=top, state="active") for n in range(250))
    ids = list(Objective.objects.exclude(pk=top.pk).values_list("pk", flat=True))
    refresh_objectives(organization_id=tidewater.pk, objective_ids=ids, today=MONDAY)
    assert ObjectiveHealth.objects.get(objective=top).below_by_status == {"no_update": 250}


def test_the_trend_is_each_weeks_last_confidence_however_often_people_report(daniel: Person) -> None:
    objective = new_objective("SSO")
    for days_ago in range(69, -1, -1):
        report(objective, days_ago, confidence=days_ago)
    health = health_of(objective)
    assert (health.confidence, health.confidence_trend) == (0, [43, 36, 29, 22, 15, 8, 1, 0])


def test_a_report_of_tomorrow_counts_since_the_east_is_a_day_ahead_and_a_typing_error_of_years_does_not(daniel: Person) -> None:
    objective = new_objective("SSO")
    report(objective, -1, claim="at_risk")
    assert health_of(objective).status == "at_risk"
    report(objective, -3650, claim="off_track")
    assert health_of(objective).status == "at_risk"


def test_an_objective_that_is_handed_over_counts_for_its_new_team_and_cycle(tidewater: Organization, marta: Person) -> None:
    security, quarter = new_team("Security"), new_quarter()
    objective = new_objective("SSO", owner=marta)
    health_of(objective)
    change_objective(objective=objective, by=marta, now=NOW, reason="Security took it over.", team=security, cycle=quarter)
    assert TeamHealth.objects.get(team=security).own_count == 1
    assert CycleHealth.objects.get(cycle=quarter).under_way_count == 1
    change_objective(objective=objective, by=marta, now=NOW, reason="And gave it back.", team=None, cycle=None)
    assert TeamHealth.objects.get(team=security).own_count == 0
    assert CycleHealth.objects.get(cycle=quarter).objective_count == 0


def test_a_request_between_objectives_counts_for_their_teams(tidewater: Organization, marta: Person) -> None:
    security, data = new_team("Security"), new_team("Data")
    asking, needed = new_objective("SSO", team=data, owner=marta), new_objective("Sign-offs", team=security)
    request_dependency(organization=tidewater, title="Sign-off", from_objective=asking, to_objective=needed, by=marta, now=NOW)
    assert TeamHealth.objects.get(team=data).waits_on_count == 1
    assert TeamHealth.objects.get(team=security).owes_count == 1


def test_stored_figures_follow_the_people_of_a_team_and_the_cadence(tidewater: Organization, marta: Person) -> None:
    security = new_team("Security", lead=marta)
    objective = new_objective("SSO", owner=marta)
    report(objective, 12, claim="on_track", author=marta)
    assert health_of(objective).status == "no_update"
    for event in (
        record("membership.started", by=marta, about=security, now=NOW),
        record("organization.changed", by=marta, about=tidewater, now=NOW, changed={"check_in_every_days": 14}),
    ):
        Organization.objects.filter(pk=tidewater.pk).update(check_in_every_days=14)
        for reaction in reactions[event.name]:
            reaction(event, NOW)
    assert TeamHealth.objects.get(team=security).people_count == 1
    assert ObjectiveHealth.objects.get().status == "on_track"
