"""The lead sentence says what is true, what moved and what waits."""

from datetime import date
from typing import Any

from organizations.models import Cycle
from tests.cast import MONDAY
from visibility.lead import write_lead
from visibility.reads.monday.changes import Changes
from visibility.reads.monday.objectives import ObjectiveLine
from visibility.reads.monday.page import Monday
from visibility.reads.monday.period import Period
from visibility.reads.monday.rhythm import Rhythm
from visibility.reads.monday.waiting import Waiting


def line(title: str, status: str = "on_track", points: int | None = 0, delta: int | None = 5, pk: int = 1) -> ObjectiveLine:
    return ObjectiveLine(
        pk=pk, title=title, owner=None, status=status, is_contradicted=False, progress=0.5, elapsed=0.5, points=points, delta=delta,
        confidence=8, trend=[8], children={}, child_count=0, why="", of_all={},
    )  # fmt: skip


def counted(lines: list[ObjectiveLine]) -> list[ObjectiveLine]:
    for each in lines:
        each.of_all = {status: sum(line.status == status for line in lines) for status in {line.status for line in lines}}
    return lines


def monday(objectives: list[ObjectiveLine], decisions: int = 0, teams: int = 0, late: int = 0, **fields: Any) -> Monday:
    values: dict[str, Any] = {
        "today": MONDAY, "last_monday": date(2026, 8, 10), "cycle": None, "period": Period("Q3", 8, 13, 0, True), "lead": None,
        "objectives": counted(objectives), "more_objectives": 0, "trouble": [], "trouble_count": 0, "priority_count": 0,
        "decisions": Waiting([], decisions, teams), "dependencies": Waiting([], late, late), "contradicted": [],
        "contradicted_count": 0, "changes": Changes([], 0, 0, 0), "rhythm": Rhythm([], 0, 0, 0, 0, 0), "week": [], "meetings": [],
        "needs": [],
    }  # fmt: skip
    return Monday(**(values | fields))


def test_a_hard_week_names_the_worst_mover_and_what_is_held_up() -> None:
    page = monday(
        [
            line("Onboarding", "off_track", points=-21, delta=0, pk=7),
            line("Renewals", "at_risk", points=-6, delta=7),
            *[line("Outage reports")] * 3,
        ],
        decisions=4,
        teams=6,
    )
    lead = write_lead(page)
    assert lead.plain == (
        "Three of five objectives are on pace. Onboarding slipped again, and four decisions are holding up six teams."
    )
    assert [(s.text, s.anchor) for s in lead.segments if s.anchor] == [("Onboarding", "o7"), ("four decisions", "decisions")]


def test_a_calm_week_says_so() -> None:
    assert write_lead(monday([line("A")] * 5)).plain == "All five objectives are on pace and nothing waits on you."


def test_a_calm_week_with_one_decision_still_names_it() -> None:
    assert write_lead(monday([line("A")] * 5, decisions=1)).plain == "All five objectives are on pace, and one decision waits."


def test_off_track_but_moving_is_not_called_slipping() -> None:
    page = monday([line("Onboarding", "off_track", points=-30, delta=4), line("Renewals")], late=2)
    assert write_lead(page).plain == (
        "One of two objectives is on pace. Onboarding is off track, and two dependencies are late or unanswered."
    )


def test_a_quarter_that_is_over_is_told_first() -> None:
    page = monday([line("Onboarding", "no_update", points=None)] * 3, period=Period("Q2", 13, 13, 21, True))
    assert write_lead(page).plain == "Q2 ended 3 weeks ago. None of three objectives has a recent update."


def test_a_workspace_without_objectives_does_not_pretend() -> None:
    assert write_lead(monday([])).plain == "Nothing is planned here yet."
    assert write_lead(monday([], cycle=Cycle(name="Q3 2026"))).plain == "Q3 2026 has no objectives under way."


def test_the_sentence_stays_short_with_the_longest_titles() -> None:
    page = monday([line("A very long title that goes on and on " * 6, "off_track", -40, -1), line("B")], decisions=300, teams=40)
    assert len(write_lead(page).plain.split()) <= 28
