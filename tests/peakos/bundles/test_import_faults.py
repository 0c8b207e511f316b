"""Every fault a spreadsheet can have: where it is, what is said of it, and what happens to the rows beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from alignment.models import CheckIn, Objective
from decisions.models import Supersession
from organizations.models import BundleFinding, BundleImport, Cycle, Membership, Organization, Person, Team
from tests.peakos.bundles.spreadsheets import TIDEWATER, bring_in, found, told, write_bundle

# What is put in the place of a sound file -> what must be found: line, column, code, severity.
FAULTS: list[tuple[str, str | bytes, set[tuple[int, str, str, str]]]] = [
    ("people", TIDEWATER["people"].encode("utf-8-sig"), {(1, "", "byte_order_mark", "info")}),
    ("people", TIDEWATER["people"].replace("\n", "\r\n"), {(1, "", "crlf", "info")}),
    ("people", TIDEWATER["people"] + ",,,\n", {(6, "", "blank_row", "info")}),
    ("people", TIDEWATER["people"].replace(",", ";"), {(1, "", "delimiter", "warning")}),
    ("people", TIDEWATER["people"].replace(",", "\t"), {(1, "", "delimiter", "warning")}),
    ("people", TIDEWATER["people"] + "aiko,Aiko Tanaka,aiko at tidewater,\n", {(6, "email", "bad_email", "error")}),
    ("people", TIDEWATER["people"] + "Aiko,Aiko Tanaka,,\n", {(6, "key", "bad_key", "error")}),
    ("people", TIDEWATER["people"] + f"{'a' * 81},Aiko Tanaka,,\n", {(6, "key", "bad_key", "error")}),
    ("people", TIDEWATER["people"] + "aiko,,,\n", {(6, "name", "missing_value", "error")}),
    ("people", TIDEWATER["people"] + "aiko,Aiko Tanaka,,Active\n", {(6, "status", "bad_value", "error")}),
    ("people", TIDEWATER["people"] + "aiko,Aiko Tanaka,\n", {(6, "", "ragged_row", "error")}),
    ("people", TIDEWATER["people"] + "aiko,Tanaka, Aiko,,\n", {(6, "", "ragged_row", "error")}),
    ("people", TIDEWATER["people"] + "ines,Ines Costa,,\n", {(6, "key", "duplicate_key", "error")}),
    ("people", TIDEWATER["people"] + 'aiko,"=1+1",,\n', {(6, "name", "formula", "warning")}),
    ("people", TIDEWATER["people"] + "aiko,<img src=x>,,\n", {(6, "name", "markup", "warning")}),
    ("people", TIDEWATER["people"] + 'aiko,"Aiko\nTanaka",,\n', {(6, "name", "line_break", "warning")}),
    ("people", TIDEWATER["people"] + "aiko,Aiko\u202eTanaka,,\n", {(6, "name", "bidi_control", "warning")}),
    ("people", TIDEWATER["people"] + "aiko,Aiko\x00Tanaka,,\n", {(6, "name", "control_character", "error")}),
    ("people", TIDEWATER["people"] + 'aiko,"Aiko" Tanaka,,\n', {(6, "", "bad_quoting", "error")}),
    ("people", TIDEWATER["people"] + 'aiko,"Aiko Tanaka,,\n', {(6, "", "bad_quoting", "error")}),
    (
        "people",
        TIDEWATER["people"].replace("status", "status,shoe", 1).replace("active", "active,41"),
        {(1, "shoe", "unknown_column", "warning")},
    ),
    ("lessons", b"", {(0, "", "empty_file", "error")}),
    ("lessons", b"\xef\xbb\xbf", {(0, "", "empty_file", "error")}),
    ("lessons", b"PK\x03\x04 and so on", {(0, "", "not_csv", "error")}),
    ("lessons", b"\x89PNG\r\n\x1a\n", {(0, "", "not_csv", "error")}),
    ("lessons", b"key,title\nx,\x81\x00\xff\n", {(2, "", "not_csv", "error")}),
    ("lessons", "key,title\nask,Fragen hilft – früh\n".encode("cp1252"), {(2, "", "encoding_not_utf8", "error")}),
    ("lessons", "key,title\nask,Früh fragen\n".encode("utf-16"), {(1, "", "encoding_not_utf8", "error")}),
    ("lessons", "key,name\nask,Ask early\n", {(1, "name", "unknown_column", "warning"), (1, "title", "missing_column", "error")}),
    ("lessons", "key,title,title\nask,Ask,Early\n", {(1, "title", "duplicate_column", "error")}),
    ("lessons", "key,title,a\x00b\nask,Ask,\n", {(1, "a·b", "unknown_column", "warning")}),
    ("budget", "key,amount\nq3,12\n", {(0, "", "unknown_file", "warning")}),
    ("Budget.csv", "key\nq3\n", {(0, "", "unknown_file", "warning")}),
    ("lessons.xlsx", b"PK\x03\x04", {(0, "", "unknown_file", "warning")}),
    ("memberships", TIDEWATER["memberships"] + "data,nobody,member,,\n", {(4, "person", "unknown_reference", "error")}),
    ("memberships", TIDEWATER["memberships"] + "data,lena,lead,,\n", {(4, "", "duplicate_row", "error")}),
    ("teams", TIDEWATER["teams"].replace(",organization,", ",organization,data"), {(2, "parent", "cycle", "error")}),
    ("cycles", TIDEWATER["cycles"] + "2026-q4,Q4,2026-12-27,2026-09-28\n", {(3, "end_date", "date_order", "error")}),
    ("cycles", TIDEWATER["cycles"] + "2026-q4,Q4,,2026-12-27\n", {(3, "start_date", "missing_value", "error")}),
    ("objectives", TIDEWATER["objectives"] + f"more,{'x' * 251},,,,,,active,,\n", {(4, "title", "too_long", "error")}),
    ("objectives", TIDEWATER["objectives"] + "more,More,Security,,,,,active,,\n", {(4, "team", "unknown_reference", "error")}),
    ("objectives", TIDEWATER["objectives"] + "more,More,,,,,,active,30.9.2026,\n", {(4, "due_date", "bad_date", "error")}),
    ("objectives", TIDEWATER["objectives"] + "more,More,,,,,,active,2026-09-31,\n", {(4, "due_date", "bad_date", "error")}),
    ("objectives", TIDEWATER["objectives"] + "more,More,,,,,more,active,,\n", {(4, "parent", "cycle", "error")}),
    ("key_results", TIDEWATER["key_results"] + "p50,sso,Answer,metric,s,1,-2,\n", {(3, "target_value", "out_of_range", "error")}),
    ("key_results", TIDEWATER["key_results"] + 'p50,sso,Answer,metric,s,"1,5",2,\n', {(3, "start_value", "bad_number", "error")}),
    ("key_results", TIDEWATER["key_results"] + "p50,sso,Answer,metric,s,1e3,2,\n", {(3, "start_value", "bad_number", "error")}),
    (
        "key_results",
        TIDEWATER["key_results"] + f"p50,sso,Answer,metric,s,{'9' * 30},2,\n",
        {(3, "start_value", "out_of_range", "error")},
    ),
    (
        "key_results",
        TIDEWATER["key_results"] + "p50,sso,Answer,metric,s,0.1234567,2,\n",
        {(3, "start_value", "rounded", "warning")},
    ),
    (
        "check_ins",
        TIDEWATER["check_ins"] + "w8,upmarket,sso-live,2026-08-17,,,,,\n",
        {(5, "key_result", "wrong_objective", "error")},
    ),
    ("check_ins", TIDEWATER["check_ins"] + "w8,sso,,2026-08-17,,,,0.8,\n", {(5, "confidence", "bad_number", "error")}),
    ("check_ins", TIDEWATER["check_ins"] + "w8,sso,,2026-08-17,,,,101,\n", {(5, "confidence", "out_of_range", "error")}),
    ("check_ins", TIDEWATER["check_ins"] + "w8,sso,,2026-08-17,,green,,,\n", {(5, "health", "bad_value", "error")}),
    ("check_ins", TIDEWATER["check_ins"] + "w8,sso,,2026-08-17T09:30:00,,,,,\n", {(5, "date", "bad_date", "error")}),
    ("check_ins", TIDEWATER["check_ins"] + "w8,sso,,0001-01-01T00:00:00+14:00,,,,,\n", {(5, "date", "bad_date", "error")}),
    ("dependencies", TIDEWATER["dependencies"] + "x,,,sso,,sso,work,,,\n", {(3, "to_objective", "self_dependency", "error")}),
    ("dependencies", TIDEWATER["dependencies"] + "x,,,sso,,,work,,,\n", {(3, "to_team", "missing_value", "error")}),
    ("dependencies", TIDEWATER["dependencies"] + "x,,,,data,,work,,,\n", {(3, "from_team", "missing_value", "error")}),
    ("meetings", TIDEWATER["meetings"] + "m,M,,,,,,every Monday,\n", {(3, "rrule", "bad_rrule", "error")}),
    ("meetings", TIDEWATER["meetings"] + "m,M,,,,,,FREQ=WEEKLY;UNTIL=20260230,\n", {(3, "rrule", "bad_rrule", "error")}),
    ("meetings", TIDEWATER["meetings"] + "m,M,,,,,,FREQ=WEEKLY;COUNT=2;UNTIL=20260828,\n", {(3, "rrule", "bad_rrule", "error")}),
    ("meetings", TIDEWATER["meetings"] + "m,M,,,,,Mars/Base,,\n", {(3, "timezone", "bad_timezone", "error")}),
    ("meetings", TIDEWATER["meetings"] + "m,M,,,9:30,,,,\n", {(3, "start_time", "bad_time", "error")}),
    ("meetings", TIDEWATER["meetings"] + "m,M,,,,0,,,\n", {(3, "duration_minutes", "out_of_range", "error")}),
    ("meetings", TIDEWATER["meetings"] + "m,M,,,,,,,2026-08-32\n", {(3, "exdates", "bad_date", "error")}),
    ("decisions", TIDEWATER["decisions"].replace(",,,,\n", ",,,idp,\n"), {(2, "supersedes", "cycle", "error")}),
    ("risks", TIDEWATER["risks"] + "r,risk,R,open,6,,,,,,\n", {(4, "likelihood", "out_of_range", "error")}),
    ("risks", TIDEWATER["risks"] + "r,Risk,R,open,,,,,,,\n", {(4, "type", "bad_value", "error")}),
]


def name_of(case: object) -> str | None:
    return min(case)[2] if isinstance(case, set) else case if isinstance(case, str) and "\n" not in case else ""


@pytest.mark.parametrize(("name", "content", "faults"), FAULTS, ids=name_of)
def test_each_fault_is_reported_at_its_place(
    tidewater: Organization, tmp_path: Path, name: str, content: str | bytes, faults: set[tuple[int, str, str, str]]
) -> None:
    row = bring_in(write_bundle(tmp_path, {**TIDEWATER, name: content}))
    file = name if "." in name else f"{name}.csv"
    first = {(found_in, *place) for found_in, *place in found(row) if "follows" not in told_all(row, found_in, place[0])}
    assert first == {(file, *fault) for fault in faults}


def test_nobody_stands_in_for_themselves(tidewater: Organization, tmp_path: Path) -> None:
    absences = "person,start_date,end_date,delegate\nlena,2026-08-17,2026-08-28,lena\n"
    row = bring_in(write_bundle(tmp_path, {**TIDEWATER, "absences": absences, "peakos.json": '{"format": 1}'}))
    assert found(row) == {("absences.csv", 2, "delegate", "self_link", "error")}


def told_all(row: BundleImport, file: str, line: object) -> str:
    """All that is said of a line."""
    return " ".join(BundleFinding.objects.filter(bundle_import=row, file=file, line=line).values_list("message", flat=True))


def test_the_rows_beside_a_faulty_one_go_in(tidewater: Organization, tmp_path: Path) -> None:
    bring_in(write_bundle(tmp_path, {"people": TIDEWATER["people"] + "aiko,,,\nbeth,Beth Moran,,\n"}))
    assert set(Person.objects.values_list("key", flat=True)) == {"marta", "ines", "lena", "daniel", "beth"}


def test_what_refers_to_a_refused_row_falls_with_it_and_says_of_which_line(tidewater: Organization, tmp_path: Path) -> None:
    objectives = TIDEWATER["objectives"].replace("upmarket,Win mid-market tenants", "upmarket,")
    row = bring_in(write_bundle(tmp_path, {**TIDEWATER, "objectives": objectives}))
    assert not Objective.objects.exists()
    assert not CheckIn.objects.exists()
    assert "line 2 of objectives.csv" in told(row, "objectives.csv", 3)
    assert "line 3 of objectives.csv" in told(row, "key_results.csv", 2)


def test_a_row_that_is_refused_stays_in_the_workspace_as_it_was(tidewater: Organization, tmp_path: Path) -> None:
    bring_in(write_bundle(tmp_path, TIDEWATER | {}))
    teams = TIDEWATER["teams"].replace("security,Security,team", "security,,team")
    row = bring_in(write_bundle(tmp_path, {"teams": teams}))
    assert found(row) == {("teams.csv", 3, "name", "missing_value", "error")}  # what refers to it finds it in the workspace
    assert Team.objects.get(key="security").name == "Security"


def test_a_name_in_place_of_a_key_is_answered_with_the_key(tidewater: Organization, tmp_path: Path) -> None:
    objectives = TIDEWATER["objectives"].replace("tenants,security,", "tenants,Security,")
    row = bring_in(write_bundle(tmp_path, {**TIDEWATER, "objectives": objectives}))
    assert "It is the name of “security”" in told(row, "objectives.csv", 3)


def test_letters_of_another_encoding_come_in_whole_and_are_not_passed_over_in_silence(
    tidewater: Organization, tmp_path: Path
) -> None:
    row = bring_in(write_bundle(tmp_path, {"people": "key,name\nuta,Uta Grün – “Vertrieb”\n".encode("cp1252")}))
    assert Person.objects.get().name == "Uta Grün – “Vertrieb”"
    assert "Windows-1252" in told(row, "people.csv", 2)


def test_a_circle_is_opened_at_one_link_and_told_once(tidewater: Organization, tmp_path: Path) -> None:
    teams = "key,name,parent\na,A,b\nb,B,c\nc,C,a\nd,D,c\n"
    row = bring_in(write_bundle(tmp_path, {"teams": teams}))
    assert found(row) == {("teams.csv", 2, "parent", "cycle", "error")}
    assert "a > b > c > a" in told(row, "teams.csv", 2)
    assert dict(Team.objects.values_list("key", "parent__key")) == {"a": None, "b": "c", "c": "a", "d": "c"}


def test_a_circle_that_only_closes_through_the_workspace(tidewater: Organization, tmp_path: Path) -> None:
    bring_in(write_bundle(tmp_path, {"teams": "key,name,parent\na,A,b\nb,B,\n"}))
    row = bring_in(write_bundle(tmp_path, {"teams": "key,name,parent\nb,B,a\n"}))
    assert found(row) == {("teams.csv", 2, "parent", "cycle", "error")}
    assert dict(Team.objects.values_list("key", "parent__key")) == {"a": "b", "b": None}


def test_a_circle_through_a_row_that_is_refused_and_keeps_its_place(tidewater: Organization, tmp_path: Path) -> None:
    bring_in(write_bundle(tmp_path, {"teams": "key,name,parent\na,A,b\nb,B,\n"}))
    row = bring_in(write_bundle(tmp_path, {"teams": "key,name,parent\na,,\nb,B,a\n"}))  # a stays below b, so b cannot go below a
    assert {fault[3] for fault in found(row)} == {"missing_value", "cycle"}
    assert dict(Team.objects.values_list("key", "parent__key")) == {"a": "b", "b": None}


def test_decisions_that_supersede_each_other(tidewater: Organization, tmp_path: Path) -> None:
    decisions = "key,title,status,supersedes\na,A,accepted,b; c\nb,B,superseded,c\nc,C,superseded,a\n"
    row = bring_in(write_bundle(tmp_path, {"decisions": decisions}))
    assert {(line, code) for _, line, _, code, _ in found(row)} == {(2, "cycle")}
    links = {(link.decision.key, link.superseded.key) for link in Supersession.objects.select_related("decision", "superseded")}
    assert ("c", "a") in links
    assert len(links) == 2


def test_dates_out_of_order_with_what_the_workspace_holds(tidewater: Organization, tmp_path: Path) -> None:
    bring_in(write_bundle(tmp_path, {"teams": "key,name,start_date\ndata,Data,2026-05-01\n"}))
    row = bring_in(write_bundle(tmp_path, {"teams": "key,name,end_date\ndata,Data,2026-04-01\n"}))
    assert found(row) == {("teams.csv", 2, "end_date", "date_order", "error")}


def test_an_objective_on_both_ends_by_half_from_the_file(tidewater: Organization, tmp_path: Path) -> None:
    bring_in(write_bundle(tmp_path, TIDEWATER | {"dependencies": "key,type,from_team,to_objective\nx,work,data,sso\n"}))
    row = bring_in(write_bundle(tmp_path, TIDEWATER | {"dependencies": "key,type,from_objective,to_team\nx,work,sso,data\n"}))
    assert ("dependencies.csv", 2, "from_objective", "self_dependency", "error") in found(row)


def test_a_file_left_out_takes_its_rows_along_but_no_other_file(tidewater: Organization, tmp_path: Path) -> None:
    cycles = TIDEWATER["cycles"].replace("end_date", "last_day")
    row = bring_in(write_bundle(tmp_path, {"cycles": cycles, "people": TIDEWATER["people"]}))
    assert ("cycles.csv", 1, "end_date", "missing_column", "error") in found(row)
    assert row.summary["cycles"]["refused"] == 1
    assert (Cycle.objects.count(), Person.objects.count()) == (0, 4)


def test_a_person_may_be_twice_in_a_team_at_different_times(tidewater: Organization, tmp_path: Path) -> None:
    memberships = "team,person,role,start_date,end_date\ndata,lena,lead,2023-01-09,2023-12-22\ndata,lena,lead,2025-03-03,\n"
    row = bring_in(write_bundle(tmp_path, TIDEWATER | {"memberships": memberships}))
    assert found(row) == set()
    assert Membership.objects.count() == 2


def test_a_choice_among_options_that_are_not_there(tidewater: Organization, tmp_path: Path) -> None:
    decisions = 'key,title,status,options,chosen\nidp,Which provider,accepted,"Buy\nBuild",3\n'
    row = bring_in(write_bundle(tmp_path, {"decisions": decisions, "peakos.json": '{"format": 1, "guarded": true}'}))
    assert found(row) == {("decisions.csv", 2, "chosen", "out_of_range", "error")}


def test_our_own_files_mean_nothing_without_our_manifest(tidewater: Organization, tmp_path: Path) -> None:
    metrics = "key,title,better,every_days\nnps,NPS,up,30\n"
    row = bring_in(write_bundle(tmp_path, {"people": "key,name\nmarta,'=Marta\n", "metrics": metrics}))
    assert found(row) == {("metrics.csv", 0, "", "unknown_file", "warning")}
    assert Person.objects.get().name == "'=Marta"  # an apostrophe is a letter where nobody guarded cells


def test_a_guarded_cell_comes_back_letter_by_letter(tidewater: Organization, tmp_path: Path) -> None:
    people = "key,name\na,'=1+1\nb,''=1\nc,'-\nd,''''''\n"
    bring_in(write_bundle(tmp_path, {"people": people, "peakos.json": '{"format": 1, "guarded": true}'}))
    assert dict(Person.objects.values_list("key", "name")) == {"a": "=1+1", "b": "'=1", "c": "-", "d": "'''''"}
