"""Chapter: what was learnt. Each lesson says what happened and what to do next time, by whoever it happened to."""

from __future__ import annotations

from intelligence.models import LessonCategory
from peakos.demo.stage import Stage
from peakos.demo.threads import lesson

WELL, POORLY, LUCKY, BETTER, INSIGHT = (
    LessonCategory.WENT_WELL,
    LessonCategory.WENT_POORLY,
    LessonCategory.LUCKY,
    LessonCategory.IMPROVEMENT,
    LessonCategory.INSIGHT,
)


def tell(stage: Stage) -> None:
    from_the_quarter_before(stage)
    from_onboarding(stage)
    from_the_others(stage)


def from_the_quarter_before(stage: Stage) -> None:
    lesson(
        stage, "0 Wed 10:00", "A date that depends on a customer's file is not a date", by="Hanna Virtanen",
        team="Customer Success", category=POORLY,
        says=(
            "Castlebridge was promised for May. Their meter file came three weeks after we had planned to import it, and each of "
            "our dates moved with it."
        ),
        advice="Count the days from the file, not from the signature. Until the file is there, say a week and not a day.",
    )  # fmt: skip
    lesson(
        stage, "0 Wed 10:30", "Last quarter's goals were written by three people and read by nine", by="Karl Nyman",
        category=INSIGHT,
        says="In June we asked forty colleagues for the company's five goals. Eleven could name three of them.",
        advice=(
            "Each team writes its own line under a company goal, and says why it helps. Ask again in the last week of the quarter."
        ),
    )  # fmt: skip
    lesson(
        stage, "0 Thu 14:00", "Two systems switched in one weekend are three problems", by="Jonas Brandt", team="Platform",
        category=POORLY,
        says=(
            "We moved the queue and the history store in the same night. When reports went missing nobody could say which of the "
            "two had lost them."
        ),
        advice="One move a weekend. Keep the old way running beside the new one until a week has passed without a difference.",
    )  # fmt: skip


def from_onboarding(stage: Stage) -> None:
    lesson(
        stage, "4 Fri 15:00", "Ask for the sign-in condition before the contract is signed", by="Ruth Adeyemi",
        team="Customer Success",
        serves="mid-market-live", category=BETTER,
        says=(
            "Fenmoor signed in June and told us in July that nobody signs in without SSO. Their checklist had said so since "
            "April; we never asked for it."
        ),
        advice="The security checklist is part of the offer. Sales does not sign a utility above 100,000 meters without it.",
    )  # fmt: skip
    lesson(
        stage, "6 Fri 12:30", "Outside testers are booked a quarter ahead", by="Ines Carvalho", team="Security", serves="sso",
        category=POORLY,
        says=(
            "We asked for a pen test five weeks ahead and were moved twice. We are the smallest customer of the only tester whom "
            "we had asked."
        ),
        advice="Book the slot when the objective is set, with two testers. A slot that is given back costs less than a month.",
    )  # fmt: skip
    lesson(
        stage, "6 Thu 16:40", "One name from signature to day thirty", by="Hanna Virtanen", team="Customer Success",
        serves="go-live-desk", category=WELL,
        says="Customers with one contact asked a third of the questions, and all of them in the first week.",
        advice="Keep it for every size of customer. If the contact is away, hand over by phone, with the customer on the line.",
    )  # fmt: skip
    lesson(
        stage, "7 Thu 12:20", "Let the product guess a column, and a person confirm it", by="Ingrid Solberg", team="Data",
        serves="meter-import", category=WELL,
        says=(
            "Nine of ten columns were guessed right. Confirming them took the customer twenty minutes; filling in our template "
            "had taken two days."
        ),
        advice="Do the same for the tariff files. Never ask for a template before you have tried to read what they have.",
    )  # fmt: skip


def from_the_others(stage: Stage) -> None:
    lesson(
        stage, "5 Thu 14:30", "The slow part was a queue that nobody owned", by="Freya Holm", team="Platform",
        serves="storm-load-test", category=INSIGHT,
        says=(
            "For two years each team had made its own step faster. The minutes were lost between the steps, in a queue that was "
            "in nobody's drawing."
        ),
        advice="Measure from the outside first: from the dark line to the phone. Then ask who owns the longest gap.",
    )  # fmt: skip
    lesson(
        stage, "6 Fri 16:00", "Nobody drives two hours to the first job", by="Beth Moran", team="People", serves="northern-region",
        category=POORLY,
        says=(
            "We hoped that engineers in the North would do without a depot. Nine candidates said no, all for the same reason, and "
            "we heard it only when Farid called them."
        ),
        advice="Call those who say no within a week. Before hiring in a new region, ask five people there what would stop them.",
    )  # fmt: skip
    lesson(
        stage, "6 Fri 12:10", "We noticed the double invoice because a customer was kind", by="Bram de Wit", team="Billing",
        serves="checkable-invoices",
        category=LUCKY,
        says="Two meters with one number were billed twice in July. The customer called; most would have paid, or left.",
        advice=(
            "Compare the sum of the invoices with the sum of the readings each night, and hold what differs by more than a "
            "percent."
        ),
    )  # fmt: skip
    lesson(
        stage, "5 Fri 16:40", "A leaver's accounts need a name before the last day", by="Daniel Brooks", team="Sales",
        serves="renewals", category=BETTER,
        says="Callum told us five weeks ahead. His accounts were shared out in the last hour, and two of them were not.",
        advice="Name the new owner in the week in which somebody gives notice, and let both call the customer together.",
    )  # fmt: skip
    lesson(
        stage, "4 Tue 09:50", "Ask the crews before you send them more messages", by="Mateo Rivas", team="Field Mobile",
        serves="push-reports", category=WELL,
        says=(
            "We were about to build SMS. Ten conversations at four in the morning showed that they would mute it, and which two "
            "messages they want."
        ),
        advice="Ten short conversations before any new kind of message. Ask what may wake them.",
    )  # fmt: skip
