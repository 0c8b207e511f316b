"""Looks: is an objective set up to succeed? Its owner, their authority, what it waits for, its measure and its first step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, Value

from accountability.models import Commitment, Seat
from accountability.reads.fates import has_chart, seats_held
from alignment.models import Dependency, Initiative, KeyResult, Objective
from alignment.models.dependencies import OPEN_STATES, DependencyState
from alignment.models.objectives import KeyResultKind, KeyResultState
from alignment.models.plans import InitiativeState
from organizations.models.people import PersonStatus

UNANSWERED = [DependencyState.REQUESTED, DependencyState.NEGOTIATING]
NO_NUMBER = [KeyResultKind.MILESTONE, KeyResultKind.CHECKLIST]
# The five by the names of the formula, and what is missing without each.
NAMES = {
    "has_owner": "an owner who is here", "has_authority": "a right to decide", "has_answers": "an answer to what it waits for",
    "has_measure": "a number that shows it", "has_milestone": "a first step with a day",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Need:
    """One of the five: what is there, or what is missing and the page on which it is mended."""

    name: str
    is_there: bool
    words: str
    address: str = ""  # the URL name, with `pk` in it where it takes one
    pk: int | None = None
    on: date | None = None


def needs_of(objective: Objective) -> list[Need]:
    """The five of DOMAIN 2.6, in that order; six queries."""
    seats = seats_of(objective)
    return [owner_need(objective, seats), authority_need(objective, seats), waiting_need(objective), *measured(objective)]


def seats_of(objective: Objective) -> list[Seat]:
    """The open seats that its owner holds."""
    if objective.owner_id is None:
        return []
    return list(Seat.objects.filter(pk__in=seats_held(objective.owner_id).values("seat")).order_by("pk"))


def owner_need(objective: Objective, seats: list[Seat]) -> Need:
    owner = objective.owner
    if owner is None:
        return Need("Owner", False, "Nobody owns it", "alignment:objective_edit", objective.pk)
    if owner.status == PersonStatus.INACTIVE:
        return Need("Owner", False, f"{owner.name} has left", "accountability:hand_over", owner.pk)
    if not seats and has_chart():
        return Need("Owner", False, f"{owner.name} holds no seat", "accountability:seats")
    if not seats:  # before a chart is drawn nobody can hold one
        return Need("Owner", True, owner.name, "visibility:person", owner.pk)
    return Need("Owner", True, f"{owner.name}, {seats[0].title}", "accountability:seat", seats[0].pk)


def authority_need(objective: Objective, seats: list[Seat]) -> Need:
    with_rights = next((seat for seat in seats if seat.rights), None)
    if with_rights:
        return Need("Authority", True, with_rights.rights[0], "accountability:seat", with_rights.pk)
    if seats:
        return Need("Authority", False, f"“{seats[0]}” may decide nothing by itself", "accountability:seat", seats[0].pk)
    return Need("Authority", False, "No seat, so no right to decide", "accountability:seats")


def waiting_need(objective: Objective) -> Need:
    needed = Dependency.objects.filter(from_objective=objective, state__in=OPEN_STATES).order_by("needed_by", "pk")
    found = list(needed.values_list("pk", "title", "state")[:50])
    waiting = [(pk, title) for pk, title, state in found if state in UNANSWERED]
    if waiting:
        more = f" and {len(waiting) - 1} more" if len(waiting) > 1 else ""
        title = waiting[0][1] or "A request"
        return Need("Accepted dependencies", False, f"“{title}”{more} not accepted", "alignment:dependency", waiting[0][0])
    return Need("Accepted dependencies", True, f"{len(found)} of {len(found)} accepted" if found else "Waits for nobody")


def measured(objective: Objective) -> list[Need]:
    """A number, and a first step with a day."""
    live = KeyResult.objects.filter(objective=objective).exclude(state=KeyResultState.CANCELLED)
    number = live.exclude(kind__in=NO_NUMBER).order_by("position", "pk").values_list("title", flat=True).first()
    missing = Need("Measure", False, "No number shows it", "alignment:key_result_new", objective.pk)
    first = first_step(objective, live)
    no_step = Need("First milestone", False, "No step has a day", "alignment:initiative_new", objective.pk)
    return [
        Need("Measure", True, number) if number else missing,
        Need("First milestone", True, first[1], on=first[0]) if first else no_step,
    ]


def first_step(objective: Objective, key_results: Any) -> tuple[date, str] | None:
    """The earliest of its milestones, initiatives and promises that have a day."""
    milestones = key_results.filter(kind=KeyResultKind.MILESTONE, due_on__isnull=False)
    steps = Initiative.objects.filter(objective=objective, due_on__isnull=False).exclude(state=InitiativeState.DROPPED)
    promises = Commitment.objects.filter(~Q(state="cancelled"), objective=objective, due_on__isnull=False)
    rows = [found.annotate(n=Value(1)).order_by().values_list("due_on", "title") for found in (milestones, steps, promises)]
    found: tuple[date, str] | None = rows[0].union(*rows[1:], all=True).order_by("due_on", "title").first()
    return found


def conditions() -> dict[str, Any]:
    """The same five of many objectives, as columns of a query: what `needs_of` says of one."""
    here = Q(owner__isnull=False) & ~Q(owner__status=PersonStatus.INACTIVE)
    held, any_seat = seats_held(OuterRef("owner")), Seat.objects.filter(closed_on=None)
    mine = {"objective": OuterRef("pk")}
    live = KeyResult.objects.filter(**mine).exclude(state=KeyResultState.CANCELLED)
    steps = Initiative.objects.filter(**mine, due_on__isnull=False).exclude(state=InitiativeState.DROPPED)
    promises = Commitment.objects.filter(~Q(state="cancelled"), **mine, due_on__isnull=False)
    return {
        "has_owner": here & (Exists(held) | ~Exists(any_seat)),
        "has_authority": Exists(held.filter(seat__rights__len__gt=0)),
        "has_answers": ~Exists(Dependency.objects.filter(from_objective=OuterRef("pk"), state__in=UNANSWERED)),
        "has_measure": Exists(live.exclude(kind__in=NO_NUMBER)),
        "has_milestone": Exists(live.filter(kind=KeyResultKind.MILESTONE, due_on__isnull=False)) | Exists(steps) | Exists(promises),
    }
