"""The tenant lock: no query without an organization in hand, and no row across organizations."""

import pytest
from django.db import IntegrityError, transaction

from alignment.models import Objective
from organizations.models import Organization, Team
from organizations.refusals import NoOrganizationInHand
from organizations.tenancy import in_organization
from tests.cast import new_objective, new_organization, new_team


def test_a_query_without_an_organization_in_hand_is_refused(db: None) -> None:
    with pytest.raises(NoOrganizationInHand):
        Team.objects.count()


def test_inside_a_scope_only_its_own_rows_are_seen(tidewater: Organization) -> None:
    new_team("Security")
    with in_organization(new_organization("fenmoor")):
        assert Team.objects.count() == 0
    assert Team.objects.count() == 1


def test_the_database_refuses_a_row_that_points_into_another_organization(tidewater: Organization) -> None:
    security = new_team("Security")
    fenmoor = new_organization("fenmoor")
    with in_organization(fenmoor), pytest.raises(IntegrityError, match="same_organization"), transaction.atomic():
        new_objective("Steal a team", team=security)
        transaction.get_connection().check_constraints()


def test_the_database_refuses_a_team_below_itself(tidewater: Organization) -> None:
    platform = new_team("Platform")
    grid = new_team("Grid API", parent=platform)
    with pytest.raises(IntegrityError, match="circle"), transaction.atomic():
        Team.objects.filter(pk=platform.pk).update(parent=grid)


def test_the_first_wording_and_date_are_kept_whatever_is_said_later(tidewater: Organization) -> None:
    objective = new_objective("12 utilities live", due_on="2026-09-30")
    Objective.objects.filter(pk=objective.pk).update(title="8 utilities live", due_on="2026-12-31", original_title="forged")
    objective.refresh_from_db()
    assert (objective.original_title, str(objective.original_due_on)) == ("12 utilities live", "2026-09-30")
