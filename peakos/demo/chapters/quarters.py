"""Chapter: the quarters. The last one is closed with its scores, this one's sets are published and moved, the next is drafted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from alignment.actions.closing import close_cycle, conclude_objective
from alignment.actions.drafting import draft_priority
from alignment.actions.key_results import add_key_result, change_key_result
from alignment.actions.objectives import change_objective, set_objective
from alignment.actions.plans import publish_plan
from alignment.models import Objective
from alignment.models.objectives import Ambition, Outcome
from organizations.actions.cycles import add_cycle, begin_closing, open_cycle
from organizations.models import Cycle
from peakos.demo.chapters.company import CREWS, quarter_of, slug
from peakos.demo.chapters.strategy import link
from peakos.demo.stage import Stage

COMMITTED, STRETCH = Ambition.COMMITTED, Ambition.ASPIRATIONAL
DONE, CARRIED, DROPPED = Outcome.DONE, Outcome.CARRIED, Outcome.DROPPED


@dataclass(frozen=True)
class Past:
    """An objective of the last quarter: its number from start to target, where it ended, and what was chosen for it."""

    key: str
    title: str
    team: str
    owner: str
    measure: str
    numbers: tuple[float, float, float]  # start, target, where it ended
    outcome: Outcome = DONE
    ambition: Ambition = COMMITTED
    said: str = ""
    goes_on_in: str = ""  # the objective of this quarter that takes it on


LAST_QUARTER: Sequence[Past] = (
    Past("q2-storm", "No report lost in a storm", "Platform", "Jonas Brandt", "Reports lost in the spring storm", (40, 0, 0)),
    Past(
        "q2-history", "History store moved in one weekend", "Platform", "Freya Holm", "Tables moved", (0, 24, 19), CARRIED,
        said="Two systems in one night was one too many. The rest goes on without batches.", goes_on_in="event-pipeline",
    ),
    Past("q2-renewals", "Every contract due in June renewed", "Sales", "Daniel Brooks", "Contracts renewed", (0, 18, 17)),
    Past(
        "q2-playbook", "An onboarding that fits on two pages", "Customer Success", "Ruth Adeyemi", "Pages of the playbook",
        (14, 2, 6), ambition=STRETCH, said="Six pages, and people read them.",
    ),
    Past("q2-invoices", "Invoices right the first time", "Billing", "Aiko Tanaka", "Invoices corrected, of 1,000", (32, 8, 8)),
    Past(
        "q2-fair", "A stand at the autumn fair", "Marketing", "Elif Demir", "Talks booked", (0, 12, 2), DROPPED,
        said="The fair has moved to spring; two of the talks are held in towns instead.",
    ),
    Past(
        "q2-hiring", "Eight engineers for the field", "People", "Beth Moran", "Engineers signed", (0, 8, 6), ambition=STRETCH,
        said="Six signed, two start in this quarter.",
    ),
    Past("q2-audit", "The audit passed without a finding", "Security", "Ines Carvalho", "Findings open", (11, 0, 2)),
)  # fmt: skip


def tell(stage: Stage) -> None:
    stage.at("0 Mon 09:00", lambda now: write_last_quarter(stage, now))
    stage.at("0 Tue 11:00", lambda now: lower_the_bar(stage, now))
    stage.at("0 Wed 09:00", lambda now: begin_closing(cycle=last(stage), by=stage.people["Marta Lindqvist"], now=now))
    stage.at("1 Mon 10:00", lambda now: choose_for_all(stage, now))
    stage.at("1 Tue 09:00", lambda now: close_cycle(cycle=last(stage), by=stage.people["Marta Lindqvist"], now=now))
    stage.at("1 Mon 11:00", lambda now: agree_on_a_first_date(stage, now))
    stage.at("1 Tue 15:00", lambda now: publish_this_quarter(stage, now))
    stage.at("2 Tue 10:40", lambda now: lengthen_the_list(stage, now))
    stage.at("4 Tue 11:10", lambda now: move_what_was_published(stage, now))
    stage.at("6 Mon 10:00", lambda now: open_the_next(stage, now))
    stage.at("6 Wed 14:00", lambda now: draft_the_next(stage, now))
    stage.at("6 Wed 15:00", lambda now: link(stage, SERVED, now))


# What of the other quarters serves which line of the strategy, by a word of the line.
SERVED = {
    "q2-storm": "Outage reports", "q2-history": "Outage reports", "q2-renewals": "stay when", "q2-playbook": "mid-market",
    "q2-invoices": "Usage billing", "q2-fair": "stay when", "q2-hiring": "Field engineers in", "q2-audit": "mid-market",
    "next-live": "mid-market", "next-certification": "mid-market",
}  # fmt: skip


def last(stage: Stage) -> Cycle:
    cycle: Cycle = stage.rows["quarter before"]
    return cycle


def write_last_quarter(stage: Stage, now: datetime) -> None:
    """The house began with Tidewater in the quarter's last week, and wrote down what it had set out to do."""
    for past in LAST_QUARTER:
        start, target, ended = (Decimal(str(number)) for number in past.numbers)
        objective = set_objective(
            organization=stage.organization,
            key=past.key,
            title=past.title,
            team=stage.team(past.team),
            owner=stage.who(past.owner),
            cycle=stage.rows["quarter before"],
            ambition=past.ambition,
            by=stage.who(past.owner),
            now=now,
        )
        stage.rows[past.key] = objective
        stage.rows[f"{past.key} measure"] = add_key_result(
            objective=objective,
            key=f"{past.key}-1",
            title=past.measure,
            start_value=start,
            target_value=target,
            current_value=ended,
            by=stage.who(past.owner),
            now=now,
        )


def lower_the_bar(stage: Stage, now: datetime) -> None:
    """A goalpost that moved: scored against the first target it is a miss."""
    change_key_result(
        key_result=stage.rows["q2-renewals measure"],
        target_value=Decimal(17),
        reason="Castlebridge has merged with its neighbour, so there is one contract less to renew.",
        by=stage.people["Daniel Brooks"],
        now=now,
    )


def choose_for_all(stage: Stage, now: datetime) -> None:
    for past in LAST_QUARTER:
        conclude_objective(
            objective=stage.rows[past.key],
            outcome=past.outcome,
            reason=past.said,
            joins=stage.row(past.goes_on_in),
            by=stage.who(past.owner),
            now=now,
        )


def publish_this_quarter(stage: Stage, now: datetime) -> None:
    """Every team that has a priority publishes its set, after the organization its own."""
    quarter = stage.rows["quarter"]
    publish_plan(cycle=quarter, team=None, by=stage.people["Marta Lindqvist"], now=now)
    for crew in CREWS:
        if Objective.objects.filter(cycle=quarter, team=stage.teams[crew.name]).exists():
            publish_plan(cycle=quarter, team=stage.teams[crew.name], by=stage.people[crew.lead[0]], now=now)


def agree_on_a_first_date(stage: Stage, now: datetime) -> None:
    day, reason = stage.day("11 Fri"), "Before the autumn storms."
    change_objective(objective=stage.rows["alert-routing"], due_on=day, reason=reason, by=stage.people["Dara Whelan"], now=now)


def lengthen_the_list(stage: Stage, now: datetime) -> None:
    change_key_result(
        key_result=stage.rows["nightly-importer measures"][0],
        target_value=Decimal(7),
        reason="A seventh feed was found: the tide gauges of the harbour.",
        by=stage.people["Jonas Brandt"],
        now=now,
    )


def move_what_was_published(stage: Stage, now: datetime) -> None:
    change_key_result(
        key_result=stage.rows["nightly-importer measures"][0],
        target_value=Decimal(6),
        reason="The harbour sends its gauges directly now, so the seventh feed is gone.",
        by=stage.people["Jonas Brandt"],
        now=now,
    )
    change_objective(
        objective=stage.rows["alert-routing"],
        due_on=stage.calendar.ends_on,
        reason="The duty rosters are read live only from week nine on; nothing before that can be shown to be right.",
        by=stage.people["Dara Whelan"],
        now=now,
    )


def open_the_next(stage: Stage, now: datetime) -> None:
    marta, name = stage.people["Marta Lindqvist"], quarter_of(stage.calendar.day("20 Mon"))
    stage.rows["next quarter"] = following = add_cycle(
        organization=stage.organization,
        key=slug(name),
        name=name,
        starts_on=stage.calendar.day("14 Mon"),
        ends_on=stage.calendar.day("26 Sun"),
        parent=stage.rows["quarter"].parent,
        by=marta,
        now=now,
    )
    open_cycle(cycle=following, by=marta, now=now)


def draft_the_next(stage: Stage, now: datetime) -> None:
    """The organization and two teams have begun; what is missing in their drafts is told as advice."""
    following = stage.rows["next quarter"]
    stage.rows["next-live"] = live = draft_priority(
        cycle=following, team=None, title="24 mid-market utilities live, and none waits longer than 20 days",
        owner=stage.people["Ruth Adeyemi"], measure="Utilities live", start_value=Decimal(12), target_value=Decimal(24),
        by=stage.people["Marta Lindqvist"], now=now,
    )  # fmt: skip
    for team, owner, title, measure, start, target in (
        ("Security", "Ines Carvalho", "Sign-in never holds up a go-live", "Go-lives that waited for sign-in", 5, 0),
        ("Security", "Omar Haddad", "Pen tests answered within a week", "Days until an answer", 19, 5),
        ("Data", "Lena Fischer", "A utility’s history is in within two days", "Days until the history is in", 9, 2),
        ("Data", "Yusuf Kaya", "Every meter file is checked before it is promised", "Files checked first", 3, 24),
    ):
        draft_priority(
            cycle=following, team=stage.teams[team], title=title, owner=stage.people[owner], parent=live, measure=measure,
            start_value=Decimal(start), target_value=Decimal(target), by=stage.people[owner], now=now,
        )  # fmt: skip
    stage.rows["next-certification"] = draft_priority(
        cycle=following, team=stage.teams["Security"], title="Prepare the certification", measure="Certificate on the wall",
        by=stage.people["Ines Carvalho"], now=now,
    )  # fmt: skip
