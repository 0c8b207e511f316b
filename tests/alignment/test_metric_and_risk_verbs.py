"""Numbers of the scorecard are measured by whoever answers for them; risks are raised by anybody."""

from datetime import timedelta

import pytest

from alignment.actions import add_metric, raise_risk, record_measurement, settle_risk
from alignment.models import Measurement
from alignment.models.risks import Disposition
from organizations.models import Event, Organization, Person
from organizations.refusals import AlreadyClosed, DatesOutOfOrder, NotAllowed, NotSaid
from tests.cast import MONDAY, NOW, new_person, new_team


def test_the_owner_measures_and_the_later_word_counts(tidewater: Organization, ines: Person) -> None:
    metric = add_metric(
        organization=tidewater, title="Open findings", team=new_team("Security", lead=ines), owner=ines, by=ines, now=NOW
    )
    record_measurement(metric=metric, value=9, by=ines, now=NOW)
    record_measurement(metric=metric, value=7, by=ines, now=NOW)
    assert Measurement.objects.get().value == 7
    assert Event.objects.filter(name="metric.measured").count() == 2
    with pytest.raises(NotAllowed, match="Ask Ines Carvalho"):
        record_measurement(metric=metric, value=0, by=new_person("Wen Li"), now=NOW)
    with pytest.raises(DatesOutOfOrder):
        record_measurement(metric=metric, value=1, on=MONDAY + timedelta(days=1), by=ines, now=NOW)


def test_a_member_adds_numbers_for_the_own_team_only(tidewater: Organization, ines: Person) -> None:
    with pytest.raises(NotAllowed):
        add_metric(organization=tidewater, title="Company profit", by=ines, now=NOW)
    with pytest.raises(NotSaid, match="one or more"):
        add_metric(organization=tidewater, title="Findings", team=new_team("Security", lead=ines), every_days=0, by=ines, now=NOW)


def test_a_risk_is_raised_and_settled_once(tidewater: Organization, ines: Person) -> None:
    risk = raise_risk(organization=tidewater, title="The tester cannot come", likelihood=4, impact=4, owner=ines, by=ines, now=NOW)
    with pytest.raises(NotSaid, match="1 to 5"):
        raise_risk(organization=tidewater, title="Odd", likelihood=6, by=ines, now=NOW)
    with pytest.raises(NotSaid, match="what is done about it"):
        settle_risk(risk=risk, disposition=Disposition.MITIGATED, by=ines, now=NOW)
    owned = settle_risk(risk=risk, disposition=Disposition.OWNED, by=ines, now=NOW)
    assert (owned.state, owned.closed_on) == ("open", None)
    closed = settle_risk(risk=risk, disposition=Disposition.RESOLVED, by=ines, now=NOW)
    assert (closed.state, closed.closed_on) == ("closed", MONDAY)
    with pytest.raises(AlreadyClosed, match="closed already"):
        settle_risk(risk=risk, disposition=Disposition.RESOLVED, by=ines, now=NOW)


def test_anybody_but_a_viewer_may_raise_a_risk(tidewater: Organization) -> None:
    assert raise_risk(organization=tidewater, title="Storm", by=new_person("Wen Li"), now=NOW).raised_on == MONDAY
    with pytest.raises(NotAllowed):
        raise_risk(organization=tidewater, title="Storm", by=new_person("Tove Berg", access="viewer"), now=NOW)
