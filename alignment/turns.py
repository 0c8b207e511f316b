"""What either side can say in a handshake, and whose turn it is; a table and pure formulas over it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing to say: the word on its button, and what it asks for."""

    name: str
    heading: str
    button: str
    hint: str = ""
    date: str = ""  # the field of the dependency that the day is for
    date_label: str = ""
    date_ask: str = ""  # the sentence when the day is left out
    words_label: str = ""  # no words are asked for without it
    words_ask: str = ""  # the sentence when they are left out; without it they may be
    asks_owner: bool = False
    limit: int = 1000

    @property
    def is_bare(self) -> bool:
        """A button and nothing to fill in."""
        return not (self.date or self.words_label or self.asks_owner)

    @property
    def moves_something(self) -> bool:
        """Whether others may want to know beforehand what it changes."""
        return bool(self.date or self.asks_owner)


WHEN = "Say by which day you can deliver it."
TURNS = {
    turn.name: turn
    for turn in (
        Turn(
            "agree", "Answer", "Accept", "“We'll look at it” is no answer: say yes with a day, offer another, or say no.",
            date="promised_by", date_label="Promised for", date_ask=WHEN, words_label="What you agree to",
        ),
        Turn("take", "Does that day do?", "Accept that day", "Both sides have then agreed.", words_label="A word to it"),
        Turn(
            "negotiate", "Offer another day", "Offer that day", "The other side says whether that day does.",
            date="promised_by", date_label="We can deliver it by", date_ask=WHEN,
            words_label="Why then", words_ask="Say why, so that the other team can plan.",
        ),
        Turn(
            "move", "Need it on another day", "Ask for that day", "A yes that was given is open again until they answer.",
            date="needed_by", date_label="Needed by", date_ask="Say by which day you need it.",
            words_label="Why then", words_ask="Say why, so that the other team can plan.",
        ),
        Turn(
            "decline", "Say no", "Decline", "What it leaves open becomes a risk of the team that asked.",
            words_label="Why not", words_ask="Say why, so that the other team can plan.",
        ),
        Turn("start", "Begin", "We have started", "They see that it is in work."),
        Turn("deliver", "Is it done?", "Deliver", "They are told, and say whether it will do."),
        Turn("accept", "Does it do?", "Accept delivery"),
        Turn(
            "return", "Not yet", "Send it back", "It is in work again.",
            words_label="What is missing", words_ask="Say what is missing, so that they can finish it.",
        ),
        Turn("nudge", "Remind them", "Nudge", "Once a day at most. Whoever answers for it gets a mail."),
        Turn("withdraw", "No longer needed", "Withdraw", "They stop.", words_label="Why it is not needed any more"),
        Turn("hand_over", "Who answers for it", "Name the owner", "On your side of it.", asks_owner=True),
        Turn(
            "note", "Say something", "Leave a note", "It changes nothing: without a day it is no answer.",
            words_label="Note", words_ask="Write what you want to say.",
        ),
    )
}  # fmt: skip

GIVER, TAKER = "giver", "taker"
# What each side can say in each state, the next thing to do first; "" is of a request that came without a state.
SAYINGS: dict[str, dict[str, list[str]]] = {
    "": {GIVER: ["agree", "negotiate", "decline"], TAKER: ["withdraw"]},
    "requested": {GIVER: ["agree", "negotiate", "decline"], TAKER: ["nudge", "move", "withdraw"]},
    "negotiating": {GIVER: ["agree", "negotiate", "decline"], TAKER: ["take", "move", "withdraw"]},
    "agreed": {GIVER: ["start", "deliver", "negotiate", "decline"], TAKER: ["nudge", "move", "withdraw"]},
    "in_progress": {GIVER: ["deliver", "negotiate", "decline"], TAKER: ["nudge", "move", "withdraw"]},
    "delivered": {GIVER: [], TAKER: ["accept", "return"]},
}
BOTH = ["hand_over", "note"]


def whose_turn(state: str, last_moved: str) -> str:
    """The side that has to act; in a negotiation it is not the one that moved last (giver or taker)."""
    if state == "negotiating":
        return TAKER if last_moved == GIVER else GIVER
    return TAKER if state == "delivered" else GIVER


def last_mover(before: dict[str, str | None], after: dict[str, str | None]) -> str:
    """Who made an offer, by the day that it moved: the giver's is the promise. No day moved: the giver is to answer."""
    return GIVER if before.get("promised_by") != after.get("promised_by") else TAKER


def sayings(state: str, sides: set[str], turn_of: str, *, is_promised: bool) -> list[Turn]:
    """What somebody who speaks for these sides can say now; the first is the next thing to do, where it is their turn."""
    if state not in SAYINGS or not sides:
        return []
    names: list[str] = []
    for side in sorted(sides, key=lambda side: side != turn_of):
        for name in SAYINGS[state][side]:
            waits_for_them = state == "negotiating" and name in {"agree", "take"} and side != turn_of
            if not waits_for_them and not (name == "take" and not is_promised) and name not in names:
                names.append(name)
    if state == "negotiating" and TAKER in sides and turn_of == GIVER:
        names.insert(len(names) - 1, "nudge")
    if len(sides) > 1 and "nudge" in names:
        names.remove("nudge")  # nobody reminds themselves
    return [TURNS[name] for name in [*names, *BOTH]]


def seen_as(state: str, needed_by: date | None, promised_by: date | None) -> str:
    """What a form was filled in over: the state and the days, as one word."""
    return "|".join([state, needed_by.isoformat() if needed_by else "", promised_by.isoformat() if promised_by else ""])
