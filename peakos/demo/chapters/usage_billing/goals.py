"""What is to be reached, and what was reported week by week: every new contract on usage billing."""

from __future__ import annotations

from peakos.demo.objectives import SILENT, Goal, Measure, milestone, on, tick_list

BILLING = "Billing"
FINANCE = "Finance"
GRID = "Grid API"
USAGE = "usage-billing"

COMPANY = Goal(
    key=USAGE,
    title="Every new contract on usage billing",
    description=(
        "Seven types of contract; each new one is billed by what was used, and the customer can check the invoice against the "
        "meter."
    ),
    owner="Aiko Tanaka",
    rank=4,
    starts="2 Mon",
    reports_on="Fri 09:50",
    measures=[tick_list("Contract types on usage billing", 7)],
    reports=[
        on(8, 0, note="Templates for all seven are drafted. The rater itself starts next week."),
        on(8, 1),
        on(8, 2, note="Two of seven. The simple ones, on purpose."),
        on(8, 2),
        on(8, 3),
        on(8, 4, note="Four of seven run on the old rater with new terms. The last three need the new one."),
        on(8, note="Holding. The last three types follow once the rater is switched over."),
        on(8, note="Holding. No new types until the cut-over."),
    ],
)

PRIORITIES = [
    Goal(
        key="usage-rater",
        title="Usage-rater cut-over",
        team=BILLING,
        owner="Aiko Tanaka",
        parent=USAGE,
        reports_on="Thu 15:10",
        measures=[
            milestone("New rater runs beside the old one", due="6 Thu"),
            milestone("First ten contracts rated by both", due="9 Wed"),
            milestone("Old rater read-only", due="11 Fri"),
            milestone("Old rater switched off", due="13 Wed"),
        ],
        reports=[
            on(8, note="Design agreed. Four milestones, none of them small."),
            on(8),
            on(8, note="The code is further than the milestones show; they close late, all at once."),
            on(8),
            on(8, note="Waiting for the export schema from Data, using the time for tests."),
            on(8, note="Last merge on Thursday: tests for the tariff tables. The parallel run starts when the schema is there."),
            on(8, note="On track. We are ready on our side and start the parallel run with the schema."),
            on(8, note="On track, still ready. Lena says early next week for the schema."),
        ],
    ),
    Goal(
        key="checkable-invoices",
        title="Invoices that a customer can check",
        team=BILLING,
        owner="Bram de Wit",
        parent=USAGE,
        reports_on="Thu 15:30",
        measures=[Measure("Invoice questions per hundred invoices", 14, 4)],
        reports=[
            on(7, 13.4),
            on(7, 12.6, note="Put the meter reading beside the amount. That one line answers most questions."),
            on(7, 11.8),
            on(8, 11),
            on(8, 10),
            on(8, 9, note="Nine per hundred. Support says they notice."),
            on(8, 8.6),
            on(8, 8.3),
        ],
    ),
    Goal(
        key="contract-templates",
        title="Contract templates for usage",
        team=BILLING,
        owner="Lucía Ferrer",
        parent=USAGE,
        reports_on="Thu 15:50",
        measures=[Measure("Contracts signed on a usage template", 0, 60)],
        reports=[
            on(7, 2),
            on(7, 7),
            on(7, 13),
            on(7, 19, note="The clause on minimum use is the one that gets argued about. We have two versions of it now."),
            on(8, 25),
            on(8, 31, note="Half."),
            on(8, 33),
            on(8, 35),
        ],
    ),
    Goal(
        key="vendor-consolidation",
        title="Vendor consolidation",
        team=FINANCE,
        owner="Henrik Dahl",
        parent=USAGE,
        description="Three payment and invoicing vendors become one, before usage billing multiplies what we pay them.",
        reports_on="Fri 10:10",
        measures=[tick_list("Steps to one vendor", 6)],
        reports=[
            on(7, 0),
            on(7, 1, note="Prices of all three on one page. Two are paid for the same thing."),
            on(7, 1),
            on(7, 2, note="Shortlist of two. Both read our ledger format."),
            on(
                7, 2,
                note=(
                    "My last one before leave. Contract drafts are in the folder; the notice period of the largest ends on 30 "
                    "September."
                ),
            ),
            SILENT,
            SILENT,
            SILENT,
        ],
    ),
    Goal(
        key="usage-revenue",
        title="Revenue recognition for usage",
        team=FINANCE,
        owner="Joanna Pell",
        parent=USAGE,
        reports_on="Fri 10:30",
        measures=[Measure("Usage revenue booked without a manual step", 5, 90, "%")],
        reports=[
            on(7, 9),
            on(7, 16),
            on(7, 24, note="The auditors agree with the method. That was the part I feared."),
            on(7, 32),
            on(8, 40),
            on(8, 48),
            on(8, 51, note="Half of it books itself. The close took a day less."),
            on(8, 54),
        ],
    ),
    Goal(
        key="meter-events",
        title="Meter events interface",
        team=GRID,
        owner="Mei Tran",
        parent=USAGE,
        reports_on="Wed 16:10",
        measures=[Measure("Meter events that arrive through the interface", 0, 100, "%")],
        reports=[
            on(7, 5),
            on(7, 13),
            on(7, 22),
            on(7, 30, note="Order of events is kept, even when a meter sends twice."),
            on(8, 40),
            on(8, 50),
            on(8, 53, note="Slower week: the freeze took two days of everybody's."),
            on(8, 57, note="First utility through the interface, with no event out of order."),
        ],
    ),
]  # fmt: skip
