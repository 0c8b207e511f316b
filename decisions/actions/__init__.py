"""Verbs: a decision is asked for, heard on, taken, told, looked at again, replaced or undone; and what is stuck is cleared."""

from decisions.actions.asking import ask_for_decision, hand_over_decision, withdraw_decision
from decisions.actions.assumptions import Bond, assume, break_what_broke, confirm_assumption, drop_assumption
from decisions.actions.blockers import (
    Stuck,
    change_blocker,
    clear_blocker,
    hand_on_blocker,
    promise_blocker,
    raise_blocker,
    reopen_blocker,
    withdraw_blocker,
)
from decisions.actions.changing import change_decision, change_parts, change_reach
from decisions.actions.criteria import Measure, set_criteria
from decisions.actions.deciding import decide, promise_follow_up, record_decision, supersede_decision, take_back_decision
from decisions.actions.deferring import defer_decision, take_up_decision, take_up_what_is_due
from decisions.actions.evidence import Expected
from decisions.actions.findings import ask_to_settle
from decisions.actions.hearings import answer_hearing, close_hearing, close_what_ran_out, open_hearing
from decisions.actions.options import add_option, change_option, remove_option
from decisions.actions.reopening import reopen_decision
from decisions.actions.reviewing import review_decision
from decisions.actions.scoring import score_options
from decisions.actions.succession import fork_decision, give_way, reverse_decision
from decisions.actions.telling import acknowledge_decision, disagree

__all__ = [
    "Bond",
    "Expected",
    "Measure",
    "Stuck",
    "acknowledge_decision",
    "add_option",
    "answer_hearing",
    "ask_for_decision",
    "ask_to_settle",
    "assume",
    "break_what_broke",
    "change_blocker",
    "change_decision",
    "change_option",
    "change_parts",
    "change_reach",
    "clear_blocker",
    "close_hearing",
    "close_what_ran_out",
    "confirm_assumption",
    "decide",
    "defer_decision",
    "disagree",
    "drop_assumption",
    "fork_decision",
    "give_way",
    "hand_on_blocker",
    "hand_over_decision",
    "open_hearing",
    "promise_blocker",
    "promise_follow_up",
    "raise_blocker",
    "record_decision",
    "remove_option",
    "reopen_blocker",
    "reopen_decision",
    "reverse_decision",
    "review_decision",
    "score_options",
    "set_criteria",
    "supersede_decision",
    "take_back_decision",
    "take_up_decision",
    "take_up_what_is_due",
    "withdraw_blocker",
    "withdraw_decision",
]
