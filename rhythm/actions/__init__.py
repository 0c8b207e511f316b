"""Verbs: meetings are planned, held, missed or called off; issues are raised and closed."""

from rhythm.actions.issues import close_issue, raise_issue
from rhythm.actions.meetings import hold_meeting, miss_meeting, plan_meeting, plan_series, skip_meeting

__all__ = ["close_issue", "hold_meeting", "miss_meeting", "plan_meeting", "plan_series", "raise_issue", "skip_meeting"]
