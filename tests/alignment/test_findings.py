"""What does not fit together is found, and nothing else: orphans, gaps, conflicts over a number, near-duplicates, strain."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from alignment.actions import change_key_result
from alignment.actions.findings import settle_finding, take_up_finding, write_settlement
from alignment.models import Guard, KeyResult, Metric, Objective, ObjectiveContributor, ObjectiveLink, Settlement
from alignment.models.objectives import Bound
from alignment.reads.findings import Finding, figures, find, findings_of, findings_page
from organizations.models import Cycle, Organization, Person, Team
from organizations.refusals import AlreadyThere, NotAllowed, NotSaid
from organizations.tenancy import in_organization
from tests.cast import MONDAY, NOW, new_key_result, new_objective, new_organization, new_person, new_quarter, new_team


@pytest.fixture
def sales(tidewater: Organization) -> Team:
    new_team("Finance")  # so that neither is the one team above all others
    return new_team("Sales", lead=new_person("Daniel Brooks"))


@pytest.fixture
def success(tidewater: Organization) -> Team:
    return new_team("Customer Success", lead=new_person("Ruth Adeyemi"))


@pytest.fixture
def renewals(tidewater: Organization, marta: Person) -> Objective:
    """What the company wants."""
    return new_objective("Renew 94% of revenue", owner=marta)


@pytest.fixture
def churn(tidewater: Organization) -> Metric:
    metric: Metric = Metric.objects.create(organization=tidewater, title="Customers lost", unit="%", better="down")
    return metric


def kinds() -> dict[str, int]:
    return {kind.kind: kind.count for kind in findings_page().kinds if kind.count}


def all_of(kind: str) -> list[Finding]:
    return list(findings_of(kind, 1)[0])


def titles(kind: str) -> list[list[str]]:
    return [[side.title for side in finding.sides] for finding in all_of(kind)]


def pull(objective: Objective, metric: Metric | None, start: float, target: float, **fields: Any) -> KeyResult:
    return new_key_result(objective, fields.pop("title", "Customers lost"), start, target, start, metric=metric, **fields)


def guard(objective: Objective, metric: Metric, bound: Bound, limit: float) -> Guard:
    row: Guard = Guard.objects.create(
        organization_id=objective.organization_id, objective=objective, metric=metric, bound=bound, limit_value=Decimal(str(limit))
    )
    return row


def test_a_priority_without_a_way_to_a_company_objective_is_an_orphan(renewals: Objective, sales: Team) -> None:
    owner = new_person("Imogen Tate")
    offers = new_objective("Offers out early", team=sales, parent=renewals, owner=owner)
    new_objective("Offers in the North", team=sales, parent=offers, owner=owner)
    helps = new_objective("A cleaner CRM", team=sales, owner=owner)
    ObjectiveLink.objects.create(organization_id=renewals.organization_id, objective=helps, contributes_to=offers)
    new_objective("A stand at the fair", team=sales, owner=owner)
    ended = new_objective("Grow in the South", owner=owner, state="cancelled")
    new_objective("Southern resellers", team=sales, parent=ended, owner=owner)
    assert titles("orphan") == [["A stand at the fair"], ["Southern resellers"]]
    assert [finding.says for finding in all_of("orphan")] == [
        "it has no parent", "its parent “Grow in the South” was cancelled",
    ]  # fmt: skip
    assert (figures().coverage.part, figures().coverage.whole) == (3, 5)


def test_what_is_proposed_ended_or_archived_is_no_orphan(renewals: Objective, sales: Team) -> None:
    new_objective("An idea", team=sales, state="proposed")
    new_objective("Done long ago", team=sales, state="completed")
    new_objective("Put away", team=sales, archived_on=MONDAY)
    assert not titles("orphan")


def test_objectives_of_the_one_team_above_all_others_are_the_companys(tidewater: Organization, marta: Person) -> None:
    company = new_team("Tidewater")
    team = new_team("Data", parent=company)
    top = new_objective("Twelve utilities live", team=company, owner=marta)
    new_objective("Migration toolkit", team=team, parent=top, owner=marta)
    assert kinds() == {}
    assert (figures().carried.part, figures().carried.whole) == (1, 1)


def test_a_company_objective_that_no_team_carries_is_named(renewals: Objective, sales: Team, marta: Person) -> None:
    assert titles("childless") == [["Renew 94% of revenue"]]
    year = new_objective("Be the one they stay with", owner=marta)
    Objective.objects.filter(pk=renewals.pk).update(parent=year)
    new_objective("Risk reviews", team=sales, parent=renewals, owner=marta)
    assert not titles("childless"), "the year's objective is carried through the quarter's"


def test_what_nobody_owns_or_somebody_who_left_is_named(renewals: Objective, sales: Team) -> None:
    gone = new_person("Callum Reyes", status="inactive")
    new_objective("Northern accounts", team=sales, parent=renewals, owner=gone)
    new_objective("Southern accounts", team=sales, parent=renewals)
    assert [(finding.first.title, finding.says) for finding in all_of("unowned")] == [
        ("Northern accounts", "Callum Reyes has left"), ("Southern accounts", "nobody owns it"),
    ]  # fmt: skip


def test_two_teams_that_set_out_to_move_one_number_are_found(
    renewals: Objective, sales: Team, success: Team, churn: Metric
) -> None:
    pull(new_objective("Keep the large accounts", team=sales, parent=renewals), churn, 8, 5)
    pull(new_objective("Health calls", team=success, parent=renewals), churn, 8, 4)
    assert titles("claim") == [["Keep the large accounts", "Health calls"]]
    assert [side.claim for side in all_of("claim")[0].sides] == ["from 8 to 5 %", "from 8 to 4 %"]


def test_the_same_words_and_unit_are_the_same_number_where_no_metric_is_named(
    renewals: Objective, sales: Team, success: Team
) -> None:
    one, other = (new_objective(f"Priority of {team}", team=team, parent=renewals) for team in (sales, success))
    pull(one, None, 8, 5, title="Customers lost, per quarter", unit="%")
    pull(other, None, 8, 4, title="customers lost  per quarter", unit="%")
    pull(other, None, 8, 4, title="Customers lost per quarter", unit="k€")
    assert len(all_of("claim")) == 1


def test_a_number_handed_down_from_an_objective_to_what_carries_it_is_no_double_claim(
    renewals: Objective, sales: Team, churn: Metric
) -> None:
    below = new_objective("Keep the large accounts", team=sales, parent=renewals)
    further = new_objective("Keep the largest", team=sales, parent=below)
    for objective in (renewals, below, further):
        pull(objective, churn, 8, 5)
    assert not all_of("claim")


def test_the_same_number_in_another_quarter_or_already_reached_is_no_double_claim(
    renewals: Objective, sales: Team, success: Team, churn: Metric
) -> None:
    this, following = new_quarter(), new_quarter(key="q4", name="Q4", starts_on=date(2026, 9, 28), ends_on=date(2026, 12, 27))
    pull(new_objective("Now", team=sales, parent=renewals, cycle=this), churn, 8, 5)
    pull(new_objective("Next", team=success, parent=renewals, cycle=following), churn, 5, 4)
    pull(new_objective("Reached", team=success, parent=renewals, cycle=this), churn, 9, 8, state="done")
    assert not all_of("claim")


def test_one_number_pulled_up_and_down_is_found(renewals: Objective, sales: Team, success: Team) -> None:
    calls = Metric.objects.create(organization_id=renewals.organization_id, title="Calls a customer gets", unit="a month")
    pull(new_objective("Call before the invoice", team=success, parent=renewals), calls, 1, 4)
    pull(new_objective("Fewer interruptions", team=sales, parent=renewals), calls, 3, 1)
    finding = all_of("opposite")[0]
    assert [side.claim for side in finding.sides] == ["from 1 to 4 a month", "from 3 to 1 a month"]
    assert not all_of("claim")


@pytest.mark.parametrize(("limit", "is_broken"), [(95, True), (80, False)])
def test_a_guard_that_anothers_target_must_break_is_found(
    renewals: Objective, sales: Team, success: Team, limit: float, is_broken: bool
) -> None:
    answered = Metric.objects.create(organization_id=renewals.organization_id, title="Calls answered", unit="%")
    guard(new_objective("Nights without a desk", team=success, parent=renewals), answered, Bound.AT_LEAST, limit)
    pull(new_objective("A smaller night shift", team=sales, parent=renewals), answered, 97, 85)
    assert bool(all_of("opposite")) is is_broken


def test_a_line_held_and_a_move_that_stays_within_it_agree(renewals: Objective, sales: Team, success: Team, churn: Metric) -> None:
    pull(new_objective("Hold churn", team=success, parent=renewals), churn, 8, 6, kind="threshold_below")
    pull(new_objective("Lower churn", team=sales, parent=renewals), churn, 8, 5)
    assert kinds().keys() <= {"unowned"}


def test_titles_that_say_almost_the_same_in_two_teams_are_found(renewals: Objective, sales: Team, success: Team) -> None:
    new_objective("Onboarding playbook, second edition", team=success, parent=renewals)
    new_objective("Onboarding playbook second edition", team=sales, parent=renewals)
    new_objective("Renewal offers sixty days ahead", team=sales, parent=renewals)
    new_objective("Onboarding of new sellers", team=sales, parent=renewals)
    assert titles("twin") == [["Onboarding playbook, second edition", "Onboarding playbook second edition"]]


def test_a_copy_in_the_same_team_below_its_parent_or_with_another_number_is_no_twin(
    renewals: Objective, sales: Team, success: Team
) -> None:
    first = new_objective("Certified partners in Jutland", team=sales, parent=renewals)
    new_objective("Certified partners in Jutland", team=sales, parent=renewals)
    Objective.objects.filter(title="Certified partners in Jutland").exclude(pk=first.pk).update(parent=first)
    new_objective("Certified partners in Jutland", team=success, parent=first)
    Objective.objects.filter(team=sales).exclude(pk=first.pk).delete()
    for number in range(1, 4):
        new_objective(f"Priority {number}", team=sales if number % 2 else success, parent=renewals)
    assert not titles("twin")


def test_a_team_with_more_than_seven_priorities_has_lost_its_focus(renewals: Objective, sales: Team, success: Team) -> None:
    for number in range(8):
        new_objective(f"Aim {number}", team=sales, parent=renewals)
    for number in range(7):
        new_objective(f"Goal {number}", team=success, parent=renewals)
    assert [(finding.about, finding.count) for finding in all_of("focus")] == [("Sales", 8)]
    assert (figures().focus.part, figures().focus.whole) == (14, 15)


def test_somebody_whom_two_teams_need_at_once_is_named_with_what_for(renewals: Objective, sales: Team, success: Team) -> None:
    hanna, quarter = new_person("Hanna Virtanen"), new_quarter()
    before = new_quarter(key="q2", name="Q2", starts_on=date(2026, 3, 30), ends_on=date(2026, 6, 28))
    desk = new_objective("Go-live desk", team=success, parent=renewals, owner=hanna, cycle=quarter)
    offers = new_objective("Early offers", team=sales, parent=renewals, cycle=quarter)
    earlier = new_objective("Price list", team=sales, parent=renewals, cycle=before)
    for one in (offers, earlier):
        ObjectiveContributor.objects.create(organization_id=one.organization_id, objective=one, person=hanna)
    found = all_of("people")[0]
    assert (found.about, {side.title for side in found.sides}) == ("Hanna Virtanen", {desk.title, offers.title})
    Objective.objects.filter(pk=offers.pk).update(cycle=before)
    assert not all_of("people"), "one after the other is no conflict"


@pytest.fixture
def contested(renewals: Objective, sales: Team, success: Team, churn: Metric) -> Finding:
    """Sales and Customer Success both lower churn."""
    pull(new_objective("Keep the large accounts", team=sales, owner=Person.objects.get(name="Daniel Brooks")), churn, 8, 5)
    pull(new_objective("Health calls", team=success), churn, 8, 4)
    return all_of("claim")[0]


def sides(finding: Finding) -> tuple[Objective, Objective]:
    first, last = finding.sides[0].id, finding.sides[-1].id
    return Objective.objects.get(pk=first), Objective.objects.get(pk=last)


def test_what_is_settled_in_a_sentence_is_not_shown_again(contested: Finding) -> None:
    objective, other = sides(contested)
    daniel = Person.objects.get(name="Daniel Brooks")
    said = settle_finding(
        finding=contested.key, objective=objective, other=other, words="Sales the large ones, we the rest.", by=daniel, now=NOW
    )
    assert (said.by, said.settled_on, find(contested.key), all_of("claim")) == (daniel, MONDAY, None, [])


def test_a_changed_target_makes_it_a_finding_again(contested: Finding, marta: Person) -> None:
    objective, other = sides(contested)
    settle_finding(finding=contested.key, objective=objective, other=other, words="Both, until May.", by=marta, now=NOW)
    change_key_result(
        key_result=other.key_results.get(), target_value=Decimal(2), reason="It can be lower still", by=marta, now=NOW
    )
    again = all_of("claim")
    assert len(again) == 1
    assert again[0].key != contested.key


def test_what_was_settled_can_be_taken_up_again(contested: Finding, marta: Person) -> None:
    objective, other = sides(contested)
    said = settle_finding(finding=contested.key, objective=objective, other=other, words="Fine.", by=marta, now=NOW)
    take_up_finding(settlement=said, by=marta, now=NOW)
    assert find(contested.key) == contested


def test_only_those_on_its_sides_and_leaders_settle_it(contested: Finding, ines: Person) -> None:
    objective, other = sides(contested)
    with pytest.raises(NotAllowed, match="ask for a decision"):
        settle_finding(finding=contested.key, objective=objective, other=other, words="Not my business", by=ines, now=NOW)
    with pytest.raises(NotSaid, match="in a sentence"):
        settle_finding(finding=contested.key, objective=objective, other=other, words="  ", by=None, now=NOW)
    write_settlement(finding=contested.key, objective=objective, other=other, words="So be it", by=None, now=NOW)
    with pytest.raises(AlreadyThere, match="So be it"):
        settle_finding(finding=contested.key, objective=objective, other=other, words="Again", by=None, now=NOW)
    assert Settlement.objects.count() == 1


def test_another_organization_is_not_looked_into(contested: Finding) -> None:
    other = new_organization("fenmoor")
    with in_organization(other):
        new_objective("Theirs")
        assert find(contested.key) is None
        assert kinds() == {"childless": 1, "unowned": 1}
    assert Cycle.objects.count() == 0


def test_how_far_teams_agree_with_the_company_on_what_comes_first(tidewater: Organization, sales: Team, success: Team) -> None:
    first, second, third = (new_objective(f"Company {n}", rank=n) for n in (1, 2, 3))
    for parent in (first, second, third):
        new_objective(f"Sales for {parent}", team=sales, parent=parent, rank=parent.rank)
    new_objective("Success for the third", team=success, parent=third, rank=1)
    measured = figures()
    assert measured.consistency == pytest.approx((1 + 1 / 3) / 2)
    assert [team.name for team in measured.teams] == ["Customer Success", "Sales"]
