"""A dependency as a row of any list: how it stands, who answers for it, and the order in which harm is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, F, IntegerField, Prefetch, Q, Value, When
from django.db.models.functions import Coalesce

from alignment.models import Dependency, DependencyContact, DependencyForecast, Objective
from alignment.models.dependencies import OPEN_STATES, DependencyKind, DependencyState
from organizations.models import Person, Team
from organizations.words import own_words

UNANSWERED = [DependencyState.REQUESTED, DependencyState.NEGOTIATING]
LATE, WAITING, SLIPPING, CALM, UNSTATED, OVER = range(6)
TONES = {LATE: "late", WAITING: "una", SLIPPING: "slip"}  # the marker in the ledger and on the map
MARKS = {LATE: "late", WAITING: "unanswered", SLIPPING: "at_risk", CALM: "on_track", UNSTATED: "", OVER: "done"}


PROMISED = [DependencyState.AGREED, DependencyState.IN_PROGRESS]


def is_late(today: date) -> Q:
    """Answered, and past the day it was promised for; past the day it is needed where none was promised."""
    return Q(state__in=PROMISED) & (Q(promised_by__lt=today) | Q(promised_by=None, needed_by__lt=today))


def is_unanswered() -> Q:
    return Q(state__in=UNANSWERED)


def is_slipping(today: date) -> Q:
    """Answered, and promised, or to be expected from what it waits for, for a later day than it is needed."""
    behind = Q(promised_by__gt=F("needed_by")) | Q(forecast__slip_days__gt=0)
    return Q(state__in=PROMISED) & behind & ~is_late(today)


def in_harm_order(dependencies: Any, today: date) -> Any:
    """Late first (the oldest date first), then unanswered (the longest wait first), then slipping, then the rest by date."""
    harm = Case(
        When(is_late(today), then=Value(LATE)),
        When(is_unanswered(), then=Value(WAITING)),
        When(is_slipping(today), then=Value(SLIPPING)),
        When(state__in=OPEN_STATES, then=Value(CALM)),
        When(state="", then=Value(UNSTATED)),
        default=Value(OVER),
        output_field=IntegerField(),
    )
    waited = Case(When(is_unanswered(), then=F("requested_on")), default=Coalesce("promised_by", "needed_by"))
    return dependencies.annotate(harm=harm).order_by("harm", waited.asc(nulls_last=True), F("needed_by").asc(nulls_last=True), "id")


@dataclass(frozen=True, slots=True)
class DependencyRow:
    """A line of the ledger."""

    id: int
    title: str
    giver: str
    taker: str
    giver_team: Team | None
    taker_team: Team | None
    owner: Person | None
    needed_by: date | None
    words: str  # 5 days late; asked 12 days ago, no answer; agreed for; the template adds the days
    days: int | None
    promised_by: date | None
    mark: str
    tone: str
    kind: str
    is_link: bool  # only says that two things have to do with each other
    expected_on: date | None = None  # where what it waits for makes it later than was said
    number: int | None = None  # its place among those that need action: the same on the map
    deed: str = ""  # what the reader can do about it


def with_sides(dependencies: Any, today: date) -> Any:
    """Everything that `dependency_row` reads but the people who answer for them, in one query."""
    related = ("from_team", "to_team", "from_objective__team", "to_objective__team", "to_objective__owner", "to_owner", "forecast")
    return in_harm_order(dependencies, today).select_related(*related)


def with_dependency_rows(dependencies: Any, today: date) -> Any:
    """The same with one query more, for the people."""
    contacts = DependencyContact.objects.select_related("person").order_by("position", "id")
    return with_sides(dependencies, today).prefetch_related(Prefetch("contacts", queryset=contacts, to_attr="first_contacts"))


def dependency_row(dependency: Dependency, today: date) -> DependencyRow:
    giver_team = dependency.to_team or (dependency.to_objective.team if dependency.to_objective else None)
    taker_team = dependency.from_team or (dependency.from_objective.team if dependency.from_objective else None)
    words, days = standing(dependency, today)
    harm = dependency.harm  # type: ignore[attr-defined]
    return DependencyRow(
        id=dependency.pk,
        title=dependency.title or sentence_of(dependency),
        giver=side(giver_team, dependency.to_objective),
        taker=side(taker_team, dependency.from_objective),
        giver_team=giver_team,
        taker_team=taker_team,
        owner=answers_for(dependency),
        needed_by=dependency.needed_by,
        words=words,
        days=days,
        promised_by=dependency.promised_by,
        mark="ended" if dependency.state in ENDED else MARKS[harm],
        tone=TONES.get(harm, ""),
        kind=dependency.get_kind_display(),
        is_link=dependency.kind in LINKS,
        expected_on=forecast.expected_on if words == "slipping" and (forecast := forecast_of(dependency)) else None,
    )


ENDED = (DependencyState.DECLINED, DependencyState.WITHDRAWN)


# A dependency without a title of its own is known by its two sides.
SENTENCES = {
    DependencyKind.WORK: "{} needs work from {}",
    DependencyKind.REVIEW: "{} needs a review from {}",
    DependencyKind.DECISION: "{} needs {an_decision} from {}",
    DependencyKind.SUPPORT: "{} needs support from {}",
    DependencyKind.BLOCKED_BY: "{} is blocked by {}",
    DependencyKind.RELATES_TO: "{} relates to {}",
    DependencyKind.CONTINUES: "{} continues {}",
    DependencyKind.SUPERSEDES: "{} supersedes {}",
}
LINKS = {DependencyKind.RELATES_TO, DependencyKind.CONTINUES, DependencyKind.SUPERSEDES}  # nobody waits for these


def sentence_of(dependency: Dependency) -> str:
    taker = dependency.from_objective or dependency.from_team
    giver = dependency.to_objective or dependency.to_team
    return SENTENCES[DependencyKind(dependency.kind)].format(taker, giver, **own_words())


def side(team: Team | None, objective: Objective | None) -> str:
    """The name of one side: its team, or the objective where no team is known."""
    return team.name if team else objective.title if objective else ""


def answers_for(dependency: Dependency) -> Person | None:
    """Who owes it: the owner named for it, the first contact, or the owner of the objective that is needed."""
    contacts: Sequence[DependencyContact] = getattr(dependency, "first_contacts", [])
    named: Person | None = dependency.to_owner or (contacts[0].person if contacts else None)
    if named:
        return named
    return dependency.to_objective.owner if dependency.to_objective else None


def standing(dependency: Dependency, today: date) -> tuple[str, int | None]:
    """How it stands, as a word for the template, with the days that it is late or has waited."""
    state = dependency.state
    due = dependency.promised_by or dependency.needed_by
    if state in PROMISED and due and due < today:
        return "late", (today - due).days
    if state in UNANSWERED:
        asked = dependency.requested_on
        return ("talks" if state == DependencyState.NEGOTIATING else "unanswered"), (today - asked).days if asked else None
    if state in OPEN_STATES:
        promised, needed, forecast = dependency.promised_by, dependency.needed_by, forecast_of(dependency)
        if forecast and forecast.slip_days:
            return "slipping", forecast.slip_days
        return ("slipping" if promised and needed and promised > needed else "agreed"), None
    return state or "unstated", None


def forecast_of(dependency: Dependency) -> DependencyForecast | None:
    """When it will be there, as reckoned last; none for what is over, or was not reckoned yet."""
    forecast: DependencyForecast | None = getattr(dependency, "forecast", None)
    return forecast
