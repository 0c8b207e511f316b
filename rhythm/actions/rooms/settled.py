"""What is closed or answered, in the room of a meeting or elsewhere, is off its agenda with how it ended."""

from __future__ import annotations

from datetime import datetime

from organizations.models import Event
from rhythm.actions.rooms.acts import changed
from rhythm.actions.rooms.endings import end_items
from rhythm.models import AgendaItem, Disposition, Meeting, MeetingRun, MeetingSeries

ENDS = {
    "commitment.finished": Disposition.DONE, "commitment.rescoped": Disposition.COMMITTED,
    "commitment.dropped": Disposition.DROPPED,
    "decision.decided": Disposition.DECIDED, "decision.deferred": Disposition.PARKED, "decision.withdrawn": Disposition.DROPPED,
    "dependency.agreed": Disposition.COMMITTED, "dependency.declined": Disposition.DECIDED,
    "dependency.delivered": Disposition.DONE, "dependency.accepted": Disposition.DONE, "dependency.withdrawn": Disposition.DROPPED,
    "risk.settled": Disposition.DECIDED,
    "blocker.promised": Disposition.COMMITTED, "blocker.cleared": Disposition.DONE, "blocker.withdrawn": Disposition.DROPPED,
    "issue.closed": Disposition.DECIDED, "issue.parked": Disposition.PARKED, "issue.passed": Disposition.ROUTED,
}  # fmt: skip
OPENS = frozenset(
    {"commitment.reopened", "commitment.sent_back", "decision.reopened", "decision.taken_up", "dependency.returned",
     "blocker.reopened", "issue.unparked"}
)  # fmt: skip
WORDS = ("reason", "why", "answer")  # under which an event says why


def settle_what_ended(meeting: Meeting, now: datetime) -> int:
    """Items that nobody settled, of things that have ended since the agenda was built; how many. Its room is held."""
    waiting = AgendaItem.objects.filter(meeting=meeting, disposition="", about_id__isnull=False)
    items = {(item.about_type, item.about_id): item for item in waiting.select_related("meeting__organization")}
    if not items:
        return 0
    said = Event.objects.filter(
        name__in=[*ENDS, *OPENS],
        at__gte=since(meeting, now),
        about_type__in={label for label, _ in items},
        about_id__in={pk for _, pk in items},
    )
    newest = {(event.about_type, event.about_id): event for event in said.order_by("id")}
    ended = [(item, newest[about]) for about, item in items.items() if about in newest and newest[about].name in ENDS]
    for item, event in ended:
        end_items(
            [item], ENDS[event.name], note=next((str(event.data[word]) for word in WORDS if event.data.get(word)), ""), now=now
        )
    return len(ended)


def since(meeting: Meeting, now: datetime) -> datetime:
    """When the agenda was built for the last time; else when the room was opened."""
    built = Event.objects.filter(
        name="agenda.built", about_type=MeetingSeries._meta.label, about_id=meeting.series_id, data__meeting=meeting.pk
    )
    at: datetime | None = built.order_by("-id").values_list("at", flat=True).first() or meeting.started_at
    return at or now


def open_what_opened(meeting: Meeting, event: Event) -> int:
    """What was closed by mistake waits on the agenda again."""
    items = AgendaItem.objects.filter(meeting=meeting, about_type=event.about_type, about_id=event.about_id)
    return items.exclude(disposition="").update(disposition="", disposed_at=None, note="")


def settle_in_open_rooms(event: Event, now: datetime) -> int:
    """The rooms on whose agenda it stands show it as it is now; how many."""
    on_agenda = AgendaItem.objects.filter(about_type=event.about_type, about_id=event.about_id).values("meeting")
    runs = MeetingRun.objects.select_for_update(of=("self",), no_key=True).filter(meeting__in=on_agenda, closed_at=None)
    told = 0
    for run in runs.select_related("meeting").order_by("pk"):
        if settle_what_ended(run.meeting, now) if event.name in ENDS else open_what_opened(run.meeting, event):
            changed(run, "head", "now", "foot")
            told += 1
    return told
