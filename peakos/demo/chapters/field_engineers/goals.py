"""What is to be reached, and what was reported week by week: nine field engineers hired and ramped."""

from __future__ import annotations

from peakos.demo.objectives import SILENT, Goal, Measure, at_risk, off, on, tick_list

PEOPLE = "People"
MOBILE = "Field Mobile"
SECURITY = "Security"
MARKETING = "Marketing"
SUPPORT = "Support"
ENGINEERS = "field-engineers"

COMPANY = Goal(
    key=ENGINEERS,
    title="9 field engineers hired and ramped",
    description=(
        "Nine engineers who can close a first job alone, three in each region. Signed is counted here; the six weeks of ramp are "
        "in the plan."
    ),
    owner="Beth Moran",
    rank=5,
    reports_on="Fri 16:10",
    measures=[Measure("Field engineers signed", 0, 9)],
    reports=[
        on(6, 0, note="Forty-one applications in the first week, thirty of them from the South."),
        on(6, 1),
        on(7, 1, note="One signed, two offers out. The trial day on a real pole decides more than the interview."),
        on(7, 2),
        on(7, 3),
        on(7, 4, note="Four. The first two close small jobs with a colleague watching."),
        on(
            7,
            5,
            note="Five of nine; the fifth came from Elif's page. The North is still at nought, and I say so in its own check-in.",
        ),
        on(7, 6, note="Six. The sixth starts in the West with the second ramp class."),
    ],
)

PRIORITIES = [
    Goal(
        key="three-regions",
        title="Field engineers in all three regions",
        team=PEOPLE,
        owner="Farid Rahimi",
        parent=ENGINEERS,
        reports_on="Thu 17:00",
        measures=[Measure("Regions with at least two engineers", 0, 3)],
        reports=[
            on(7, 0),
            on(7, 0),
            on(7, 0, note="South has its first, West two in the last round."),
            on(7, 1),
            on(7, 1),
            at_risk(
                6, 1, note="South is done, West follows. I no longer believe in the North without a depot.",
                back="Karl: a depot, or a word that we hire elsewhere.",
            ),
            at_risk(
                6, 1, note="West has one and two in talks. The North waits for the depot.", back="Karl: the lease for the depot.",
            ),
            at_risk(
                6, 1, note="West has its second on Monday. North: the lease is at the lawyers for the second week.",
                back="Karl: the lease for the depot.",
            ),
        ],
    ),
    Goal(
        key="northern-region",
        title="Field engineers, Northern region",
        team=PEOPLE,
        owner="Beth Moran",
        parent="three-regions",
        reports_on="Fri 16:20",
        measures=[Measure("Engineers signed in the North", 0, 3)],
        reports=[
            on(6, 0),
            on(6, 0, note="Six talks in the North. All six asked where the vans stand at night."),
            at_risk(
                5, 0, note="Three candidates withdrew, one reason: two hours of driving before the first job.",
                back="Karl: say whether there will be a depot.",
            ),
            off(
                4, 0, note="Nobody left in the pipeline. Hiring without a depot was my idea, and it was wrong.",
                back="Karl: take the decision back. Me: start again with a depot.",
            ),
            off(
                4, 0, note="Karl has seen two halls. Nothing is signed, so I cannot promise one to anybody.",
                back="Karl: a lease. Rasmus: the towns around it.",
            ),
            off(4, 0, note="Decided: a depot. We restart with the campaign once there is an address.", back="Karl: the address."),
            off(
                4, 0, note="Lease is with the lawyers. Four people have left their number for when it is signed.",
                back="Karl: the signature. Then two weeks to the first contract.",
            ),
            off(
                4, 0, note="Six numbers on the list now, and nothing to offer them.",
                back="Karl: the signature. Then two weeks to the first contract.",
            ),
        ],
    ),
    Goal(
        key="first-jobs",
        title="Guided first jobs in the field app",
        team=MOBILE,
        owner="Ada Nwosu",
        parent=ENGINEERS,
        reports_on="Thu 09:20",
        measures=[Measure("First jobs closed without a call", 15, 80, "%")],
        reports=[
            on(7, 18),
            on(7, 24),
            SILENT,
            on(7, 36, note="Pictures instead of words for the five most frequent steps."),
            on(8, 42),
            on(8, 48),
            on(8, 50, note="Every second first job needs no call."),
            on(8, 53),
        ],
    ),
    Goal(
        key="offline-orders",
        title="Work orders without a network",
        team=MOBILE,
        owner="Mateo Rivas",
        parent=ENGINEERS,
        reports_on="Thu 09:30",
        measures=[Measure("Work order screens that need no network", 2, 20)],
        reports=[
            on(7, 3),
            on(7, 5),
            on(7, 6),
            on(7, 8, note="The list, the order and the photos work in the tunnel under the dam. Signing does not."),
            on(7, 10),
            on(7, 11),
            on(7, 11.7, note="Screens are on pace. Sending what was written waits for the sync endpoint, which is two days late."),
            on(7, 12.3),
        ],
    ),
    Goal(
        key="day-one-kit",
        title="Device and access kit on day one",
        team=SECURITY,
        owner="Signe Dahlin",
        parent=ENGINEERS,
        reports_on="Fri 11:50",
        measures=[Measure("New colleagues with everything on day one", 40, 100, "%")],
        reports=[
            on(7, 44),
            on(8, 50),
            on(8, 56, note="A phone, a badge and a vest, in one box, sent a week ahead."),
            SILENT,
            on(8, 67),
            on(8, 71),
            on(8, 72, note="The one who came without a badge had a new name since the wedding. We ask now."),
            on(8, 75),
        ],
    ),
    Goal(
        key="careers-pages",
        title="Field careers pages that convert",
        team=MARKETING,
        owner="Elif Demir",
        parent=ENGINEERS,
        reports_on="Wed 12:10",
        measures=[Measure("Visitors who apply", 1.2, 4, "%")],
        reports=[
            on(7, 1.3),
            SILENT,
            on(7, 1.8, note="Took the stock photographs out. An engineer with rain on the jacket does better."),
            on(8, 2),
            on(8, 2.3),
            on(8, 2.6, note="Half of the way. The form is four fields now, it was nineteen."),
            on(8, 2.7),
            on(8, 2.8),
        ],
    ),
    Goal(
        key="northern-towns",
        title="Northern towns campaign",
        team=MARKETING,
        owner="Rasmus Kjær",
        parent=ENGINEERS,
        reports_on="Wed 12:30",
        measures=[Measure("People in the North who left their number", 0, 200)],
        reports=[
            on(7, 6),
            on(7, 24),
            on(7, 41),
            on(7, 58, note="Market days work, posters do not."),
            on(7, 80),
            on(7, 100, note="A hundred. They will ask where the depot is; we say that we look."),
            on(7, 107),
            on(7, 114),
        ],
    ),
    Goal(
        key="ride-along",
        title="Ride-along rota",
        team=SUPPORT,
        owner="Tomasz Zielinski",
        parent=ENGINEERS,
        reports_on="Wed 10:20",
        measures=[Measure("Support people who rode along for a day", 0, 24)],
        reports=[
            on(7, 1),
            on(7, 3),
            on(7, 5),
            on(7, 8, note="After a day in a van nobody answers 'have you tried restarting it' any more."),
            on(8, 10),
            on(8, 12, note="Half of the desk. Nights are the problem: whoever rides by day does not sit at night."),
            on(8, 13),
            on(8, 14),
        ],
    ),
    Goal(
        key="field-handbook",
        title="Field handbook, second edition",
        team=SUPPORT,
        owner="Grace Okafor",
        parent=ENGINEERS,
        reports_on="Wed 10:40",
        measures=[tick_list("Pages rewritten with an engineer", 60)],
        reports=[
            on(7, 3),
            on(7, 8),
            on(7, 13),
            on(7, 19, note="Each page is read aloud to somebody who has never seen the device. Slow, and worth it."),
            on(8, 25),
            on(8, 31),
            on(8, 33),
            on(8, 35),
        ],
    ),
]  # fmt: skip
