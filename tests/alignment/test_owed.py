"""What somebody owes: the check-ins of the week, reports to read, help that was asked for; nothing while they are away."""

from datetime import date, timedelta

import pytest

from alignment.actions import post_check_in
from alignment.models import Acknowledgement, CheckIn, HelpAsk, Objective
from alignment.models.check_ins import Claim
from alignment.reads.owed import acknowledgements_owed, check_ins_due, help_owed
from organizations.measures import check_in_due_on, check_in_period
from organizations.models import Absence, Organization, Person
from tests.cast import MONDAY, NOW, new_objective, new_person

THURSDAY = MONDAY + timedelta(days=3)


@pytest.fixture
def sso(tidewater: Organization, marta: Person, ines: Person) -> Objective:
    """Ines's priority below Marta's objective."""
    return new_objective("SSO", owner=ines, parent=new_objective("12 utilities live", owner=marta))


@pytest.mark.parametrize(
    ("today", "every", "period", "due"),
    [
        (THURSDAY, 7, (MONDAY, date(2026, 8, 23)), date(2026, 8, 21)),
        (THURSDAY, 1, (THURSDAY, THURSDAY), THURSDAY),
        (MONDAY, 14, (date(2026, 8, 10), date(2026, 8, 23)), date(2026, 8, 21)),
        (MONDAY, 3, (date(2026, 8, 16), date(2026, 8, 18)), date(2026, 8, 18)),
    ],
)
def test_a_check_in_is_due_once_in_each_stretch_of_the_cadence(
    today: date, every: int, period: tuple[date, date], due: date
) -> None:
    assert check_in_period(today, every) == period
    assert check_in_due_on(today, every) == due


def test_on_monday_everything_under_way_is_due_and_what_is_posted_is_not(sso: Objective, ines: Person) -> None:
    new_objective("Later", owner=ines, start_on=THURSDAY + timedelta(days=1))
    new_objective("Put away", owner=ines, archived_on=MONDAY)
    new_objective("Held", owner=ines, state="on_hold")
    assert list(check_ins_due(ines, MONDAY)) == [sso]
    post_check_in(objective=sso, claim=Claim.ON_TRACK, confidence=80, by=ines, now=NOW)
    assert not check_ins_due(ines, THURSDAY).exists()
    assert sso in check_ins_due(ines, MONDAY + timedelta(days=7))


def test_who_is_away_owes_nothing_and_their_delegate_owes_it(sso: Objective, ines: Person, marta: Person) -> None:
    omar = new_person("Omar Haddad")
    away = Absence.objects.create(organization=sso.organization, person=ines, starts_on=MONDAY, ends_on=THURSDAY, delegate=omar)
    assert not check_ins_due(ines, THURSDAY).exists()
    assert list(check_ins_due(omar, THURSDAY)) == [sso]
    assert list(check_ins_due(ines, THURSDAY + timedelta(days=1))) == [sso]
    Absence.objects.filter(pk=away.pk).update(delegate=None)
    assert not check_ins_due(omar, THURSDAY).exists()


def test_the_owner_of_what_it_serves_reads_the_latest_report_unless_a_reviewer_is_named(
    sso: Objective, marta: Person, ines: Person
) -> None:
    omar = new_person("Omar Haddad")
    for days in (0, 7):
        post_check_in(objective=sso, claim=Claim.ON_TRACK, by=ines, now=NOW + timedelta(days=days))
    newest = CheckIn.objects.latest("id")
    later = MONDAY + timedelta(days=8)
    assert list(acknowledgements_owed(marta, later)) == [newest]
    assert not acknowledgements_owed(ines, later).exists(), "nobody reads their own"
    Acknowledgement.objects.create(organization=sso.organization, check_in=newest, person=marta, at=NOW)
    assert not acknowledgements_owed(marta, later).exists()
    Objective.objects.filter(pk=sso.pk).update(reviewer=omar)
    assert list(acknowledgements_owed(omar, later)) == [newest]
    assert not acknowledgements_owed(omar, later + timedelta(days=40)).exists(), "after a month nobody is asked any more"


def test_help_is_owed_until_it_is_answered_or_not_needed(sso: Objective, marta: Person, ines: Person) -> None:
    ask = HelpAsk.objects.create(
        organization=sso.organization, objective=sso, asked=marta, by=ines, words="The contractor", asked_at=NOW
    )
    assert list(help_owed(marta)) == [ask]
    for field in ("answered_at", "closed_at"):
        HelpAsk.objects.filter(pk=ask.pk).update(**{"answered_at": None, "closed_at": None, field: NOW})
        assert not help_owed(marta).exists()
