"""What surrounds a decision, in and out: what was known, what came of it, who was heard and told, and who disagreed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from accountability.actions import finish_commitment
from accountability.models import Commitment
from alignment.models import KeyResult, Objective, Risk
from decisions.models import (
    Answer,
    Assumption,
    Criterion,
    Decision,
    DecisionReview,
    Dissent,
    Evidence,
    Hearing,
    Option,
    OptionVote,
    TeamAcknowledgement,
    TeamTold,
)
from organizations.models import BundleRow, Organization, Person
from organizations.purges import put_away_previews
from organizations.tenancy import in_organization
from peakos.bundles.columns import Table
from peakos.bundles.exporting import export_folder
from peakos.bundles.format import BY_NAME
from peakos.bundles.format_decisions import HEARD, KNOWN
from peakos.bundles.format_seats import CHART, HANDED_OVER
from peakos.bundles.undoing import BuiltUpon, undo
from tests.cast import NOW, new_organization
from tests.peakos.bundles.spreadsheets import DECISIONS, TIDEWATER, bring_in, counts, found, told, write_bundle

OURS = {"peakos.json": '{"format": 1, "guarded": true}'}
AT, THEN = "2026-07-13T09:00:00.123456Z", "2026-07-06T08:00:00Z"
FACTS = (
    '"{""objectives"": [{""key"": ""sso"", ""title"": ""SSO, as it was called"", ""status"": ""at_risk"", ""progress"": 0.1, '
    '""key_results"": [{""key"": ""sso-live"", ""title"": ""Utilities"", ""value"": ""2""}]}, '
    '{""key"": null, ""title"": ""Long gone""}], ""risks"": [{""key"": ""idp-late"", ""title"": ""Late"", ""impact"": 3}]}"'
)
EVIDENCE = f"""decision,at,by,outcome,is_yes,confidence,facts,key_result,key_result_title,baseline,expected_value,expected_date
idp,{AT},marta,Buy,yes,70,{FACTS},sso-live,Utilities live,2,12,2026-09-15
"""
REVIEWS = f"""decision,date,nth,evidence_at,by,came_true,turned_out_well,judgement,verdict,note
idp,2026-08-10,,{AT},marta,0.30000000000000004,yes,4,keep,It was right
idp,2026-08-10,2,{AT},marta,,,3,keep,Looked at twice
"""
ASSUMPTIONS = """decision,text,watch,metric,bound,limit,dependency,until_date,status,by
idp,The provider delivers,dependency,,,,sso-needs-logs,2026-08-20,holds,ines
"""
HEARINGS = f"""decision,opened_at,way,is_hidden,opened_by,closes_date,closed_at,closed_by
idp,{THEN},dots,yes,ines,2026-07-10,2026-07-10T10:00:00Z,ines
"""
ANSWERS = f"""decision,opened_at,person,answered_at,stance,words,votes
idp,{THEN},lena,2026-07-07T10:00:00Z,,Buy it,1; 2
idp,{THEN},daniel,,,,
"""
CRITERIA = """decision,name,position,weight
idp,Cost,0,3
idp,"Speed, in weeks",1,2
"""
SCORED = "2026-07-11T08:00:00Z"
SCORES = '"[{""Cost"": 4, ""Speed, in weeks"": 0}, {""Cost"": 2}]"'
BY_CRITERIA = {
    "criteria": CRITERIA,
    "hearings": HEARINGS + f"idp,{SCORED},score,yes,ines,2026-07-12,2026-07-12T10:00:00Z,ines\n",
    "hearing_answers": ANSWERS.replace("votes\n", "votes,scores\n", 1)
    .replace("1; 2\n", "1; 2,\n")
    .replace("daniel,,,,\n", "daniel,,,,,\n")
    + f"idp,{SCORED},lena,2026-07-11T10:00:00Z,,,,{SCORES}\n",
}
FILES = {
    "decisions": DECISIONS.replace(",meeting\n", ",meeting,pros,cons\n", 1)
    .replace("ines,marta,,,,\n", "ines,marta,,,,,,\n")
    .replace("idp-old,security-weekly\n", 'idp-old,security-weekly,"[""Known"", """"]","["""", ""Slow""]"\n'),
    "decision_evidence": EVIDENCE,
    "decision_reviews": REVIEWS,
    "assumptions": ASSUMPTIONS,
    "hearings": HEARINGS,
    "hearing_answers": ANSWERS,
    "teams_told": f"decision,team,told_at\nidp,data,{AT}\n",
    "teams_know": f"decision,team,person,at\nidp,data,lena,{AT}\n",
    "dissents": f"decision,person,words,is_committed,said_at\nidp,daniel,We could build it,yes,{AT}\n",
}  # fmt: skip


def decided(tmp_path: Path, name: str = "decided", **files: str) -> Path:
    return write_bundle(tmp_path / name, OURS | dict(TIDEWATER) | FILES | files)


def test_what_was_known_arrives_as_it_was_frozen(tidewater: Organization, tmp_path: Path) -> None:
    bring_in(decided(tmp_path), strict=True)
    kept = Evidence.objects.get()
    sso, measure, risk = Objective.objects.get(key="sso"), KeyResult.objects.get(key="sso-live"), Risk.objects.get(key="idp-late")
    assert kept.facts == {
        "objectives": [
            {
                "id": sso.pk, "title": "SSO, as it was called", "status": "at_risk", "progress": 0.1,
                "key_results": [{"id": measure.pk, "title": "Utilities", "value": "2"}],
            },
            {"id": None, "title": "Long gone"},
        ],
        "risks": [{"id": risk.pk, "title": "Late", "impact": 3}],
    }  # fmt: skip
    assert kept.at == datetime(2026, 7, 13, 9, 0, 0, 123_456, tzinfo=UTC)
    assert (kept.key_result_number, kept.expected_by, kept.is_yes) == (measure.pk, date(2026, 9, 15), True)
    first, second = DecisionReview.objects.order_by("id")
    assert (first.evidence, first.came_true, first.turned_out_well) == (kept, 0.30000000000000004, True)
    assert (second.note, second.turned_out_well) == ("Looked at twice", False)
    assert Assumption.objects.get().dependency.key == "sso-needs-logs"


def test_who_was_heard_and_told_arrives(tidewater: Organization, tmp_path: Path) -> None:
    bring_in(decided(tmp_path), strict=True)
    buy, build = Option.objects.filter(decision__key="idp").order_by("position")
    assert [(one.pros, one.cons) for one in (buy, build)] == [("Known", ""), ("", "Slow")]
    assert dict(OptionVote.objects.values_list("option", "points")) == {buy.pk: 1, build.pk: 2}
    assert dict(Answer.objects.values_list("person__key", "words")) == {"lena": "Buy it", "daniel": ""}
    assert TeamAcknowledgement.objects.get().told == TeamTold.objects.get(team__key="data")
    assert Dissent.objects.get().is_committed


def test_a_second_import_of_it_writes_nothing_and_it_can_all_go(tidewater: Organization, tmp_path: Path) -> None:
    row = bring_in(decided(tmp_path), strict=True)
    again = bring_in(decided(tmp_path), strict=True)
    assert counts(again)["created"] == counts(again)["changed"] == 0
    put_away_previews(now=NOW + timedelta(days=30))
    assert BundleRow.objects.filter(bundle_import=row, table="decision_evidence").exists(), "needed to take it back"
    undo(row, by=None, now=NOW)
    for model in (Evidence, DecisionReview, Assumption, Hearing, Answer, OptionVote, TeamTold, TeamAcknowledgement, Dissent):
        assert not model.objects.exists(), model
    assert not BundleRow.objects.exists()


def test_what_comes_out_of_a_workspace_goes_back_into_it_without_a_change(tidewater: Organization, tmp_path: Path) -> None:
    bring_in(decided(tmp_path), strict=True)
    Evidence.objects.create(
        organization=tidewater, decision=Decision.objects.get(key="idp-old"), at=NOW, key_result_number=999_999_999,
        key_result_title="Deleted since", facts={"risks": [{"id": 999_999_999, "title": "Gone"}]},
    )  # fmt: skip
    export_folder(tmp_path / "out")
    again = bring_in(tmp_path / "out", strict=True)
    assert counts(again)["created"] == counts(again)["changed"] == 0
    with in_organization(new_organization("fenmoor")):
        bring_in(tmp_path / "out", strict=True)
        gone = Evidence.objects.get(decision__key="idp-old")
        assert (gone.key_result_number, gone.key_result_title) == (None, "Deleted since")
        assert gone.facts == {"risks": [{"id": None, "title": "Gone"}]}


def test_hidden_answers_stay_hidden_until_they_are_seen_by_all(tidewater: Organization, tmp_path: Path) -> None:
    bring_in(decided(tmp_path), strict=True)
    Hearing.objects.update(closed_at=None, closes_on=date(9999, 1, 1))
    export_folder(tmp_path / "hidden")
    assert not (tmp_path / "hidden" / "hearings.csv").exists()
    assert not (tmp_path / "hidden" / "hearing_answers.csv").exists()
    assert "Buy it" not in "".join(path.read_text() for path in (tmp_path / "hidden").iterdir())
    for revealed in ({"is_hidden": False}, {"is_hidden": True, "closes_on": date(2026, 7, 10)}, {"closed_at": NOW}):
        Hearing.objects.update(**revealed)
        export_folder(tmp_path / "seen", is_forced=True)
        assert "Buy it" in (tmp_path / "seen" / "hearing_answers.csv").read_text()


def test_what_was_reviewed_since_stands_in_the_way_of_taking_it_back(tidewater: Organization, tmp_path: Path) -> None:
    row = bring_in(decided(tmp_path), strict=True)
    DecisionReview.objects.create(
        organization=tidewater, decision=Decision.objects.get(key="idp"), evidence=Evidence.objects.get(), on=date(2026, 8, 17),
        judgement=3, verdict="keep",
    )  # fmt: skip
    with pytest.raises(BuiltUpon, match="review of"):
        undo(row, by=None, now=NOW)
    assert Evidence.objects.exists()


def test_votes_for_an_option_that_comes_with_them_are_kept(tidewater: Organization, tmp_path: Path) -> None:
    bring_in(decided(tmp_path), strict=True)
    more = {
        "decisions": FILES["decisions"].replace("Buy\nBuild", "Buy\nBuild\nWait"),
        "hearing_answers": ANSWERS.replace("1; 2", "none; 1; 2"),
    }
    row = bring_in(decided(tmp_path, "more", **more), strict=True)
    points = OptionVote.objects.order_by("option__position").values_list("option__text", "points")
    assert list(points) == [("Build", 1), ("Wait", 2)]
    undo(row, by=None, now=NOW)
    assert list(points.all()) == [("Buy", 1), ("Build", 2)]


def scored() -> set[tuple[str, str | None, int]]:
    return set(OptionVote.objects.values_list("option__text", "criterion__name", "points"))


def test_scores_by_criteria_arrive_beside_votes_for_the_whole(tidewater: Organization, tmp_path: Path) -> None:
    row = bring_in(decided(tmp_path, **BY_CRITERIA), strict=True)
    weights = Criterion.objects.order_by("position").values_list("decision__key", "name", "weight")
    assert list(weights) == [("idp", "Cost", 3), ("idp", "Speed, in weeks", 2)]
    dots = {("Buy", None, 1), ("Build", None, 2)}
    assert scored() == dots | {("Buy", "Cost", 4), ("Buy", "Speed, in weeks", 0), ("Build", "Cost", 2)}
    again = bring_in(decided(tmp_path, **BY_CRITERIA), strict=True)
    assert counts(again)["created"] == counts(again)["changed"] == 0
    without = {"hearing_answers": ANSWERS + f"idp,{SCORED},lena,2026-07-11T10:00:00Z,,,\n"}
    assert counts(bring_in(decided(tmp_path, "without", **(BY_CRITERIA | without)), strict=True))["changed"] == 0
    fewer = {"hearing_answers": BY_CRITERIA["hearing_answers"].replace(SCORES, '"[{}, {""Cost"": 5}]"')}
    later = bring_in(decided(tmp_path, "fewer", **(BY_CRITERIA | fewer)), strict=True)
    assert scored() == dots | {("Build", "Cost", 5)}
    undo(later, by=None, now=NOW)
    assert ("Buy", "Cost", 4) in scored()
    undo(row, by=None, now=NOW)
    assert not OptionVote.objects.exists() and not Criterion.objects.exists()


def test_criteria_change_places_and_their_scores_stay_theirs(tidewater: Organization, tmp_path: Path) -> None:
    bring_in(decided(tmp_path, **BY_CRITERIA), strict=True)
    before = scored()
    moved = {"criteria": CRITERIA.replace(",0,3", ",1,3").replace(",1,2", ",0,2")}
    row = bring_in(decided(tmp_path, "moved", **(BY_CRITERIA | moved)), strict=True)
    assert counts(row)["changed"] == 2
    assert list(Criterion.objects.order_by("position").values_list("name", flat=True)) == ["Speed, in weeks", "Cost"]
    assert scored() == before
    heavier = bring_in(decided(tmp_path, "heavier", **(BY_CRITERIA | {"criteria": CRITERIA.replace(",0,3", ",0,9")})))
    assert ("criteria.csv", 2, "weight", "changed_record", "error") in found(heavier)
    assert Criterion.objects.get(name="Cost").weight == 3, "a weight is not chosen with the scores in sight"


@pytest.mark.parametrize(
    ("files", "line", "column", "code", "says"),
    [
        ({"criteria": CRITERIA.replace(",1,2", ",0,2")}, 3, "position", "open_twice", "Another criterion"),
        ({"criteria": CRITERIA + "idp,COST,2,1\n"}, 4, "name", "duplicate_row", "in other letters"),
        ({"criteria": CRITERIA + "idp,Cost,2,1\n"}, 4, "", "duplicate_row", "the same as line 2"),
        ({"criteria": CRITERIA.replace(",0,3", ",0,11")}, 2, "weight", "out_of_range", "from 1 to 10"),
        ({"criteria": CRITERIA + "".join(f"idp,No. {n},{n},1\n" for n in range(2, 9))}, 10, "decision", "out_of_range", "by 8"),
        ({"hearing_answers": "hearing_answers", "Cost": "Price"}, 4, "scores", "unknown_reference", "“Price” is no criterion"),
        ({"hearing_answers": "hearing_answers", "4": "6"}, 4, "scores", "bad_value", "from 0 to 5"),
        ({"hearing_answers": "hearing_answers", "Cost": "\\ud800"}, 4, "scores", "bad_value", "is cut in half"),
        ({"hearing_answers": "hearing_answers", "2}": '2}, {}, {""Cost"": 1}'}, 4, "scores", "out_of_range", "has 2 options"),
    ],
)
def test_what_cannot_be_compared_by_is_said(
    tidewater: Organization, tmp_path: Path, files: dict[str, str], line: int, column: str, code: str, says: str
) -> None:
    file, text = next(iter(files.items()))
    for old, new in list(files.items())[1:]:
        text = BY_CRITERIA[file].replace(SCORES, SCORES.replace(old, new))
    row = bring_in(decided(tmp_path, **(BY_CRITERIA | {file: text})))
    assert (f"{file}.csv", line, column, code, "error") in found(row)
    assert says in told(row, f"{file}.csv", line)


@pytest.mark.parametrize(
    ("files", "line", "column", "code", "says"),
    [
        ({"decision_evidence": EVIDENCE.replace(FACTS, "{}x")}, 2, "facts", "bad_value", "is no JSON"),
        ({"decision_evidence": EVIDENCE.replace(": 0.1", ": NaN")}, 2, "facts", "bad_value", "is no JSON"),
        ({"decision_evidence": EVIDENCE.replace('""at_risk""', "5")}, 2, "facts", "bad_value", "This is not what is kept"),
        ({"decision_evidence": EVIDENCE.replace(",2,12,", ",,12,")}, 2, "baseline", "missing_value", "An expected effect"),
        ({"decision_reviews": REVIEWS.replace(AT, THEN)}, 2, "evidence_at", "unknown_reference", "No row of decision_ev"),
        ({"assumptions": ASSUMPTIONS.replace("2026-08-20", "")}, 2, "until_date", "missing_value", "What watches “dependency”"),
        ({"assumptions": ASSUMPTIONS.replace("sso-needs-logs", "x")}, 2, "dependency", "unknown_reference", "“x” is no key"),
        ({"hearings": HEARINGS.replace("dots", "guess")}, 2, "way", "bad_value", "is not known as way"),
        (
            {"hearings": HEARINGS.replace("2026-07-10T10:00:00Z,ines", ",") + f"idp,{AT},advice,,ines,2026-07-20,,\n"},
            3, "closed_at", "open_twice", "People are asked about this decision already",
        ),
        ({"hearing_answers": ANSWERS.replace(THEN, AT)}, 2, "opened_at", "unknown_reference", "No row of hearings.csv"),
        ({"hearing_answers": ANSWERS.replace("1; 2", "1; 2; 3")}, 2, "votes", "out_of_range", "The decision has 2 options"),
        ({"hearing_answers": ANSWERS.replace("1; 2", "1; lots")}, 2, "votes", "bad_value", "Write what each option got"),
        ({"decision_evidence": EVIDENCE.replace("Long gone", "\\ud800")}, 2, "facts", "bad_value", "is cut in half"),
        ({"decisions": FILES["decisions"].replace('""Known""', '""\\udfff""')}, 3, "pros", "bad_value", "is cut in half"),
        ({"teams_know": f"decision,team,person,at\nidp,security,ines,{AT}"}, 2, "team", "unknown_reference", "No row of teams"),
        ({"decisions": FILES["decisions"].replace('""Slow""', '""a"", ""b""')}, 3, "cons", "out_of_range", "more texts than"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(
    tidewater: Organization, tmp_path: Path, files: dict[str, str], line: int, column: str, code: str, says: str
) -> None:
    row = bring_in(decided(tmp_path, **files))
    file = f"{next(iter(files))}.csv"
    assert (file, line, column, code, "error") in found(row)
    assert says in told(row, file, line)


def test_what_is_kept_for_good_is_not_changed_by_a_file(tidewater: Organization, tmp_path: Path) -> None:
    bring_in(decided(tmp_path), strict=True)
    changed = {
        "decision_evidence": EVIDENCE.replace("as it was called", "as it is"),
        "decision_reviews": REVIEWS.replace(",4,", ",1,"),
    }
    row = bring_in(decided(tmp_path, "changed", **changed))
    refused = {(file, line, code) for file, line, _, code, _ in found(row)}
    assert {("decision_evidence.csv", 2, "changed_record"), ("decision_reviews.csv", 2, "changed_record")} <= refused
    assert Evidence.objects.get().facts["objectives"][0]["title"] == "SSO, as it was called"


def test_the_page_of_a_decision_shows_what_was_known_elsewhere(tidewater: Organization, tmp_path: Path, browser: Client) -> None:
    bring_in(decided(tmp_path), strict=True)
    page = browser.get(reverse("decisions:evidence", args=[tidewater.slug, Decision.objects.get(key="idp").pk]))
    assert page.status_code == 200
    shown = page.content.decode()
    assert "SSO, as it was called</a>" in shown
    assert "Long gone" in shown and "Long gone</a>" not in shown, "what is gone leads nowhere"


COMMITMENTS = """key,title,owner,status,due_date,repeats,repeats_from_date,repeat_of,key_result,check_in
first,Send the report,ines,done,2026-07-31,FREQ=MONTHLY,2026-07-31,,sso-live,sso-w06
next,Send the report,ines,open,2026-08-31,FREQ=MONTHLY,2026-07-31,first,,
"""


def test_how_a_promise_repeats_and_what_shows_it_arrives(tidewater: Organization, tmp_path: Path) -> None:
    row = bring_in(decided(tmp_path, commitments=COMMITMENTS, risks="key,type,title\n"))
    assert found(row) == set()
    first, following = Commitment.objects.order_by("due_on")
    assert (first.repeats, first.repeats_from, first.key_result.key, first.check_in.key) == (
        "FREQ=MONTHLY",
        date(2026, 7, 31),
        "sso-live",
        "sso-w06",
    )
    assert following.repeat_of == first
    again = bring_in(decided(tmp_path, commitments=COMMITMENTS, risks="key,type,title\n"))
    assert found(again) == set()
    assert counts(again)["created"] == counts(again)["changed"] == 0
    undo(row, by=None, now=NOW)
    assert not Commitment.objects.exists()


@pytest.mark.parametrize(
    ("text", "line", "column", "code"),
    [
        (COMMITMENTS.replace("FREQ=MONTHLY,2026-07-31,,", "FREQ=MONTHLY,,,"), 2, "repeats_from_date", "missing_value"),
        (COMMITMENTS + "third,Send it,ines,open,2026-08-31,,,first,,\n", 4, "repeat_of", "open_twice"),
        (COMMITMENTS.replace(",first,,", ",next,,"), 3, "repeat_of", "self_link"),
        ("key,title,repeats\nfirst,Send,FREQ=MONTHLY\n", 2, "repeats_from_date", "missing_value"),
    ],
)
def test_what_cannot_repeat_is_said(tidewater: Organization, tmp_path: Path, text: str, line: int, column: str, code: str) -> None:
    row = bring_in(decided(tmp_path, commitments=text))
    assert ("commitments.csv", line, column, code, "error") in found(row)


def test_a_rule_that_no_day_follows_from_is_shown_as_it_is(tidewater: Organization, tmp_path: Path, browser: Client) -> None:
    """It is a rule after RFC 5545 all the same; the page of the promise stands, and closing it promises nothing anew."""
    far, long_ago = "FREQ=YEARLY;INTERVAL=999999999", "FREQ=DAILY;COUNT=999999999"
    text = COMMITMENTS.replace("done,2026-07-31,FREQ=MONTHLY,", f"open,2026-07-31,{far},")
    text = text.replace("2026-08-31,FREQ=MONTHLY,2026-07-31,first", f"9999-12-30,{long_ago},0001-01-05,")
    row = bring_in(decided(tmp_path, commitments=text, risks="key,type,title\n"), strict=True)
    assert {(line, column, code) for _, line, column, code, _ in found(row)} == {(2, "repeats", "never_again")}
    ines = Person.objects.get(key="ines")
    for commitment, words in zip(Commitment.objects.order_by("key"), (far, "Every day, 999999999 times"), strict=True):
        page = browser.get(reverse("accountability:commitment", args=[tidewater.slug, commitment.pk]))
        assert page.status_code == 200
        assert words in page.content.decode()
        finish_commitment(commitment=commitment, by=ines, now=NOW)
    assert Commitment.objects.count() == 2


def test_the_first_day_of_what_repeats_is_not_taken_away(tidewater: Organization, tmp_path: Path) -> None:
    bring_in(decided(tmp_path, commitments=COMMITMENTS))
    row = bring_in(decided(tmp_path, "later", commitments="key,title,repeats_from_date\nfirst,Send the report,\n"))
    assert ("commitments.csv", 2, "repeats_from_date", "missing_value", "error") in found(row)


@pytest.mark.parametrize("table", [*CHART, *HANDED_OVER, *KNOWN, *HEARD], ids=lambda table: str(table.name))
def test_a_file_of_ours_that_lacks_a_column_is_said_to(tidewater: Organization, tmp_path: Path, table: Table) -> None:
    """Whichever it is: with a required one gone the file stays out, else its rows are read without it."""
    for number, column in enumerate(table.columns):
        names = [one.name for one in table.columns if one is not column]
        text = ",".join(names) + "\n" + ",".join("x" for _ in names) + "\n"
        above = (
            {table.under.table: ",".join(one.name for one in BY_NAME[table.under.table].columns[1:]) + "\n"} if table.under else {}
        )
        row = bring_in(write_bundle(tmp_path / str(number), OURS | above | {table.name: text}))
        assert counts(row)["created"] == 0
        codes = {code for file, _, where, code, _ in found(row) if (file, where) == (table.file, column.name)}
        assert ("missing_column" in codes) == column.is_required
