"""What was asked, decided, promised and feared: every new contract on usage billing."""

from __future__ import annotations

from datetime import datetime

from alignment.actions import change_objective
from alignment.models.risks import Disposition
from peakos.demo.chapters.usage_billing.goals import BILLING, COMPANY, FINANCE, GRID, PRIORITIES, USAGE
from peakos.demo.objectives import tell_goals
from peakos.demo.stage import Stage
from peakos.demo.threads import answer, ask, decided, issue, noted, promise, request, risk


def tell(stage: Stage) -> None:
    tell_goals(stage, [COMPANY, *PRIORITIES])
    stage.at("6 Mon 09:00", lambda now: take_over(stage, now))
    requests(stage)
    decisions(stage)
    promises(stage)
    troubles(stage)


def take_over(stage: Stage, now: datetime) -> None:
    """Henrik's priority passes to Marta while he is away."""
    marta = stage.people["Marta Lindqvist"]
    reason = "Henrik is on leave for six weeks; Marta leads Finance until then."
    change_objective(objective=stage.rows["vendor-consolidation"], owner=marta, reason=reason, by=marta, now=now)


def requests(stage: Stage) -> None:
    request(
        stage, "4 Fri 09:20", "Usage export schema", by="Aiko Tanaka", needs=BILLING, of="Data", needed="7 Wed", serves=USAGE,
        what="Names, types and order of the fields in the usage export.",
        good_when="The rater reads a day of Castlebridge without a mapping.",
    )  # fmt: skip
    answer(
        stage, "Usage export schema", by="Lena Fischer", agreed="4 Fri 16:40", promised="7 Wed", started="6 Wed 09:30",
        said="Tight, but yes, if migration may pause for two days.",
    )  # fmt: skip
    request(
        stage, "6 Tue 11:40", "Usage export", by="Aiko Tanaka", needs=BILLING, of="Data", needed="10 Fri", serves="usage-rater",
        what="Last year's readings, once, in the new schema.",
    )  # fmt: skip
    answer(
        stage, "Usage export", by="Lena Fischer", agreed="7 Thu 11:55", promised="10 Fri", said="After the schema. Yusuf does it."
    )
    request(
        stage,
        "5 Mon 10:00",
        "Sandbox for meter events",
        by="Bram de Wit",
        needs=BILLING,
        of=GRID,
        needed="9 Fri",
        serves="checkable-invoices",
        carried="meter-events",
    )
    answer(stage, "Sandbox for meter events", by="Mei Tran", agreed="5 Tue 15:00", promised="9 Thu", started="6 Mon 13:00")
    request(  # the two wait for each other; both are promised for the same day, so that nothing comes late of it
        stage,
        "6 Tue 14:00",
        "Invoices to try the meter events on",
        by="Mei Tran",
        needs=GRID,
        of=BILLING,
        needed="9 Fri",
        serves="meter-events",
        carried="checkable-invoices",
    )
    answer(stage, "Invoices to try the meter events on", by="Bram de Wit", agreed="6 Thu 09:10", promised="9 Thu")
    request(
        stage,
        "2 Wed 10:00",
        "Rate card in one place",
        by="Lucía Ferrer",
        needs=BILLING,
        of=FINANCE,
        needed="4 Wed",
        serves="contract-templates",
    )
    answer(
        stage,
        "Rate card in one place",
        by="Joanna Pell",
        agreed="2 Thu 09:00",
        promised="3 Fri",
        delivered="3 Fri 15:00",
        accepted="4 Mon 09:30",
    )
    request(
        stage,
        "4 Tue 15:20",
        "Design of the new invoice",
        by="Bram de Wit",
        needs=BILLING,
        of="Design",
        needed="6 Wed",
        serves="checkable-invoices",
    )
    answer(
        stage,
        "Design of the new invoice",
        by="Noor Haidari",
        agreed="4 Wed 10:00",
        promised="6 Tue",
        delivered="6 Tue 16:00",
        accepted="6 Thu 14:10",
    )


def decisions(stage: Stage) -> None:
    ask(
        stage, "4 Mon 13:20", "Rate by the hour or by the quarter-hour", by="Lucía Ferrer", decider="Aiko Tanaka", need_by="4 Wed",
        team=BILLING, serves=USAGE,
        options=["By the hour", "By the quarter-hour"], context="Quarter-hours are exact and four times as many rows.",
    )  # fmt: skip
    decided(
        stage, "4 Wed 11:10", "Rate by the hour or by the quarter-hour", by="Aiko Tanaka", option="By the hour",
        outcome=(
            "By the hour. No tariff of ours changes within one. We can split an hour later; joining quarter-hours would be harder."
        ),
    )  # fmt: skip
    noted(
        stage, "5 Thu 16:10", "The old rater stays readable for a year", by="Aiko Tanaka", team=BILLING, serves="usage-rater",
        tells=[FINANCE, "Support"],
        outcome="Switched off for new invoices, readable for questions about old ones. Two machines, €90 a month.",
    )  # fmt: skip

    ask(
        stage, "8 Mon 11:15", "Whose name stands on the usage invoice", by="Bram de Wit", decider="Aiko Tanaka", need_by="8 Wed",
        team=BILLING,
        options=["The utility's", "Ours"], context="Half of the pilots want their own letterhead.", serves="checkable-invoices",
    )  # fmt: skip
    decided(
        stage, "8 Mon 15:40", "Whose name stands on the usage invoice", by="Aiko Tanaka", option="The utility's",
        outcome="The utility's, with ours in the footer. Their customers know them, not us.",
    )  # fmt: skip


def promises(stage: Stage) -> None:
    promise(
        stage,
        "5 Thu 15:55",
        "Tests for the tariff tables",
        by="Lucía Ferrer",
        due="6 Thu",
        team=BILLING,
        serves="usage-rater",
        done="6 Thu 14:50",
    )
    promise(
        stage, "4 Thu 15:55", "Parallel run of both raters", by="Aiko Tanaka", due="6 Thu", team=BILLING, serves="usage-rater",
        moved=("6 Thu 16:30", "7 Thu", "The schema is not there."), code="team",
    )  # fmt: skip
    promise(
        stage,
        "3 Thu 15:55",
        "Reading beside the amount, on all templates",
        by="Bram de Wit",
        due="4 Thu",
        team=BILLING,
        serves="checkable-invoices",
        done="4 Thu 10:00",
    )
    promise(
        stage,
        "5 Fri 10:50",
        "Hand over vendor contracts to Marta",
        by="Henrik Dahl",
        due="5 Fri",
        team=FINANCE,
        serves="vendor-consolidation",
        done="5 Fri 15:30",
    )
    promise(
        stage,
        "6 Fri 10:50",
        "Booking rules for credits",
        by="Joanna Pell",
        due="7 Fri",
        team=FINANCE,
        serves="usage-revenue",
        done="7 Thu 16:40",
    )
    promise(
        stage,
        "6 Wed 16:40",
        "Order of events under resend, written down",
        by="Mei Tran",
        due="7 Wed",
        team=GRID,
        serves="meter-events",
        done="7 Wed 16:00",
    )


def troubles(stage: Stage) -> None:
    risk(
        stage, "4 Thu 16:00", "Two raters disagree, and nobody knows which is right", by="Bram de Wit", likelihood=3, impact=4,
        serves="usage-rater",
        team=BILLING, against="A month of both, with a person who looks at each difference.", disposition=Disposition.OWNED,
    )  # fmt: skip
    risk(
        stage, "5 Fri 10:55", "The largest vendor's contract renews itself on 30 September", by="Joanna Pell", likelihood=3,
        impact=3,
        serves="vendor-consolidation", team=FINANCE, against="Notice by registered letter two weeks before.",
    )  # fmt: skip
    issue(
        stage, "7 Mon 10:20", "Who answers for vendor consolidation while Henrik is away?", by="Joanna Pell",
        owner="Marta Lindqvist",
        serves="vendor-consolidation", says="No check-in for two weeks. The drafts lie in the folder.",
    )  # fmt: skip
    issue(
        stage, "3 Thu 11:00", "Auditors ask for the method before the numbers", by="Joanna Pell", team=FINANCE,
        closed="4 Fri 11:00",
        answer="Method written down on two pages and agreed; the numbers follow with the close.",
    )  # fmt: skip
