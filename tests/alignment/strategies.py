"""The strategy of the tests' stories: two goals and a no, the next version of it, and the form as a browser sends it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from alignment.actions.strategy import publish_strategy
from alignment.differences import Line, lines_in
from alignment.models import StrategyVersion
from organizations.models import Draft, Organization, Person, Team
from tests.cast import NOW
from tests.reading import Reader

PURPOSE, SIXTY, RENEW = "Keep the lights on in small towns", "Sixty utilities live within 30 days", "Renew 94% of revenue"
PAGE = [
    Line(None, "purpose", PURPOSE),
    Line(None, "annual", SIXTY),
    Line(None, "annual", RENEW),
    Line(None, "not_doing", "No hardware"),
]


def first_version(organization: Organization, by: Person) -> StrategyVersion:
    """Published forty days ago."""
    return publish_strategy(organization=organization, lines=PAGE, based_on=0, by=by, now=NOW - timedelta(days=40))


def next_version(before: StrategyVersion, was: str, now: str, by: Person, *teams: Team, ago: int = 9) -> StrategyVersion:
    lines = [Line(line.id, line.section, line.text.replace(was, now)) for line in lines_in(before.lines)]
    return publish_strategy(
        organization=before.organization,
        lines=lines,
        based_on=before.number,
        why="The North taught us",
        send_to={team.pk: "It works for it." for team in teams},
        by=by,
        now=NOW - timedelta(days=ago),
    )


def sent(lines: list[Line], do: str, based_on: int) -> dict[str, Any]:
    """The form as a browser sends it."""
    return {
        "line": [line.id or "" for line in lines],
        "section": [line.section for line in lines],
        "text": [line.text for line in lines],
        "based_on": based_on,
        "do": do,
    }


def write(reader: Reader, lines: list[Line], do: str = "save", based_on: int = 1) -> Any:
    return reader.client.post(reader.address("alignment:strategy_edit"), sent(lines, do, based_on))


def draft() -> list[str]:
    return [line["text"] for line in Draft.objects.get().fields["lines"]]


def changed(version: StrategyVersion, was: str, now: str) -> list[Line]:
    return [Line(line.id, line.section, line.text.replace(was, now)) for line in lines_in(version.lines)]
