"""What was asked, decided, promised and feared: renew 94 % of the revenue that is due."""

from __future__ import annotations

from alignment.models.dependencies import DependencyKind
from alignment.models.risks import Disposition
from peakos.demo.chapters.renewals.goals import COMPANY, CS, PARTNERSHIPS, PRIORITIES, RENEW, SALES
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
        stage, "7 Tue 09:30", "SOC 2 letter", by="Wen Li", needs=PARTNERSHIPS, of="Security", needed="9 Fri",
        serves="tier-2-certification",
        kind=DependencyKind.SUPPORT, contacts=["Ines Carvalho"],
        what="Two pages for partners: what is covered, since when, by whom it was checked.",
        good_when="Four partners accept it for their own customers.",
    )  # fmt: skip
    request(
        stage, "7 Fri 15:40", "Exception policy, 3-year terms", by="Daniel Brooks", needs=SALES, of="Finance", needed="8 Fri",
        serves="renewal-risk-reviews",
        kind=DependencyKind.DECISION, contacts=["Marta Lindqvist"],
        what="When may a renewal run three years at today's price, and who says so?",
        good_when="Imogen can answer a customer in the call.",
    )  # fmt: skip
    request(
        stage,
        "4 Wed 10:00",
        "Renewal forecast by segment",
        by="Daniel Brooks",
        needs=SALES,
        of="Data",
        needed="9 Wed",
        serves=RENEW,
    )
    answer(stage, "Renewal forecast by segment", by="Lena Fischer", agreed="4 Fri 12:00", promised="9 Tue", started="6 Tue 09:00")
    request(
        stage,
        "5 Tue 16:10",
        "Usage terms in the order form",
        by="Imogen Tate",
        needs=SALES,
        of="Billing",
        needed="10 Wed",
        serves="early-offers",
    )
    answer(stage, "Usage terms in the order form", by="Aiko Tanaka", agreed="6 Mon 09:30", promised="10 Tue")
    request(
        stage,
        "5 Mon 13:00",
        "Partner sign-in",
        by="Wen Li",
        needs=PARTNERSHIPS,
        of="Grid API",
        needed="11 Fri",
        serves="tier-2-certification",
    )
    answer(stage, "Partner sign-in", by="Priya Raman", agreed="5 Thu 17:00", promised="11 Wed", said="After SSO, on the same code.")
    request(
        stage,
        "2 Tue 10:00",
        "List of contracts that end this quarter",
        by="Daniel Brooks",
        needs=SALES,
        of="Finance",
        needed="2 Fri",
        serves=RENEW,
    )
    answer(
        stage, "List of contracts that end this quarter", by="Henrik Dahl", agreed="2 Tue 15:00", promised="2 Thu",
        delivered="2 Thu 12:00",
        accepted="2 Fri 08:40",
    )  # fmt: skip


def decisions(stage: Stage) -> None:
    ask(
        stage, "7 Sat 12:20", "CRM migration window", by="Sofia Greco", decider="Daniel Brooks", need_by="8 Thu",
        context=(
            "The trial run took nine hours. Two weekends are free: the last of this month, or the second of next, after the "
            "renewals peak."
        ),
        options=["Last weekend of this month", "Second weekend of next month"], team=SALES, heard=["Karl Nyman"],
    )  # fmt: skip
    ask(
        stage, "4 Mon 09:40", "Discount ceiling for renewals", by="Imogen Tate", decider="Daniel Brooks", need_by="4 Wed",
        team=SALES, serves=RENEW,
        options=["8%", "12%, with a reference visit in return"],
        context="We gave away between nothing and 19% last quarter, by feeling.",
    )  # fmt: skip
    decided(
        stage, "4 Thu 09:00", "Discount ceiling for renewals", by="Daniel Brooks", option="8%",
        outcome="8%, no exceptions without me. Last quarter's 19% did not keep the customer either.",
    )  # fmt: skip
    ask(
        stage, "4 Tue 11:20", "A second tier of CRM licences", by="Sofia Greco", decider="Karl Nyman", need_by="5 Fri", team=SALES,
        context="€14k a year for forecasts in the CRM.", options=["Buy it", "Use Data's forecast"],
    )  # fmt: skip
    decided(stage, "5 Thu 10:30", "A second tier of CRM licences", by="Karl Nyman", is_yes=False, option="Use Data's forecast",
        outcome="No. Data builds the same forecast on numbers that we trust. Ask again when the duplicates are gone.")  # fmt: skip
    noted(
        stage, "2 Wed 15:00", "Risk reviews start with what would make you leave", by="Daniel Brooks", team=SALES,
        serves="renewal-risk-reviews",
        outcome="Each review opens with that question. The slide deck comes after it, or not at all.",
    )  # fmt: skip


def promises(stage: Stage) -> None:
    promise(
        stage, "5 Fri 15:40", "Owner for the two Northern accounts", by="Daniel Brooks", due="6 Fri", team=SALES, serves=RENEW,
        moved=("6 Fri 16:00", "8 Fri", "Imogen is full, and nobody else knows the North."), code="capacity",
    )  # fmt: skip
    promise(
        stage,
        "6 Fri 15:45",
        "Take the first two Northern reviews",
        by="Imogen Tate",
        due="7 Thu",
        team=SALES,
        serves="renewal-risk-reviews",
        done="7 Thu 18:00",
    )
    promise(
        stage,
        "3 Thu 14:40",
        "Sixty-day dates for all contracts in the calendar",
        by="Imogen Tate",
        due="4 Thu",
        team=SALES,
        serves="early-offers",
        done="4 Wed 17:20",
    )
    promise(
        stage, "5 Thu 14:20", "Show the merge rules to Data before list seven", by="Sofia Greco", due="6 Thu", team=SALES,
        serves="crm-clean-up", dropped=("6 Thu 14:30", "List seven is small enough to merge by hand."), code="priority",
    )  # fmt: skip
    promise(
        stage,
        "6 Thu 10:40",
        "Drafts of the reseller terms to Wen",
        by="Petra Novak",
        due="6 Fri",
        team=PARTNERSHIPS,
        serves="reseller-terms",
    )
    promise(
        stage,
        "4 Thu 10:40",
        "Exam material on the partner page",
        by="Wen Li",
        due="5 Thu",
        team=PARTNERSHIPS,
        serves="tier-2-certification",
        done="5 Tue 14:30",
    )
    promise(
        stage,
        "3 Thu 16:40",
        "One page on outage minutes for each review",
        by="Theo Marsh",
        due="4 Thu",
        team=CS,
        serves="value-reviews",
        done="4 Thu 09:50",
    )
    promise(
        stage,
        "7 Thu 16:45",
        "Script for the health call, one side of paper",
        by="Ximena Paz",
        due="8 Thu",
        team=CS,
        serves="health-calls",
    )


def troubles(stage: Stage) -> None:
    risk(
        stage, "5 Fri 16:20", "Two Northern accounts have no owner", by="Daniel Brooks", likelihood=4, impact=4, serves=RENEW,
        team=SALES,
        says="€310k end in September. The reviews have stopped, and nobody calls back.", disposition=Disposition.OWNED,
    )  # fmt: skip
    risk(
        stage, "3 Mon 13:30", "Partners' own customers ask for SOC 2", by="Wen Li", likelihood=3, impact=3,
        serves="tier-2-certification", team=PARTNERSHIPS,
        against="Ask Security for a letter.",
    )  # fmt: skip
    issue(
        stage,
        "7 Fri 15:55",
        "Northern accounts: hire, borrow or give away?",
        by="Daniel Brooks",
        serves=RENEW,
        says="Callum's two accounts have had nobody for two weeks.",
    )
    issue(
        stage, "3 Tue 10:20", "Offers go out with last year's price list", by="Imogen Tate", team=SALES, closed="3 Fri 16:00",
        answer="The template reads the price from Billing now. Eleven offers were sent again, with an apology.",
    )  # fmt: skip
    issue(stage, "6 Tue 09:10", "Nobody stands in for Petra on the reseller terms", by="Wen Li", team=PARTNERSHIPS)
