"""Chapter: the accountability chart, with one seat that nobody holds and one that nobody could step into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from accountability.actions.seats import add_seat, fill_seat
from accountability.models import SeatPart
from peakos.demo.stage import Stage


@dataclass(frozen=True)
class Chair:
    """A seat: the one above, who holds it and who backs it up, what it answers for and may decide."""

    title: str
    above: str
    holder: str
    backup: str
    outcomes: Sequence[str]
    rights: Sequence[str]
    team: str = ""
    is_critical: bool = False


CHAIRS = (
    Chair(
        "Chief executive", "", "Marta Lindqvist", "Karl Nyman",
        ["Tidewater reaches what it set out to reach", "The strategy is understood in every team"],
        ["Which objectives the company has", "Who leads a team"], is_critical=True,
    ),
    Chair(
        "Operations", "Chief executive", "Karl Nyman", "Henrik Dahl",
        ["The week runs: meetings, numbers and promises are kept", "No contract waits longer than ten days"],
        ["Spending up to 50,000 outside the plan", "When a meeting is called off for all"], is_critical=True,
    ),
    Chair(
        "Product", "Chief executive", "Amara Osei", "Priya Raman",
        ["What is built is used by nine of ten new utilities"], ["What goes on the roadmap, and what leaves it"],
    ),
    Chair(
        "Engineering", "Product", "Priya Raman", "Jonas Brandt",
        ["What a utility was promised runs on the day that was promised"], ["Which team builds what", "When an interface freezes"],
    ),
    Chair(
        "Platform", "Engineering", "Jonas Brandt", "Dara Whelan",
        ["Outage reports stay under a minute in a storm"], ["Which changes wait during a storm"], "Platform", is_critical=True,
    ),
    Chair(
        "Reliability", "Platform", "Freya Holm", "Dara Whelan",
        ["Three times the load of the worst storm is rehearsed before autumn"], ["When a rehearsal is stopped"], "Platform",
    ),
    Chair(
        "Alerts", "Platform", "Dara Whelan", "Freya Holm",
        ["An alert reaches the one who can do something about it"], ["Which alert wakes somebody"], "Platform",
    ),
    Chair(
        "Grid interface", "Engineering", "Stellan Roos", "Mei Tran",
        ["Partners build against it without asking"], ["What a version promises"], "Grid API",
    ),
    Chair(
        "Events and status", "Engineering", "Mei Tran", "Stellan Roos",
        ["Customers hear of an outage from us first"], ["When the status page turns red"], "Grid API",
    ),
    Chair(
        "Field Mobile", "Engineering", "Mateo Rivas", "Ada Nwosu",
        ["A crew finishes its work without a network"], ["Which devices are still supported"], "Field Mobile",
    ),
    Chair(
        "First jobs", "Field Mobile", "Ada Nwosu", "Mateo Rivas",
        ["A new engineer closes a first job alone"], ["What a guided job asks for"], "Field Mobile",
    ),
    Chair(
        "Security", "Product", "Ines Carvalho", "Omar Haddad",
        ["No customer's data is seen by another"], ["Whether a release is held back", "Which tester is hired"], "Security",
    ),
    Chair(
        "Reviews and pen tests", "Security", "Omar Haddad", "Ines Carvalho",
        ["Nothing goes live that has not been looked at"], ["Which service is looked at next"], "Security",
    ),
    Chair(
        "Devices and access", "Security", "Signe Dahlin", "Omar Haddad",
        ["Whoever starts on Monday can work on Monday"], ["Which devices are bought"], "Security",
    ),
    Chair(
        "Data", "Product", "Lena Fischer", "",
        ["Every number on the scorecard is there on Monday at eight"], ["Which source of a number counts"], "Data",
        is_critical=True,
    ),
    Chair(
        "Account health", "Data", "Yusuf Kaya", "Ingrid Solberg",
        ["No account's health is older than a day"], ["What counts as healthy"], "Data",
    ),
    Chair(
        "Meter imports", "Data", "Ingrid Solberg", "Yusuf Kaya",
        ["A utility's meters are in after one sitting"], ["Which file goes back to the utility"], "Data",
    ),
    Chair(
        "Design", "Product", "Noor Haidari", "Pippa Lowe",
        ["An operator closes the first outage on the first day"], ["Which screens are drawn anew"], "Design",
    ),
    Chair(
        "Setup", "Design", "Pippa Lowe", "Noor Haidari",
        ["Nobody calls to ask what comes next"], ["Which step of the setup goes"], "Design",
    ),
    Chair(
        "Billing", "Operations", "Aiko Tanaka", "Bram de Wit",
        ["Invoices that customers believe"], ["Credits up to 5,000"], "Billing",
    ),
    Chair(
        "Invoices", "Billing", "Bram de Wit", "Lucía Ferrer",
        ["A customer can check every line"], ["How an invoice is laid out"], "Billing",
    ),
    Chair(
        "Usage contracts", "Billing", "Lucía Ferrer", "Bram de Wit",
        ["A contract says what the rater does"], ["Which template is used"], "Billing",
    ),
    Chair(
        "Finance", "Operations", "Henrik Dahl", "Joanna Pell",
        ["The money is there before it is needed"], ["Which vendor is paid first"], "Finance",
    ),
    Chair(
        "Controlling", "Finance", "Joanna Pell", "Henrik Dahl",
        ["The books close on the fifth day"], ["When revenue counts"], "Finance",
    ),
    Chair(
        "People", "Operations", "Beth Moran", "Farid Rahimi",
        ["Whoever we hire is still glad after a year"], ["Whether a post is filled"], "People",
    ),
    Chair(
        "Recruiting", "People", "Farid Rahimi", "Beth Moran",
        ["A post is open for sixty days at most"], ["Who is invited"], "People",
    ),
    Chair(
        "Customer success", "Chief executive", "Ruth Adeyemi", "Hanna Virtanen",
        ["Twelve mid-market utilities live within 30 days", "No renewal comes as a surprise"],
        ["Which go-live slips when two collide"], "Customer Success",
    ),
    Chair(
        "Go-lives", "Customer success", "Hanna Virtanen", "Theo Marsh",
        ["A utility has one contact from signature to live"], ["Who goes to which go-live"], "Customer Success",
    ),
    Chair(
        "Large accounts", "Customer success", "Theo Marsh", "Ximena Paz",
        ["The forty largest know what they have gained"], ["What is shown in a review"], "Customer Success",
    ),
    Chair(
        "Calls before the invoice", "Customer success", "Ximena Paz", "Theo Marsh",
        ["No account has to ask first"], ["Whom we call this week"], "Customer Success",
    ),
    Chair(
        "Support", "Customer success", "Tomasz Zielinski", "Grace Okafor",
        ["Every report is answered within an hour"], ["Who is woken at night"], "Support",
    ),
    Chair(
        "Knowledge", "Support", "Grace Okafor", "Tomasz Zielinski",
        ["What was answered once can be looked up"], ["What stands in the handbook"], "Support",
    ),
    Chair(
        "Sales", "Chief executive", "Daniel Brooks", "Sofia Greco",
        ["No renewal comes as a surprise"], ["Discounts up to 15 per cent"], "Sales",
    ),
    Chair(
        "Sales operations", "Sales", "Sofia Greco", "Imogen Tate",
        ["What the pipeline says is so"], ["Which fields are asked for"], "Sales",
    ),
    Chair(
        "Renewal offers", "Sales", "Imogen Tate", "Sofia Greco",
        ["An offer is out sixty days ahead"], ["The terms of a usual renewal"], "Sales",
    ),
    Chair(
        "Partnerships", "Sales", "Wen Li", "Petra Novak",
        ["Smaller utilities come through partners who know us"], ["Who is certified"], "Partnerships",
    ),
    Chair(
        "Reseller terms", "Partnerships", "Petra Novak", "Wen Li",
        ["No reseller works on terms that have run out"], ["Terms within the frame"], "Partnerships",
    ),
    Chair(
        "Field enablement, North", "Sales", "", "", ["Field engineers in the North can train their own crews"],
        ["Which crews are trained first"], "Sales",
    ),
    Chair(
        "Marketing", "Chief executive", "Elif Demir", "Rasmus Kjær",
        ["Every town that we serve has heard of us"], ["Where we show ourselves"], "Marketing",
    ),
    Chair(
        "Regional campaigns", "Marketing", "Rasmus Kjær", "Elif Demir",
        ["A campaign brings applicants, not only visitors"], ["Which towns come first"], "Marketing",
    ),
)  # fmt: skip


def tell(stage: Stage) -> None:
    """Karl Nyman draws it in the fourth week, from the top down."""
    for nth, chair in enumerate(CHAIRS):
        stage.at(f"4 Wed 14:{nth:02}", partial(draw, stage, chair))


def draw(stage: Stage, chair: Chair, now: datetime) -> None:
    karl = stage.people["Karl Nyman"]
    seat = add_seat(
        organization=stage.organization,
        title=chair.title,
        above=stage.row(chair.above and f"seat {chair.above}"),
        team=stage.team(chair.team),
        outcomes=chair.outcomes,
        rights=chair.rights,
        is_critical=chair.is_critical,
        by=karl,
        now=now,
    )
    stage.rows[f"seat {chair.title}"] = seat
    for name, part in ((chair.holder, SeatPart.HOLDER), (chair.backup, SeatPart.BACKUP)):
        if name:
            fill_seat(seat=seat, person=stage.people[name], part=part, by=karl, now=now)
