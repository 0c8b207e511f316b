"""What is to be reached, and what was reported week by week: renew 94 % of the revenue that is due."""

from __future__ import annotations

from peakos.demo.objectives import SILENT, Goal, Measure, at_risk, milestone, on, tick_list

SALES = "Sales"
PARTNERSHIPS = "Partnerships"
CS = "Customer Success"
RENEW = "renewals"

COMPANY = Goal(
    key=RENEW,
    title="Renew 94% of revenue due this quarter",
    description=(
        "€5.0m of contracts end this quarter; €4.7m of them are renewed before they do. Counted on signature, not on a handshake."
    ),
    owner="Daniel Brooks",
    rank=2,
    reports_on="Fri 15:10",
    measures=[Measure("Revenue renewed", 0, 4700, "€k")],
    reports=[
        on(8, 190, note="Two early signatures. The list of what is due is complete for the first time."),
        on(8, 520),
        on(7, 860, note="On pace. Nine of the large ones have a date for the talk."),
        on(7, 1210),
        on(7, 1590, note="Callum leaves on Friday. His accounts are shared out, but for two in the North."),
        at_risk(
            7, 1927, note="The two Northern accounts still have nobody; €310k are due there in September.",
            back="Imogen and I: an owner for both by Friday. Beth: somebody for the Northern desk.",
        ),
        at_risk(
            6, 2256,
            note=(
                "A good week, seven points. But both Northern accounts ask for the exception on three-year terms, and I have no "
                "answer for them."
            ),
            back="Finance: the exception policy by Friday. Me: an owner for the two Northern accounts, also by Friday.",
        ),
        at_risk(
            6, 2500, note="Five points more. The two Northern accounts wait for an owner and for an answer, in that order.",
            back="Finance: the exception policy. Me: the owner; I have run out of Fridays.",
        ),
    ],
)  # fmt: skip

PRIORITIES = [
    Goal(
        key="renewal-risk-reviews",
        title="Renewal risk reviews",
        team=SALES,
        owner="Daniel Brooks",
        parent=RENEW,
        reports_on="Fri 15:20",
        measures=[
            tick_list("Reviews held of the accounts above €100k", 22), milestone("Northern accounts have an owner", due="8 Fri"),
        ],
        reports=[
            on(7, 1),
            on(7, 3),
            on(7, 6, note="The question that works: what would make you leave? Two told us."),
            on(7, 7),
            at_risk(6, 8, note="The Northern reviews stopped with Callum.", back="Imogen: take the first two. Me: the other two."),
            at_risk(
                6, 10, note="Ten of twenty-two. Two Northern accounts have no owner, so nobody reviews them.",
                back="Me: name an owner for both.",
            ),
            at_risk(
                6, 10, note="Still no owner in the North. I have asked twice and decided nothing; Friday is the day.",
                back="Me: decide by Friday.",
            ),
            at_risk(6, 11, note="One more review, none of them in the North.", back="Me: name an owner for both."),
        ],
    ),
    Goal(
        key="crm-clean-up",
        title="CRM clean-up",
        team=SALES,
        owner="Sofia Greco",
        parent=RENEW,
        reports_on="Thu 14:10",
        measures=[
            tick_list("Account lists gone through", 10),
            Measure("Duplicate rate", 9.8, 2, "%"),
        ],
        reports=[
            on(7, 1, 9.7),
            on(7, 2, 9.5, note="Going through the lists region by region. The old imports are the worst."),
            on(8, 4, 9.3),
            on(8, 5, 9.1, when="4 Mon 11:00", note="Half of the lists are done."),
            on(8, 6, 9.1),
            on(8, 8, 9.1, note="Eight of ten. People thank me for the phone numbers."),
            on(8, note="80% done. The last two lists are the small ones, so this closes early."),
            on(8, note="Last two lists on Monday. Ready for the migration window, whichever it is."),
        ],
    ),
    Goal(
        key="early-offers",
        title="Renewal offers out sixty days ahead",
        team=SALES,
        owner="Imogen Tate",
        contributors=["Callum Reyes"],
        parent=RENEW,
        reports_on="Thu 14:30",
        measures=[Measure("Offers sent sixty days before the end", 35, 95, "%")],
        reports=[
            on(7, 38),
            on(7, 43, note="The calendar does most of the work: each contract now has its sixty-day date."),
            on(7, 48),
            on(8, 53),
            on(8, 58, note="Took over Callum's list, minus the two that need somebody who is there."),
            on(8, 65),
            on(8, 67, note="First customer who signed before we asked, because the offer lay there."),
            on(8, 69),
        ],
    ),
    Goal(
        key="tier-2-certification",
        title="Tier-2 partner certification",
        team=PARTNERSHIPS,
        owner="Wen Li",
        parent=RENEW,
        reports_on="Thu 10:10",
        measures=[tick_list("Partners certified", 14)],
        reports=[
            on(7, 1),
            on(7, 2, note="The exam is two hours. One partner failed it and asked for the material; that is the right order."),
            on(7, 3),
            on(7, 4),
            on(7, 5),
            at_risk(
                6, 6,
                note=(
                    "Four partners must show their own customers a SOC 2 letter before they may train on our tenants. I have none "
                    "to give."
                ),
                back="Ines: the letter. It is two pages, and everybody waits for it.",
            ),
            at_risk(
                6, 6, note="Asked Security formally on Tuesday. The partners' next training day is the 28th.",
                back="Ines: the letter by the 28th.",
            ),
            at_risk(6, 6, note="The training day stands; the letter does not.", back="Ines: the letter by the 28th."),
        ],
    ),
    Goal(
        key="reseller-terms",
        title="Reseller terms renewed",
        team=PARTNERSHIPS,
        owner="Petra Novak",
        parent=RENEW,
        reports_on="Thu 10:30",
        measures=[tick_list("Resellers on the new terms", 8)],
        reports=[
            on(7, 0),
            on(7, 1),
            on(7, 1, note="Everybody reads clause four first, the one on who owns the customer."),
            on(7, 2),
            on(7, 3, note="Three of eight. I am away from Monday for two weeks; Wen knows where the drafts are."),
            SILENT,
            SILENT,
            SILENT,
        ],
    ),
    Goal(
        key="value-reviews",
        title="Value reviews with the forty largest accounts",
        team=CS,
        owner="Theo Marsh",
        parent=RENEW,
        reports_on="Thu 16:20",
        measures=[Measure("Reviews held", 0, 40)],
        reports=[
            on(7, 2),
            on(7, 5),
            on(7, 9, note="Bringing their own outage minutes to the meeting changes the talk completely."),
            on(7, 12),
            on(8, 16),
            on(8, 20, note="Half. Three customers asked for the same page for their board, so it is a template now."),
            on(8, 21),
            on(8, 23),
        ],
    ),
    Goal(
        key="health-calls",
        title="Health calls before the invoice",
        team=CS,
        owner="Ximena Paz",
        parent=RENEW,
        reports_on="Thu 16:30",
        measures=[Measure("Renewals with a call in the thirty days before", 20, 90, "%")],
        reports=[
            on(7, 23),
            on(7, 29),
            on(7, 35),
            on(7, 42, note="The health score picks whom to call first. It was right about Castlebridge."),
            on(8, 49),
            on(8, 55),
            on(8, 58, note="Calls are twelve minutes on average. Nobody has minded one yet."),
            on(8, 60),
        ],
    ),
]  # fmt: skip
