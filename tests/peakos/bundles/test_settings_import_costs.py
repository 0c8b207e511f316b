"""What the pages of Settings > Data cost, and that a larger bundle costs them no more."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from organizations.models import BundleImport, Organization
from organizations.models.bundles import ImportState
from peakos.bundles.tasks import work_on_imports
from tests.peakos.bundles.data_page import confirm, csv, send_and_read
from tests.query_counts import CountQueries

SLUG = "tidewater"


@pytest.mark.parametrize("times", [1, 20])
def test_pages_take_no_more_queries_for_a_larger_bundle(
    browser: Client, tidewater: Organization, count_queries: CountQueries, times: int
) -> None:
    rows = "".join(f"team-{n},{'' if n % 3 else f'Team {n}'}\n" for n in range(9 * times))
    row = send_and_read(browser, csv("teams.csv", f"key,name\n{rows}".encode()))
    for n in range(times):
        BundleImport.objects.create(
            organization=tidewater, source_name=f"{n}.zip", started_at=row.started_at, state="failed", by=row.by
        )

    def look(name: str, page: str = "") -> None:
        address = reverse(f"bundles:{name}", args=[SLUG, *([] if name == "data" else [row.pk])])
        browser.get(address)  # what is kept between requests is kept
        with count_queries(f"bundles:{name} {page}".strip()):
            assert browser.get(address).status_code == 200

    look("data")
    look("import", "preview")
    look("findings")
    confirm(browser, row)
    look("import", "under way")
    look("progress")
    work_on_imports()
    assert BundleImport.objects.get(pk=row.pk).state == ImportState.DONE
    look("import", "done")
    look("undoing")
