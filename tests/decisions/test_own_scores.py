"""Who decides alone scores the options themselves: seen at once as theirs, and never while others are asked."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

from decisions.actions import (
    Measure,
    answer_hearing,
    ask_for_decision,
    close_hearing,
    decide,
    hand_over_decision,
    open_hearing,
    remove_option,
    score_options,
    set_criteria,
)
from decisions.models import Answer, Decision, Hearing, OptionVote, Way
from decisions.reads.decision import decision_page
from decisions.reads.hearings import hearings_of
from decisions.reads.owed import answers_owed, input_owed
from organizations.models import Event, Organization, Person
from organizations.refusals import NotAllowed, NotSaid, OutOfTurn, Refused
from organizations.tenancy import in_organization
from peakos.bundles.exporting import export_folder
from tests.cast import MONDAY, NOW, new_organization, new_person
from tests.peakos.bundles.spreadsheets import bring_in, counts, found, write_bundle
from tests.reading import Reader, in_order

WEDNESDAY = MONDAY + timedelta(days=2)


@pytest.fixture
def wen(tidewater: Organization) -> Person:
    return new_person("Wen Li", login=True, status="active")


@pytest.fixture
def decision(tidewater: Organization, ines: Person, wen: Person) -> Decision:
    """Wen asks, Ines decides, and nobody else has a part in it but who is heard."""
    decision = ask_for_decision(
        organization=tidewater, question="Build or buy?", decider=ines, by=wen, now=NOW, options=["Build", "Buy"], heard=[wen]
    )
    set_criteria(decision=decision, criteria=[Measure("Cost", 3), Measure("Speed", 2)], by=wen, now=NOW)
    return decision


def cells(decision: Decision, *scores: int | None) -> dict[tuple[int, int], int]:
    """Build by cost and speed, then Buy."""
    options = decision.options.order_by("position").values_list("pk", flat=True)
    criteria = list(decision.criteria.order_by("position").values_list("pk", flat=True))
    pairs = [(option, criterion) for option in options for criterion in criteria]
    return {pair: score for pair, score in zip(pairs, scores, strict=True) if score is not None}


def typed(decision: Decision, *scores: int | None) -> dict[str, Any]:
    return {f"option-{option}-{one}": str(score) for (option, one), score in cells(decision, *scores).items()}


def test_a_lead_fills_the_grid_on_the_page_and_everybody_sees_the_totals(decision: Decision, ines: Person, wen: Person) -> None:
    lead, other = Reader(ines), Reader(wen)
    with time_machine.travel(NOW, tick=False):
        assert "Score the options yourself" in lead.slot("decisions:hearings", decision.pk)
        assert in_order(
            lead.slot("decisions:scores", decision.pk), "Build", "Cost weight 3", "Speed weight 2", "Buy", "Save your scores"
        )
        assert "Score the options" not in other.slot("decisions:hearings", decision.pk)
        assert other.get("decisions:scores", decision.pk).status_code == 403
        sent = lead.client.post(lead.address("decisions:scores", decision.pk), typed(decision, 4, 3, 2, 5))
        assert sent.status_code == 302
        for reader, name in ((lead, "You"), (other, "Ines Carvalho")):
            page = reader.slot("decisions:hearings", decision.pk)
            # Build: (3 x 4 + 2 x 3) / 5 = 3.6; Buy: (3 x 2 + 2 x 5) / 5 = 3.2
            assert in_order(page, "Scored by who decides", name, "Weighted total", "3.6 3.2", "(3 × 4.0 + 2 × 3.0) ÷ 5")
            assert "answered" not in page
            assert "Who has answered" not in page
        assert "Change your scores" in lead.slot("decisions:hearings", decision.pk)
        assert 'value="4" ' in lead.source("decisions:scores", decision.pk)
        assert lead.client.post(lead.address("decisions:scores", decision.pk), {"withdraw": "1"}).status_code == 302
        assert "Scored by" not in other.slot("decisions:hearings", decision.pk)
    assert "scored the options" in Reader(ines).page("visibility:changes")


def test_scores_again_replace_the_former_ones_and_none_takes_them_back(decision: Decision, ines: Person) -> None:
    first = score_options(decision=decision, cells=cells(decision, 4, 3, 2, 5), by=ines, now=NOW)
    again = score_options(decision=decision, cells=cells(decision, 1, None, None, 5), by=ines, now=NOW)
    assert first == again
    assert sorted(OptionVote.objects.values_list("points", flat=True)) == [1, 5]
    with pytest.raises(OutOfTurn, match="“Cost” was scored by, with the weight 3"):
        set_criteria(decision=decision, criteria=[Measure("Cost", 9)], by=ines, now=NOW)
    with pytest.raises(OutOfTurn, match="voted on"):
        remove_option(option=decision.options.get(text="Buy"), by=ines, now=NOW)
    assert score_options(decision=decision, cells={}, by=ines, now=NOW) is None
    assert not Hearing.objects.exists()
    set_criteria(decision=decision, criteria=[Measure("Cost", 9)], by=ines, now=NOW)
    with pytest.raises(NotSaid, match="one option by one criterion"):
        score_options(decision=decision, cells={}, by=ines, now=NOW)
    names = Event.objects.filter(name__startswith="decision.score").order_by("id").values_list("name", flat=True)
    assert list(names) == ["decision.scored", "decision.scored", "decision.scores_withdrawn"]


def test_nobody_scores_beside_others_who_are_asked_nor_shows_them_what_they_think(
    decision: Decision, ines: Person, wen: Person
) -> None:
    score_options(decision=decision, cells=cells(decision, 5, 5, 0, 0), by=ines, now=NOW)
    hearing = open_hearing(decision=decision, way=Way.SCORE, closes_on=WEDNESDAY, by=ines, now=NOW)
    with pytest.raises(OutOfTurn, match="Close that first"):
        score_options(decision=decision, cells=cells(decision, 1, 1, 1, 1), by=ines, now=NOW)
    with time_machine.travel(NOW, tick=False):
        page = Reader(wen).slot("decisions:hearings", decision.pk)
        assert in_order(page, "0 of 1 answered", "Scored by who decides", "shown again when the input is closed")
        assert "÷" not in page
        assert "Score the options" not in Reader(ines).slot("decisions:hearings", decision.pk)
        late = Reader(ines).client.post(Reader(ines).address("decisions:scores", decision.pk), typed(decision, 1, 1, 1, 1))
        assert late.status_code == 409
    answer_hearing(hearing=hearing, cells=cells(decision, 1, 1, 4, 4), by=wen, now=NOW)
    close_hearing(hearing=hearing, by=ines, now=NOW)
    score_options(decision=decision, cells=cells(decision, 3, 3, 4, 4), by=ines, now=NOW)
    theirs, own = hearings_of(decision, wen, MONDAY)
    assert [(part.is_own, len(part.answered)) for part in (theirs, own)] == [(False, 1), (True, 1)], "two tables, never added up"
    assert theirs.comparison is not None
    assert theirs.comparison.totals != (own.comparison and own.comparison.totals)


def test_it_is_nobodys_input(decision: Decision, ines: Person, wen: Person) -> None:
    before = decision_page(decision.pk, MONDAY, NOW)
    score_options(decision=decision, cells=cells(decision, 4, 3, 2, 5), by=ines, now=NOW)
    after = decision_page(decision.pk, MONDAY, NOW)
    assert before and after
    assert before.decision.stage == after.decision.stage == "input", "who is to be heard was not heard by that"  # type: ignore[attr-defined]
    assert after.decision.asked_until is None  # type: ignore[attr-defined]
    assert list(input_owed(wen)) == [] == list(answers_owed(ines, MONDAY)), "who asked is not asked"
    decide(decision=decision, outcome="Build it", by=ines, now=NOW)
    assert in_order(Reader(wen).slot("decisions:hearings", decision.pk), "Scored by who decides", "3.6 3.2")
    with pytest.raises(Refused):
        score_options(decision=decision, cells=cells(decision, 1, 1, 1, 1), by=ines, now=NOW)
    assert "It is decided" in Reader(ines).page("decisions:scores", decision.pk)


def test_whoever_decides_next_puts_their_own_in_its_place(decision: Decision, ines: Person, wen: Person) -> None:
    score_options(decision=decision, cells=cells(decision, 4, 3, 2, 5), by=ines, now=NOW)
    hand_over_decision(decision=decision, to=wen, reason="It is yours", by=ines, now=NOW)
    with pytest.raises(NotAllowed, match="Ask Wen Li"):
        score_options(decision=decision, cells=cells(decision, 1, 1, 1, 1), by=ines, now=NOW)
    score_options(decision=decision, cells=cells(decision, 1, 1, 1, 1), by=wen, now=NOW)
    assert Answer.objects.get().person == wen


def test_the_form_answers_to_anything(decision: Decision, ines: Person) -> None:
    reader = Reader(ines)
    address, first = reader.address("decisions:scores", decision.pk), next(iter(typed(decision, 1, 1, 1, 1)))
    for hostile in ({}, {first: "6"}, {first: "-1"}, {first: "<b>"}, {first: "9" * 400}, {first: "\0"}):
        answer = reader.client.post(address, hostile)
        assert answer.status_code == 422, hostile
    set_criteria(decision=decision, criteria=[], by=ines, now=NOW)
    assert "nothing to score by" in reader.page("decisions:scores", decision.pk)
    assert reader.client.post(address, {first: "3"}).status_code == 422


def test_a_bundle_carries_them_as_the_deciders(decision: Decision, ines: Person, tmp_path: Path) -> None:
    score_options(decision=decision, cells=cells(decision, 4, None, 2, 5), by=ines, now=NOW)
    export_folder(tmp_path / "out")
    with in_organization(new_organization("fenmoor")):
        bring_in(tmp_path / "out", strict=True)
        (part,) = hearings_of(Decision.objects.get(), Person.objects.get(key=ines.key), MONDAY)
        assert (part.is_own, part.answered[0].person.key) == (True, ines.key)
        assert sorted(OptionVote.objects.values_list("points", flat=True)) == [2, 4, 5]
        again = bring_in(tmp_path / "out", strict=True)
        assert counts(again)["created"] == counts(again)["changed"] == 0
        told = (tmp_path / "out" / "hearings.csv").read_text()
        start = told.splitlines()[1].split(",")[1]
        broken = write_bundle(
            tmp_path / "broken",
            {
                "peakos.json": '{"format": 1, "guarded": true}',
                "hearings": f"decision,opened_at,way,closes_date,closed_at\n{decision.key},{start},own,2026-08-17,\n",
            },
        )
        assert ("hearings.csv", 2, "closed_at", "missing_value", "error") in found(bring_in(broken))
