"""The table of rules: for each reason to tell somebody something, which mail carries it, how soon, and how it is turned off."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The four mails; the value is the field of a Preference that turns it off."""

    BRIEFING = "briefing"
    CHECK_INS = "check_ins"
    WAITING = "waiting"
    RECAPS = "recaps"


class Cadence(StrEnum):
    """How soon a mail tells of it, to somebody who has not turned it off."""

    NOW = "now"  # at any hour and whatever the volume: somebody's clock runs, or it is of use only now
    CHOSEN = "chosen"  # as the volume says: as it happens within working hours, else in the daily message
    NEWS = "news"  # never in a mail of its own: further down in the daily message
    MORNING = "morning"  # computed for the daily message from what is still owed at that moment


class Part(StrEnum):
    """What a line is in a daily message."""

    OWED = "owed"  # waits for the reader, and is in My work as long as it does: shown from there, as it stands by then
    NEEDS = "needs"  # waits for the reader, and nothing but the line says so
    NEWS = "news"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table; its name is the reason of the lines that it makes."""

    name: str
    words: str  # what it tells, as the settings say it; `{…}` is the organization's own noun
    part: Part
    cadence: Cadence = Cadence.CHOSEN
    kind: Kind = Kind.WAITING
    urgent: str = ""  # when it is told at once all the same
    is_optional: bool = False  # an organization may turn it off for everybody


def owed(name: str, words: str, cadence: Cadence = Cadence.CHOSEN, urgent: str = "") -> Rule:
    return Rule(name, words, Part.OWED, cadence, urgent=urgent)


def news(name: str, words: str, cadence: Cadence = Cadence.CHOSEN) -> Rule:
    return Rule(name, words, Part.NEWS, cadence)


def reminder(name: str, words: str, cadence: Cadence = Cadence.MORNING, kind: Kind = Kind.WAITING) -> Rule:
    return Rule(name, words, Part.NEEDS, cadence, kind, is_optional=True)


RULES = (
    # Somebody waits for the reader.
    owed("help.waits_on_you", "Somebody asks for your help", Cadence.NOW),
    owed("decision.waits_on_you", "A {decision} waits for you", urgent="when it is needed within a day"),
    owed("decision.asks_for_input", "You are heard before a {decision} is taken"),
    owed("decision.for_your_team", "A {team} of yours is told of a {decision}"),
    owed("decision.has_no_decider", "Whoever was to take a {decision} that you asked for has left"),
    owed("blocker.waits_on_you", "Something is stuck, and you are to clear it", urgent="when it is hoped for within a day"),
    Rule("blocker.has_no_owner", "Whoever was to clear a blocker that you raised has left", Part.NEEDS),
    owed("commitment.waits_on_you", "You are asked for a {commitment}, or offered another day for one"),
    owed("commitment.done_for_you", "What was promised to you is done, and waits for your word"),
    owed("dependency.waits_on_you", "Another {team} asks, offers, delivers or sends back"),
    owed("comment.names_you", "Somebody names you in a comment"),
    owed("strategy_impact.waits_on_you", "You are asked what the strategy means for a {team} of yours"),
    owed("pulse.waits_on_you", "The recall pulse is open"),
    owed("check_in.waits_to_be_read", "A {check_in} waits to be read by you", Cadence.NEWS),
    owed("message.for_your_team", "A meeting has something to say to your {team}"),
    Rule("issue.passed_to_you", "An {issue} is passed on to a {team} of yours", Part.NEEDS),
    Rule("cycle.waits_on_you", "A planning period is open for your {teams}", Part.NEEDS),
    Rule("closing.waits_on_you", "A planning period ends, and yours are to be closed", Part.NEEDS),
    # What the reader asked for, or has a part in, has moved.
    news("commitment.is_yours", "Somebody writes down a {commitment} of yours"),
    news("decision.input_is_in", "Everybody has answered before a {decision} of yours, or the days for it are over"),
    news("decision.put_off", "A {decision} that you asked for or decide, or that your {team} waits for, is put off"),
    news("decision.disagreed", "Somebody disagrees with a {decision} of yours"),
    news("commitment.answered", "Somebody answers to a {commitment} that you asked for, or to the day that you offered"),
    news("commitment.received", "Whoever you promised it to confirms it, or sends it back"),
    news("commitment.moved", "What was promised to you is re-dated or dropped"),
    news("blocker.answered", "Whoever clears a blocker of yours says by when, or hands it on"),
    news("blocker.over", "A blocker of yours is cleared, or is none any more"),
    news("help.answered", "Your call for help is answered"),
    news("help.refused", "Your call for help is refused"),
    news("help.closed", "Your help is not needed any more", Cadence.NEWS),
    news("dependency.agreed", "Another {team} agrees to what you need"),
    news("dependency.declined", "Another {team} declines what you need"),
    news("dependency.slips", "What your side waits for will be late"),
    news("dependency.noted", "A note on a {dependency} of yours"),
    news("strategy_impact.answered", "A {team} says what the strategy means for it"),
    news("strategy.line_taken_out", "Something of yours serves a line that the strategy no longer has"),
    news("absence.you_stand_in", "You stand in for somebody"),
    news("cover.begun", "Somebody hands over to you, or for you"),
    news("cover.returned", "What was lent comes back"),
    news("cover.fell_through", "A hand-over that was planned cannot begin"),
    news("check_in.read", "Your {check_in} is read", Cadence.NEWS),
    news("comment.posted", "A comment where you take part", Cadence.NEWS),
    # Meetings; what a calendar must know is mailed to it beside this, with its calendar part, at once.
    news("meeting.moved", "A meeting is moved", Cadence.NEWS),
    news("meeting.skipped", "A meeting is called off", Cadence.NEWS),
    news("meeting.restored", "A meeting takes place after all", Cadence.NEWS),
    news("meeting.turn", "You facilitate a meeting, or need not any more"),
    news("meeting_series.ended", "A series of meetings ends", Cadence.NEWS),
    Rule("meeting.recap", "The recap of a meeting", Part.NEWS, Cadence.NOW, Kind.RECAPS),
    # Reminders: computed on the morning of the day from what is still owed.
    reminder("check_in.due", "{Check_ins} of yours that are due, on the last working day", kind=Kind.CHECK_INS),
    reminder("commitment.due", "A {commitment} of yours that is due, on the working day before"),
    reminder("decision.due", "A {decision} that you take, on the working day before it is needed, then each week that it is late"),
    reminder("decision.escalated", "A {decision} past its day, of somebody below you on the chart or in a {team} of yours; once"),
    reminder("decision.input_due", "Your answer before a {decision}, on the last working day on which it counts"),
    reminder("blocker.due", "A blocker that you clear, on the working day before its day, then each week that it is late"),
    reminder("blocker.escalated", "A blocker past its day, of somebody below you on the chart or in a {team} of yours; once"),
    reminder("dependency.due", "What one side owes the other, on the working day before, to both"),
    reminder("meeting.prepare", "What a meeting needs of you, on the last morning before it"),
    reminder("huddle.write", "A huddle in writing that waits for your lines, on the last morning before it closes"),
    # The ladder of missed check-ins: each step once.
    reminder("check_in.missed_once", "A {check_in} of yours was missed", Cadence.CHOSEN, Kind.CHECK_INS),
    reminder(
        "check_in.missed_twice",
        "No {check_in} twice on something that you review, or that a {team} of yours carries",
        Cadence.CHOSEN,
    ),
    reminder("check_in.missed_thrice", "No {check_in} three times on something of a {team} below yours", Cadence.CHOSEN),
)
TABLE = {rule.name: rule for rule in RULES}
OTHER = Rule("", "Something that concerns you", Part.NEWS)


def rule_of(reason: str) -> Rule:
    """The rule of a line; a reason may end with the number of what it is about: strategy_impact.waits_on_you.12."""
    return TABLE.get(re.sub(r"\.\d+$", "", reason), OTHER)
