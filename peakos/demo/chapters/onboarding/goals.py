"""What is to be reached, and what was reported week by week: twelve mid-market utilities live within thirty days."""

from __future__ import annotations

from peakos.demo.objectives import SILENT, Goal, Measure, at_risk, milestone, off, on, tick_list

CS = "Customer Success"
SECURITY = "Security"
DATA = "Data"
DESIGN = "Design"
LIVE = "mid-market-live"

COMPANY = Goal(
    key=LIVE,
    title="12 mid-market utilities live within 30 days",
    description=(
        "Twelve utilities of 20,000 to 200,000 meters sign, move in and work in Tidewater within thirty days of signing. "
        "Done means: their operators close a day's outages in Tidewater alone."
    ),
    owner="Ruth Adeyemi",
    rank=1,
    reports_on="Mon 16:40",
    measures=[
        Measure("Utilities live", 0, 12),
        Measure("Median days to go live", 52, 30, "days"),
        Measure("Onboarding score at day 30", 7.1, 8.6),
    ],
    reports=[
        on(8, 0, 52, 7.1, note="Three pilots are signed and have a named contact. The playbook is the bottleneck, not the people."),
        on(8, 1, 51, 7.2, note="Castlebridge is live after 49 days. Half of that was waiting for their meter file."),
        on(7, 2, 49, 7.3, note="Two live. The go-live desk takes calls now; the first week felt calm, which is new."),
        on(
            7, 3, 48, 7.5,
            note="Three live. Fenmoor asks for SSO before they let anybody in. We did not plan for that to be a condition.",
        ),
        at_risk(
            6, 4, 46, 7.6,
            note="Four live, but two of the next three ask for SSO first. Without it we have four candidates for eight places.",
            back="Ines: a date for SSO that we can tell Fenmoor. Me: a second list of utilities that can start without it.",
        ),
        off(
            5, 4, 45, 7.6,
            note=(
                "Playbook v2 missed its review date. Two of three pilots wait for SSO. We can still reach ten if SSO lands by mid "
                "month."
            ),
            back="Ines: the pen-test slot. Lena: migration dry runs for the four that need no SSO.",
        ),
        off(
            4,
            note=(
                "No go-lives this week. Security lost the pen-test slot, so SSO moves by three weeks at the earliest and "
                "Fenmoor cannot start. I need the contractor decision to hold even that date."
            ),
            back="Marta: the contractor to the end of the quarter. Ines: a pen-test slot in the next three weeks.",
            asks="Marta Lindqvist",
        ),
        off(
            3, 5, 44, 7.6,
            note="Alder Valley went live on Thursday, 34 days after signing, with passwords for now. Fenmoor still waits for SSO.",
            back="Marta: the contractor to the end of the quarter. Ines: a pen-test slot in the next three weeks.",
        ),
    ],
)  # fmt: skip

PRIORITIES = [
    Goal(
        key="sso",
        title="SSO for mid-market tenants",
        team=SECURITY,
        owner="Ines Carvalho",
        parent=LIVE,
        contributors=["Omar Haddad"],
        reports_on="Fri 11:10",
        measures=[Measure("Operators signing in through their own directory", 0, 200)],
        reports=[
            on(7, 0, note="SAML first, since all three pilots have it. The design is reviewed; Omar builds the test tenant."),
            on(
                7, 4,
                note="First sign-in against Castlebridge's directory. It broke on their nested groups, as it should in a test.",
            ),
            on(6, 10, note="Nested groups work. The settings screens wait for Design, which is fine for another week."),
            at_risk(
                5, 14, note="The outside tester moved our slot once. If it moves again we lose the month.",
                back="Me: a second tester on the list. Platform: test tenants that the tester may break.",
            ),
            off(
                4, 18,
                note=(
                    "Slot moved again. Our contractor's time ends with the month, and Omar cannot do the review and the build "
                    "alone."
                ),
                back="Marta: keep the contractor to the end of the quarter. Me: a slot, anywhere, before the fourth week from now.",
                asks="Marta Lindqvist",
            ),
            off(
                3, 20,
                note=(
                    "Slot lost for good; the tester is booked out. Twenty operators of the friendly tenants are in, nobody else "
                    "may be."
                ),
                back="Marta: the contractor. Then I can book the tester in Rotterdam, who has a free week.",
            ),
            off(
                3, 20, note="Nothing moves until the contractor is decided. I have kept the Rotterdam week on hold until Friday.",
                back="Marta: the contractor, by Wednesday. After that the week is gone, too.",
            ),
            off(
                2, 20, note="The Rotterdam week ends with today. Without the contractor I give it back on Monday.",
                back="Marta: the contractor. Nothing else helps any more.",
            ),
        ],
    ),
    Goal(
        key="tenant-isolation",
        title="Tenant isolation review",
        team=SECURITY,
        owner="Omar Haddad",
        parent=LIVE,
        reports_on="Fri 11:30",
        measures=[tick_list("Services reviewed", 10), milestone("Security intake queue cleared", due="8 Wed")],
        reports=[
            on(7, 0, note="List of ten services agreed with Platform, riskiest first."),
            on(7, 1),
            SILENT,
            on(7, 4, note="Billing and reports done. No findings above medium."),
            on(6, 6, note="Six of ten. The outage stream needs a second look: two queries trust the caller's tenant."),
            at_risk(
                6, 8, note="Two services to go, and I am on SSO three days a week.",
                back="Ines: a week without SSO for me, or the contractor.",
                asks="Ines Carvalho",
            ),
            SILENT,
            at_risk(
                6, 8, when="8 Mon 08:05",
                note="Late, sorry: Friday went into the lost slot. Still eight of ten, the queue is the harder part.",
                back="Ines: the queue to somebody else until Wednesday.",
            ),
            at_risk(5, 8, note="Still eight. I am on SSO four days a week now.", back="Ines: the queue to somebody else."),
        ],
    ),
    Goal(
        key="playbook-v2",
        title="Onboarding playbook v2",
        team=CS,
        owner="Ruth Adeyemi",
        parent=LIVE,
        due="11 Fri",
        reports_on="Fri 14:20",
        measures=[tick_list("Chapters approved", 12)],
        reports=[
            on(7, 0, note="Outline agreed: twelve chapters, one owner each."),
            on(7, 1),
            on(7, 2, note="Meter import written with Ingrid. It is the first chapter that a customer has read to the end."),
            at_risk(
                6, 2, note="Three chapters wait for the same reviewer, and that is me.",
                back="Hanna reviews the go-live chapters instead of me.",
            ),
            at_risk(6, 3, note="Hanna has taken over five reviews. Better.", back="Me: two evenings for the security chapter."),
            at_risk(
                5, 3, note="Missed the review date. The security chapter cannot be written before SSO is.",
                back="Ines: a page on what SSO will look like.",
            ),
            off(
                4, 3,
                note=(
                    "Three of twelve, and the last four weeks brought one. I have promised chapters in every meeting and written "
                    "none. It needs an owner who is not me."
                ),
                back="Karl: Theo for three weeks. With him nine chapters by the end of September are possible.",
            ),
            off(
                4, 3, note="No chapter this week. Hanna has asked the right question: who owns this?",
                back="Karl: Theo for three weeks.",
            ),
        ],
    ),
    Goal(
        key="go-live-desk",
        title="Go-live desk",
        team=CS,
        owner="Hanna Virtanen",
        parent=LIVE,
        reports_on="Thu 16:00",
        measures=[Measure("Go-lives with one named contact", 0, 100, "%")],
        reports=[
            on(7, 10, note="Desk is two people and a shared calendar. Good enough to start."),
            on(7, 20),
            on(8, 32, note="Both go-lives had one name from signature to day thirty. Castlebridge wrote to thank us."),
            on(8, 42),
            on(8, 50, note="We now close the questions of a go-live in a day and a half, it was four."),
            on(8, 58, note="Desk covers the four customers that moved in this quarter, and the two that wait."),
            on(8, 70, note="Alder Valley asked whether they may keep their contact after day thirty. I said yes for now."),
            on(8, 76, note="Alder Valley's fourteen operators have all been on the phone with the same person. It shows."),
        ],
    ),
    Goal(
        key="migration-toolkit",
        title="Data migration toolkit",
        team=DATA,
        owner="Lena Fischer",
        parent=LIVE,
        reports_on="Thu 11:20",
        measures=[tick_list("Source systems that it reads", 9)],
        reports=[
            on(8, 0),
            on(8, 1, note="First source reads end to end: Castlebridge's old meter database."),
            on(8, 2),
            on(8, 3, note="Three of nine. The hard ones are the two that only export to spreadsheets."),
            on(7, 4),
            on(7, 5, note="Five of nine. Ingrid is faster than the plan, I am slower."),
            at_risk(
                6, 5,
                note=(
                    "Stopped for the usage export schema, which is late because of me. Migration gets half of Yusuf from Monday, "
                    "not all."
                ),
                back="Aiko: take the schema without the backfill. Then we are two days late here and not ten.",
            ),
            at_risk(
                6, 5, note="Yusuf finishes the schema first. Then migration goes on.",
                back="Aiko: take the schema without the backfill.",
            ),
        ],
    ),
    Goal(
        key="health-feed",
        title="Account health feed",
        team=DATA,
        owner="Yusuf Kaya",
        parent=LIVE,
        reports_on="Thu 11:40",
        measures=[Measure("Accounts with a health score that is a day old at most", 0, 320)],
        reports=[
            on(7, 20),
            on(7, 45, note="Score is sign-ins, open questions and unpaid invoices. Simple on purpose."),
            on(7, 72),
            on(7, 100, note="A third of the accounts. Ruth's people use it in the Monday round already."),
            SILENT,
            on(8, 160, note="Half. The rest need tickets from the old support desk; Tomasz gave us the export."),
            on(8, 175),
            on(8, 188),
        ],
    ),
    Goal(
        key="meter-import",
        title="Meter import in one sitting",
        team=DATA,
        owner="Ingrid Solberg",
        parent=LIVE,
        reports_on="Thu 11:50",
        measures=[Measure("Hours to import a utility's meters", 20, 4, "hours")],
        reports=[
            on(8, 19.5),
            on(8, 18, note="The slow part is not reading, it is asking the customer what a column means."),
            on(8, 17),
            on(8, 15.5, note="Column guesses are right nine times of ten. A person confirms them on one page."),
            on(8, 13),
            on(8, 11.8, note="Alder Valley imported 61,000 meters in one afternoon, with coffee."),
            on(8, 11.2),
            on(8, 10.6),
        ],
    ),
    Goal(
        key="setup-checklist",
        title="Setup checklist in the product",
        team=DESIGN,
        owner="Pippa Lowe",
        parent=LIVE,
        reports_on="Fri 10:20",
        measures=[tick_list("Setup steps redesigned", 9)],
        reports=[
            on(7, 0),
            on(7, 1, note="Tested with two operators. They skip everything that looks like a form."),
            on(7, 2),
            on(7, 3),
            on(7, 4, note="Four of nine, and the four that hurt most."),
            at_risk(
                6, 4, note="The sign-in step is the one that people leave at, and it waits for SSO to know what it is.",
                back="Ines: the wording of the two sign-in paths. I can draw both in a day.",
            ),
            at_risk(
                6, 4, note="Same as last week. I have moved to the alarm steps meanwhile.",
                back="Ines: the wording of the two sign-in paths.",
            ),
            off(
                4, 4,
                note=(
                    "Three weeks on the same four steps. I can finish the alarm steps, but not the sign-in one, and that is what "
                    "people leave at."
                ),
                back="Ines: the wording of the two sign-in paths, by Tuesday.",
            ),
        ],
    ),
    Goal(
        key="first-day",
        title="First-day screens for operators",
        team=DESIGN,
        owner="Noor Haidari",
        parent=LIVE,
        reports_on="Fri 10:40",
        measures=[Measure("Operators who close their first outage on day one", 22, 70, "%")],
        reports=[
            on(7, 24),
            on(7, 28, note="One screen less. The map opens on the utility's own network now, not on Europe."),
            on(8, 32),
            on(8, 37, note="Watched three night shifts. They never scroll; nothing that matters may be below the fold."),
            on(8, 42),
            on(8, 46),
            on(8, 48, note="Nearly half close their first outage on day one, it was a fifth."),
            on(8, 50),
        ],
    ),
]  # fmt: skip
