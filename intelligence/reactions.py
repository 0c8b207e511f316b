"""What follows by itself from the rooms below: the lesson of a decision that was looked at again stands among all others."""

from __future__ import annotations

from datetime import datetime

from decisions.models import Decision
from intelligence.actions import record_lesson
from intelligence.models import LessonCategory
from organizations.logbook import react_to
from organizations.models import Event

# (right call, turned out well) -> what kind of lesson it is
CATEGORIES = {
    (True, True): LessonCategory.WENT_WELL,
    (True, False): LessonCategory.INSIGHT,
    (False, True): LessonCategory.LUCKY,
    (False, False): LessonCategory.WENT_POORLY,
}


@react_to("decision.reviewed")
def keep_the_lesson(event: Event, now: datetime) -> None:
    """Once a review, by its number."""
    decision = Decision.objects.select_related("team", "objective", "organization").filter(pk=event.about_id).first()
    if decision is None or not event.data["lesson"]:
        return
    record_lesson(
        organization=decision.organization,
        key=f"review-{event.data['review']}",
        title=event.data["lesson"],
        description=f"{event.data['said']}: “{decision}”. {event.data['note']}".strip(),
        category=CATEGORIES[event.data["is_right"], event.data["is_well"]],
        team=decision.team,
        objective=decision.objective,
        author=event.actor,
        by=event.actor,
        now=now,
    )
