"""The register of risks, the gravest first, and one risk's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q

from alignment.models import Objective, Risk
from alignment.models.risks import Disposition, RiskState
from organizations.listing import Asked, Named, Page, all_words, page_of
from organizations.models import Person, Team

SHOWS = {"open": "Open", "unstated": "Not stated", "mitigated": "Mitigated", "closed": "Closed", "all": "All"}
CONDITIONS = {
    "open": Q(state=RiskState.OPEN),
    "unstated": Q(state=""),
    "mitigated": Q(state=RiskState.MITIGATED),
    "closed": Q(state=RiskState.CLOSED),
    "all": Q(pk__gt=0),
}
ANSWERS = {
    Disposition.RESOLVED: "Resolved: it cannot happen any more",
    Disposition.OWNED: "Owned: somebody watches it",
    Disposition.ACCEPTED: "Accepted: we live with it",
    Disposition.MITIGATED: "Mitigated: something is done about it",
}
GRAVE, SERIOUS = 15, 8  # of 25


@dataclass(frozen=True, slots=True)
class RiskRow:
    """A line of the register; exposure is likelihood times impact, 1 to 25."""

    id: int
    title: str
    owner: Person | None
    team: Team | None
    objective: Objective | None
    exposure: int | None
    tone: str
    state: str
    disposition: str
    mark: str
    raised_on: date | None


def risk_row(risk: Risk, *, with_objective: bool = False) -> RiskRow:
    exposure = risk.likelihood * risk.impact if risk.likelihood and risk.impact else None
    return RiskRow(
        id=risk.pk,
        title=risk.title,
        owner=risk.owner,
        team=risk.team,
        objective=risk.objective if with_objective else None,
        exposure=exposure,
        tone="off" if exposure and exposure >= GRAVE else "risk" if exposure and exposure >= SERIOUS else "",
        state=risk.get_state_display(),
        disposition=risk.get_disposition_display(),
        mark="done" if risk.state == RiskState.CLOSED else "paused" if risk.state == RiskState.MITIGATED else "unanswered",
        raised_on=risk.raised_on,
    )


@dataclass(frozen=True, slots=True)
class RiskFilter:
    """What the reader asked the register for."""

    show: str
    text: str
    team: Named
    owner: Named
    objective: Objective | None
    page: int

    @property
    def is_narrow(self) -> bool:
        return bool(self.text or self.team or self.owner or self.objective)

    def conditions(self) -> Q:
        found = all_words(self.text, "title", "description") & self.team.narrow("team") & self.owner.narrow("owner")
        return found & Q(objective=self.objective) if self.objective else found


def asked_risks(asked: Asked) -> RiskFilter:
    return RiskFilter(
        show=asked.one_of("show", SHOWS),
        text=asked.text(),
        team=asked.named("team", Team),
        owner=asked.named("owner", Person),
        objective=asked.row("objective", Objective),
        page=asked.page,
    )


@dataclass(frozen=True, slots=True)
class RiskRegister:
    page: Page[RiskRow]
    show: str
    counts: dict[str, int]


def risk_register(asked: RiskFilter) -> RiskRegister:
    """One page of the register: what is open, or, when nothing says that it is, those that say nothing."""
    scope = Risk.objects.filter(asked.conditions())
    counts = scope.aggregate(**{name: Count("id", filter=condition) for name, condition in CONDITIONS.items()})
    show = asked.show or next(name for name in ("open", "unstated", "all") if counts[name] or name == "all")
    return RiskRegister(page_of(gravest_first(scope.filter(CONDITIONS[show])), asked.page, full_row), show, counts)


def gravest_first(risks: Any) -> Any:
    exposure = (F("likelihood") * F("impact")).desc(nulls_last=True)
    return risks.select_related("owner", "team", "objective").order_by(exposure, F("raised_on").desc(nulls_last=True), "id")


def full_row(risk: Risk) -> RiskRow:
    return risk_row(risk, with_objective=True)


@dataclass(frozen=True, slots=True)
class RiskPage:
    risk: Risk
    row: RiskRow


def risk_page(pk: int) -> RiskPage | None:
    """One risk."""
    risk = Risk.objects.select_related("owner", "team", "objective__health", "organization").filter(pk=pk).first()
    return RiskPage(risk, full_row(risk)) if risk else None
