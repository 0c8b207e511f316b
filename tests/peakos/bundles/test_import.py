"""The way in: what a bundle becomes, and that doing it twice is doing it once."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, models

from accountability.models import Commitment
from alignment.models import CheckIn, Dependency, KeyResult, Objective, ObjectiveHealth, Risk, StrategyVersion
from decisions.models import Decision, Option
from intelligence.models import Lesson
from organizations.models import BundleRow, Cycle, Event, Membership, Organization, Person, Team
from organizations.tenancy import in_organization
from peakos.bundles.loading import NothingImported, load
from peakos.bundles.transactions import LOCK_CLASS, ImportUnderWay
from rhythm.models import Issue, MeetingSeries, TeamWeek
from tests.cast import NOW, new_objective, new_organization, new_person
from tests.peakos.bundles.spreadsheets import TIDEWATER, bring_in, counts, found, read_bundle, told, write_bundle


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """Tidewater in thirteen small files."""
    return write_bundle(tmp_path / "tidewater", dict(TIDEWATER))


def history_count() -> int:
    """All rows of row history there are."""
    tables: Iterator[type[models.Model]] = (
        model for model in apps.get_models() if model.__name__.endswith("Event") and model is not Event
    )
    return sum(model._base_manager.count() for model in tables)


def test_a_sound_bundle_goes_in_whole_and_says_nothing(tidewater: Organization, bundle: Path) -> None:
    row = bring_in(bundle, strict=True)
    assert found(row) == set()
    assert counts(row) == {"created": 24, "changed": 0, "same": 0, "refused": 0}
    assert row.state == "done"


def test_people_teams_and_who_is_in_them(tidewater: Organization, bundle: Path) -> None:
    bring_in(bundle)
    ines = Person.objects.get(key="ines")
    assert (ines.name, ines.email, ines.status) == ("Ines Carvalho", "ines@tidewater.example", "active")
    assert Team.objects.get(key="security").parent == Team.objects.get(key="tidewater")
    lead = Membership.objects.get(team__key="security")
    assert (lead.person, lead.role, lead.title, lead.start_on) == (ines, "lead", "Head of Security", date(2024, 1, 8))
    assert Cycle.objects.get(key="2026-q3").ends_on == date(2026, 9, 27)


def test_nobody_becomes_an_owner_by_an_upload(tidewater: Organization, tmp_path: Path) -> None:
    people = "key,name,access\nines,Ines Carvalho,owner\n"
    row = bring_in(write_bundle(tmp_path, {"people": people, "peakos.json": '{"format": 1, "guarded": true}'}))
    assert Person.objects.get().access == "member"
    assert found(row) == {("people.csv", 1, "access", "unknown_column", "warning")}


def test_objectives_with_their_people_numbers_and_reports(tidewater: Organization, bundle: Path) -> None:
    bring_in(bundle)
    sso = Objective.objects.get(key="sso")
    assert (sso.parent.key, sso.owner.key, sso.tags) == ("upmarket", "ines", ["identity", "q3"])
    assert sso.original_due_on == date(2026, 9, 15)
    assert [link.person.key for link in sso.contributions.order_by("position")] == ["lena", "daniel"]
    live = KeyResult.objects.get(key="sso-live")
    assert (live.kind, live.target_value, live.current_value) == ("metric", Decimal(12), Decimal(4))
    assert live.value_changed_on == date(2026, 8, 10)
    day, moment = CheckIn.objects.order_by("at")
    assert (day.at, day.is_day_only) == (datetime(2026, 8, 3, tzinfo=UTC), True)
    assert (moment.at, moment.is_day_only) == (datetime(2026, 8, 10, 7, 30, tzinfo=UTC), False)
    assert moment.note == 'Identity provider late,\n"waiting" for a date'


def test_what_teams_ask_decide_promise_and_learn(tidewater: Organization, bundle: Path) -> None:
    bring_in(bundle)
    asked = Dependency.objects.get()
    assert (asked.from_team.key, asked.to_team.key, asked.state) == ("security", "data", "requested")
    assert [contact.person.key for contact in asked.contacts.all()] == ["lena"]
    idp = Decision.objects.get(key="idp")
    assert list(Option.objects.filter(decision=idp).order_by("position").values_list("text", flat=True)) == ["Buy", "Build"]
    assert {(role.part, role.person.key) for role in idp.roles.all()} == {("driver", "ines"), ("approver", "marta")}
    assert [link.superseded.key for link in idp.supersedes.all()] == ["idp-old"]
    assert [link.team.key for link in idp.teams_involved.all()] == ["data"]
    assert idp.meeting_links.get().series == MeetingSeries.objects.get()
    promise = Commitment.objects.get(key="sign-idp")
    assert promise.decision_links.get().decision == idp
    assert Risk.objects.get().decision_links.get().decision == idp
    assert Issue.objects.get().decision == idp
    assert Lesson.objects.get().on == date(2026, 8, 10)


def test_a_commitment_without_a_status_is_neither_open_nor_overdue(tidewater: Organization, bundle: Path) -> None:
    bring_in(bundle)
    tidy = Commitment.objects.get(key="tidy-runbook")
    assert (tidy.state, tidy.due_on) == ("", date(2026, 6, 30))
    assert list(Commitment.objects.filter(state__in=["open", "in_progress"]).values_list("key", flat=True)) == ["sign-idp"]


def test_a_second_import_changes_nothing_and_writes_no_history(tidewater: Organization, bundle: Path) -> None:
    bring_in(bundle)
    before = history_count()
    again = bring_in(bundle)
    assert counts(again) == {"created": 0, "changed": 0, "same": 24, "refused": 0}
    assert history_count() == before


def test_a_changed_cell_changes_its_row_alone(tidewater: Organization, bundle: Path) -> None:
    bring_in(bundle)
    moved = TIDEWATER["objectives"].replace("2026-09-15", "2026-10-01").replace("lena; daniel", "daniel")
    again = bring_in(write_bundle(bundle, {"objectives": moved}))
    sso = Objective.objects.get(key="sso")
    assert again.summary["objectives"] == {"created": 0, "changed": 1, "same": 1, "refused": 0}
    assert (sso.due_on, sso.original_due_on) == (date(2026, 10, 1), date(2026, 9, 15))
    assert [link.person.key for link in sso.contributions.all()] == ["daniel"]


def test_an_empty_cell_takes_back_what_was_stated_and_an_absent_column_leaves_it(tidewater: Organization, bundle: Path) -> None:
    bring_in(bundle)
    bring_in(write_bundle(bundle, {"commitments": "key,title,due_date\nsign-idp,Sign the contract,\n"}))
    promise = Commitment.objects.get(key="sign-idp")
    assert promise.due_on is None
    assert (promise.state, promise.owner.key, promise.decision_links.count()) == ("open", "marta", 1)


def test_options_change_in_place_and_a_choice_stays_with_its_words(tidewater: Organization, bundle: Path) -> None:
    bring_in(bundle)
    Option.objects.filter(text="Buy").update(is_chosen=True)
    bring_in(write_bundle(bundle, {"decisions": TIDEWATER["decisions"].replace('"Buy\nBuild"', '"Wait\nBuild\nBuy"')}))
    options = Option.objects.filter(decision__key="idp").order_by("position")
    assert list(options.values_list("text", "is_chosen")) == [("Wait", False), ("Build", False), ("Buy", True)]


def test_a_dependency_further_on_than_the_file_can_say_is_not_set_back(tidewater: Organization, bundle: Path) -> None:
    bring_in(bundle)
    Dependency.objects.update(state="negotiating")  # the file's word for it is "requested"
    assert counts(bring_in(bundle))["changed"] == 0
    assert Dependency.objects.get().state == "negotiating"


def test_a_check_in_that_says_something_else_now_is_refused(tidewater: Organization, bundle: Path) -> None:
    bring_in(bundle)
    row = bring_in(write_bundle(bundle, {"check_ins": TIDEWATER["check_ins"].replace("Two live", "Three live")}))
    assert found(row) == {("check_ins.csv", 2, "key", "changed_check_in", "error")}
    assert "give the correction a key of its own" in told(row, "check_ins.csv", 2)
    assert CheckIn.objects.get(key="sso-w06").note == "Two live"


def test_a_risk_that_became_an_issue_needs_a_new_key(tidewater: Organization, bundle: Path) -> None:
    bring_in(bundle)
    row = bring_in(write_bundle(bundle, {"risks": TIDEWATER["risks"].replace("idp-late,risk", "idp-late,issue")}))
    assert found(row) == {("risks.csv", 2, "type", "changed_type", "error")}
    assert Risk.objects.count() == 1


def test_a_version_of_the_strategy_keeps_its_number(tidewater: Organization, tmp_path: Path) -> None:
    manifest, head = {"peakos.json": '{"format": 1}'}, "key,number,at\n"
    bring_in(write_bundle(tmp_path, manifest | {"strategy_versions": f"{head}spring,1,2026-03-02\nsummer,2,2026-06-01\n"}))
    swapped = write_bundle(tmp_path, manifest | {"strategy_versions": f"{head}spring,2,2026-03-02\nsummer,1,2026-06-01\n"})
    for _ in range(2):
        row = bring_in(swapped)
        assert found(row) == {("strategy_versions.csv", line, "number", "changed_number", "error") for line in (2, 3)}
    assert list(StrategyVersion.objects.order_by("number").values_list("key", flat=True)) == ["spring", "summer"]


def test_rows_refer_to_what_an_earlier_bundle_brought(tidewater: Organization, bundle: Path, tmp_path: Path) -> None:
    bring_in(bundle)
    later = write_bundle(
        tmp_path / "later", {"commitments": "key,title,owner,objective,decision\naudit,Book the audit,lena,sso,idp\n"}
    )
    row = bring_in(later)
    assert found(row) == set()
    assert Commitment.objects.get(key="audit").objective.key == "sso"


def test_strict_with_one_error_imports_nothing(tidewater: Organization, bundle: Path) -> None:
    row = read_bundle(write_bundle(bundle, {"lessons": TIDEWATER["lessons"].replace("2026-08-10", "tomorrow")}))
    with pytest.raises(NothingImported, match="has 1 error"):
        bring_in(bundle, strict=True)
    assert not Person.objects.exists()
    assert not Event.objects.exists()
    assert row.state == "preview"


def test_the_preview_counts_what_would_happen_and_changes_nothing(tidewater: Organization, bundle: Path) -> None:
    new_person("Ines", key="ines")
    row = read_bundle(bundle)
    outcomes = BundleRow.objects.filter(bundle_import=row, table="people").values_list("key", "outcome")
    assert dict(outcomes) == {"marta": "created", "ines": "changed", "lena": "created", "daniel": "created"}
    assert Person.objects.count() == 1


def test_one_line_in_the_logbook_and_the_figures_of_what_came_in(tidewater: Organization, bundle: Path) -> None:
    row = bring_in(bundle)
    line = Event.objects.get()
    assert (line.name, line.about_id, line.data["created"]) == ("bundle.imported", row.pk, 24)
    assert ObjectiveHealth.objects.filter(objective__key="sso").exists()
    week = TeamWeek.objects.get(team__key="security", week_of=date(2026, 8, 10))
    assert (week.check_ins_due, week.check_ins_in) == (1, 1)


def test_an_import_stays_in_its_own_organization(tidewater: Organization, bundle: Path) -> None:
    harbor = new_organization("harbor")
    with in_organization(harbor):
        new_objective("Ours, under the same key", key="sso")
    bring_in(bundle)
    with in_organization(harbor):
        assert Objective.objects.get().title == "Ours, under the same key"
        assert not Person.objects.exists()


def test_exactly_what_our_own_files_say_more(tidewater: Organization, bundle: Path) -> None:
    key_results = "key,objective,title,type,kind,current_value\nuptime,sso,Sign-in answers,metric,threshold_above,99.5\n"
    dependencies = (
        TIDEWATER["dependencies"]
        .replace("contacts", "contacts,stage,promised_by")
        .replace("20,lena", "20,lena,negotiating,2026-08-24")
    )
    decisions = (
        TIDEWATER["decisions"]
        .replace("meeting\n", "meeting,decider,chosen\n")
        .replace(",,,,\n", ",,,,,,\n")
        .replace("-weekly", "-weekly,marta,2")
    )
    write_bundle(bundle, {"key_results": key_results, "check_ins": "key,objective,date\n", "dependencies": dependencies})
    bring_in(write_bundle(bundle, {"decisions": decisions, "peakos.json": '{"format": 1, "guarded": true}'}), strict=True)
    assert KeyResult.objects.get().kind == "threshold_above"
    assert (Dependency.objects.get().state, Dependency.objects.get().promised_by) == ("negotiating", date(2026, 8, 24))
    assert Decision.objects.get(key="idp").roles.get(part="decider").person.key == "marta"
    assert Option.objects.get(is_chosen=True).text == "Build"
    assert counts(bring_in(bundle))["changed"] == 0


def test_stopped_in_the_middle_nothing_of_it_has_happened(tidewater: Organization, bundle: Path) -> None:
    class PowerCut(Exception):
        """Whatever ends a worker."""

    def watch(step: str, done: int, total: int) -> None:
        if step == "Linking decisions.csv":
            raise PowerCut

    row = read_bundle(bundle)
    with pytest.raises(PowerCut):
        load(row, by=None, now=NOW, progress=watch)
    assert not Person.objects.exists()
    assert not Event.objects.exists()
    load(row, by=None, now=NOW)  # the rows still wait
    assert Person.objects.count() == 4


def test_one_import_at_a_time(tidewater: Organization, bundle: Path) -> None:
    row = read_bundle(bundle)
    other = connection.copy()  # a worker at the same organization
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [LOCK_CLASS, tidewater.pk])
        with pytest.raises(ImportUnderWay, match="Wait until it is done"):
            load(row, by=None, now=NOW)
        with other.cursor() as cursor:  # done: the server itself notices a closed connection only after a while
            cursor.execute("SELECT pg_advisory_unlock_all()")
    finally:
        other.close()
    load(row, by=None, now=NOW)


def test_a_fault_of_the_database_is_a_sentence_and_takes_all_back(tidewater: Organization, bundle: Path) -> None:
    row = read_bundle(bundle)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE intelligence_lesson ADD CONSTRAINT no_lessons CHECK (title = '')")
    with pytest.raises(NothingImported, match="Look at the preview again"):
        load(row, by=None, now=NOW)
    assert not Person.objects.exists()
    assert (row.state, "Nothing was imported" in row.error) == ("failed", True)


def test_memory_does_not_grow_with_the_file(tidewater: Organization, tmp_path: Path) -> None:
    peaks = []
    for count in (4_000, 16_000):
        lines = "".join(f"p{number},Person number {number}\n" for number in range(count))
        path = write_bundle(tmp_path / str(count), {"people": f"key,name\n{lines}"})
        tracemalloc.start()
        read_bundle(path)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.3
