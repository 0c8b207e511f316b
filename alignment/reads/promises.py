"""The promises between teams, for all, each pair and each team: counted in the database, divided in `alignment.promises`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Count, DurationField, ExpressionWrapper, F, Max, Q, Sum, Value, When
from django.db.models.functions import Coalesce

from alignment.models import Dependency
from alignment.models.dependencies import OPEN_STATES, DependencyState
from alignment.promises import AGES, AHEAD_DAYS, SLOW_ABOVE, handshake_time, kept_share, unagreed_share
from alignment.reads.dependencies import LINKS, UNANSWERED, is_late
from alignment.reads.ledger import sided
from organizations.listing import Page, page_of

MOST_ANSWERS = 2_000  # of the last year, for the median
WEEKS_BACK = 52
ENDED_WELL = [DependencyState.DELIVERED, DependencyState.ACCEPTED]
DUE = Coalesce("promised_by", "needed_by")  # the day that both agreed to


@dataclass(frozen=True, slots=True)
class PairOfTeams:
    """What one team asked of another, and how it went."""

    giver_id: int
    taker_id: int
    giver: str
    taker: str
    asked: int
    unanswered: int
    open: int
    late: int
    kept: int
    due: int
    gap: int  # days promised after the day they were needed, added up over the open ones

    @property
    def kept_share(self) -> float | None:
        return kept_share(self.kept, self.due)


@dataclass(frozen=True, slots=True)
class TeamPromises:
    """A team from both sides: what it gives and what it gets."""

    id: int
    name: str
    gives: int
    gave_kept: int
    gave_due: int
    gets: int
    got_kept: int
    got_due: int
    unanswered: int
    late: int

    @property
    def reliability(self) -> float | None:
        """Kept on time of what it owed."""
        return kept_share(self.gave_kept, self.gave_due)

    @property
    def got_share(self) -> float | None:
        """Kept on time of what it was owed."""
        return kept_share(self.got_kept, self.got_due)


@dataclass(frozen=True, slots=True)
class Totals:
    """The figures on top; shares run 0 to 1, and are None where nothing, or too little, is known."""

    open: int
    unanswered: int
    ages: list[tuple[str, int]]
    handshake_days: float | None
    answered: int
    unagreed: int
    needed_soon: int
    behind: int  # promised for later than they are needed
    worst_gap: int  # days, of these
    kept: int
    due: int

    @property
    def is_slow(self) -> bool:
        return self.handshake_days is not None and self.handshake_days > SLOW_ABOVE

    @property
    def unagreed_share(self) -> float | None:
        return unagreed_share(self.unagreed, self.needed_soon)

    @property
    def kept_share(self) -> float | None:
        return kept_share(self.kept, self.due)


@dataclass(frozen=True, slots=True)
class Promises:
    """The page."""

    totals: Totals
    teams: Page[TeamPromises]
    pairs: Page[PairOfTeams]


def promises(today: date, page: int) -> Promises:
    """Five queries, whatever the size."""
    return Promises(totals_of(today), teams_of(today), page_of(pair_rows(today), page, pair_of))


def asks(today: date) -> Any:
    """What was asked for, of the last year or still open; links that nobody waits for are left out."""
    since = today - timedelta(weeks=WEEKS_BACK)
    recent = Q(requested_on__gte=since) | Q(state__in=OPEN_STATES) | Q(delivered_on__gte=since)
    return sided(Dependency.objects).exclude(kind__in=LINKS).exclude(state="").filter(recent)


def is_due(today: date) -> Q:
    """Agreed, and its day has come: delivered or not."""
    return Q(state__in=[*ENDED_WELL, DependencyState.AGREED, DependencyState.IN_PROGRESS]) & (
        Q(due_on__lte=today) | Q(state__in=ENDED_WELL)
    )


def is_kept() -> Q:
    return Q(state__in=ENDED_WELL, delivered_on__lte=F("due_on"))


def counted(today: date) -> dict[str, Any]:
    """The columns of a group."""
    days = ExpressionWrapper(F("promised_by") - F("needed_by"), output_field=DurationField())
    behind = Q(state__in=OPEN_STATES, promised_by__gt=F("needed_by"))
    return {
        "n_asked": Count("id"),
        "n_unanswered": Count("id", filter=Q(state__in=UNANSWERED)),
        "n_open": Count("id", filter=Q(state__in=OPEN_STATES)),
        "n_late": Count("id", filter=is_late(today)),
        "n_kept": Count("id", filter=is_kept()),
        "n_due": Count("id", filter=is_due(today)),
        "gap": Sum(Case(When(behind, then=days), default=Value(timedelta(0)), output_field=DurationField())),
    }


NUMBERS = ("n_asked", "n_unanswered", "n_open", "n_late", "n_kept", "n_due", "gap")


def pair_rows(today: date) -> Any:
    """One row for each pair, the most unanswered and late first."""
    rows = asks(today).filter(gives__isnull=False, waits__isnull=False).annotate(due_on=DUE, **names())
    grouped = rows.values("gives", "waits", "giver", "taker").annotate(**counted(today))
    return grouped.annotate(harm=F("n_late") + F("n_unanswered")).order_by("-harm", "-n_open", "giver", "taker", "gives", "waits")


def names() -> dict[str, Any]:
    return {
        "giver": Coalesce("to_team__name", "to_objective__team__name"),
        "taker": Coalesce("from_team__name", "from_objective__team__name"),
    }


def pair_of(row: dict[str, Any]) -> PairOfTeams:
    asked, unanswered, still, late, kept, due = (row[name] for name in NUMBERS[:-1])
    sides = (row["gives"], row["waits"], row["giver"], row["taker"])
    return PairOfTeams(*sides, asked, unanswered, still, late, kept, due, row["gap"].days)


def teams_of(today: date) -> Page[TeamPromises]:
    """Each team from both sides, those that most waits for first; the first fifty."""
    rows = asks(today).filter(gives__isnull=False).annotate(due_on=DUE, **names())
    given = rows.values("gives", "giver").annotate(**counted(today)).order_by("-n_late", "-n_unanswered", "-n_open", "gives")[:51]
    found = list(given)
    ids = [row["gives"] for row in found]
    got = asks(today).filter(waits__in=ids).annotate(due_on=DUE).values("waits").annotate(**counted(today))
    by_team = {row["waits"]: row for row in got}
    return Page([team_of(row, by_team.get(row["gives"])) for row in found[:50]], has_more=len(found) > 50)


def team_of(given: dict[str, Any], got: dict[str, Any] | None) -> TeamPromises:
    return TeamPromises(
        id=given["gives"],
        name=given["giver"],
        gives=given["n_open"],
        gave_kept=given["n_kept"],
        gave_due=given["n_due"],
        gets=got["n_open"] if got else 0,
        got_kept=got["n_kept"] if got else 0,
        got_due=got["n_due"] if got else 0,
        unanswered=given["n_unanswered"],
        late=given["n_late"],
    )


def totals_of(today: date) -> Totals:
    """One query for the counts, and one for the days of the newest answers."""
    soon = Q(state__in=OPEN_STATES, needed_by__gte=today, needed_by__lte=today + timedelta(days=AHEAD_DAYS))
    waiting, behind = Q(state__in=UNANSWERED), Q(state__in=OPEN_STATES, promised_by__gt=F("needed_by"))
    gap = ExpressionWrapper(F("promised_by") - F("needed_by"), output_field=DurationField())
    counts = (
        asks(today)
        .annotate(due_on=DUE)
        .aggregate(
            open=Count("id", filter=Q(state__in=OPEN_STATES)),
            unanswered=Count("id", filter=waiting),
            needed_soon=Count("id", filter=soon),
            unagreed=Count("id", filter=soon & waiting),
            behind=Count("id", filter=behind),
            gap=Max(gap, filter=behind),
            kept=Count("id", filter=is_kept()),
            due=Count("id", filter=is_due(today)),
            **{f"age_{at}": Count("id", filter=waiting & aged) for at, aged in enumerate(brackets(today))},
        )
    )
    ages = [(word, counts.pop(f"age_{at}")) for at, (_, word) in enumerate(AGES)]
    answers = asks(today).filter(requested_on__isnull=False, answered_on__isnull=False).order_by("-answered_on", "-id")
    answered = list(answers.values_list("requested_on", "answered_on")[:MOST_ANSWERS])
    worst = counts.pop("gap")
    return Totals(
        ages=ages,
        handshake_days=handshake_time(answered),
        answered=len(answered),
        worst_gap=worst.days if worst else 0,
        **counts,
    )


def brackets(today: date) -> list[Q]:
    """The conditions of `AGES` on the day that something was asked."""
    found, newest = [], today
    for limit, _ in AGES:
        oldest = today - timedelta(days=limit) if limit is not None else None
        found.append(Q(requested_on__lte=newest) & (Q(requested_on__gte=oldest) if oldest else Q()))
        newest = oldest - timedelta(days=1) if oldest else newest
    return found
