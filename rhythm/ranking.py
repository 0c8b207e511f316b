"""What belongs on an agenda, in which order and why: rules over facts, each explained in words; pure and deterministic.

A rule has a base, a thousand apart; how grave a case is counts up to 999 and never lifts it past the next rule. What was carried
over goes up one rule for each time, three at most, so that it is not put off for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

from alignment.explain import how_long

HAND = "by_hand"
CARRIED = "carried"
STEP = 1_000
# rule -> (base, the kinds of segments where it belongs, the best first)
RULES: dict[str, tuple[int, tuple[str, ...]]] = {
    HAND: (20_000, ()),
    "dependency_refused": (12_000, ("dependencies", "risks")),
    "decision_overdue": (11_000, ("decisions", "dependencies")),
    "blocker_late": (10_000, ("dependencies", "triage")),
    "contradicted_green": (10_000, ("priorities",)),
    "dependency_late": (10_000, ("dependencies", "risks")),
    "commitment_broken": (9_000, ("commitments",)),
    "off_track": (9_000, ("priorities",)),
    "dependency_unanswered": (9_000, ("dependencies", "risks")),
    "blocker_open": (8_000, ("dependencies", "triage")),
    "decision_waiting": (8_000, ("decisions", "dependencies")),
    "at_risk": (8_000, ("priorities",)),
    "dependency_slipping": (7_000, ("dependencies", "risks")),
    "no_update": (7_000, ("priorities",)),
    "risk_unowned": (6_000, ("risks", "triage")),
    "dependency_due": (5_000, ("dependencies",)),
    "risk_undecided": (4_000, ("risks",)),
    "review_due": (4_000, ("decisions",)),
    "ended": (3_000, ("lessons",)),
    "issue": (3_000, ("issues", "triage")),
    CARRIED: (2_000, ("issues", "triage", "talk")),
}
KINDS_OF_FACTS = {
    "objectives": ("priorities",),
    "dependencies": ("dependencies", "risks"),
    "decisions": ("decisions", "dependencies"),
    "blockers": ("dependencies", "triage"),
    "commitments": ("commitments",),
    "risks": ("risks", "triage"),
    "issues": ("issues", "triage"),
    "ended": ("lessons",),
}
MOST_TIMES = 3
# Minutes that an item takes at least; so many of them fit into a segment.
EACH = {"issues": 8, "decisions": 5, "lessons": 3, "risks": 2}
MOST_WAITING = 12  # issues that stand on the agenda without minutes of their own, for the room to vote up


@dataclass(frozen=True, slots=True)
class Facts:
    """Something that may need the group; `about` is the label of its model."""

    about: ClassVar[str] = ""
    id: int
    title: str


@dataclass(frozen=True, slots=True)
class ObjectiveFacts(Facts):
    about: ClassVar[str] = "alignment.Objective"
    status: str
    is_contradicted: bool
    days: int  # since its status is what it is
    cause: str  # the first reason, or what speaks against it, as a clause
    is_ours: bool = True  # the group's own, not of a team below


@dataclass(frozen=True, slots=True)
class DependencyFacts(Facts):
    """`standing` is late, slipping, agreed, unanswered, talks or declined; days belong to it: late by, slips by, waits for."""

    about: ClassVar[str] = "alignment.Dependency"
    standing: str
    days: int | None
    giver: str
    taker: str
    we_give: bool
    due_in: int | None = None


@dataclass(frozen=True, slots=True)
class DecisionFacts(Facts):
    about: ClassVar[str] = "decisions.Decision"
    waits: int | None = None  # days since it was asked for
    due_in: int | None = None  # days until it is needed; negative: past
    holds_up: int = 0
    decider: str = ""
    review_in: int | None = None  # set where it was decided and is to be looked at again


@dataclass(frozen=True, slots=True)
class BlockerFacts(Facts):
    about: ClassVar[str] = "decisions.Blocker"
    stuck: str  # what cannot go on
    days: int  # working days
    owner: str
    we_clear: bool  # somebody of the group can
    late: int | None = None  # days past the day that was named; negative: still to come


@dataclass(frozen=True, slots=True)
class CommitmentFacts(Facts):
    about: ClassVar[str] = "accountability.Commitment"
    late: int
    owner: str
    was_moved: bool = False


@dataclass(frozen=True, slots=True)
class RiskFacts(Facts):
    about: ClassVar[str] = "alignment.Risk"
    has_owner: bool
    exposure: int | None


@dataclass(frozen=True, slots=True)
class IssueFacts(Facts):
    about: ClassVar[str] = "rhythm.Issue"
    age: int | None = None
    weight: int | None = None  # likelihood times impact, 1 to 25
    votes: int = 0
    came_back: bool = False


@dataclass(frozen=True, slots=True)
class EndedFacts(Facts):
    """An objective that has ended, for the lessons of it."""

    about: ClassVar[str] = "alignment.Objective"
    was_reached: bool
    days: int


@dataclass(frozen=True, slots=True)
class Carried:
    """An item that an earlier meeting did not finish."""

    item: int
    on: date
    times: int = 1


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its rule, its place and the reason in words."""

    about: str
    id: int
    title: str
    rule: str
    rank: int
    why: str
    carried: Carried | None = None
    segment_before: str = ""  # the kind that it stood in, where it is about nothing but itself

    @property
    def homes(self) -> tuple[str, ...]:
        first = (self.segment_before,) if self.segment_before else ()
        return (*first, *RULES[self.rule][1])


def ranked(facts: Iterable[Facts], carried: Mapping[tuple[str, int], Carried]) -> list[Ranked]:
    """What of these needs the group, the most urgent first; among equals by model and number, so that it is always the same."""
    judged = (judge(one) for one in facts)
    found = [with_carried(one, carried.get((one.about, one.id))) for one in judged if one]
    return sorted(found, key=lambda one: (-one.rank, one.about, one.id))


def with_carried(one: Ranked, carried: Carried | None) -> Ranked:
    if carried is None:
        return one
    why = f"Carried over{times_in_words(carried.times)} from {on_day(carried.on)}. {one.why}"
    return replace(one, rank=one.rank + STEP * min(carried.times, MOST_TIMES), why=why[:500], carried=carried)


def times_in_words(times: int) -> str:
    return "" if times < 2 else " twice, last" if times == 2 else f" {times} times, last"


def on_day(day: date) -> str:
    return f"{day.day} {day:%b}"


def verdict(facts: Facts, rule: str, grave: float, why: str) -> Ranked:
    words = why[:1].upper() + why[1:]
    return Ranked(facts.about, facts.id, facts.title, rule, RULES[rule][0] + min(STEP - 1, max(0, round(grave))), words)


def judge(facts: Facts) -> Ranked | None:
    """The rule that applies to it, or none: then it does not need the group."""
    return JUDGES[type(facts)](facts)


def judge_objective(one: ObjectiveFacts) -> Ranked | None:
    grave = min(one.days, 365) + (500 if one.is_ours else 0)
    if one.is_contradicted:
        return verdict(one, "contradicted_green", grave, f"Says on track; {one.cause or 'its evidence disagrees'}")
    if one.status not in ("off_track", "at_risk", "no_update"):
        return None
    if one.status == "no_update":
        return verdict(one, "no_update", grave, one.cause or f"No news for {how_long(one.days)}")
    word = one.status.replace("_", " ")
    since = f", {how_long(one.days)}" if one.days else " since today"
    return verdict(one, one.status, grave, f"{word}{since}{f': {one.cause}' if one.cause else ''}")


def judge_dependency(one: DependencyFacts) -> Ranked | None:
    days = one.days or 0
    long = f", {how_long(days)}" if one.days is not None else ""
    if one.standing == "declined":
        said = f"We said no to {one.taker}" if one.we_give else f"{one.giver} has said no"
        return verdict(one, "dependency_refused", 60 - days, f"{said}{long and f', {how_long(days)} ago'}")
    if one.standing == "late":
        said = f"{one.taker} waits for us" if one.we_give else f"{one.giver} has not delivered it"
        return verdict(one, "dependency_late", days, f"{said}{long} late")
    if one.standing in ("unanswered", "talks"):
        said = f"{one.taker} waits for our answer" if one.we_give else f"{one.giver} has not accepted it"
        pressing = 300 if one.due_in is not None and one.due_in < 0 else 0
        past = f", needed {how_long(-one.due_in)} ago" if one.due_in is not None and one.due_in < 0 else ""
        return verdict(one, "dependency_unanswered", days + pressing, f"{said}{long}{past}")
    if one.standing == "slipping":
        return verdict(one, "dependency_slipping", days, f"Comes {how_long(days)} after {one.taker} needs it, from {one.giver}")
    if one.due_in is not None and 0 <= one.due_in <= DUE_SOON:
        said = f"{one.taker} gets it" if one.we_give else f"{one.giver} delivers it"
        return verdict(one, "dependency_due", 30 - one.due_in, f"{said} {in_days(one.due_in)}")
    return None


DUE_SOON = 21  # what a candidate query lets in at most; a weekly asks for two weeks, a sync of team leads for three
LONG_WAIT = 5  # days from which an open decision is read out


def in_days(days: int) -> str:
    return "today" if days == 0 else "tomorrow" if days == 1 else f"in {how_long(days)}"


def judge_decision(one: DecisionFacts) -> Ranked | None:
    held = f", holds up {one.holds_up} {'team' if one.holds_up == 1 else 'teams'}" if one.holds_up else ""
    grave = 100 * min(one.holds_up, 5)
    if one.review_in is not None:
        due = f"{how_long(-one.review_in)} ago" if one.review_in < 0 else in_days(one.review_in)
        return verdict(one, "review_due", 100 - one.review_in, f"To be looked at again, due {due}")
    if one.due_in is not None and one.due_in < 0:
        return verdict(one, "decision_overdue", grave - one.due_in, f"Past its day by {how_long(-one.due_in)}{held}")
    on = f" on {one.decider}" if one.decider else ", nobody decides it"
    if (one.waits or 0) > LONG_WAIT or held or (one.due_in is not None and one.due_in <= 7):
        since = f"Waits{on}, {how_long(one.waits)}" if one.waits else f"Waits{on}"
        needed = f", needed {in_days(one.due_in)}" if one.due_in is not None and one.due_in <= 7 else ""
        return verdict(one, "decision_waiting", grave + (one.waits or 0), f"{since}{needed}{held}")
    return None


def judge_blocker(one: BlockerFacts) -> Ranked | None:
    """What somebody here can clear comes before what is cleared elsewhere."""
    grave = one.days + (300 if one.we_clear else 0)
    long = f" {working(one.days)}" if one.days else " since today"
    if one.late is not None and one.late > 0:
        said = f"{one.owner} was to clear it {how_long(one.late)} ago; “{one.stuck}” is stuck{long}"
        return verdict(one, "blocker_late", grave, said)
    by = f" {in_days(-one.late)}" if one.late is not None else ", no day is named"
    return verdict(one, "blocker_open", grave, f"Stuck{long}: “{one.stuck}”; {one.owner} clears it{by}")


def working(days: int) -> str:
    return f"{days} working day{'' if days == 1 else 's'}"


def judge_commitment(one: CommitmentFacts) -> Ranked | None:
    if one.late <= 0:
        return None
    who = f"{one.owner} promised it" if one.owner else "Nobody owns it"
    moved = ", moved before" if one.was_moved else ""
    return verdict(one, "commitment_broken", one.late, f"{who}, {how_long(one.late)} past its day{moved}")


def judge_risk(one: RiskFacts) -> Ranked | None:
    of = f", {one.exposure} of 25" if one.exposure else ""
    if not one.has_owner:
        return verdict(one, "risk_unowned", 30 * (one.exposure or 1), f"Nobody owns this risk{of}")
    return verdict(one, "risk_undecided", 30 * (one.exposure or 1), f"Nobody has said what is done with this risk{of}")


def judge_issue(one: IssueFacts) -> Ranked | None:
    """Votes first: one vote weighs more than all of age and weight."""
    said = [f"{one.votes} vote{'' if one.votes == 1 else 's'}"] if one.votes else []
    said += ["solved before, and back"] if one.came_back else []
    said += [f"open {how_long(one.age)}" if one.age else "raised today"] if one.age is not None else []
    said += [f"weight {one.weight} of 25"] if one.weight else []
    grave = 20 * (one.weight or 0) + min(one.age or 0, 365) + (100 if one.came_back else 0)
    judged = verdict(one, "issue", grave, ", ".join(said) or "On the issue list")
    return replace(judged, rank=judged.rank + STEP * one.votes)


def judge_ended(one: EndedFacts) -> Ranked | None:
    how = "Reached" if one.was_reached else "Missed"
    ask = "what would we do again" if one.was_reached else "what did it teach us"
    return verdict(one, "ended", (0 if one.was_reached else 500) + 400 - one.days, f"{how} {ago(one.days)}: {ask}?")


def ago(days: int) -> str:
    return "today" if days <= 0 else f"{how_long(days)} ago"


JUDGES: dict[type[Facts], Callable[[Any], Ranked | None]] = {
    ObjectiveFacts: judge_objective,
    DependencyFacts: judge_dependency,
    DecisionFacts: judge_decision,
    BlockerFacts: judge_blocker,
    CommitmentFacts: judge_commitment,
    RiskFacts: judge_risk,
    IssueFacts: judge_issue,
    EndedFacts: judge_ended,
}


@dataclass(frozen=True, slots=True)
class Slot:
    """A segment to be filled: its kind, its minutes, and how many items somebody put into it by hand."""

    kind: str
    minutes: int
    by_hand: int = 0

    @property
    def room(self) -> int:
        """How many more items it has time for; one at least where nobody has put anything."""
        fits = max(1, self.minutes // EACH.get(self.kind, 1))
        return max(0, fits - self.by_hand)


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in a segment, what waits in it without minutes, and what there was no time for."""

    items: list[Ranked]
    waiting: list[Ranked]
    beyond: list[Ranked]


def arranged(candidates: Collection[Ranked], slots: list[Slot]) -> list[Filled]:
    """Each candidate to the first segment where it belongs and that has time; the rest is kept beside it, never lost."""
    filled = [Filled([], [], []) for _ in slots]
    for one in candidates:
        at = home_of(one, slots, filled)
        if at is None:
            continue  # this kind of meeting does not ask for it
        here, slot = filled[at], slots[at]
        if len(here.items) < slot.room:
            here.items.append(one)
        elif slot.kind == "issues" and len(here.waiting) < MOST_WAITING:
            here.waiting.append(one)
        else:
            here.beyond.append(one)
    return filled


def home_of(one: Ranked, slots: list[Slot], filled: list[Filled]) -> int | None:
    """The place of its segment: of the kind it belongs to most, the first with time left, else the first."""
    for kind in one.homes:
        places = [at for at, slot in enumerate(slots) if slot.kind == kind]
        if places:
            return next((at for at in places if len(filled[at].items) < slots[at].room), places[0])
    return None


def allotted(minutes: int, count: int, taken: int = 0) -> list[int]:
    """The minutes of each of `count` items so that they fit what others have left of the segment; the first get the odd ones."""
    left = minutes - taken
    count_with_time = min(count, max(0, left))
    if not count_with_time:
        return [0] * count
    each, odd = divmod(left, count_with_time)
    return [each + (at < odd) for at in range(count_with_time)] + [0] * (count - count_with_time)


def wanted_facts(kinds: Collection[str]) -> set[str]:
    """Which facts this agenda has a segment for: only those are looked for."""
    return {name for name, homes in KINDS_OF_FACTS.items() if set(homes) & set(kinds)}
