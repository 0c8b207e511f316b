"""The demo company: its Monday tells the story of the design, on whatever day it is built, and nobody gets mail about the past."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.plugin import DjangoDbBlocker

from accountability.models import Commitment, Cover, SeatFit
from alignment.models import CheckIn, Dependency, Objective, ObjectiveHealth, StrategyImpact, StrategyVersion
from alignment.models.dependencies import OPEN_STATES
from alignment.rollup import refresh_organization
from decisions.models import Assumption, DecisionReview, Hearing
from intelligence.models import HealthSnapshot, Lesson
from notifications.models import Delivery, Notification
from organizations.jobs import days_to_close
from organizations.models import Event, Organization, Person, SavedView, Team
from organizations.models.bundles import Severity
from organizations.tenancy import in_organization
from peakos.bundles.exporting import export_folder
from peakos.demo.build import build_demo, play
from peakos.demo.stage import Calendar, Stage
from tests.cast import MONDAY, NOW, new_organization
from tests.peakos.bundles.test_round_trip import bring_in
from tests.peakos.bundles.workspaces import facts
from visibility.reads.monday import Monday, monday_view

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
SUNDAY = MONDAY + timedelta(days=6)
SLUG = "built-on-monday"


def build(slug: str) -> str:
    said = StringIO()
    call_command("build_demo", today=MONDAY, slug=slug, stdout=said)
    return said.getvalue()


@pytest.fixture(scope="module")
def on_a_monday(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Stage]:
    """The company as built on a Monday, once for all tests; none of it stays."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_demo(slug=SLUG, today=MONDAY, now=NOW, say=lambda step: None)
        transaction.set_rollback(True)


@pytest.fixture
def monday_built(on_a_monday: Stage) -> Iterator[Organization]:
    with in_organization(on_a_monday.organization):
        yield on_a_monday.organization


@pytest.fixture
def page(monday_built: Organization) -> Monday:
    """What Marta sees."""
    return monday_view(person=Person.objects.get(name="Marta Lindqvist"), today=MONDAY)


def test_the_lead_says_what_the_design_says(page: Monday) -> None:
    assert page.lead.plain == (
        "Three of five objectives are on pace. 12 mid-market utilities live within 30 days slipped again, "
        "and four decisions are holding up six teams."
    )


def test_the_five_objectives_stand_where_the_design_has_them(page: Monday) -> None:
    shown = [(line.owner and line.owner.name, line.mark, line.points, line.delta, line.confidence) for line in page.objectives]
    assert shown == [
        ("Ruth Adeyemi", "off_track", -21, 0, 4),
        ("Daniel Brooks", "at_risk", -6, 7, 6),
        ("Priya Raman", "on_track", 7, 9, 8),
        ("Aiko Tanaka", "contradicted", 7, 0, 8),
        ("Beth Moran", "on_track", 2, 12, 7),
    ]
    assert [line.child_count for line in page.objectives] == [9, 7, 8, 6, 8]


def test_nine_of_thirty_eight_priorities_are_off_or_at_risk(page: Monday) -> None:
    assert (page.trouble_count, page.priority_count) == (9, 38)
    off = {row.title for row in page.trouble if row.status == "off_track"}
    assert off == {"SSO for mid-market tenants", "Onboarding playbook v2", "Field engineers, Northern region"}


def test_six_things_got_better_three_worse_and_two_were_decided(page: Monday) -> None:
    assert (page.changes.better, page.changes.worse, page.changes.total) == (6, 3, 11)


def test_four_decisions_wait_for_as_long_as_in_the_design(page: Monday) -> None:
    waiting = [(row.days, row.deciders[0].name, len(row.teams)) for row in page.decisions.rows]
    assert waiting == [(9, "Marta Lindqvist", 3), (6, "Amara Osei", 2), (4, "Karl Nyman", 1), (2, "Daniel Brooks", 0)]


def test_one_decision_was_looked_at_again_and_one_rests_on_a_number(monday_built: Organization) -> None:
    review, assumption = DecisionReview.objects.get(), Assumption.objects.get()
    assert (str(review.decision), review.judgement, review.turned_out_well, review.verdict) == (
        "Reports first, map afterwards",
        4,
        True,
        "keep",
    )
    assert review.evidence is not None, "it is judged by what was known"
    assert (str(assumption.decision), assumption.metric.title, assumption.state) == (
        "Rate by the hour or by the quarter-hour",
        "Invoices questioned",
        "holds",
    )


def test_somebody_away_is_covered_for_and_what_few_see_is_there(monday_built: Organization) -> None:
    covers = Cover.objects.order_by("starts_on").values_list("person__name", "to__name", "state")
    assert list(covers) == [
        ("Grace Okafor", "Tomasz Zielinski", "returned"),
        ("Signe Dahlin", "Omar Haddad", "running"),
        ("Lena Fischer", "Ingrid Solberg", "planned"),
    ]
    assert Commitment.with_private.filter(is_private=True).count() == 2
    assert not Commitment.objects.filter(is_private=True).exists()
    assert SeatFit.objects.values("seat").distinct().count() == 5
    assert Hearing.objects.get(way="own").decision.title == "Extend Security contractor, €38k"


def test_five_of_twenty_two_dependencies_are_late_or_unanswered(page: Monday) -> None:
    assert (page.dependencies.count, page.dependencies.further) == (5, 22)
    assert [(row.state, row.days, row.needed) for row in page.dependencies.rows] == [
        ("late", 5, "Data"),
        ("late", 2, "Platform"),
        ("unanswered", 12, "Security"),
        ("unanswered", 6, "Security"),
        ("unanswered", 3, "Finance"),
    ]


def test_two_teams_wait_for_each_other_and_nothing_comes_late_of_it(monday_built: Organization) -> None:
    both = Dependency.objects.filter(title__in=["Sandbox for meter events", "Invoices to try the meter events on"])
    first, second = both.select_related("forecast").order_by("requested_on")
    assert (first.from_objective, first.to_objective) == (second.to_objective, second.from_objective)
    assert [each.forecast.slip_days for each in (first, second)] == [0, 0]


def test_an_offered_day_was_taken_and_what_slips_says_why(monday_built: Organization) -> None:
    countered = Dependency.objects.get(title="Numbers behind the careers pages")
    assert (countered.state, countered.promised_by - countered.needed_by) == ("agreed", timedelta(days=2))
    slips = Dependency.objects.get(title="SSO pen-test sign-off").forecast
    assert [step["title"] for step in slips.path] == ["SSO settings screens"]


def test_the_chief_executive_keeps_lists_under_a_name(monday_built: Organization) -> None:
    views = SavedView.objects.filter(person__name="Marta Lindqvist").order_by("position")
    assert [view.name for view in views][:2] == ["Off track", "Green that nobody should believe"]


def test_the_greens_that_nobody_should_believe_are_named(page: Monday) -> None:
    assert {row.title for row in page.contradicted} >= {"Usage-rater cut-over", "CRM clean-up"}


def test_thirteen_of_fourteen_teams_met_and_thirty_five_of_thirty_eight_reported(page: Monday) -> None:
    assert (page.rhythm.met, page.rhythm.meeting_teams, page.rhythm.checked_in, page.rhythm.due) == (13, 14, 35, 38)


def test_it_is_a_company_of_its_size(monday_built: Organization) -> None:
    assert Team.objects.count() == 14
    assert 175 <= Person.objects.count() <= 185
    assert Person.objects.exclude(user=None).count() == 9
    assert not any(person.user.has_usable_password() for person in Person.objects.exclude(user=None).select_related("user"))
    assert max(Counter(Person.objects.values_list("name", flat=True)).values()) == 1
    assert Lesson.objects.count() == 12


def test_every_priority_has_an_owner_a_team_and_a_measure(monday_built: Organization) -> None:
    priorities = Objective.objects.exclude(parent=None)
    assert not priorities.filter(owner=None).exists()
    assert not priorities.filter(team=None).exists()
    assert not Objective.objects.filter(key_results=None).exists()


def test_red_and_amber_always_say_what_would_bring_them_back(monday_built: Organization) -> None:
    assert not CheckIn.objects.filter(claim__in=["at_risk", "off_track"], way_back="").exists()
    assert Commitment.objects.filter(state="rescoped", successor=None).count() == 0


def test_twelve_of_fourteen_teams_said_what_the_strategy_means_and_one_was_misread(monday_built: Organization) -> None:
    assert [(version.number, version.is_sent) for version in StrategyVersion.objects.order_by("number")] == [(1, False), (2, True)]
    silent = StrategyImpact.objects.filter(answered_on=None).values_list("team__name", flat=True)
    assert set(silent) == {"Finance", "Partnerships"}
    assert StrategyImpact.objects.exclude(answered_on=None).count() == 12
    assert StrategyImpact.objects.exclude(reply="").get().team.name == "Sales"
    assert not Objective.objects.filter(team=None, parent=None, serves=None).exists()


def test_the_story_is_told_in_order_and_not_beyond_its_morning(monday_built: Organization) -> None:
    times = list(Event.objects.order_by("id").values_list("at", flat=True))
    assert times == sorted(times)
    assert times[-1] <= datetime(2026, 8, 17, 8, 30, tzinfo=COPENHAGEN)


def test_of_the_past_people_were_told_the_last_days_only_and_nothing_goes_out(monday_built: Organization) -> None:
    assert not Event.objects.filter(reacted_at=None).exists()
    told = Notification.objects.order_by("created_at")
    assert told[0].created_at > datetime(2026, 8, 5, 8, 0, tzinfo=COPENHAGEN)
    assert 0 < told.filter(read_at=None).count() < told.count()
    assert not Delivery.objects.exists()


def test_the_first_night_has_nothing_left_to_do(monday_built: Organization) -> None:
    for job in ("nightly", "weeks"):
        assert monday_built.pk not in dict(days_to_close(job, now=NOW))


def test_every_day_of_the_quarter_has_its_picture(monday_built: Organization) -> None:
    days = set(HealthSnapshot.objects.values_list("on", flat=True))
    assert days == {date(2026, 6, 29) + timedelta(days=n) for n in range(49)}


def test_what_is_stored_is_what_a_count_from_nothing_gives(monday_built: Organization) -> None:
    figures = ObjectiveHealth.objects.order_by("objective_id").values("status", "progress", "confidence", "causes")
    before = list(figures)
    with transaction.atomic():
        ObjectiveHealth.objects.all().delete()
        refresh_organization(organization_id=monday_built.pk, today=MONDAY)
        after = list(figures.all())
        transaction.set_rollback(True)
    assert after == before


def test_the_database_finds_nothing_wrong(monday_built: Organization) -> None:
    connection.check_constraints()


def test_a_second_build_says_that_it_is_there_and_changes_nothing(monday_built: Organization) -> None:
    count = Event.everywhere.count()
    assert build(SLUG) == "demo: built-on-monday is there already\n"
    assert Event.everywhere.count() == count


def test_an_organization_of_that_name_that_is_no_demo_is_left_alone(tidewater: Organization) -> None:
    with pytest.raises(CommandError, match="an organization at /tidewater/ already"):
        build("tidewater")


@given(today=st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_whatever_day_it_is_it_lies_in_the_eighth_of_thirteen_weeks(today: date) -> None:
    calendar = Calendar(today, COPENHAGEN)
    assert calendar.starts_on.weekday() == 0
    assert (today - calendar.starts_on).days // 7 == 7
    assert (calendar.ends_on - calendar.starts_on).days == 13 * 7 - 1
    assert calendar.day("8 Mon") <= today <= calendar.day("8 Sun")


def test_the_story_never_ends_later_than_now() -> None:
    calendar = Calendar(MONDAY, COPENHAGEN)
    before_dawn, noon = datetime(2026, 8, 17, 1, 0, tzinfo=UTC), datetime(2026, 8, 17, 12, 0, tzinfo=UTC)
    assert calendar.curtain(before_dawn) == before_dawn
    assert calendar.curtain(noon) == calendar.curtain(noon + timedelta(days=90)) == datetime(2026, 8, 17, 8, 30, tzinfo=COPENHAGEN)


def test_until_sunday_the_week_goes_on_and_the_story_is_the_same(on_a_monday: Stage, monday_built: Organization) -> None:
    with transaction.atomic():
        on_a_monday.go_on_to(SUNDAY)
        play(on_a_monday, say=lambda step: None)
        page = monday_view(person=Person.objects.get(name="Marta Lindqvist"), today=SUNDAY)
        assert [line.mark for line in page.objectives] == ["off_track", "at_risk", "on_track", "contradicted", "on_track"]
        assert page.decisions.count == 4
        assert page.changes.better > page.changes.worse > 0
        assert Dependency.objects.filter(state__in=OPEN_STATES).count() == 23
        assert HealthSnapshot.objects.filter(on=SUNDAY - timedelta(days=1)).exists()
        transaction.set_rollback(True)


def test_the_company_comes_back_from_its_bundle_as_it_was(monday_built: Organization, tmp_path: Path) -> None:
    """Weeks of work told through the verbs: every fact of it, whichever room keeps it."""
    with transaction.atomic():
        before = facts()
        export_folder(tmp_path)
        with in_organization(new_organization("fenmoor")):
            assert not bring_in(tmp_path).findings.filter(severity=Severity.ERROR).exists()
            after = facts()
        transaction.set_rollback(True)
    assert {model: len(rows) for model, rows in after.items()} == {model: len(rows) for model, rows in before.items()}
    for model, rows in before.items():
        assert after[model] == rows, model
