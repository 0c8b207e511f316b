"""Chapter: what Tidewater is for and where it goes. The annual plan changes in the fifth week, and the teams say what it means."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from alignment.actions.impacts import answer_impact, return_impact
from alignment.actions.strategy import publish_strategy, serve_strategy
from alignment.differences import Line, difference, lines_in
from alignment.models import StrategyImpact, StrategyLine
from alignment.models.strategy import Section
from alignment.reads.touched import touched_teams
from peakos.demo.stage import Stage

ANNUAL, NOT_DOING = Section.ANNUAL, Section.NOT_DOING
LIVE = "Forty mid-market utilities live by December"
LIVE_NOW = "Every mid-market utility live within 30 days of signing, forty of them by December"
OFFICE = "An office in the South, with a team of its own"
PARTNERS = "Partners sell only what they are certified for"
FIRST: tuple[tuple[Section, tuple[str, ...]], ...] = (
    (Section.PURPOSE, ("Keep the lights on, and the bills believed, in the towns that the big vendors pass over.",)),
    (
        Section.VALUE,
        (
            "Say the red number first.",
            "One name answers, everybody helps.",
            "The crew on the pole is our customer, too.",
            "What we promise has a date.",
        ),
    ),
    (Section.LONG_RANGE, ("In ten years every third regional utility in Europe runs its storms on Tidewater.",)),
    (
        Section.THREE_YEARS,
        (
            "A utility goes live in a month, and nobody of ours has to travel for it.",
            "An outage is on the crew's phone before the customer calls.",
            "Customers pay for what they use, and can check every line of the invoice.",
            "No region waits longer than a day for a field engineer.",
            "Half of our new customers come through partners.",
        ),
    ),
    (
        ANNUAL,
        (
            LIVE,
            "Nineteen of twenty customers stay when their contract ends",
            "Outage reports in under 90 seconds, in a storm as well",
            "Usage billing for everybody, and invoices that are right the first time",
            "Field engineers in all three regions",
            OFFICE,
        ),
    ),
    (NOT_DOING, ("No hardware of our own.", "No utilities above two million meters.")),
)
WHY = "Three customers in the North showed that the first month decides the renewal. Each gets it; none gets a product of its own."

# What serves which line, by a word of the line.
SERVED = {
    "mid-market-live": "mid-market",
    "renewals": "stay when",
    "outage-reports": "Outage reports",
    "usage-billing": "Usage billing",
    "field-engineers": "Field engineers in",
}
ANSWERS = (
    ("5 Wed 15:20", "Customer Success", "Ruth Adeyemi", "We count thirty days from signing and say on day ten if it gets tight."),
    ("5 Thu 09:10", "Security", "Ines Carvalho", "SSO is part of the thirty days, so sign-off comes before anything new."),
    ("5 Thu 11:45", "Data", "Lena Fischer", "One import for all: whoever brings an odd file gets the tool, not a script from us."),
    ("5 Thu 14:05", "Billing", "Aiko Tanaka", "No price list for one customer. The three we have move to usage billing first."),
    ("5 Fri 10:15", "Platform", "Jonas Brandt", "Two adapters for single customers leave the plan; the pipeline gets the people."),
    ("5 Fri 13:30", "Grid API", "Priya Raman", "What one customer asks for goes into the interface for all, or nowhere."),
    ("6 Mon 09:40", "Field Mobile", "Mateo Rivas", "Little changes: the crews' first day belongs to the thirty days already."),
    ("6 Mon 16:10", "People", "Beth Moran", "We stop hiring for the South and move the two open places to the North."),
    ("6 Tue 10:20", "Sales", "Daniel Brooks", "We end all talks that need anything beyond the standard, five of them."),
    ("6 Tue 17:00", "Marketing", "Elif Demir", "The thirty days become the headline; the campaign for the South is off."),
    ("7 Tue 09:15", "Design", "Noor Haidari", "The set-up screens come before the new dashboards."),
    ("7 Wed 13:50", "Support", "Tomasz Zielinski", "Whoever went live this month is called first, large or small."),
)  # fmt: skip
REPLY = "Keep talking to all five. Offer each the standard with the thirty days; only what is built for one alone is off."
ANEW = "We go on with all five and sell the standard in thirty days. Nobody of us promises a feature any more."


def tell(stage: Stage) -> None:
    """Published before the quarter; served from its first morning; changed, sent, answered, and once misread."""
    stage.at("0 Tue 10:00", lambda now: first_version(stage, now))
    stage.at("1 Mon 08:45", lambda now: link(stage, SERVED, now))
    stage.at("5 Wed 10:00", lambda now: second_version(stage, now))
    stage.at("5 Wed 10:20", lambda now: link(stage, {"tier-2-certification": "certified"}, now))
    for when, team, by, words in ANSWERS:
        stage.at(when, partial(answer, stage, team, by, words))
    stage.at("6 Wed 08:50", lambda now: put_right(stage, now))
    stage.at("6 Thu 11:10", lambda now: answer(stage, "Sales", "Daniel Brooks", ANEW, now))


def first_version(stage: Stage, now: datetime) -> None:
    lines = [Line(None, section, text) for section, texts in FIRST for text in texts]
    publish(stage, lines, {}, "", now)


def second_version(stage: Stage, now: datetime) -> None:
    before = lines_in(stage.rows["strategy"].lines)
    kept = [Line(line.id, line.section, LIVE_NOW if line.text == LIVE else line.text) for line in before if line.text != OFFICE]
    after = [*kept, Line(None, ANNUAL, PARTNERS), Line(None, NOT_DOING, "Nothing for one customer alone, however large.")]
    touched = touched_teams(difference(before, after, Section.values))
    publish(stage, after, {row.team.pk: row.because for row in touched if row.is_touched}, WHY, now)


def publish(stage: Stage, lines: Iterable[Line], send_to: dict[int, str], why: str, now: datetime) -> None:
    former = stage.rows.get("strategy")
    stage.rows["strategy"] = publish_strategy(
        organization=stage.organization,
        lines=list(lines),
        based_on=former.number if former else 0,
        why=why,
        send_to=send_to,
        by=stage.people["Marta Lindqvist"],
        now=now,
    )


def link(stage: Stage, served: dict[str, str], now: datetime) -> None:
    for key, words in served.items():
        line = StrategyLine.objects.get(section=ANNUAL, text__contains=words, ended_in=None)
        serve_strategy(objective=stage.rows[key], line=line, by=stage.people["Marta Lindqvist"], now=now)


def question(stage: Stage, team: str) -> StrategyImpact:
    found: StrategyImpact = stage.rows["strategy"].impacts.get(team=stage.teams[team])
    return found


def answer(stage: Stage, team: str, by: str, words: str, now: datetime) -> None:
    answer_impact(impact=question(stage, team), words=words, by=stage.people[by], now=now)


def put_right(stage: Stage, now: datetime) -> None:
    return_impact(impact=question(stage, "Sales"), reply=REPLY, by=stage.people["Marta Lindqvist"], now=now)
