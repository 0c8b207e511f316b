"""The objectives as a reader finds them: the tree, the list, one objective, its check-ins."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from alignment.models import CheckIn, Dependency, Objective, ObjectiveLink, Risk
from alignment.rollup import refresh_organization
from organizations.models import Organization, Person
from tests.cast import MONDAY, NOW, new_key_result, new_objective, new_person, new_quarter, new_team
from tests.reading import Reader, in_order


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def reader(marta: Person) -> Reader:
    return Reader(marta)


@pytest.fixture
def quarter(tidewater: Organization) -> Any:
    return new_quarter()


def report(objective: Objective, days_ago: int, **fields: Any) -> CheckIn:
    values = {"organization_id": objective.organization_id, "objective": objective, "at": NOW - timedelta(days=days_ago)}
    created: CheckIn = CheckIn.objects.create(**values, **fields)
    return created


def refresh(organization: Organization) -> None:
    refresh_organization(organization_id=organization.pk, today=MONDAY)


def test_the_tree_opens_where_something_is_off_and_keeps_the_rest_closed(
    tidewater: Organization, reader: Reader, quarter: Any
) -> None:
    live = new_objective("12 mid-market utilities live", cycle=quarter)
    outage = new_objective("Outage reports in 90 seconds", cycle=quarter)
    sso = new_objective("SSO for mid-market tenants", parent=live, cycle=quarter)
    alerts = new_objective("Alert routing rebuilt", parent=outage, cycle=quarter)
    for objective, claim in ((live, "off_track"), (sso, "off_track"), (outage, "on_track"), (alerts, "on_track")):
        report(objective, 2, claim=claim)
    refresh(tidewater)
    page = reader.page("alignment:objectives")
    assert "Two objectives, 2 priorities." in page
    assert in_order(
        page, "[Off track] 12 mid-market utilities live", "[Off track] SSO for mid-market tenants", "[On track] Outage reports"
    )
    assert "Alert routing rebuilt" not in page, "a branch that is fine is fetched when it is opened"
    assert "Alert routing rebuilt" in reader.page("alignment:objective_children", outage.pk), "without a script it is a page"
    assert reader.slot("alignment:objective_children", outage.pk).startswith("[On track] Alert routing rebuilt")


def test_a_priority_that_serves_no_objective_is_listed_and_not_hidden(
    tidewater: Organization, reader: Reader, quarter: Any
) -> None:
    tower = new_team("Tidewater itself")
    new_objective("Renew 94% of revenue", cycle=quarter, team=tower)
    new_objective("Tidy the wiki", cycle=quarter, team=new_team("Support", parent=tower))
    assert in_order(reader.page("alignment:objectives"), "Renew 94% of revenue", "Not linked to an objective", "Tidy the wiki")


def test_the_tree_is_of_the_cycle_that_runs_and_others_are_a_choice_away(
    tidewater: Organization, reader: Reader, quarter: Any
) -> None:
    old = new_quarter(key="q2", name="Q2 2026", starts_on=date(2026, 3, 30), ends_on=date(2026, 6, 28))
    year = new_quarter(key="2026", name="Year 2026", starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
    yearly = new_objective("Profitable in the North", cycle=year)
    new_objective("Nine engineers hired", cycle=quarter, parent=yearly)
    new_objective("Move the office", cycle=old, state="missed")
    page = reader.page("alignment:objectives")
    assert "Nine engineers hired" in page, "its parent is of another cycle, so here it stands on top"
    assert "Move the office" not in page
    assert "[Missed] Move the office" in reader.page("alignment:objectives", cycle=old.pk)
    everything = reader.page("alignment:objectives", cycle="all")
    assert "Profitable in the North" in everything
    assert "Move the office" not in everything, "what is over and of no cycle asked for is not in the way"


def test_the_list_is_narrowed_by_state_status_team_owner_cycle_and_words(
    tidewater: Organization, reader: Reader, quarter: Any
) -> None:
    security, ines = new_team("Security"), new_person("Ines Carvalho")
    sso = new_objective("SSO for tenants", cycle=quarter, team=security, owner=ines)
    report(sso, 1, claim="at_risk")
    new_objective("Usage billing", cycle=quarter, state="on_hold")
    refresh(tidewater)
    for asked in ({"q": "tenants sso"}, {"team": security.pk}, {"team": "secur"}, {"owner": "carvalho"}, {"status": "at_risk"}):
        page = reader.page("alignment:objectives", **asked)
        assert "SSO for tenants" in page, asked
        assert "Usage billing" not in page, asked
    assert "SSO for tenants" not in reader.page("alignment:objectives", state="on_hold")
    assert "Nothing matches “pricing”" in reader.page("alignment:objectives", q="pricing")


def test_of_the_greens_those_that_contradict_their_evidence_can_be_asked_for(
    tidewater: Organization, reader: Reader, quarter: Any
) -> None:
    billing = new_objective("Every new contract on usage billing", cycle=quarter)
    new_key_result(billing, "Contracts moved", 0, 40, 1)
    report(billing, 1, claim="on_track", confidence=80)
    refresh(tidewater)
    page = reader.page("alignment:objectives", status="contradicted")
    assert "[Reported on track, evidence disagrees] Every new contract on usage billing" in page
    shown = reader.page("alignment:objective", billing.pk)
    assert in_order(shown, "Evidence", "disagrees with the status", "points behind pace", "But it says On track")


def test_an_objective_shows_its_measures_against_pace_with_what_was_first_agreed(
    tidewater: Organization, reader: Reader, quarter: Any
) -> None:
    live = new_objective("8 utilities live", cycle=quarter, due_on=date(2026, 9, 30))
    moved = new_key_result(live, "Utilities live", 0, 12, 4)
    for days_ago, value in ((42, 1), (28, 3), (14, 4), (7, 4)):
        report(
            live,
            days_ago,
            key_result=moved,
            value=value,
            claim="at_risk" if days_ago < 20 else "on_track",
            confidence=days_ago + 30,
        )
    type(moved).objects.filter(pk=moved.pk).update(target_value=8)
    Objective.objects.filter(pk=live.pk).update(due_on=date(2026, 12, 31), title="6 utilities live")
    refresh(tidewater)
    source = reader.source("alignment:objective", live.pk)
    page = reader.page("alignment:objective", live.pk)
    assert in_order(page, "Measures", "Utilities live", "0", "4", "8 12"), "the first target stays beside the one of today"
    assert "As first agreed “8 utilities live” due Wed 30 Sep" in page
    assert "Utilities live: 4 of 8" in source, "the picture tells its finding"
    assert "confidence 6" in source
    assert "style=" not in source, "the content policy would refuse it"


def test_an_objective_shows_who_carries_it_by_team_and_what_it_has_to_do_with(
    tidewater: Organization, reader: Reader, quarter: Any, ines: Person
) -> None:
    live, renewal = new_objective("12 utilities live", cycle=quarter), new_objective("Renew 94%", cycle=quarter)
    security = new_team("Security", lead=ines)
    new_objective("SSO for tenants", parent=live, team=security)
    ObjectiveLink.objects.create(organization=tidewater, objective=live, contributes_to=renewal, because="new customers renew")
    sides = {"organization": tidewater, "from_objective": live, "to_objective": renewal}
    Dependency.objects.create(**sides, kind="relates_to")
    Dependency.objects.create(**sides, kind="work", title="Price list", state="requested", requested_on=MONDAY - timedelta(days=12))
    Risk.objects.create(
        organization=tidewater, objective=live, title="The tester cannot come", likelihood=4, impact=4, state="open"
    )
    refresh(tidewater)
    page = reader.page("alignment:objective", live.pk)
    assert in_order(page, "Carried by", "Security Ines Carvalho", "SSO for tenants")
    assert in_order(page, "Renew 94%", "it also serves this", "new customers renew")
    assert in_order(page, "Waits on 1 dependency", "Price list", "12 days, no answer")
    assert in_order(page, "Related", "12 utilities live relates to Renew 94%")
    assert "16 of 25" in page
    assert "Others wait for it 1 dependency" in reader.page("alignment:objective", renewal.pk)


def test_without_a_script_the_slots_of_an_objective_are_links_that_lead_somewhere(tidewater: Organization, reader: Reader) -> None:
    live = new_objective("12 utilities live")
    source = reader.source("alignment:objective", live.pk)
    for room in ("decisions", "accountability", "rhythm", "intelligence"):
        answer = reader.get(f"{room}:of_objective", live.pk)
        assert answer.url in reader.client.get(answer.url).request["PATH_INFO"] + "?" + answer.url.split("?")[1]
        assert f'href="/tidewater/objectives/{live.pk}/' in source
        assert "Only about 12 utilities live" in reader.client.get(answer.url).content.decode().replace("</a>", "").replace(
            f'<a class="link" href="/tidewater/objectives/{live.pk}/">', ""
        )


def test_check_ins_are_read_from_the_newest_back_and_each_only_once(tidewater: Organization, reader: Reader, ines: Person) -> None:
    live = new_objective("12 utilities live")
    for week in range(45):
        report(live, week * 7, note=f"Week {week} note.", claim="on_track", author=ines)
    first = reader.page("alignment:check_ins", live.pk)
    assert in_order(first, "Week 0 note.", "Week 19 note.")
    assert "Week 20 note." not in first
    last_shown = CheckIn.objects.order_by("-at")[19]
    second = reader.page("alignment:check_ins", live.pk, before=last_shown.pk)
    assert in_order(second, "Week 20 note.", "Week 39 note.")
    assert "Week 19 note." not in second
    assert "All check-ins" in reader.page("alignment:objective", live.pk)


def test_a_report_stands_on_the_day_that_it_was_in_the_organization(tidewater: Organization, reader: Reader) -> None:
    Organization.objects.filter(pk=tidewater.pk).update(timezone="Australia/Sydney")
    live = new_objective("12 utilities live")
    report(live, 0, note="Late in London, tomorrow in Sydney.")
    CheckIn.objects.create(
        organization=tidewater,
        objective=live,
        at=datetime.fromisoformat("2026-08-10T23:00:00+00:00"),
        is_day_only=True,
        note="A day only.",
    )
    with time_machine.travel("2026-08-17T20:00:00Z", tick=False):
        report(live, 0, note="Evening.")
        page = reader.page("alignment:check_ins", live.pk)
    assert "Mon 10 Aug" in page, "the source said this day and no time"


def test_an_objective_that_is_not_there_is_not_found(tidewater: Organization, reader: Reader) -> None:
    for name in ("objective", "objective_children", "check_ins"):
        for pk in (0, 987654, 99999999999999999999999999):
            assert reader.get(f"alignment:{name}", pk).status_code == 404


def test_a_company_without_objectives_is_told_what_they_are_for(tidewater: Organization, reader: Reader) -> None:
    assert "No objectives yet" in reader.page("alignment:objectives")
    quarter = new_quarter()
    assert f"No objectives in {quarter.name} yet" in reader.page("alignment:objectives")


def test_what_somebody_called_an_objective_is_shown_letter_by_letter(tidewater: Organization, reader: Reader) -> None:
    live = new_objective("<b>Live</b> & =SUM(A1) 💥", description="<script>alert(1)</script>")
    for name, args in (("objective", [live.pk]), ("objectives", []), ("check_ins", [live.pk]), ("objective_children", [live.pk])):
        source = reader.source(f"alignment:{name}", *args)
        assert "&lt;b&gt;Live&lt;/b&gt; &amp; =SUM(A1) 💥" in source
        assert "<script" not in source
