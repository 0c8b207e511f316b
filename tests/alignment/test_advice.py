"""Advice while an objective is written: what is worth a look, with a reason; and silence where nothing is."""

from __future__ import annotations

import pytest

from alignment.advice import Written, advice

WELL = Written(
    title="12 mid-market utilities live within 30 days",
    done_means="Twelve invoices for usage have been paid",
    has_owner=True,
    has_due=True,
    has_team=True,
    has_parent=True,
    is_saved=True,
    measures=2,
)


def fields(**said: object) -> list[str]:
    from dataclasses import replace

    return [one.field for one in advice(replace(WELL, **said))]  # type: ignore[arg-type]


def test_what_is_written_well_gets_no_advice_and_neither_does_an_empty_form() -> None:
    assert advice(WELL) == []
    assert advice(Written()) == []


@pytest.mark.parametrize(
    ("said", "about"),
    [
        ({"title": "Implement the new onboarding", "done_means": "It is there"}, ["title"]),
        ({"title": "Launch usage billing in 3 countries"}, []),
        ({"title": "Onboarding is fast and support is calm"}, ["title"]),
        ({"title": "Between 20 and 30 utilities live"}, []),
        ({"title": "R&D runs on usage data"}, []),
        ({"done_means": " "}, ["done_means"]),
        ({"has_owner": False, "has_due": False}, ["owner", "due_on"]),
        ({"has_parent": False}, ["parent"]),
        ({"has_parent": False, "has_team": False}, []),
        ({"measures": 0}, ["measures"]),
        ({"without_baseline": ("Days to go live",)}, ["measures"]),
        ({"measures": 0, "is_saved": False}, []),
        ({"team_name": "Security", "team_has": 7}, ["team"]),
        ({"team_name": "Security", "team_has": 6, "owner_name": "Ines", "owner_has": 9}, ["owner"]),
        ({"weight_is_nought": True}, ["weight"]),
    ],
)
def test_each_thing_to_look_at_is_named_once(said: dict[str, object], about: list[str]) -> None:
    assert fields(**said) == about


def test_advice_always_says_why() -> None:
    everything = Written(title="Implement this and that", is_saved=True, has_team=True, team_name="Data", team_has=8)
    assert all(one.because for one in advice(everything))
    assert "Data would have 9 in this cycle" in advice(everything)[-1].sentence
