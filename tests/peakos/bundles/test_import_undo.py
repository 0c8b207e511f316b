"""A whole import taken back: what it made is gone, what it changed is as it was, or a sentence says why not."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pghistory
import pytest
from django.db import models

from accountability.models import Commitment
from alignment.models import CheckIn, KeyResult, Objective, ObjectiveHealth
from decisions.models import Decision, Option, Supersession
from organizations.models import BundleFinding, BundleImport, BundleRow, Event, Organization, Person
from organizations.refusals import Refused
from organizations.relay import relay_one
from organizations.tenancy import organization_in_hand
from peakos.bundles.history import tracked_models
from peakos.bundles.undoing import BuiltUpon, undo
from rhythm.actions import plan_ahead
from rhythm.models import Meeting
from tests.cast import NOW, new_objective, new_person
from tests.peakos.bundles.spreadsheets import TIDEWATER, bring_in, counts, write_bundle


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    return write_bundle(tmp_path / "tidewater", dict(TIDEWATER))


def by_hand() -> Any:
    """A change in a history context of its own: in a test's single transaction it would else count as the import's."""
    return pghistory.context(verb="by hand")


def workspace() -> dict[str, list[dict[str, Any]]]:
    """Every field of every row that a bundle can reach."""
    reached: list[type[models.Model]] = [*tracked_models(), CheckIn]
    own = [
        {"words": said} for said in Organization.objects.filter(pk=organization_in_hand()).values_list("words", flat=True) if said
    ]
    return {str(model._meta.label): rows_of(model) for model in reached} | {"words": own}


def rows_of(model: type[models.Model]) -> list[dict[str, Any]]:
    return list(model._base_manager.order_by("pk").values())


def test_a_chain_that_is_turned_around_is_no_circle_on_the_way_there_and_back(tidewater: Organization, tmp_path: Path) -> None:
    head = "key,title,status,supersedes\n"
    bring_in(write_bundle(tmp_path / "one", {"decisions": head + "a,A,accepted,b\nb,B,superseded,c\nc,C,superseded,\n"}))
    before = workspace()
    row = bring_in(write_bundle(tmp_path / "two", {"decisions": head + "a,A,superseded,\nb,B,superseded,a\nc,C,accepted,b\n"}))
    links = Supersession.objects.values_list("decision__key", "superseded__key")
    assert set(links) == {("b", "a"), ("c", "b")}
    undo(row, by=None, now=NOW)
    assert set(links.all()) == {("a", "b"), ("b", "c")}
    assert workspace()["decisions.Decision"] == before["decisions.Decision"]


def test_undoing_a_first_import_leaves_an_empty_workspace(tidewater: Organization, bundle: Path) -> None:
    row = bring_in(bundle)
    undo(row, by=None, now=NOW)
    assert not any(workspace().values())
    assert not ObjectiveHealth.objects.exists()
    assert not BundleRow.objects.exists()
    assert BundleImport.objects.get().state == "undone"
    assert list(Event.objects.order_by("id").values_list("name", flat=True)) == ["bundle.imported", "bundle.undone"]


def test_meetings_that_were_planned_by_themselves_go_with_their_series(tidewater: Organization, bundle: Path) -> None:
    row = bring_in(bundle)
    while relay_one(now=NOW):
        pass
    assert Meeting.objects.filter(state="planned").exists(), "the import is followed by planning"
    plan_ahead(organization=tidewater, by=None, now=NOW + timedelta(days=7))
    undo(row, by=None, now=NOW)
    assert not Meeting.objects.exists()


def test_undoing_a_second_import_brings_back_every_field(tidewater: Organization, bundle: Path) -> None:
    bring_in(bundle)
    with by_hand():
        Option.objects.filter(text="Buy").update(is_chosen=True)
    before = workspace()
    changed = {
        "objectives": TIDEWATER["objectives"].replace("2026-09-15", "2026-10-01").replace("lena; daniel", "marta; lena"),
        "key_results": TIDEWATER["key_results"] + "new,upmarket,Tenants signed,metric,,0,9,1\n",
        "check_ins": TIDEWATER["check_ins"] + "new,sso,sso-live,2026-08-17,ines,on_track,7,70,\n",
        "decisions": TIDEWATER["decisions"].replace('"Buy\nBuild"', "Build").replace("data,sso,idp-old", ",sso,"),
        "commitments": TIDEWATER["commitments"].replace("idp,security-weekly", ",").replace("ines,security,,", "lena,data,done,"),
        "memberships": TIDEWATER["memberships"].replace("Head", "Lead"),
        "teams": TIDEWATER["teams"].replace("data,Data,team,tidewater", "data,Data,team,security"),
    }
    row = bring_in(write_bundle(bundle, changed))
    assert workspace() != before
    undo(row, by=None, now=NOW)
    assert workspace() == before


def test_an_import_can_be_undone_and_done_again(tidewater: Organization, bundle: Path) -> None:
    undo(bring_in(bundle), by=None, now=NOW)
    again = bring_in(bundle, strict=True)
    assert again.summary["people"]["created"] == 4


def test_two_imports_are_undone_in_turn(tidewater: Organization, bundle: Path) -> None:
    first = bring_in(bundle)
    second = bring_in(write_bundle(bundle, {"people": TIDEWATER["people"].replace("Ines Carvalho", "Ines Costa")}))
    with pytest.raises(BuiltUpon, match="person “Ines Costa”"):
        undo(first, by=None, now=NOW)
    undo(second, by=None, now=NOW)
    undo(first, by=None, now=NOW)
    assert not Person.objects.exists()


def test_it_is_not_undone_under_somebodys_hands(tidewater: Organization, bundle: Path) -> None:
    row = bring_in(bundle)
    with by_hand():
        Commitment.objects.filter(key="sign-idp").update(state="done")
    with pytest.raises(BuiltUpon, match="Since the import these were changed or added to it: commitment “Sign the contract”"):
        undo(row, by=None, now=NOW)
    assert Objective.objects.count() == 2
    assert BundleImport.objects.get().state == "done"


def test_what_people_built_on_it_is_named_up_to_five(tidewater: Organization, bundle: Path) -> None:
    row = bring_in(bundle)
    for number in range(7):
        with by_hand():
            new_objective(f"Carried on {number}", parent=Objective.objects.get(key="sso"))
    with pytest.raises(BuiltUpon, match=r"“Carried on 0”.*“Carried on 4” and 2 more\."):
        undo(row, by=None, now=NOW)


def test_a_report_on_an_imported_objective_keeps_it(tidewater: Organization, bundle: Path) -> None:
    row = bring_in(bundle)
    CheckIn.objects.create(organization=tidewater, objective=Objective.objects.get(key="sso"), at=NOW, claim="on_track")
    with pytest.raises(BuiltUpon, match="check in “check-in of 2026-08-17”"):
        undo(row, by=None, now=NOW)


def test_what_was_there_before_stays(tidewater: Organization, bundle: Path) -> None:
    ines = new_person("Ines Carvalho", key="ines", title="Head of Security")
    undo(bring_in(bundle), by=None, now=NOW)
    kept = Person.objects.get()
    assert (kept.pk, kept.title, kept.email) == (ines.pk, "Head of Security", ines.email)


def test_first_wordings_and_dates_are_as_they_were(tidewater: Organization, bundle: Path) -> None:
    bring_in(write_bundle(bundle, {"key_results": TIDEWATER["key_results"].replace(",12,4", ",,")}))
    assert KeyResult.objects.get().original_target_value is None
    undo(bring_in(write_bundle(bundle, {"key_results": TIDEWATER["key_results"]})), by=None, now=NOW)
    assert KeyResult.objects.get().original_target_value is None


def test_only_what_went_in_can_be_undone_and_only_once(tidewater: Organization, bundle: Path) -> None:
    row = bring_in(bundle)
    undo(row, by=None, now=NOW)
    with pytest.raises(Refused, match="Only an import that went in"):
        undo(row, by=None, now=NOW)
    assert not Decision.objects.exists()


WORDS = {"peakos.json": '{"format": 1, "guarded": true}', "words": "noun,singular,plural\npriority,rock,rocks\nteam,crew,crews\n"}


def words() -> Any:
    return Organization.objects.get(slug="tidewater").words


def test_the_words_of_an_import_go_with_it(tidewater: Organization, tmp_path: Path) -> None:
    with by_hand():
        Organization.objects.update(words={"priority": {"one": "bet", "many": "bets"}})
    row = bring_in(write_bundle(tmp_path / "words", WORDS))
    assert counts(row) == {"created": 1, "changed": 1, "same": 0, "refused": 0}
    assert words() == {"priority": {"one": "rock", "many": "rocks"}, "team": {"one": "crew", "many": "crews"}}
    assert counts(bring_in(tmp_path / "words"))["same"] == 2
    undo(row, by=None, now=NOW)
    assert words() == {"priority": {"one": "bet", "many": "bets"}}


def test_words_chosen_since_are_not_taken_back(tidewater: Organization, tmp_path: Path) -> None:
    row = bring_in(write_bundle(tmp_path / "words", WORDS))
    with by_hand():
        Organization.objects.update(words={"team": {"one": "squad", "many": "squads"}})
    with pytest.raises(BuiltUpon, match="the organization’s own words"):
        undo(row, by=None, now=NOW)


def test_a_word_means_one_thing(tidewater: Organization, tmp_path: Path) -> None:
    said = "noun,singular,plural\npriority,team,teams\nteam,squad,Squads\nissue,squad,snags\ncommitment,7,sevens\n"
    row = bring_in(write_bundle(tmp_path / "words", WORDS | {"words": said}))
    faults = BundleFinding.objects.filter(bundle_import=row, severity="error")
    assert list(faults.values_list("line", "code")) == [(2, "bad_value"), (3, "bad_value"), (5, "bad_value")]
    assert words() == {"issue": {"one": "squad", "many": "snags"}}
