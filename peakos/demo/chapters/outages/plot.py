"""What was asked, decided, promised and feared: outage reports in under ninety seconds."""

from __future__ import annotations

from alignment.models.risks import Disposition
from peakos.demo.chapters.outages.goals import COMPANY, GRID, MOBILE, OUTAGE, PLATFORM, PRIORITIES
from peakos.demo.objectives import tell_goals
from peakos.demo.stage import Stage
from peakos.demo.threads import answer, ask, decided, issue, noted, promise, request, risk


def tell(stage: Stage) -> None:
    tell_goals(stage, [COMPANY, *PRIORITIES])
    requests(stage)
    decisions(stage)
    promises(stage)
    troubles(stage)


def requests(stage: Stage) -> None:
    request(
        stage, "4 Thu 10:20", "Offline sync endpoint", by="Mateo Rivas", needs=MOBILE, of=PLATFORM, needed="7 Fri",
        what="Work orders written without a network arrive once, and in order.",
        good_when="Ada's test crew works a day in the tunnel.",
    )  # fmt: skip
    answer(
        stage, "Offline sync endpoint", by="Jonas Brandt", agreed="4 Fri 15:30", promised="7 Sat", started="5 Wed 10:00",
        said="With Saturday's release.",
    )  # fmt: skip
    request(
        stage,
        "4 Mon 09:50",
        "Last winter's storm as test data",
        by="Freya Holm",
        needs=PLATFORM,
        of="Data",
        needed="9 Wed",
        serves="storm-load-test",
    )
    answer(
        stage,
        "Last winter's storm as test data",
        by="Lena Fischer",
        agreed="4 Wed 13:00",
        promised="9 Tue",
        started="5 Thu 16:30",
        said="Two of three nights are there already.",
    )
    request(
        stage,
        "5 Thu 11:10",
        "Push certificates",
        by="Mateo Rivas",
        needs=MOBILE,
        of="Security",
        needed="9 Wed",
        serves="push-reports",
    )
    answer(stage, "Push certificates", by="Signe Dahlin", agreed="5 Fri 13:30", promised="9 Mon", started="7 Wed 10:00")
    request(
        stage,
        "2 Mon 10:10",
        "Notice to customers about the nightly importer",
        by="Jonas Brandt",
        needs=PLATFORM,
        of="Support",
        needed="5 Fri",
        serves="nightly-importer",
    )
    answer(
        stage, "Notice to customers about the nightly importer", by="Tomasz Zielinski", agreed="2 Wed 11:00", promised="4 Wed",
        delivered="4 Wed 09:00", accepted="4 Thu 10:10",
    )  # fmt: skip
    request(
        stage,
        "3 Thu 17:00",
        "Messages by SMS for crews without data",
        by="Mateo Rivas",
        needs=MOBILE,
        of=PLATFORM,
        needed="7 Fri",
        serves="push-reports",
    )
    answer(
        stage,
        "Messages by SMS for crews without data",
        by="Jonas Brandt",
        withdrawn="4 Tue 09:30",
        said="Crews told us they would mute those, too.",
    )

    request(
        stage, "8 Mon 09:40", "Night cover for the storm test", by="Freya Holm", needs=PLATFORM, of="Support", needed="10 Wed",
        serves="storm-load-test",
    )  # fmt: skip
    answer(
        stage, "Night cover for the storm test", by="Tomasz Zielinski", agreed="8 Mon 14:20", promised="10 Wed",
        said="Two people, from ten to six.",
    )  # fmt: skip


def decisions(stage: Stage) -> None:
    ask(
        stage, "7 Mon 11:20", "Grid API v1 freezes on 1 October", by="Stellan Roos", decider="Priya Raman", need_by="7 Fri",
        team=GRID, serves=OUTAGE,
        context="Partners build on v1 only when they know that it stays. After the freeze it gets fixes, and no new fields.",
        options=["Freeze on 1 October", "Freeze at the end of the year", "Do not freeze; number the versions"],
        heard=["Wen Li", "Jonas Brandt"],
    )  # fmt: skip
    decided(
        stage, "7 Thu 16:20", "Grid API v1 freezes on 1 October", by="Priya Raman", option="Freeze on 1 October",
        outcome="1 October. Meter events make it in if they are merged by then; whatever is not goes to v2.",
    )  # fmt: skip
    ask(
        stage, "7 Tue 10:50", "Drop on-prem connector from Q3", by="Jonas Brandt", decider="Amara Osei", need_by="8 Wed",
        team=PLATFORM,
        context="The connector for the eleven on-site customers needs three more weeks of two people. Both are on the storm load.",
        options=["Move it to next quarter", "Keep it, and move the sync endpoint"], holds_up=[PLATFORM, MOBILE],
        heard=["Mateo Rivas", "Ruth Adeyemi"],
    )  # fmt: skip
    noted(
        stage, "3 Mon 14:00", "Reports first, map afterwards", by="Priya Raman", team=GRID, serves=OUTAGE, tells=[MOBILE, PLATFORM],
        outcome="The text of a report goes out before the map is drawn again. Eleven seconds, for one changed line.",
    )  # fmt: skip
    noted(
        stage, "4 Tue 09:35", "No SMS for crews", by="Mateo Rivas", team=MOBILE, serves="push-reports",
        outcome="Push only. The crews would mute SMS, and two ways of telling are one too many at night.",
    )  # fmt: skip


def promises(stage: Stage) -> None:
    promise(
        stage,
        "5 Thu 14:00",
        "History written in batches",
        by="Dara Whelan",
        due="6 Thu",
        team=PLATFORM,
        serves="storm-load-test",
        done="6 Wed 17:10",
    )
    promise(
        stage,
        "6 Thu 14:05",
        "Storm test with last winter's data",
        by="Freya Holm",
        due="7 Wed",
        team=PLATFORM,
        serves="storm-load-test",
        done="7 Wed 23:40",
    )
    promise(
        stage, "4 Fri 15:40", "Sync endpoint in Saturday's release", by="Jonas Brandt", due="7 Sat", team=PLATFORM,
        moved=("8 Mon 07:50", "8 Thu", "The order of events was wrong on the second phone; found on Saturday, before the release."),
        code="estimate",
    )  # fmt: skip
    promise(
        stage,
        "3 Wed 16:00",
        "Guide to the outage endpoint, with one example that runs",
        by="Stellan Roos",
        due="4 Wed",
        team=GRID,
        serves="outage-endpoint",
        done="4 Tue 18:00",
    )
    promise(
        stage,
        "7 Wed 16:00",
        "Slots for the four who waited for the freeze",
        by="Stellan Roos",
        due="8 Wed",
        team=GRID,
        serves="outage-endpoint",
    )
    promise(
        stage,
        "5 Wed 16:10",
        "Measure how long support takes to the first line",
        by="Mei Tran",
        due="6 Wed",
        team=GRID,
        serves="status-page",
        done="6 Tue 12:00",
    )
    promise(
        stage,
        "2 Thu 10:00",
        "Ask ten crews what may wake them",
        by="Mateo Rivas",
        due="3 Thu",
        team=MOBILE,
        serves="push-reports",
        done="3 Thu 09:00",
    )
    promise(stage, "6 Thu 10:00", "Night mode in the duty roster", by="Ada Nwosu", due="7 Thu", team=MOBILE, done="7 Fri 11:30")


def troubles(stage: Stage) -> None:
    risk(
        stage, "5 Thu 14:10", "An autumn storm before the load test holds", by="Freya Holm", likelihood=2, impact=5,
        serves="storm-load-test", team=PLATFORM,
        says="The first storms came in the last week of September last year.",
        against="Extra machines on call from the middle of September.",
        disposition=Disposition.MITIGATED,
    )  # fmt: skip
    issue(
        stage, "5 Mon 10:40", "Two duty rosters, and crews believe the wrong one", by="Dara Whelan", team=MOBILE,
        owner="Mateo Rivas", closed="6 Thu 10:05",
        answer="The phone shows the roster of the utility, ours is gone. Ada removes the last screen that reads it.",
    )  # fmt: skip
    issue(
        stage,
        "7 Thu 10:05",
        "Sync endpoint and on-prem connector want the same two people",
        by="Mateo Rivas",
        owner="Amara Osei",
        says="Both are promised; one of them will be late.",
    )
