"""The course of each decision of the last half year, put together from the logbook, or from its dates where there are no lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import JSONObject

from accountability.models import Commitment, CommitmentState
from decisions.measures import (
    ASKED,
    BEGUN,
    DECIDED,
    DROPPED,
    HANDED_OVER,
    RECONSIDERED,
    REOPENED,
    TOLD,
    UNDONE_WITHIN,
    WEEKS,
    Mark,
    Round,
    Window,
    rounds_of,
)
from decisions.models import (
    UNDECIDED,
    Answer,
    Decision,
    DecisionCommitment,
    DecisionReview,
    DecisionRole,
    DecisionState,
    DecisionTeam,
    Door,
    Hearing,
    Part,
    Supersession,
)
from notifications.hours import zone_called
from notifications.models import Comment
from organizations.models import Event, Membership, Team
from organizations.models.teams import INSIDE, LEADS

LABEL = "decisions.Decision"
BACK = timedelta(weeks=WEEKS)
MOST = 3_000
WHAT = {
    "decision.asked": ASKED,
    "decision.handed_over": HANDED_OVER,
    "decision.decided": DECIDED,
    "decision.reopened": REOPENED,
    "decision.withdrawn": DROPPED,
    "decision.taken_back": DROPPED,
}
DROPPED_STATES = {DecisionState.WITHDRAWN}
RECORDED, SUPERSEDED, ANSWERED = "decision.recorded", "decision.superseded", "decision.answered"
STARTED = ("commitment.started", "commitment.finished")


@dataclass(slots=True)
class Course:
    """One decision from end to end."""

    decision: Decision
    zone: ZoneInfo
    rounds: list[Round] = field(default_factory=list)
    decided_on: date | None = None  # its first answer
    undone_on: date | None = None  # reopened without new evidence, or superseded
    is_recorded: bool = False  # logged as it was made: nobody waited for it
    parts: int = 0  # people with a part in it
    decider: str = ""
    decider_id: int | None = None
    promised: int = 0
    kept: int = 0
    reviews: list[DecisionReview] = field(default_factory=list)

    @property
    def is_local(self) -> bool:
        """Decided by a team, and not by the organization as a whole."""
        return bool(self.decision.team_id and not self.decision.is_top)  # type: ignore[attr-defined]

    @property
    def door(self) -> str:
        return str(Door(self.decision.door).label) if self.decision.door else "Not stated"


def courses_of(now: datetime, today: date) -> list[Course]:
    """Whatever was asked, decided, due or looked at again in the last weeks, and what is open; eight queries."""
    found = list(in_scope(today))
    ids = [decision.pk for decision in found]
    follow_ups = by_decision(DecisionCommitment.objects.filter(decision__in=ids).select_related("commitment"))
    lines = lines_about(ids, [link.commitment_id for links in follow_ups.values() for link in links])
    roles, spoken = by_decision(DecisionRole.objects.filter(decision__in=ids).select_related("person")), spoken_on(ids)
    teams = members_of(ids)
    reviews = by_decision(DecisionReview.objects.filter(decision__in=ids).order_by("on", "id"))
    courses = []
    for decision in found:
        course = Course(decision, zone_called(decision.lead_zone or decision.organization.timezone))
        links = follow_ups[decision.pk]
        course.promised, course.kept = len(links), sum(link.commitment.state == CommitmentState.DONE for link in links)
        course.parts = len({role.person_id for role in roles[decision.pk]})
        for role in roles[decision.pk]:
            if role.part == Part.DECIDER:
                course.decider, course.decider_id = role.person.name, role.person_id
        course.reviews = reviews[decision.pk]
        parties = [{role.person_id} for role in roles[decision.pk] if role.part == Part.CONTRIBUTOR] + teams[decision.pk]
        events = lines[LABEL, decision.pk]
        said = first_words(spoken[decision.pk], events)
        inputs = [first_of(said, party) for party in parties]
        fill(course, events, begun(links, lines, course.zone), inputs)
        courses.append(course)
    return courses


def in_scope(today: date) -> Any:
    """With the clock of the team's lead, whether the team is the top one, and when it was superseded."""
    since = today - BACK - UNDONE_WITHIN
    lately = Event.objects.filter(about_type=LABEL, at__date__gte=since, name__in=[*WHAT, RECORDED]).values("about_id")
    leads = Membership.objects.filter(LEADS, team=OuterRef("team")).exclude(person__timezone="").order_by("id")
    successor = Supersession.objects.filter(superseded=OuterRef("pk")).order_by("decision__decided_on")
    below = Team.objects.filter(parent=OuterRef("team"))
    of_late = Q(decided_on__gte=since) | Q(need_by__gte=since) | Q(review_on__gte=since) | Q(state__in=UNDECIDED)
    found = Decision.objects.filter(of_late | Q(pk__in=lately)).select_related("team", "organization")
    silent = Answer.objects.filter(hearing=OuterRef("pk"), answered_at=None)
    asked = Hearing.of_others().filter(decision=OuterRef("pk")).order_by("id")
    facts = JSONObject(pk="pk", opened="opened_at", closes="closes_on", closed="closed_at", waits=Exists(silent))
    return found.annotate(
        asked=ArraySubquery(asked.values(facts=facts)),
        lead_zone=Subquery(leads.values("person__timezone")[:1]),
        is_top=Case(When(team__parent=None, then=Exists(below)), default=Value(False)),
        superseded_on=Subquery(successor.values("decision__decided_on")[:1]),
    ).order_by(F("proposed_on").desc(nulls_last=True), "-id")[:MOST]


def by_decision(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.decision_id].append(row)
    return found


def lines_about(decisions: list[int], commitments: list[int]) -> dict[tuple[str, int], list[Event]]:
    """What the logbook says of the decisions and of what was promised to follow, oldest first; one query."""
    label = Commitment._meta.label
    names = [*WHAT, RECORDED, SUPERSEDED, ANSWERED]
    about = Q(about_type=LABEL, about_id__in=decisions, name__in=names)
    about |= Q(about_type=label, about_id__in=commitments, name__in=STARTED)
    found: dict[tuple[str, int], list[Event]] = defaultdict(list)
    for event in Event.objects.filter(about).order_by("at", "id"):
        found[event.about_type, event.about_id].append(event)
    return found


def spoken_on(decisions: list[int]) -> dict[int, dict[int, datetime]]:
    """Decision -> who commented on it, and when first."""
    found: dict[int, dict[int, datetime]] = defaultdict(dict)
    said = Comment.objects.filter(about_type=LABEL, about_id__in=decisions, removed_at=None, author__isnull=False)
    for number, author, at in said.order_by("at", "id").values_list("about_id", "author", "at"):
        found[number].setdefault(author, at)
    return found


def members_of(decisions: list[int]) -> dict[int, list[set[int]]]:
    """Decision -> the people of each team that is to be heard: whoever of them speaks first speaks for it."""
    asked = DecisionTeam.objects.filter(decision__in=decisions).values_list("decision", "team", "team__memberships__person")
    inside = Membership.objects.filter(INSIDE, person=OuterRef("team__memberships__person"), team=OuterRef("team"))
    people: dict[tuple[int, int], set[int]] = defaultdict(set)
    for decision, team, person in asked.filter(Exists(inside)):
        people[decision, team].add(person)
    found: dict[int, list[set[int]]] = defaultdict(list)
    for (decision, _), party in people.items():
        found[decision].append(party)
    return found


def first_words(commented: dict[int, datetime], events: list[Event]) -> dict[int, datetime]:
    """Who spoke, in a comment or as an answer, and when first."""
    found = dict(commented)
    for event in events:
        if event.name == ANSWERED and event.actor_id:
            found[event.actor_id] = min(event.at, found.get(event.actor_id, event.at))
    return found


def windows_of(decision: Decision, events: list[Event]) -> list[Window]:
    """The times in which people were asked; days end where the organization is, whichever clock counts them."""
    zone = zone_called(decision.organization.timezone)
    windows = []
    for asked in decision.asked:  # type: ignore[attr-defined]
        ends = [at_night(date.fromisoformat(asked["closes"]) + timedelta(days=1), zone)]
        ends += [datetime.fromisoformat(asked["closed"])] if asked["closed"] else []
        first: dict[int | None, datetime] = {}
        for event in events:
            if event.name == ANSWERED and event.data.get("hearing") == asked["pk"]:
                first.setdefault(event.actor_id, event.at)
        ends += [max(first.values())] if first and not asked["waits"] else []
        windows.append(Window(datetime.fromisoformat(asked["opened"]), min(ends)))
    return windows


def first_of(spoken: dict[int, datetime], party: set[int]) -> datetime | None:
    return min((at for person, at in spoken.items() if person in party), default=None)


def begun(links: list[Any], lines: dict[tuple[str, int], list[Event]], zone: ZoneInfo) -> list[Mark]:
    """When each follow-up was started or done; of one without a line, the day on which it was done."""
    marks = []
    for link in links:
        events = lines[Commitment._meta.label, link.commitment_id]
        day = link.commitment.completed_on
        if events:
            marks.append(Mark(events[0].at, BEGUN))
        elif day:
            marks.append(Mark(at_night(day, zone), BEGUN))
    return marks


def fill(course: Course, events: list[Event], begun: list[Mark], inputs: list[datetime | None]) -> None:
    """The rounds of a decision, and what is known of it apart from them."""
    decision, zone = course.decision, course.zone
    course.is_recorded = any(event.name == RECORDED for event in events)
    undone = [event.at.astimezone(zone).date() for event in events if is_undoing(event)]
    undone += [decision.superseded_on] if decision.superseded_on else []  # type: ignore[attr-defined]
    course.undone_on = min(undone, default=None)
    if course.is_recorded:
        course.decided_on = events[0].at.astimezone(zone).date() if decision.state not in DROPPED_STATES else None
        events = events[1:]
    course.rounds = rounds_of(
        [*marks_of(decision, events, course), *begun], zone, inputs=inputs, windows=windows_of(decision, events)
    )
    if decision.state in DROPPED_STATES and course.rounds and course.rounds[-1].decided is None:
        course.rounds.pop()
    first = next((one.decided for one in course.rounds if one.decided), None)
    course.decided_on = course.decided_on or (first.astimezone(zone).date() if first else None)


def is_undoing(event: Event) -> bool:
    return event.name == SUPERSEDED or (event.name == "decision.reopened" and event.data.get("because") == RECONSIDERED)


def marks_of(decision: Decision, events: list[Event], course: Course) -> list[Mark]:
    """From the lines; what lies before the first line, as in a bundle, from the dates, each as the beginning of its day."""
    zone = course.zone
    marks = [Mark(event.at, WHAT[event.name], day_of(event.data.get("need_by"))) for event in events if event.name in WHAT]
    first = next((event for event in events if event.name in WHAT), None)
    if not course.is_recorded and (first is None or first.name != "decision.asked"):
        marks += before(decision, first, zone)
    if decision.communicated_on and decision.decided_on and decision.communicated_on > decision.decided_on:
        return [*marks, Mark(at_night(decision.communicated_on, zone), TOLD)]
    told = [Mark(mark.at, TOLD) for mark in marks if mark.what == DECIDED]
    return marks + (told if decision.communicated_on or decision.state in UNDECIDED else told[:-1])


def before(decision: Decision, first: Event | None, zone: ZoneInfo) -> list[Mark]:
    """What the dates say of a decision whose lines begin late, or not at all."""
    is_again = first is not None and first.name == "decision.reopened"
    said = first.data if is_again and first else {}
    asked = day_of(said.get("asked_on")) if is_again else decision.proposed_on
    decided = day_of(said.get("decided_on")) if is_again else decision.decided_on
    if asked is None:
        return []
    marks = [Mark(at_night(asked, zone), ASKED, None if is_again else decision.original_need_by)]
    has_line = first is not None and first.name == "decision.decided"
    return marks if decided is None or has_line else [*marks, Mark(at_night(max(asked, decided), zone), DECIDED)]


def at_night(day: date, zone: ZoneInfo) -> datetime:
    """The beginning of a day, by which days are told apart where no hour is known."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def day_of(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
