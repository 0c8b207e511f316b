"""`manage.py refresh_health`: for the person who runs the server and wants to be sure."""

import pytest
from django.core.management import CommandError, call_command

from alignment.models import ObjectiveHealth
from organizations.models import Organization
from tests.cast import new_objective


def test_the_command_brings_everything_up_to_date_and_says_so(tidewater: Organization, capsys: pytest.CaptureFixture[str]) -> None:
    new_objective("SSO")
    call_command("refresh_health")
    assert capsys.readouterr().out == "Tidewater: health of 1 objective is up to date.\n"
    assert ObjectiveHealth.objects.get().status == "no_update"


def test_the_command_names_an_organization_that_is_not_there(tidewater: Organization) -> None:
    with pytest.raises(CommandError, match="no organization “tidwater”"):
        call_command("refresh_health", "tidwater")
