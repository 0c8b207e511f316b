"""Causes in words: short sentences that name the thing and the fact, and lead to the page that shows it."""

from typing import Any

import pytest

from alignment.explain import SENTENCES, how_long, link, sentence

CASES: list[tuple[dict[str, Any], str]] = [
    (
        {"kind": "reported", "claim": "at_risk", "who": "Ruth Adeyemi", "note": "Waiting\nfor a date.", "days": 3},
        "Ruth Adeyemi says it is at risk: Waiting for a date.",
    ),
    ({"kind": "reported", "claim": "on_track"}, "the last check-in says it is on track"),
    ({"kind": "due_passed", "days": 5}, "due date passed 5 days ago"),
    ({"kind": "behind_pace", "points": 21}, "21 points behind pace"),
    ({"kind": "on_pace", "points": 7}, "7 points ahead of pace"),
    ({"kind": "on_pace", "points": 0}, "on pace"),
    ({"kind": "on_pace", "points": -1}, "on pace, 1 point behind"),
    (
        {"kind": "children", "count": 5, "by_status": {"off_track": 3, "at_risk": 1}},
        "3 of 5 objectives below it are off track, 1 at risk",
    ),
    ({"kind": "children", "count": 2, "by_status": {"at_risk": 1}}, "1 of 2 objectives below it is at risk"),
    ({"kind": "children", "count": 4, "by_status": {"on_track": 3, "done": 1}}, "4 of 4 objectives below it are on track or done"),
    ({"kind": "child", "title": "SSO for mid-market", "status": "off_track"}, "SSO for mid-market is off track"),
    ({"kind": "key_result", "problem": "late", "title": "Pen test", "days": 1}, "Pen test is 1 day past its due date"),
    ({"kind": "key_result", "problem": "flat", "title": "Merged", "days": 28}, "Merged has not moved for 4 weeks"),
    ({"kind": "key_result", "problem": "behind", "title": "Live", "points": 30}, "Live is 30 points behind pace"),
    (
        {
            "kind": "key_result",
            "problem": "broken",
            "title": "Uptime",
            "current": 99.2,
            "target": 99.9,
            "measure": "threshold_above",
        },
        "Uptime is at 99.2, below 99.9",
    ),
    (
        {"kind": "key_result", "problem": "broken", "title": "Churn", "current": 6, "target": 5.0, "measure": "threshold_below"},
        "Churn is at 6, above 5",
    ),
    (
        {"kind": "dependency_unanswered", "team": "Security", "title": "the SSO sign-off", "days": 12},
        "Security has not answered the SSO sign-off, 12 days",
    ),
    ({"kind": "dependency_unanswered", "team": "Security"}, "Security has not answered"),
    (
        {"kind": "dependency_late", "team": "Data", "title": "the export", "days": 15},
        "Data has not delivered the export, 2 weeks late",
    ),
    (
        {
            "kind": "dependency_slipping",
            "team": "Security",
            "title": "the SSO sign-off",
            "days": 5,
            "path": [{"id": 2, "title": "Tenant model", "team": "Platform"}, {"id": 3, "title": "Grid API v1", "team": "Grid API"}],
        },
        "the SSO sign-off from Security comes 5 days late, since it waits for Tenant model (Platform) ← Grid API v1 (Grid API)",
    ),
    ({"kind": "guard", "title": "Churn", "value": 3.5, "limit": 2, "bound": "at_most"}, "Churn is at 3.5, above its guard of 2"),
    ({"kind": "stale", "days": 16}, "no check-in for 2 weeks"),
    ({"kind": "stale"}, "nobody has checked in yet"),
    ({"kind": "no_owner"}, "nobody owns it"),
    ({"kind": "risk", "title": "Vendor folds"}, "open risk: Vendor folds"),
]


@pytest.mark.parametrize(("cause", "words"), CASES)
def test_a_cause_in_words(cause: dict[str, Any], words: str) -> None:
    assert sentence(cause) == words


def test_every_kind_of_cause_has_been_put_into_words_here() -> None:
    assert {cause["kind"] for cause, _ in CASES} == SENTENCES.keys()


@pytest.mark.parametrize(("days", "words"), [(0, "0 days"), (1, "1 day"), (14, "14 days"), (15, "2 weeks"), (28, "4 weeks")])
def test_days_up_to_fourteen_then_weeks(days: int, words: str) -> None:
    assert how_long(days) == words


def test_what_has_no_page_of_its_own_leads_to_its_objective() -> None:
    assert link({"kind": "child", "type": "objective", "id": 7}) == ("alignment:objective", 7)
    assert link({"kind": "key_result", "type": "key_result", "id": 3, "objective": 7}) == ("alignment:objective", 7)
    assert link({"kind": "reported", "type": "check_in", "id": 9, "objective": 7}) == ("alignment:objective", 7)
    assert link({"kind": "dependency_late", "type": "dependency", "id": 5}) == ("alignment:dependency", 5)
    assert link({"kind": "risk", "type": "risk", "id": 4, "objective": 7}) == ("alignment:risk", 4)
