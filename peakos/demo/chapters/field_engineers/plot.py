"""What was asked, decided, promised and feared: nine field engineers hired and ramped."""

from __future__ import annotations

from datetime import datetime

from alignment.models.risks import Disposition
from decisions.actions import supersede_decision
from peakos.demo.chapters.field_engineers.goals import COMPANY, ENGINEERS, MARKETING, MOBILE, PEOPLE, PRIORITIES, SECURITY, SUPPORT
from peakos.demo.objectives import tell_goals
from peakos.demo.stage import Stage
from peakos.demo.threads import answer, ask, countered, decided, issue, promise, request, risk

DEPOT = "Northern engineers start without a depot"


def tell(stage: Stage) -> None:
    tell_goals(stage, [COMPANY, *PRIORITIES])
    stage.at("6 Thu 10:20", lambda now: take_back(stage, now))
    requests(stage)
    decisions(stage)
    promises(stage)
    troubles(stage)


def take_back(stage: Stage, now: datetime) -> None:
    """Karl takes back what was decided in the third week."""
    supersede_decision(
        decision=stage.rows[DEPOT],
        title="A depot in the North, leased for two years",
        outcome=(
            "We lease one of the two halls, for two years. Three engineers need it, and so do the two accounts that we have there."
        ),
        reason="Nine candidates said no for the same reason: two hours of driving before the first job.",
        by=stage.people["Karl Nyman"],
        now=now,
    )


def requests(stage: Stage) -> None:
    request(
        stage,
        "5 Mon 09:30",
        "Pictures for the handbook",
        by="Grace Okafor",
        needs=SUPPORT,
        of=MARKETING,
        needed="11 Wed",
        serves="field-handbook",
    )
    answer(stage, "Pictures for the handbook", by="Elif Demir", agreed="5 Wed 14:00", promised="10 Fri", started="6 Wed 09:00")
    request(
        stage,
        "4 Mon 16:00",
        "Ramp money by region",
        by="Farid Rahimi",
        needs=PEOPLE,
        of="Finance",
        needed="10 Mon",
        serves="three-regions",
    )
    answer(
        stage,
        "Ramp money by region",
        by="Henrik Dahl",
        agreed="4 Wed 12:00",
        promised="9 Fri",
        said="Joanna has it while I am away.",
    )
    request(
        stage,
        "6 Mon 10:30",
        "Numbers behind the careers pages",
        by="Elif Demir",
        needs=MARKETING,
        of="Data",
        needed="10 Mon",
        serves="careers-pages",
    )
    countered(
        stage, "Numbers behind the careers pages", "6 Mon 15:00", by="Yusuf Kaya", offered="10 Wed", taken="6 Wed 11:00",
        why="The export for billing comes first. Two days later we have somebody for it.",
    )  # fmt: skip
    request(
        stage,
        "5 Wed 09:50",
        "Phones and SIM cards for four engineers",
        by="Farid Rahimi",
        needs=PEOPLE,
        of=SECURITY,
        needed="10 Wed",
        carried="day-one-kit",
    )
    answer(
        stage,
        "Phones and SIM cards for four engineers",
        by="Signe Dahlin",
        agreed="5 Wed 15:00",
        promised="10 Mon",
        started="6 Thu 12:00",
    )
    request(
        stage,
        "5 Tue 10:00",
        "Roster of who rides with whom",
        by="Ada Nwosu",
        needs=MOBILE,
        of=SUPPORT,
        needed="7 Fri",
        serves="first-jobs",
        carried="ride-along",
    )
    answer(
        stage,
        "Roster of who rides with whom",
        by="Tomasz Zielinski",
        agreed="5 Wed 10:30",
        promised="7 Fri",
        started="6 Mon 12:00",
        delivered="7 Fri 13:10",
    )


def decisions(stage: Stage) -> None:
    ask(
        stage, "2 Thu 13:00", DEPOT, by="Beth Moran", decider="Karl Nyman", need_by="3 Wed", team=PEOPLE, serves=ENGINEERS,
        options=["Start without a depot, with vans at home", "Lease a hall first"],
        context="A hall costs €4,200 a month. The first engineer could start five weeks earlier without.",
    )  # fmt: skip
    decided(
        stage, "3 Tue 09:30", DEPOT, by="Karl Nyman", option="Start without a depot, with vans at home",
        outcome="Without, until there are three engineers. Beth expects that vans at home will do.",
    )  # fmt: skip
    ask(
        stage, "7 Thu 12:10", "Tiered support hours", by="Tomasz Zielinski", decider="Karl Nyman", need_by="8 Fri", team=SUPPORT,
        context="Nine field engineers call at night, too. Either they wait until six, or the night desk grows by two people.",
        options=["Nights for outages only", "Two more people at night", "Nights for whoever pays for them"], holds_up=[SUPPORT],
        heard=["Ruth Adeyemi"],
    )  # fmt: skip


def promises(stage: Stage) -> None:
    promise(
        stage,
        "4 Fri 16:40",
        "Look at two halls in the North",
        by="Karl Nyman",
        due="5 Thu",
        serves="northern-region",
        done="5 Wed 18:00",
    )
    promise(stage, "6 Fri 16:45", "Lease for the Northern depot signed", by="Karl Nyman", due="8 Fri", serves="northern-region")
    promise(
        stage,
        "5 Thu 17:20",
        "Call the nine who said no",
        by="Farid Rahimi",
        due="6 Thu",
        team=PEOPLE,
        serves="northern-region",
        done="6 Wed 16:00",
    )
    promise(
        stage, "3 Wed 12:50", "Application form down to four fields", by="Elif Demir", due="4 Wed", team=MARKETING,
        serves="careers-pages",
        moved=("4 Wed 13:00", "5 Wed", "The old form fed two systems; both had to agree."), then_done="5 Tue 15:00",
        code="estimate",
    )  # fmt: skip
    promise(
        stage,
        "6 Wed 12:50",
        "Stalls on four market days in September",
        by="Rasmus Kjær",
        due="7 Wed",
        team=MARKETING,
        serves="northern-towns",
        done="7 Wed 09:30",
    )
    promise(
        stage,
        "4 Wed 10:50",
        "Rota that keeps two at the night desk",
        by="Tomasz Zielinski",
        due="5 Wed",
        team=SUPPORT,
        serves="ride-along",
        done="5 Wed 09:40",
    )
    promise(
        stage, "7 Wed 10:50", "Three cases that the night desk could not close", by="Tomasz Zielinski", due="8 Wed", team=SUPPORT
    )
    promise(
        stage,
        "5 Fri 12:00",
        "Ask for the name on the badge, not on the contract",
        by="Signe Dahlin",
        due="6 Fri",
        team=SECURITY,
        serves="day-one-kit",
        done="6 Fri 10:00",
    )
    promise(
        stage, "6 Thu 10:30", "Signing a work order in the tunnel", by="Ada Nwosu", due="7 Thu", team=MOBILE,
        serves="offline-orders", dropped=("7 Thu 10:20", "Cannot be tested before the sync endpoint is there."), code="team",
    )  # fmt: skip


def troubles(stage: Stage) -> None:
    risk(
        stage, "3 Fri 16:50", "No engineer in the North this quarter", by="Beth Moran", likelihood=4, impact=3,
        serves="northern-region", team=PEOPLE,
        against="A depot; engineers from the West on loan until then.", disposition=Disposition.OWNED,
    )  # fmt: skip
    risk(
        stage, "8 Wed 11:20", "The night desk loses two people in October", by="Tomasz Zielinski", likelihood=3, impact=3,
        team=SUPPORT,
        says="Both have said that they will not do a winter on eleven calls a night.", disposition=Disposition.OWNED,
    )  # fmt: skip
    issue(
        stage, "3 Wed 10:40", "Engineers get their phone three days after they start", by="Farid Rahimi", team=SECURITY,
        owner="Signe Dahlin",
        closed="4 Fri 12:00", answer="One box a week ahead, with phone, badge and vest. In Signe's priority from now on.",
    )  # fmt: skip
    issue(
        stage,
        "7 Wed 10:55",
        "Night calls from the field are not in anybody's hours",
        by="Tomasz Zielinski",
        team=SUPPORT,
        says="Eleven last week. Two people answered all of them.",
    )
