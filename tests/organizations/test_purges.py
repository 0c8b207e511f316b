"""What deletes itself: ended sessions, and imports that nobody went on with."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from organizations import purges
from organizations.models import BundleImport, BundleRow, Organization, Session
from tests.cast import NOW

LONG_AGO = NOW - timedelta(days=8)


def new_import(state: str, started_at: datetime) -> BundleImport:
    bundle: BundleImport = BundleImport.objects.create(
        organization_id=Organization.objects.get().pk, state=state, started_at=started_at
    )
    BundleRow.objects.create(bundle_import=bundle, table="people", line=2, key="ines", cells={})
    return bundle


def test_sessions_that_ran_out_are_deleted_and_others_are_not(db: None) -> None:
    for key, days in (("ended", -1), ("live", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=NOW + timedelta(days=days))
    assert purges.purge_sessions(now=NOW) == 1
    assert Session.objects.get().session_key == "live"


def test_a_preview_that_nobody_went_on_with_says_so_and_lets_go_of_its_rows(tidewater: Organization) -> None:
    bundle = new_import("preview", LONG_AGO)
    assert purges.put_away_previews(now=NOW) == 1
    bundle.refresh_from_db()
    assert (bundle.state, bundle.error) == ("failed", purges.PUT_AWAY)


@pytest.mark.parametrize(("state", "started_at"), [("preview", NOW - timedelta(days=6)), ("importing", LONG_AGO)])
def test_an_import_that_may_still_go_on_keeps_its_rows(tidewater: Organization, state: str, started_at: datetime) -> None:
    bundle = new_import(state, started_at)
    purges.put_away_previews(now=NOW)
    bundle.refresh_from_db()
    assert (bundle.state, bundle.rows.count()) == (state, 1)


def test_what_an_undo_needs_of_a_finished_import_stays(tidewater: Organization) -> None:
    bundle = new_import("done", LONG_AGO)
    BundleRow.objects.create(bundle_import=bundle, table="check_ins", line=2, key="week-7", cells={})
    purges.put_away_previews(now=NOW)
    assert list(bundle.rows.values_list("table", flat=True)) == ["check_ins"]
