"""Chapter: how it is decided. People are heard, teams know it, somebody goes along, and later it is seen whether it was right."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from functools import partial

from alignment.models import Metric
from alignment.models.objectives import Bound
from decisions.actions import (
    Bond,
    Measure,
    acknowledge_decision,
    answer_hearing,
    assume,
    change_parts,
    disagree,
    open_hearing,
    review_decision,
    score_options,
    set_criteria,
)
from decisions.models import Decision, DecisionState, Hearing, Part, TeamTold, Verdict, Way
from organizations.models import Membership
from organizations.models.teams import LEADS
from peakos.demo.chapters.onboarding.plot import CONTRACTOR
from peakos.demo.stage import Stage

SUPPORT = "Tiered support hours"
RATE = "Rate by the hour or by the quarter-hour"
ORDER = "Reports first, map afterwards"
QUESTIONED = "Invoices questioned"
# when, who, what each of the three options gets, and a word with it
SCORED = (
    ("7 Fri 09:15", "Ruth Adeyemi", (4, 1, 3), "My customers call at night for outages, and for nothing else."),
    (
        "7 Fri 11:40",
        "Beth Moran",
        (2, 5, 1),
        "Nine people in the field without a desk at night: somebody drives back for a password.",
    ),
)
WEEKS = range(1, 8)
CRITERIA = (Measure("Ready for the audit", 3), Measure("Money", 2), Measure("Somebody of ours learns it", 1))
OWN = ((5, 2, 3), (1, 5, 1), (4, 4, 1))  # what Marta gives to each option, criterion by criterion


def tell(stage: Stage) -> None:
    for week in WEEKS:
        stage.at(f"{week} Fri 16:40", partial(know, stage))
    stage.at("4 Wed 11:25", partial(rest_on, stage))
    stage.at("4 Wed 15:20", partial(go_along, stage))
    stage.at("6 Wed 10:30", partial(look_again, stage))
    stage.at("7 Thu 12:30", partial(ask_them, stage))
    stage.at("7 Fri 17:40", partial(weigh_alone, stage))
    for when, who, points, words in SCORED:
        stage.at(when, partial(score, stage, who, points, words))


def know(stage: Stage, now: datetime) -> None:
    """On Friday afternoon whoever leads a team reads what was decided in the week."""
    standing = [DecisionState.ACCEPTED, DecisionState.REJECTED]
    told = TeamTold.objects.filter(acknowledgements=None, decision__state__in=standing)
    leads = Membership.objects.filter(LEADS, team__in=told.values("team")).select_related("person").order_by("id")
    for decision in Decision.objects.filter(pk__in=told.values("decision")).order_by("id"):
        teams = set(TeamTold.objects.filter(decision=decision).values_list("team_id", flat=True))
        for person in dict.fromkeys(lead.person for lead in leads if lead.team_id in teams):
            acknowledge_decision(decision=decision, by=person, now=now)


def go_along(stage: Stage, now: datetime) -> None:
    words = "Two tariffs in Spain change on the quarter-hour next year. I think we rate them twice, and I go along with it."
    disagree(decision=stage.rows[RATE], words=words, by=stage.people["Lucía Ferrer"], now=now)


def rest_on(stage: Stage, now: datetime) -> None:
    """An hour is exact enough as long as customers do not ask more than they did."""
    metric = Metric.objects.get(title=QUESTIONED)
    bond = Bond(metric=metric, bound=Bound.AT_MOST, limit=Decimal(12))
    text = "An hour is exact enough: at most 12 of 100 invoices are questioned"
    assume(decision=stage.rows[RATE], text=text, bond=bond, by=stage.people["Aiko Tanaka"], now=now)


def look_again(stage: Stage, now: datetime) -> None:
    """Three weeks of reports later."""
    review_decision(
        decision=stage.rows[ORDER], judgement=4, verdict=Verdict.KEEP, is_well=True, by=stage.people["Priya Raman"], now=now,
        note="The slowest tenth fell from 560 to 430 seconds. The map comes a second later, and no customer has asked.",
        lesson="Look for what nobody waits for, and do it last.",
    )  # fmt: skip


def ask_them(stage: Stage, now: datetime) -> None:
    """Three people weigh the options, and nobody sees the others' points before Wednesday is over."""
    decision, tomasz = stage.rows[SUPPORT], stage.people["Tomasz Zielinski"]
    heard = [stage.people[name] for name in ("Ruth Adeyemi", "Beth Moran", "Daniel Brooks")]
    change_parts(decision=decision, parts={Part.CONTRIBUTOR: heard}, by=tomasz, now=now)
    open_hearing(decision=decision, way=Way.SCORE, closes_on=stage.calendar.day("8 Wed"), by=tomasz, now=now)


def score(stage: Stage, who: str, points: tuple[int, ...], words: str, now: datetime) -> None:
    decision = stage.rows[SUPPORT]
    options = decision.options.order_by("position")
    given = {option.pk: value for option, value in zip(options, points, strict=True)}
    answer_hearing(hearing=Hearing.objects.get(decision=decision), points=given, words=words, by=stage.people[who], now=now)


def weigh_alone(stage: Stage, now: datetime) -> None:
    """Marta decides it by herself, and shows how she weighs it."""
    decision, marta = stage.rows[CONTRACTOR], stage.people["Marta Lindqvist"]
    criteria = set_criteria(decision=decision, criteria=CRITERIA, by=marta, now=now)
    cells = {
        (option.pk, criterion.pk): score
        for option, row in zip(decision.options.order_by("position"), OWN, strict=True)
        for criterion, score in zip(criteria, row, strict=True)
    }
    score_options(decision=decision, cells=cells, by=marta, now=now)
