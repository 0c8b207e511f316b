"""Stand-in until branch agenda is merged."""

from __future__ import annotations

from datetime import datetime

from organizations.logbook import verb
from organizations.models import Person
from rhythm.models import AgendaItem, Issue, Meeting, Segment


@verb
def build_agenda(*, meeting: Meeting, by: Person | None, now: datetime) -> Meeting:
    """A plain weekly."""
    box = [
        ("wins", "Wins", 3),
        ("headlines", "Conditions", 2),
        ("scorecard", "Scorecard", 5),
        ("priorities", "Priorities", 5),
        ("commitments", "Commitments", 5),
        ("dependencies", "Coordination", 5),
        ("triage", "Triage", 5),
        ("issues", "Issues", 25),
        ("close", "Next stage", 5),
    ]
    for position, (kind, title, minutes) in enumerate(box):
        segment = Segment.objects.create(
            organization_id=meeting.organization_id, meeting=meeting, position=position, kind=kind, title=title, minutes=minutes
        )
        if kind == "issues":
            for place, issue in enumerate(Issue.objects.filter(state="open")[:5]):
                AgendaItem.objects.create(
                    organization_id=meeting.organization_id,
                    meeting=meeting,
                    segment=segment,
                    position=place,
                    title=issue.title,
                    issue=issue,
                    about_type="rhythm.Issue",
                    about_id=issue.pk,
                    minutes=5,
                    raised_by=issue.owner,
                )
    return meeting
