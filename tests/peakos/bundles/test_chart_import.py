"""The accountability chart and what was handed over, in and out: what is wrong is said, what is sound comes and can go again."""

from __future__ import annotations

from pathlib import Path

import pytest

from accountability.models import Commitment, Cover, CoverItem, Seat, SeatHolder
from organizations.handing import kinds
from organizations.models import Organization
from peakos.bundles.exporting import export_folder
from peakos.bundles.format_seats import THINGS
from peakos.bundles.undoing import undo
from rhythm.models import Meeting
from tests.cast import NOW
from tests.peakos.bundles.spreadsheets import TIDEWATER, bring_in, counts, found, read_bundle, told, write_bundle

OURS = {"peakos.json": '{"format": 1, "guarded": true}'}
SEATS = """key,title,team,above,outcomes,rights,is_critical
ceo,Chief executive,tidewater,,"Tidewater grows
Nobody is surprised",,yes
platform,Head of Platform,security,ceo,The product is up,Spend 5000 without asking,
"""
HOLDERS = """seat,person,part,start_date,end_date,nth
ceo,marta,holder,2025-01-01,,
platform,ines,holder,2026-01-01,2026-03-31,
platform,ines,holder,2026-01-01,,2
platform,lena,backup,2026-01-01,,
"""
MADE, LATER = "2026-08-10T07:15:30.25Z", "2026-08-11T07:15:30Z"
COVER = "person,to,status,start_date,end_date,made_at\n"
ITEM = "person,made_at,kind,what,title\n"
LENT = f"ines,lena,running,2026-08-10,2026-08-21,{MADE}\n"
HAND_OVERS = COVER + LENT
HANDED_OVER = f"""{ITEM}ines,{MADE},commitment,sign-idp,Sign the contract
ines,{MADE},issue,no-logs,No audit log for tenants
ines,{MADE},turn,security-weekly/2026-08-10T08:30:00Z,"Security weekly, 10 Aug"
ines,{MADE},seat,platform,Head of Platform
"""
DAYS = "meeting,planned_at,status\nsecurity-weekly,2026-08-10T08:30:00Z,planned\n"


FILES = {
    "seats": SEATS, "seat_holders": HOLDERS, "hand_overs": HAND_OVERS, "handed_over": HANDED_OVER, "meeting_days": DAYS,
}  # fmt: skip


def chart(tmp_path: Path, name: str = "chart", **files: str) -> Path:
    return write_bundle(tmp_path / name, OURS | dict(TIDEWATER) | FILES | files)


def test_a_chart_comes_and_comes_again_and_goes(tidewater: Organization, tmp_path: Path) -> None:
    row = bring_in(chart(tmp_path), strict=True)
    platform = Seat.objects.get(key="platform")
    assert (str(platform.above), platform.outcomes, platform.rights) == (
        "Chief executive",
        ["The product is up"],
        ["Spend 5000 without asking"],
    )
    assert Seat.objects.get(key="ceo").is_critical and not platform.is_critical
    assert SeatHolder.objects.filter(seat=platform, person__key="ines", end_on=None).count() == 1
    again = bring_in(chart(tmp_path), strict=True)
    assert counts(again)["created"] == counts(again)["changed"] == 0
    assert read_bundle(chart(tmp_path)).state == "preview"
    undo(row, by=None, now=NOW)
    assert not Seat.objects.exists() and not SeatHolder.objects.exists()


def test_what_ended_makes_room_for_what_begins(tidewater: Organization, tmp_path: Path) -> None:
    bring_in(chart(tmp_path, seat_holders="seat,person,part,start_date,end_date\nceo,marta,holder,2025-01-01,\n"))
    later = "seat,person,part,start_date,end_date\nceo,marta,holder,2026-05-01,\nceo,marta,holder,2025-01-01,2026-03-31\n"
    bring_in(chart(tmp_path, "later", seat_holders=later), strict=True)
    times = SeatHolder.objects.order_by("start_on").values_list("start_on__year", "end_on__year")
    assert list(times) == [(2025, 2026), (2026, None)]


@pytest.mark.parametrize(
    ("files", "line", "column", "code", "says"),
    [
        ({"seats": "key,title,above\na,A,b\nb,B,a\n"}, 2, "above", "cycle", "This is a circle: a > b > a."),
        ({"seats": "key,title,above\na,A,nobody\n"}, 2, "above", "unknown_reference", "“nobody” is no key of seats.csv"),
        (
            {"seat_holders": "seat,person,part,start_date\nceo,ghost,holder,2026-01-01\n"},
            2, "person", "unknown_reference", "“ghost” is no key of people.csv",
        ),
        (
            {"seat_holders": "seat,person,part,start_date,end_date\nceo,ines,holder,2026-01-01,\nceo,marta,holder,2026-02-01,\n"},
            3, "person", "two_holders", "“ines” holds “ceo” too.",
        ),
        (
            {"seat_holders": "seat,person,part,start_date\nceo,ines,holder,2026-01-01\nceo,marta,holder,2026-02-01\n"},
            3, "person", "two_holders", "“ines” holds “ceo” too.",
        ),
        (
            {"seat_holders": "seat,person,part,start_date,end_date\nceo,ines,holder,2026-01-01,\nceo,ines,holder,2026-02-01,\n"},
            3, "end_date", "open_twice", "This person sits there already",
        ),
        (
            {"seat_holders": "seat,person,part,start_date\nceo,ines,holder,2026-01-01\nceo,ines,holder,2026-02-01\n"},
            3, "end_date", "open_twice", "This person sits there already",
        ),
        (
            {"seat_holders": "seat,person,part,start_date,end_date\nceo,ines,holder,2026-02-01,2026-01-01\n"},
            2, "end_date", "date_order", "is before start_date",
        ),
        (
            {"seat_holders": "seat,person,part,start_date,end_date,nth\nceo,ines,holder,2026-02-01,2026-03-01,3\n"},
            2, "nth", "bad_value", "There is no row number 2",
        ),
        ({"hand_overs": f"{COVER}ines,ines,kept,2026-08-01,,{MADE}\n"}, 2, "to", "self_link", "Nobody hands over to themselves"),
        ({"hand_overs": f"{COVER}ines,lena,running,2026-08-01,,{MADE}"}, 2, "end_date", "missing_value", "What is lent comes back"),
        (
            {"hand_overs": f"{COVER}{LENT}ines,marta,planned,2026-08-09,2026-08-09,{LATER}\n"},
            3, "status", "open_twice", "This person hands over",
        ),
        ({"handed_over": f"{ITEM}ines,{LATER},seat,ceo,Sign"}, 2, "made_at", "unknown_reference", "No row of hand_overs"),
        ({"handed_over": f"{ITEM}ines,{MADE},commitment,lost,Sign\n"}, 2, "what", "unknown_reference", "“lost” is"),
        ({"handed_over": f"{ITEM}ines,{MADE},risk,no-logs,No logs\n"}, 2, "kind", "bad_value", "“no-logs” is no"),
        ({"handed_over": f"{ITEM}ines,{MADE},turn,security-weekly,A"}, 2, "what", "bad_value", "A turn is named"),
        (
            {"handed_over": f"{ITEM}ines,{MADE},turn,security-weekly/2026-08-17T08:30:00Z,A turn\n"},
            2, "what", "unknown_reference", "No meeting at this time is known.",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_chart_is_said(
    tidewater: Organization, tmp_path: Path, files: dict[str, str], line: int, column: str, code: str, says: str
) -> None:
    row = bring_in(chart(tmp_path, **files))
    file = f"{next(iter(files))}.csv"
    ours = {(at, where, what) for name, at, where, what, _ in found(row) if name == file}
    assert (line, column, code) in ours
    assert says in told(row, file, line)


def test_what_was_handed_over_comes_and_goes(tidewater: Organization, tmp_path: Path) -> None:
    row = bring_in(chart(tmp_path), strict=True)
    cover = Cover.objects.get()
    assert (cover.person.key, cover.to.key, cover.state, cover.made_at.microsecond) == ("ines", "lena", "running", 250_000)
    turn = Meeting.objects.get(series__key="security-weekly", planned_at__day=10, planned_at__month=8)
    items = dict(CoverItem.objects.values_list("kind", "row_id"))
    assert items["commitment"] == Commitment.objects.get(key="sign-idp").pk
    assert items["turn"] == turn.pk
    again = bring_in(chart(tmp_path), strict=True)
    assert counts(again)["created"] == counts(again)["changed"] == 0
    undo(row, by=None, now=NOW)
    assert not Cover.objects.exists() and not CoverItem.objects.exists()


def test_what_is_private_or_gone_is_not_told_with_a_hand_over(tidewater: Organization, tmp_path: Path) -> None:
    bring_in(chart(tmp_path), strict=True)
    Commitment.objects.filter(key="sign-idp").update(is_private=True, team=None)
    CoverItem.objects.filter(kind="turn").update(row_id=0)
    export_folder(tmp_path / "out")
    told_of = (tmp_path / "out" / "handed_over.csv").read_text()
    assert "No audit log" in told_of and "Head of Platform" in told_of
    assert "Sign the contract" not in told_of and "10 Aug" not in told_of


def test_every_kind_that_a_bundle_names_can_be_handed_over() -> None:
    assert set(THINGS) <= set(kinds)


def test_a_second_holder_goes_in_all_the_same(tidewater: Organization, tmp_path: Path) -> None:
    bring_in(chart(tmp_path))
    two = "seat,person,part,start_date,end_date\nceo,lena,holder,2026-02-01,\n"
    row = bring_in(chart(tmp_path, "two", seat_holders=two), strict=True)
    assert told(row, "seat_holders.csv", 2).startswith("“marta” holds “ceo” too.")
    assert SeatHolder.objects.filter(seat__key="ceo", end_on=None).count() == 2
    assert not [one for one in found(bring_in(chart(tmp_path, "two"))) if one[0] == "seat_holders.csv"], "said once"
