"""Verbs: a decision is asked for, changed, put to those who are heard, handed over, taken, recorded, told and followed up."""

from decisions.actions.asking import ask_for_decision, hand_over_decision, withdraw_decision
from decisions.actions.changing import change_decision, change_parts, change_reach
from decisions.actions.deciding import decide, promise_follow_up, record_decision, supersede_decision, take_back_decision
from decisions.actions.findings import ask_to_settle
from decisions.actions.hearings import answer_hearing, close_hearing, open_hearing
from decisions.actions.options import add_option, change_option, remove_option
from decisions.actions.telling import acknowledge_decision, disagree

__all__ = [
    "acknowledge_decision",
    "add_option",
    "answer_hearing",
    "ask_for_decision",
    "ask_to_settle",
    "change_decision",
    "change_option",
    "change_parts",
    "change_reach",
    "close_hearing",
    "decide",
    "disagree",
    "hand_over_decision",
    "open_hearing",
    "promise_follow_up",
    "record_decision",
    "remove_option",
    "supersede_decision",
    "take_back_decision",
    "withdraw_decision",
]
