"""Verbs: meetings are planned, held, missed or called off; issues are raised, parked, passed on and closed."""

from rhythm.actions.issues import close_issue, park_issue, pass_issue, raise_issue, raise_issue_again, unpark_issue
from rhythm.actions.meetings import hold_meeting, miss_meeting, plan_meeting, plan_series, skip_meeting

__all__ = [
    "close_issue",
    "hold_meeting",
    "miss_meeting",
    "park_issue",
    "pass_issue",
    "plan_meeting",
    "plan_series",
    "raise_issue",
    "raise_issue_again",
    "skip_meeting",
    "unpark_issue",
]
