"""Facts: when we meet, how a meeting went and what came of it, the issues on the table, and each team's weeks."""

from rhythm.models.huddles import HuddleEntry
from rhythm.models.issues import Issue, IssueState
from rhythm.models.meetings import AgendaItem, Attendance, Disposition, Meeting, MeetingOutput, MeetingState, Segment
from rhythm.models.messages import Message, MessageReading, MessageTeam
from rhythm.models.minutes import CaptureChange
from rhythm.models.running import (
    Capture,
    CaptureKind,
    Confidence,
    Consent,
    IssueVote,
    MeetingRun,
    Poll,
    PollAnswer,
    PollKind,
    Writing,
    WrittenLine,
)
from rhythm.models.series import (
    CalendarFeed,
    HeldAs,
    Invited,
    MeetingKind,
    MeetingSeries,
    RotaTurn,
    SegmentKind,
    SegmentPlan,
    SeriesPerson,
)
from rhythm.models.weeks import TeamWeek, WeekMeeting

__all__ = [
    "AgendaItem",
    "Attendance",
    "CalendarFeed",
    "Capture",
    "CaptureChange",
    "CaptureKind",
    "Confidence",
    "Consent",
    "Disposition",
    "HeldAs",
    "HuddleEntry",
    "Invited",
    "Issue",
    "IssueState",
    "IssueVote",
    "Meeting",
    "MeetingKind",
    "MeetingOutput",
    "MeetingRun",
    "MeetingSeries",
    "MeetingState",
    "Message",
    "MessageReading",
    "MessageTeam",
    "Poll",
    "PollAnswer",
    "PollKind",
    "RotaTurn",
    "Segment",
    "SegmentKind",
    "SegmentPlan",
    "SeriesPerson",
    "TeamWeek",
    "WeekMeeting",
    "Writing",
    "WrittenLine",
]
