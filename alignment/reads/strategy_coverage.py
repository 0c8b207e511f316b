"""How many teams have said what a version of the strategy means for them, and for whom we wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from alignment.measures import ACKNOWLEDGED_WITHIN, Acknowledged, acknowledged
from alignment.models import StrategyImpact, StrategyVersion
from organizations.measures import working_days
from organizations.models import Team

MOST = 500  # teams of one version
NAMED = 5  # teams that are named in a sentence


@dataclass(frozen=True, slots=True)
class Waiting:
    """A team whose sentence is missing; asked again after a misunderstanding, its days count from then."""

    impact: StrategyImpact
    days: int
    is_again: bool

    @property
    def team(self) -> Team:
        team: Team = self.impact.team
        return team


@dataclass(frozen=True, slots=True)
class Coverage:
    """The answers to one version, newest first, and the teams that owe theirs, the longest waiting first."""

    version: StrategyVersion
    answered: list[StrategyImpact]
    waiting: list[Waiting]
    acknowledged: Acknowledged
    is_over: bool  # everybody has answered or had five working days: before that a share would say too little

    @property
    def asked_count(self) -> int:
        return len(self.answered) + len(self.waiting)

    @property
    def named(self) -> list[Waiting]:
        return self.waiting[:NAMED]

    @property
    def unnamed_count(self) -> int:
        return len(self.waiting) - len(self.named)


def coverage_of(version: StrategyVersion | None, today: date) -> Coverage | None:
    """None for a version that was not sent. One query."""
    if version is None or not version.is_sent:
        return None
    found = StrategyImpact.objects.filter(version=version).select_related("team", "by", "replied_by").order_by("team__name", "id")
    impacts = list(found[:MOST])
    waiting = [waiting_of(impact, today) for impact in impacts if impact.answered_on is None]
    answered = [impact for impact in impacts if impact.answered_on]
    return Coverage(
        version=version,
        answered=sorted(answered, key=lambda impact: impact.answered_on or today, reverse=True),
        waiting=sorted(waiting, key=lambda row: -row.days),
        acknowledged=acknowledged((impact.asked_on, impact.answered_on) for impact in impacts),
        is_over=all(working_days(row.impact.asked_on, today) > ACKNOWLEDGED_WITHIN for row in waiting),
    )


def waiting_of(impact: StrategyImpact, today: date) -> Waiting:
    return Waiting(impact, max(0, (today - (impact.replied_on or impact.asked_on)).days), impact.replied_on is not None)
