"""A circle that is typed into the form of an objective comes back with all that was written, also from the preview."""

from __future__ import annotations

import pytest
import time_machine

from organizations.models import Organization
from tests.alignment.test_objective_writing import NOTHING
from tests.cast import NOW, new_objective, new_person
from tests.reading import Reader, said


@pytest.mark.parametrize("door", ["alignment:objective_edit", "alignment:objective_preview"])
def test_a_circle_comes_back_with_its_members_and_with_all_words(tidewater: Organization, door: str) -> None:
    alpha = new_objective("Alpha")
    new_objective("Beta", parent=alpha)
    with time_machine.travel(NOW, tick=False):
        marta = Reader(new_person("Marta Lindqvist", login=True, access="owner"))
        page = marta.source("alignment:objective_edit", alpha.pk)
        seal = page.split('name="started_from" value="', 1)[1].split('"', 1)[0]
        words = NOTHING | {"title": "Alpha", "parent": "Beta", "description": "Words that stay", "started_from": seal}
        answer = marta.client.post(marta.address(door, alpha.pk), words)
    source = answer.content.decode()
    assert answer.status_code == 409
    assert "Alpha → Beta → Alpha" in said(source)
    assert "Words that stay" in source
    assert 'value="Beta"' in source
