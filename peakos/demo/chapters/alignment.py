"""Chapter: what does not fit together. Work beside the quarter's plan, a conflict decided and one still open, and a pulse."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial

from alignment.actions import add_key_result, link_objectives, post_check_in, set_objective
from alignment.actions.pulse import answer_pulse, open_pulse
from alignment.models import Objective, PulseChoice
from alignment.models.check_ins import Claim
from alignment.reads.findings import findings_of
from decisions.actions import ask_to_settle
from peakos.demo.stage import Stage
from peakos.demo.threads import decided


@dataclass(frozen=True)
class Aside:
    """A priority that a team keeps beside the quarter's; `serves` is what it says it contributes to, if it says so."""

    key: str
    title: str
    team: str
    owner: str
    measure: str
    start: str
    target: str
    unit: str = ""
    serves: str = ""
    because: str = ""
    now_at: str = ""


ASIDES = (
    Aside(
        "talk-first", "Talk to every account before it asks", "Customer Success", "Ximena Paz",
        "Contacts per customer and month", "1.2", "3", serves="renewals",
        because="Who hears from us does not have to wonder about leaving", now_at="1.9",
    ),
    Aside(
        "answered-once", "Answers that need no second call", "Support", "Grace Okafor",
        "Contacts per customer and month", "2.4", "1.5", serves="renewals",
        because="A customer who has to call twice tells the others", now_at="2.1",
    ),
    Aside(
        "import-parties", "Import afternoons with the customer at the table", "Customer Success", "Hanna Virtanen",
        "Hours to import a utility's meters", "20", "8", "hours", serves="mid-market-live",
        because="Half of the hours are questions that somebody at the table answers", now_at="14",
    ),
    Aside(
        "operators-podcast", "A podcast for grid operators", "Marketing", "Rasmus Kjær",
        "Episodes published", "0", "6", now_at="2",
    ),
    Aside(
        "second-office", "A second office in Aarhus", "People", "Farid Rahimi",
        "Desks taken", "0", "14", now_at="5",
    ),
)  # fmt: skip
QUESTION = "Do we call customers more, or do they call us less?"
OUTCOME = (
    "Both, and they are not the same number. Talks that we begin are Customer Success's, calls that a customer has to make are "
    "Support's. Each counts its own from Monday on."
)
DECOYS = (
    "Open a second office in Aarhus",
    "Win the first utility overseas",
    "Halve the cost of a support call",
    "Publish an open interface for every product",
)
# Who picked how many of the company's five, and how many decoys.
PICKS = {
    "Marta Lindqvist": (5, 0), "Ruth Adeyemi": (4, 0), "Daniel Brooks": (3, 1), "Priya Raman": (4, 1), "Aiko Tanaka": (3, 0),
    "Beth Moran": (3, 2), "Amara Osei": (2, 2), "Ines Carvalho": (2, 3),
}  # fmt: skip


def tell(stage: Stage) -> None:
    for aside in ASIDES:
        stage.at("2 Tue 09:40", partial(begin, stage, aside))
        stage.at("7 Thu 16:20", partial(report, stage, aside))
    stage.at("5 Tue 10:15", lambda now: ask(stage, now))
    decided(stage, "5 Fri 11:30", QUESTION, by="Ruth Adeyemi", outcome=OUTCOME)
    stage.at("2 Wed 09:00", lambda now: ask_everybody(stage, now))
    for name in PICKS:
        stage.at("2 Thu 09:30", partial(answer, stage, name))


def begin(stage: Stage, aside: Aside, now: datetime) -> None:
    by = stage.people[aside.owner]
    objective = set_objective(
        organization=stage.organization, key=aside.key, title=aside.title, team=stage.team(aside.team), owner=by, by=by, now=now
    )
    stage.rows[aside.key] = objective
    stage.rows[f"{aside.key} measure"] = add_key_result(
        objective=objective,
        key=f"{aside.key}-1",
        title=aside.measure,
        unit=aside.unit,
        start_value=Decimal(aside.start),
        target_value=Decimal(aside.target),
        by=by,
        now=now,
    )
    if aside.serves:
        link_objectives(objective=objective, contributes_to=stage.row(aside.serves), because=aside.because, by=by, now=now)


def report(stage: Stage, aside: Aside, now: datetime) -> None:
    values = {stage.rows[f"{aside.key} measure"]: Decimal(aside.now_at)}
    by = stage.people[aside.owner]
    post_check_in(objective=stage.rows[aside.key], claim=Claim.ON_TRACK, confidence=70, values=values, by=by, now=now)


def ask(stage: Stage, now: datetime) -> None:
    """Karl finds the two on the page of findings, and asks who is to say."""
    page, _ = findings_of("opposite", 1)
    found = next(finding for finding in page if finding.about == ASIDES[0].measure)
    first, last = (Objective.objects.get(pk=side.id) for side in (found.sides[0], found.sides[-1]))
    stage.rows[QUESTION] = ask_to_settle(
        organization=stage.organization,
        finding=found.key,
        objective=first,
        other=last,
        question=QUESTION,
        decider=stage.people["Ruth Adeyemi"],
        need_by=stage.day("6 Mon"),
        context="Ximena's team wants to reach out three times a month. Grace's wants contacts to fall to one and a half.",
        options=("More contacts, begun by us", "Fewer contacts, of any kind", "Both, counted apart"),
        by=stage.people["Karl Nyman"],
        now=now,
    )


def ask_everybody(stage: Stage, now: datetime) -> None:
    keys = ("mid-market-live", "renewals", "outage-reports", "usage-billing", "field-engineers")
    stage.rows["pulse"] = open_pulse(
        organization=stage.organization,
        cycle=stage.rows["quarter"],
        real=list(Objective.objects.filter(key__in=keys).order_by("rank").values_list("title", flat=True)),
        decoys=DECOYS,
        closes_on=stage.calendar.day("3 Wed"),
        by=stage.people["Karl Nyman"],
        now=now,
    )


def answer(stage: Stage, name: str, now: datetime) -> None:
    """Everybody begins elsewhere in the list, so that not all know the same."""
    real, decoys = PICKS[name]
    choices = list(PulseChoice.objects.filter(pulse=stage.rows["pulse"]).order_by("position"))
    turn = list(PICKS).index(name)
    known = [choice.pk for choice in choices if not choice.is_decoy]
    wrong = [choice.pk for choice in choices if choice.is_decoy]
    picked = [known[(turn + nth) % len(known)] for nth in range(real)] + [wrong[(turn + nth) % len(wrong)] for nth in range(decoys)]
    answer_pulse(pulse=stage.rows["pulse"], picked=picked, by=stage.people[name], now=now)
