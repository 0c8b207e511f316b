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
        "Platform", "Product", "Jonas Brandt", "Dara Whelan",
        ["Outage reports stay under a minute in a storm"], ["Which changes wait during a storm"], "Platform", is_critical=True,
    ),
    Chair(
        "Security", "Product", "Ines Carvalho", "Omar Haddad",
        ["No customer's data is seen by another"], ["Whether a release is held back", "Which tester is hired"], "Security",
    ),
    Chair(
        "Data", "Product", "Lena Fischer", "",
        ["Every number on the scorecard is there on Monday at eight"], ["Which source of a number counts"], "Data",
        is_critical=True,
    ),
    Chair(
        "Billing", "Operations", "Aiko Tanaka", "Bram de Wit",
        ["Invoices that customers believe"], ["Credits up to 5,000"], "Billing",
    ),
    Chair(
        "Customer success", "Chief executive", "Ruth Adeyemi", "Hanna Virtanen",
        ["Twelve mid-market utilities live within 30 days", "No renewal comes as a surprise"],
        ["Which go-live slips when two collide"], "Customer Success",
    ),
    Chair(
        "Sales", "Chief executive", "Daniel Brooks", "Sofia Greco",
        ["No renewal comes as a surprise"], ["Discounts up to 15 per cent"], "Sales",
    ),
    Chair(
        "Field enablement, North", "Sales", "", "", ["Field engineers in the North can train their own crews"],
        ["Which crews are trained first"], "Sales",
    ),
    Chair(
        "Support", "Customer success", "Tomasz Zielinski", "Grace Okafor",
        ["Every report is answered within an hour"], ["Who is woken at night"], "Support",
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
