"""Chapter: what is stuck. Meter data that came in the end, a chapter that waits for another team, a test that waits for Marta."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from decisions.actions import Stuck, clear_blocker, hand_on_blocker, promise_blocker, raise_blocker
from peakos.demo.chapters.onboarding.plot import CONTRACTOR
from peakos.demo.stage import Stage

COPY = "No copy of Fenmoor's meter data to rehearse with"
SIGN_IN = "Nobody has written down how sign-in will look"
TESTER = "The pen test has nobody on our side"


def tell(stage: Stage) -> None:
    stuck = partial(raised, stage)
    stuck("3 Tue 10:10", COPY, of="migration-toolkit", by="Lena Fischer", owner="Theo Marsh", kind="external", hoped="4 Mon")
    stage.at("3 Wed 08:50", partial(by_when, stage, COPY, "4 Wed", "Theo Marsh"))
    stage.at("4 Wed 15:20", partial(cleared, stage))
    stuck("6 Wed 09:20", SIGN_IN, of="playbook-v2", by="Ruth Adeyemi", owner="Noor Haidari", kind="team", hoped="7 Fri")
    stage.at("6 Thu 11:05", partial(not_hers, stage))
    stage.at("6 Fri 16:30", partial(by_when, stage, SIGN_IN, "9 Wed", "Ines Carvalho"))
    stuck("7 Mon 09:40", TESTER, of="sso", by="Ines Carvalho", on=CONTRACTOR, hoped="8 Fri")


def raised(
    stage: Stage, when: str, title: str, *, of: str, by: str, owner: str = "", kind: str = "", on: str = "", hoped: str = ""
) -> None:
    def scene(now: datetime) -> None:
        stage.rows[title] = raise_blocker(
            organization=stage.organization,
            stuck=Stuck(objective=stage.rows[of]),
            title=title,
            owner=stage.who(owner),
            kind=kind,
            decision=stage.row(on),
            hoped_on=stage.day(hoped),
            by=stage.who(by),
            now=now,
        )

    stage.at(when, scene)


def by_when(stage: Stage, title: str, day: str, who: str, now: datetime) -> None:
    promise_blocker(blocker=stage.rows[title], promised_on=stage.calendar.day(day), by=stage.people[who], now=now)


def cleared(stage: Stage, now: datetime) -> None:
    clear_blocker(blocker=stage.rows[COPY], how="They sent June without the names.", by=stage.people["Theo Marsh"], now=now)


def not_hers(stage: Stage, now: datetime) -> None:
    reason = "I draw it when Security says which directories come first."
    hand_on_blocker(
        blocker=stage.rows[SIGN_IN], to=stage.people["Ines Carvalho"], reason=reason, by=stage.people["Noor Haidari"], now=now
    )
