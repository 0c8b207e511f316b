"""Chapter: how it is seen, and what is done for it: what done means, a list that grew, a guard, work that moves nothing itself."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from functools import partial

from alignment.actions import (
    add_guard,
    add_initiative,
    add_items,
    add_key_result,
    change_initiative,
    change_objective,
    link_objectives,
    tick_item,
)
from alignment.models import ChecklistItem
from alignment.models.objectives import Ambition, Bound, KeyResultKind
from alignment.models.plans import InitiativeState
from peakos.demo.stage import Stage

LIVE, OUTAGES, RENEW = "mid-market-live", "outage-reports", "renewals"
FIRST_WRITTEN = (
    "Contacts at the utility",
    "Meters and what they are called",
    "Who is called at night",
    "The first outage, step by step",
    "What an operator sees on day one",
)
ASKED_FOR_LATER = ("Signing in through the utility's own directory", "Who may see which substation")

# title, owner, state at last, due, and when it was begun and done
INITIATIVES = (
    ("A go-live desk with one named contact", "Hanna Virtanen", InitiativeState.DONE, "6 Fri", "5 Thu 16:00"),
    ("Dry runs of the data migration with four utilities", "Lena Fischer", InitiativeState.UNDER_WAY, "10 Fri", "4 Mon 10:00"),
    ("Pen-test of the sign-in", "Omar Haddad", InitiativeState.PLANNED, "9 Fri", ""),
    ("A sandbox for each utility", "Ingrid Solberg", InitiativeState.DROPPED, "", "3 Wed 11:30"),
)


def tell(stage: Stage) -> None:
    stage.at("1 Mon 09:40", lambda now: say_what_done_means(stage, now))
    stage.at("1 Mon 09:45", lambda now: guard(stage, now))
    stage.at("1 Mon 10:00", lambda now: write_list(stage, now))
    stage.at("5 Wed 15:10", lambda now: grow_list(stage, now))
    for place, when in enumerate(("2 Thu 14:00", "4 Tue 11:20", "6 Wed 16:40")):
        stage.at(when, partial(tick, stage, place))
    for title, owner, state, due, when in INITIATIVES:
        stage.at("1 Tue 13:00", partial(note, stage, title, owner, due))
        if when:
            stage.at(when, partial(go_on, stage, title, owner, state))


def say_what_done_means(stage: Stage, now: datetime) -> None:
    marta = stage.people["Marta Lindqvist"]
    done = "Twelve utilities of 20,000 meters and more closed a day's outages in Tidewater alone, within 30 days of signing."
    change_objective(objective=stage.rows[LIVE], done_means=done, ambition=Ambition.COMMITTED, reviewer=marta, by=marta, now=now)
    change_objective(
        objective=stage.rows["sso"], because="Mid-market buyers sign only with it", weight=Decimal(3), by=marta, now=now
    )
    because = "The largest renewals ask for the same sign-in"
    link_objectives(objective=stage.rows["sso"], contributes_to=stage.rows[RENEW], because=because, by=marta, now=now)


def guard(stage: Stage, now: datetime) -> None:
    """Faster reports must not cost those who answer at night."""
    metric = stage.rows["Night calls answered within ten minutes"]
    marta = stage.people["Marta Lindqvist"]
    add_guard(objective=stage.rows[OUTAGES], metric=metric, bound=Bound.AT_LEAST, limit_value=85, by=marta, now=now)


def write_list(stage: Stage, now: datetime) -> None:
    """It counts for nothing in the progress: the chapters approved do."""
    ruth = stage.people["Ruth Adeyemi"]
    key_result = add_key_result(
        objective=stage.rows["playbook-v2"],
        key="playbook-v2-topics",
        title="What the pilots asked for is in it",
        kind=KeyResultKind.CHECKLIST,
        start_value=0,
        target_value=len(FIRST_WRITTEN),
        weight=Decimal(0),
        owner=ruth,
        by=ruth,
        now=now,
    )
    add_items(key_result=key_result, items=FIRST_WRITTEN, by=ruth, now=now)
    stage.rows["topics"] = key_result


def grow_list(stage: Stage, now: datetime) -> None:
    add_items(key_result=stage.rows["topics"], items=ASKED_FOR_LATER, by=stage.people["Ruth Adeyemi"], now=now)


def tick(stage: Stage, place: int, now: datetime) -> None:
    item = ChecklistItem.objects.get(key_result=stage.rows["topics"], position=place)
    tick_item(item=item, is_done=True, by=stage.people["Ruth Adeyemi"], now=now)


def note(stage: Stage, title: str, owner: str, due: str, now: datetime) -> None:
    stage.rows[title] = add_initiative(
        objective=stage.rows[LIVE],
        title=title,
        owner=stage.who(owner),
        due_on=stage.day(due),
        by=stage.people["Ruth Adeyemi"],
        now=now,
    )


def go_on(stage: Stage, title: str, owner: str, state: InitiativeState, now: datetime) -> None:
    change_initiative(initiative=stage.rows[title], state=state, by=stage.who(owner), now=now)
