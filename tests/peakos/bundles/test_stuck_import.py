"""What is stuck, in and out: in whose way, who clears it and on which days it was; and what of it could not be so is said."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from accountability.models import Cover, CoverItem
from decisions.actions import change_blocker, clear_blocker, reopen_blocker
from decisions.models import Blocker, BlockerSpan, Decision
from organizations.handing import kinds
from organizations.models import Organization, Person
from organizations.tenancy import in_organization
from peakos.bundles.exporting import export_folder
from peakos.bundles.format_seats import THINGS
from peakos.bundles.undoing import undo
from tests.cast import NOW, new_organization
from tests.peakos.bundles.spreadsheets import TIDEWATER, bring_in, counts, found, told, write_bundle

RAISED = "2026-08-03T08:00:00.5Z"
NAMES = "key,title,kind,status,owner,objective,key_result,commitment,decision,raised_by,raised_at,promised_date,ending,ended_date"
BLOCKERS = f"""{NAMES}
idp-choice,No provider is chosen,decision,open,marta,sso,sso-live,,idp,ines,{RAISED},2026-08-21,,
tenant,No test tenant,team,cleared,lena,,,sign-idp,,ines,{RAISED},,It is there,2026-08-12
"""
SPANS = """blocker,since_date,until_date
idp-choice,2026-08-03,2026-08-05
idp-choice,2026-08-10,
tenant,2026-08-03,2026-08-12
"""
FILES = {"peakos.json": '{"format": 1, "guarded": true}', "blockers": BLOCKERS, "blocker_spans": SPANS}


def stuck(tmp_path: Path, name: str = "stuck", **files: str) -> Path:
    return write_bundle(tmp_path / name, dict(TIDEWATER) | FILES | files)


def spans_of(key: str) -> list[tuple[date, date | None]]:
    return list(BlockerSpan.objects.filter(blocker__key=key).values_list("since_on", "until_on"))


def test_what_is_stuck_arrives_with_its_days_and_can_all_go(tidewater: Organization, tmp_path: Path) -> None:
    row = bring_in(stuck(tmp_path), strict=True)
    choice, tenant = Blocker.objects.order_by("key")
    assert (choice.objective.key, choice.key_result.key, choice.decision.key) == ("sso", "sso-live", "idp")
    assert choice.owner.key == "marta"
    assert choice.raised_at == datetime(2026, 8, 3, 8, 0, 0, 500_000, tzinfo=UTC)
    assert (choice.original_title, choice.original_promised_on) == ("No provider is chosen", date(2026, 8, 21))
    assert (tenant.commitment.key, tenant.ending, tenant.ended_on) == ("sign-idp", "It is there", date(2026, 8, 12))
    assert spans_of("idp-choice") == [(date(2026, 8, 3), date(2026, 8, 5)), (date(2026, 8, 10), None)]
    again = bring_in(stuck(tmp_path), strict=True)
    assert counts(again)["created"] == counts(again)["changed"] == 0
    undo(row, by=None, now=NOW)
    assert not Blocker.objects.exists() and not BlockerSpan.objects.exists()


def test_it_goes_out_with_what_was_first_said_and_who_was_handed_it(tidewater: Organization, tmp_path: Path) -> None:
    bring_in(stuck(tmp_path), strict=True)
    marta, ines = Person.objects.get(key="marta"), Person.objects.get(key="ines")
    blocker = change_blocker(blocker=Blocker.objects.get(key="idp-choice"), by=ines, now=NOW, title="Nobody chose a provider")
    cover = Cover.objects.create(organization=tidewater, person=marta, to=ines, state="kept", starts_on=NOW.date(), made_at=NOW)
    CoverItem.objects.create(organization=tidewater, cover=cover, kind="blocker", row_id=blocker.pk, title=blocker.title)
    export_folder(tmp_path / "out")
    again = bring_in(tmp_path / "out", strict=True)
    assert counts(again)["created"] == counts(again)["changed"] == 0
    with in_organization(new_organization("fenmoor")):
        bring_in(tmp_path / "out", strict=True)
        there = Blocker.objects.get(key="idp-choice")
        assert (there.title, there.original_title) == ("Nobody chose a provider", "No provider is chosen")
        assert CoverItem.objects.get(kind="blocker").row_id == there.pk


def test_what_was_first_said_is_unsaid_with_the_import_that_said_it(tidewater: Organization, tmp_path: Path) -> None:
    """Of questions and blockers alike: the days that an import named first are not kept when it is taken back."""
    bring_in(stuck(tmp_path), strict=True)
    hoped = BLOCKERS.replace(",raised_at,", ",raised_at,hoped_date,").replace("5Z,", "5Z,2026-08-20,")
    needed = "key,title,status,need_by\nidp,Which identity provider,accepted,2026-07-10\n"
    row = bring_in(stuck(tmp_path, "later", blockers=hoped, decisions=needed))
    assert Blocker.objects.get(key="tenant").original_hoped_on == date(2026, 8, 20)
    assert Decision.objects.get(key="idp").original_need_by == date(2026, 7, 10)
    undo(row, by=None, now=NOW)
    tenant, idp = Blocker.objects.get(key="tenant"), Decision.objects.get(key="idp")
    assert (tenant.hoped_on, tenant.original_hoped_on, idp.need_by, idp.original_need_by) == (None, None, None, None)


def test_it_is_cleared_and_stuck_again_by_files_and_by_hand(tidewater: Organization, tmp_path: Path) -> None:
    bring_in(stuck(tmp_path), strict=True)
    cleared = {
        "blockers": BLOCKERS.replace(",open,", ",cleared,").replace("2026-08-21,,", "2026-08-21,Chosen,2026-08-14"),
        "blocker_spans": SPANS.replace("2026-08-10,", "2026-08-10,2026-08-14"),
    }
    row = bring_in(stuck(tmp_path, "cleared", **cleared), strict=True)
    assert spans_of("idp-choice")[-1] == (date(2026, 8, 10), date(2026, 8, 14))
    undo(row, by=None, now=NOW)
    assert spans_of("idp-choice")[-1] == (date(2026, 8, 10), None)
    blocker, ines = Blocker.objects.get(key="idp-choice"), Person.objects.get(key="ines")
    BlockerSpan.objects.filter(blocker=blocker).delete()
    assert clear_blocker(blocker=blocker, by=ines, now=NOW).ended_on == NOW.date(), "days that nobody told are in nobody's way"
    Decision.objects.update(state="proposed")
    reopen_blocker(blocker=blocker, reason="It was the wrong one", by=ines, now=NOW)
    assert spans_of("idp-choice") == [(NOW.date(), None)]


def test_columns_that_are_left_out_are_read_in_the_workspace(tidewater: Organization, tmp_path: Path) -> None:
    bring_in(stuck(tmp_path), strict=True)
    head = "key,title,kind,status,owner,raised_at"
    few = f"{head}\nidp-choice,No provider,decision,open,lena,{RAISED}\n"
    row = bring_in(stuck(tmp_path, "few", blockers=few, blocker_spans="blocker,since_date\nidp-choice,2026-08-10\n"), strict=True)
    assert counts(row)["changed"] == 1
    assert Blocker.objects.get(key="idp-choice").objective.key == "sso"
    two = f"{head},objective\ntenant,No tenant,team,cleared,lena,{RAISED},sso\n"
    row = bring_in(stuck(tmp_path, "two", blockers=two, blocker_spans="blocker,since_date\n"))
    assert ("blockers.csv", 2, "commitment", "bad_value", "error") in found(row)
    open_days = "blocker,since_date,until_date\nidp-choice,2026-08-10,2026-08-12\n"
    row = bring_in(stuck(tmp_path, "days", blockers=f"{head}\n", blocker_spans=open_days))
    assert "Say in blockers.csv how it ended" in told(row, "blocker_spans.csv", 2)
    row = bring_in(stuck(tmp_path, "ends", blockers=f"{head},ended_date\nidp-choice,x,team,cleared,lena,{RAISED},2026-08-14\n",
                         blocker_spans="blocker,since_date\n"))  # fmt: skip
    assert "Say in blocker_spans.csv until when" in told(row, "blockers.csv", 2)


TWO = BLOCKERS.replace("raised_by", "dependency").replace("idp,ines", "idp,sso-needs-logs").replace(",,ines,", ",,,")


@pytest.mark.parametrize(
    ("file", "text", "line", "column", "code", "says"),
    [
        ("blockers", BLOCKERS.replace(",sso,sso-live,", ",,,"), 2, "objective", "missing_value", "Say what is stuck"),
        ("blockers", BLOCKERS.replace(",,,sign-idp", ",sso,,sign-idp"), 3, "commitment", "bad_value", "one thing"),
        ("blockers", BLOCKERS.replace(",,,sign-idp", ",,sso-live,sign-idp"), 3, "commitment", "bad_value", "what of an objective"),
        ("blockers", BLOCKERS.replace(",sso,", ",upmarket,"), 2, "key_result", "wrong_objective", "a part of “sso”"),
        ("blockers", TWO, 2, "dependency", "bad_value", "waits on one thing"),
        ("blockers", BLOCKERS.replace(",2026-08-12\n", ",\n"), 3, "ended_date", "missing_value", "since when"),
        ("blockers", BLOCKERS.replace("marta", "nobody"), 2, "owner", "unknown_reference", "“nobody” is no key"),
        ("blockers", BLOCKERS.replace(",team,", ",weather,"), 3, "kind", "bad_value", "is not known as kind"),
        ("blocker_spans", SPANS.replace("08-05", "08-01"), 2, "until_date", "date_order", "is before"),
        ("blocker_spans", SPANS + "idp-choice,2026-08-11,\n", 5, "until_date", "open_twice", "stuck already"),
        ("blocker_spans", SPANS + "gone,2026-08-11,\n", 5, "blocker", "unknown_reference", "“gone” is no key"),
    ],
)
def test_what_cannot_be_stuck_like_this_is_said(
    tidewater: Organization, tmp_path: Path, file: str, text: str, line: int, column: str, code: str, says: str
) -> None:
    row = bring_in(stuck(tmp_path, **{file: text}))
    assert (f"{file}.csv", line, column, code, "error") in found(row)
    assert says in told(row, f"{file}.csv", line)


def test_days_go_on_as_long_as_it_is_stuck_and_no_longer(tidewater: Organization, tmp_path: Path) -> None:
    row = bring_in(stuck(tmp_path, "none", blocker_spans=SPANS.replace("idp-choice,2026-08-10,\n", "")))
    assert ("blockers.csv", 2, "status", "missing_value", "error") in found(row)
    assert "follows from line 2 of blockers.csv" in told(row, "blocker_spans.csv", 2)
    row = bring_in(stuck(tmp_path, "on", blocker_spans=SPANS.replace("03,2026-08-12", "03,")))
    assert "Say in blocker_spans.csv until when" in told(row, "blockers.csv", 3)
    bring_in(stuck(tmp_path), strict=True)
    row = bring_in(stuck(tmp_path, "alone", blockers=f"{NAMES}\n", blocker_spans=f"{SPANS}tenant,2026-08-14,\n"))
    assert ("blocker_spans.csv", 5, "until_date", "missing_value", "error") in found(row)
    assert spans_of("tenant") == [(date(2026, 8, 3), date(2026, 8, 12))]


def test_whatever_changes_hands_is_known_by_a_key() -> None:
    assert set(kinds) == set(THINGS), "what is handed over as a kind that a bundle does not know would be left out in silence"
