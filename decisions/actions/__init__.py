"""Verbs: a decision is asked for, handed over, taken, recorded, superseded, undone, asked again, and followed by promises."""

from decisions.actions.asking import ask_for_decision, hand_over_decision, withdraw_decision
from decisions.actions.assumptions import Bond, assume, break_what_broke, confirm_assumption, drop_assumption
from decisions.actions.deciding import decide, promise_follow_up, record_decision, supersede_decision, take_back_decision
from decisions.actions.evidence import Expected
from decisions.actions.findings import ask_to_settle
from decisions.actions.reopening import reopen_decision
from decisions.actions.reviewing import review_decision
from decisions.actions.succession import fork_decision, give_way, reverse_decision

__all__ = [
    "Bond",
    "Expected",
    "ask_for_decision",
    "ask_to_settle",
    "assume",
    "break_what_broke",
    "confirm_assumption",
    "decide",
    "drop_assumption",
    "fork_decision",
    "give_way",
    "hand_over_decision",
    "promise_follow_up",
    "record_decision",
    "reopen_decision",
    "reverse_decision",
    "review_decision",
    "supersede_decision",
    "take_back_decision",
    "withdraw_decision",
]
