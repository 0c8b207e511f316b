"""The agendas in the box, one or two for each kind of meeting, and how one is fitted to another length; pure.

Minutes are defaults: each series may have its own. A segment's kind says what it shows (`SegmentKind`, here as plain strings).
"Pacing" is one movement in two segments, since numbers and priorities are read on screens of their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rhythm.days import days_of, on_days

DAY_NAMED = re.compile(r"^Day \d: ")
COMPACT_UP_TO = 75  # minutes; a weekly that is longer begins with the full agenda


@dataclass(frozen=True, slots=True)
class Part:
    """A segment: what it shows, its minutes, what it is for and what comes out of it."""

    kind: str
    title: str
    minutes: int
    purpose: str


@dataclass(frozen=True, slots=True)
class Box:
    """An agenda to begin with; `key` names it in forms."""

    key: str
    kind: str
    name: str
    parts: tuple[Part, ...]

    @property
    def minutes(self) -> int:
        return length_of(self.parts)


def length_of(parts: Sequence[Part]) -> int:
    return sum(part.minutes for part in parts)


def weekly(*minutes: int) -> tuple[Part, ...]:
    """The eight movements; the full and the compact weekly differ in minutes only."""
    wins, conditions, numbers, priorities, promises, coordination, triage, act, close = minutes
    return (
        Part("wins", "Wins", wins, "One win each, and whom to thank. Out: wins."),
        Part("headlines", "Conditions", conditions, "Customers, people, market: one sentence each, no talk. Out: issues."),
        Part("scorecard", "Pacing: scorecard", numbers, "Numbers off goal, no debate. Out: what is off becomes an issue."),
        Part("priorities", "Pacing: priorities", priorities, "Only what is not on track, no debate. Out: issues."),
        Part("commitments", "Commitments", promises, "Done, re-scoped or dropped, one click each. Out: none open by accident."),
        Part(
            "dependencies", "Coordination", coordination,
            "What we wait for and what others wait for, the next two weeks; decisions that wait. Out: answers and days.",
        ),
        Part("triage", "Triage", triage, "Vote, pick the top three, park or pass on the rest. Out: a ranked list."),
        Part("issues", "ACT", act, "Assess, collaborate, take action, one issue at a time. Out: a decision, an owner, a day."),
        Part("close", "Next stage", close, "Read back what was decided and promised, what others must hear, rate. Out: the recap."),
    )  # fmt: skip


TEAM_SYNC = (
    Part("headlines", "Changes that affect others", 8, "What moved in one team and touches another. Out: everybody knows."),
    Part("dependencies", "Dependency board", 12, "Requests and days of the next three weeks. Out: answers and new days."),
    Part("issues", "Escalations", 7, "What two teams cannot settle alone. Out: a decision, or who decides until when."),
    Part("close", "Messages", 3, "What each lead takes back to their team. Out: messages."),
)
HUDDLE = (
    Part("headlines", "News", 2, "What changed since yesterday, one line each."),
    Part("talk", "Today's one thing and number", 5, "The one thing each of us finishes today, and the day's number."),
    Part("triage", "Stuck", 3, "Where somebody is stuck; yesterday's first. Out: an issue or a request to a team."),
)
MONTHLY = (
    Part("lessons", "Wins and lessons", 10, "What worked, and what ended this month has taught us. Out: lessons."),
    Part("priorities", "Goal health and forecast", 15, "What is off pace, and where it will end. Out: adjusted forecasts."),
    Part("commitments", "Drift and work-to-priority audit", 15, "Is what we promised what we said matters? Out: what stops."),
    Part("risks", "Risks and dependencies", 10, "Resolved, owned, accepted or mitigated. Out: every risk has an owner."),
    Part("decisions", "Decisions and their reviews", 25, "What is due, and whether the last ones held. Out: one decision or more."),
    Part("talk", "Resource moves", 10, "Who or what moves to where it counts more. Out: moves with a day."),
    Part("close", "Close and messages", 5, "Read back, what others must hear, rate. Out: the recap."),
)
QUARTERLY = (
    Part("talk", "Opening", 30, "Best news, what is not working, what each expects of today."),
    Part("lessons", "Look back", 60, "Grades, what was promised and reached, what the quarter has taught us. Out: lessons."),
    Part("talk", "Strategy page", 45, "Reaffirm or amend it, check its assumptions. Out: a new version, or none needed."),
    Part("priorities", "Company priorities", 75, "Keep, kill, combine: seven at most. Out: an owner and what done means for each."),
    Part("talk", "Team priorities and alignment", 45, "What serves nothing, what is done twice, who carries too much."),
    Part("dependencies", "Dependency handshakes", 45, "Every request has a yes with a day, or a no. Out: agreed dependencies."),
    Part("risks", "Premortem and risks", 30, "It has failed: why? Out: risks resolved, owned, accepted or mitigated."),
    Part("issues", "ACT on the top issues", 45, "Assess, collaborate, take action, one at a time. Out: decisions with owners."),
    Part("close", "Confidence vote and close", 15, "One to five; a one or two speaks. Rate. Out: locked priorities, messages."),
)  # fmt: skip
ANNUAL = (
    Part("lessons", "Day 1: the year in review", 90, "What was reached, what was not, and what it has taught us. Out: lessons."),
    Part("talk", "Day 1: team health and trust", 90, "How we work with each other. Out: what we change."),
    Part("talk", "Day 1: where we stand", 60, "The maturity self-assessment beside what is measured. Out: an agreed picture."),
    Part("talk", "Day 1: purpose, values, long-range target", 60, "Reaffirm or amend. Out: a new version of the strategy page."),
    Part("writing", "Day 1: strengths, weaknesses, assumptions", 60, "Everybody writes first. Out: assumptions to watch."),
    Part("talk", "Day 1: the picture in three years", 60, "What is true then that is not true today. Out: five to fifteen lines."),
    Part("priorities", "Day 2: the annual plan", 120, "Three to seven goals, each with an owner and a number. Out: annual goals."),
    Part("talk", "Day 2: budget and capacity", 60, "Does the plan fit the people and the money? Out: what is cut or added."),
    Part("talk", "Day 2: accountability and talent", 60, "Who owns which outcome, where a seat is empty. Out: changes of seats."),
    Part("issues", "Day 2: issues", 90, "Assess, collaborate, take action, one issue at a time. Out: decisions with owners."),
    Part("priorities", "Day 2: first-quarter priorities", 120, "The quarter that begins. Out: priorities."),
    Part("close", "Day 2: commitments and message", 30, "Who does what until when, and what everybody hears. Out: the message."),
)
ONE_TO_ONE = (
    Part("talk", "You", 5, "How are you, before how is it going."),
    Part("wins", "Wins", 5, "What went well, and who saw it."),
    Part("commitments", "Commitments and priorities", 10, "What was promised, what is off pace. Out: done, re-scoped or dropped."),
    Part("issues", "Obstacles, help, decisions", 5, "What is in the way and what would help. Out: who does what."),
    Part("talk", "Growth and feedback", 5, "Both ways. Notes stay with the two of you."),
)  # fmt: skip
CONVERSATION = (
    Part("talk", "Values", 5, "Where we saw them, where not."),
    Part("priorities", "Priorities", 5, "The quarter's, from both sides."),
    Part("talk", "Role", 5, "Is it the right one, and is it clear?"),
    Part("talk", "What works, what does not: you", 15, "Said by one side, heard by the other."),
    Part("talk", "What works, what does not: me", 15, "The other way round. Out: agreed actions only, notes stay private."),
)
AFTER_ACTION = (
    Part("talk", "What was intended", 5, "What should have happened."),
    Part("talk", "What happened", 10, "Facts and times, nobody's fault."),
    Part("writing", "Why", 10, "Everybody writes first. Out: causes."),
    Part("lessons", "Sustain and improve", 15, "What we do again, what we do differently. Out: lessons."),
    Part("close", "Owners", 5, "Every step has an owner and a day. Out: commitments."),
)
DECISION_REVIEW = (
    Part("decisions", "Outcome against forecast", 5, "What we expected, what came."),
    Part("talk", "How we decided", 4, "Who was heard, what we knew, what we left out."),
    Part("lessons", "The lesson", 3, "What we would do again. Out: a lesson."),
    Part("close", "Keep or supersede", 3, "Does it stand? Out: kept, or a new decision is asked for."),
)
PREMORTEM = (
    Part("talk", "It has failed", 2, "Imagine the day on which it is clear that it failed."),
    Part("writing", "Why it failed", 5, "Everybody writes the reasons in silence."),
    Part("talk", "Round by round", 13, "One reason each, until none is left."),
    Part("risks", "Causes become risks", 10, "The likeliest first. Out: risks and commitments with owners."),
)
BOXES = {
    box.key: box
    for box in (
        Box("weekly_90", "weekly", "Weekly, 90 minutes", weekly(5, 5, 5, 10, 5, 10, 5, 40, 5)),
        Box("weekly_60", "weekly", "Weekly, 60 minutes", weekly(3, 2, 4, 6, 5, 5, 5, 25, 5)),
        Box("team_sync", "team_sync", "Team-of-teams sync", TEAM_SYNC),
        Box("huddle", "huddle", "Daily huddle", HUDDLE),
        Box("monthly", "monthly", "Monthly review", MONTHLY),
        Box("quarterly", "quarterly", "Quarterly planning", QUARTERLY),
        Box("annual", "annual", "Annual meeting, two days", ANNUAL),
        Box("one_to_one", "one_to_one", "One-to-one", ONE_TO_ONE),
        Box("conversation", "one_to_one", "Quarterly conversation", CONVERSATION),
        Box("after_action", "after_action", "After-action review", AFTER_ACTION),
        Box("decision_review", "decision_review", "Decision review", DECISION_REVIEW),
        Box("premortem", "premortem", "Premortem", PREMORTEM),
    )
}


def box_of(kind: str, minutes: int | None) -> Box:
    """The box that a series of this kind and length begins with; one whose kind nobody stated begins as a weekly."""
    if kind in ("", "weekly"):
        return BOXES["weekly_60" if minutes and minutes <= COMPACT_UP_TO else "weekly_90"]
    return next(box for box in BOXES.values() if box.kind == kind)


def agenda_for(kind: str, minutes: int | None) -> list[Part]:
    """The agenda in the box, fitted to the series' length; to its own where the series has none."""
    return taken_from(box_of(kind, minutes), minutes)


def taken_from(box: Box, minutes: int | None) -> list[Part]:
    """A box in the length of a meeting; in one of a single day no segment names the day."""
    made = fitted(box.parts, minutes or box.minutes)
    if days_of(minutes or box.minutes) > 1:
        return made
    return [replace(part, title=capital(DAY_NAMED.sub("", part.title))) for part in made]


def capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def squeezed(box: Box, minutes: int | None) -> str:
    """What a length far below the box's own does to its segments, in a sentence; empty where it has half or more."""
    if not minutes or minutes * 2 >= box.minutes:
        return ""
    longest = max(range(len(box.parts)), key=lambda at: (box.parts[at].minutes, -at))
    whole = f"The agenda in the box takes {box.minutes} minutes{on_days(box.minutes)}."
    if minutes < len(box.parts):
        return f"{whole} In {minutes} only its longest segments stay."
    part = taken_from(box, minutes)[longest]
    return (
        f"{whole} In {minutes} its segments are squeezed: “{part.title}” gets {part.minutes} of its {box.parts[longest].minutes}."
    )


def fitted(parts: Sequence[Part], minutes: int) -> list[Part]:
    """The parts in another length: in proportion, each at least a minute, and the sum is the length.

    Where there are more parts than minutes the longest stay.
    """
    if not parts or minutes < 1:
        return []
    if minutes < len(parts):
        longest = sorted(range(len(parts)), key=lambda at: (-parts[at].minutes, at))[:minutes]
        parts = [parts[at] for at in sorted(longest)]
    total = length_of(parts)
    given = [max(1, part.minutes * minutes // total) for part in parts]

    def lacks(at: int) -> int:
        """How much more is its due than what it was given, in parts of a minute."""
        return parts[at].minutes * minutes - given[at] * total

    while (rest := minutes - sum(given)) != 0:
        if rest > 0:
            given[max(range(len(parts)), key=lambda at: (lacks(at), -at))] += 1
        else:
            given[min((at for at in range(len(parts)) if given[at] > 1), key=lambda at: (lacks(at), at))] -= 1
    return [replace(part, minutes=number) for part, number in zip(parts, given, strict=True)]


def against_length(minutes: int, length: int | None) -> str:
    """The sum of an agenda beside the length of the meeting, in words: "4 minutes more than the 60 of the meeting"."""
    if not length:
        return "The meeting has no length of its own"
    if minutes == length:
        return f"Fills the {length} minutes of the meeting"
    apart = abs(minutes - length)
    return f"{apart} minute{'' if apart == 1 else 's'} {'more' if minutes > length else 'less'} than the {length} of the meeting"
