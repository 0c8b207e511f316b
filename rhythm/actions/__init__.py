"""Verbs: series are planned, their meetings prepared ahead, moved, held, missed or called off; issues; calendar addresses."""

from rhythm.actions.feeds import open_feed, revoke_feed
from rhythm.actions.issues import close_issue, park_issue, pass_issue, raise_issue, raise_issue_again, unpark_issue
from rhythm.actions.meetings import hold_meeting, miss_meeting, plan_meeting, skip_meeting
from rhythm.actions.moving import hand_over_turn, move_meeting, restore_meeting, swap_turns
from rhythm.actions.planning import plan_ahead
from rhythm.actions.series import change_series, end_series, plan_series, resume_series

__all__ = [
    "change_series",
    "close_issue",
    "end_series",
    "hand_over_turn",
    "hold_meeting",
    "miss_meeting",
    "move_meeting",
    "open_feed",
    "park_issue",
    "pass_issue",
    "plan_ahead",
    "plan_meeting",
    "plan_series",
    "raise_issue",
    "raise_issue_again",
    "restore_meeting",
    "resume_series",
    "revoke_feed",
    "skip_meeting",
    "swap_turns",
    "unpark_issue",
]
