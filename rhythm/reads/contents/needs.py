"""Coordination in a meeting: what others wait for from us and what we wait for, unanswered, late, or due in two weeks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q

from alignment.explain import how_long
from alignment.models import Dependency
from alignment.models.dependencies import OPEN_STATES
from alignment.reads.dependencies import LINKS, UNANSWERED, DependencyRow, dependency_row, with_dependency_rows
from alignment.turns import seen_as
from organizations.words import own_words
from rhythm.models import MeetingKind, SegmentKind
from rhythm.reads.candidates import SOON, SOON_ACROSS_TEAMS, sides_of
from rhythm.reads.contents.choices import waiting
from rhythm.reads.contents.rows import MOST, Group, Place, Row, about, put
from rhythm.reads.contents.stuck import stuck

FIGURES = {
    "late": "{} late", "unanswered": "{}, no answer", "talks": "{}, not agreed", "slipping": "slips {}", "agreed": "agreed",
    "delivered": "delivered, to be accepted",
}  # fmt: skip
TONES = {"late": "off", "unanswered": "risk", "at_risk": "risk"}


def dependencies(place: Place) -> dict[str, Any]:
    """Two queries, two for what is stuck, and three more for decisions where no segment of the meeting is for them."""
    today = place.today
    reach = SOON_ACROSS_TEAMS if place.room.meeting.series.kind == MeetingKind.TEAM_SYNC else SOON
    open_ones = Dependency.objects.filter(sides_of(place.scope), state__in=OPEN_STATES).exclude(kind__in=LINKS)
    shown = Q(state__in=UNANSWERED) | Q(state="delivered") | due_until(today + reach) | Q(pk__in=place.ids_about(Dependency))
    rows = [read(place, one) for one in with_dependency_rows(open_ones.filter(shown), today)[: MOST * 2]]
    calm_count = open_ones.exclude(shown).count()
    inbound = [row for row in rows if row.more["is_ours"]]
    outbound = [row for row in rows if not row.more["is_ours"]]
    across = place.scope.teams is None
    groups = [
        stuck(place),
        grouped(place, "Others wait for us" if not across else "Between teams", inbound if not across else rows),
        grouped(place, "We wait for others", outbound if not across else []),
    ]
    has_decisions = any(line.segment.kind == SegmentKind.DECISIONS for line in place.room.segments)
    groups += [] if has_decisions else [waiting(place, f"{own_words()['Decisions']} that wait")]
    more = own_words()["dependency" if calm_count == 1 else "dependencies"]
    return {
        "groups": [group for group in groups if group.rows],
        "calm": f"{calm_count:,} {more} due later, not read out" if calm_count else "",
        "clear": "Nobody waits for us, and we wait for nobody.",
    }


def due_until(day: Any) -> Q:
    """By the day that was promised, else by the day that it is needed; what is late is due as well."""
    return Q(promised_by__lte=day) | Q(promised_by=None, needed_by__lte=day)


def grouped(place: Place, heading: str, rows: list[Row]) -> Group:
    return Group(heading, rows[:MOST], max(0, len(rows) - MOST), page="alignment:dependencies", asks=place.team_asks)


def read(place: Place, dependency: Dependency) -> Row:
    line = dependency_row(dependency, place.today)
    giver = line.giver_team.pk if line.giver_team else None
    return put(
        place,
        Row(
            about=about(dependency),
            title=line.title,
            mark=line.mark,
            figure=figure_of(line),
            tone={"late": "off", "unanswered": "risk", "at_risk": "risk"}.get(line.mark, ""),
            words=f"{line.giver} for {line.taker}",
            who=line.owner,
            has_owner=False,
            page="alignment:dependency",
            pk=dependency.pk,
            more={
                "is_ours": place.scope.gives(giver, line.owner.pk if line.owner else None),
                "needed_by": line.needed_by,
                "promised_by": line.promised_by,
                "day": line.promised_by or line.needed_by,
                "state": dependency.state,
                "seen": seen_as(dependency.state, dependency.needed_by, dependency.promised_by),
                "is_soon": bool(line.needed_by and line.needed_by <= place.today + timedelta(days=7)),
            },
        ),
    )


def figure_of(line: DependencyRow) -> str:
    days = "" if line.days is None else how_long(line.days)
    return FIGURES.get(line.words, line.words).format(days).strip(" ,")
