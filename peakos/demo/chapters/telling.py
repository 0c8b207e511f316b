"""Chapter: how people want to be told, and what they were told in the last days of the story."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from notifications.actions.preferences import choose_hours, choose_volume
from notifications.models import Notification, Volume
from organizations.logbook import reactions
from organizations.models import Event
from peakos.demo.stage import Stage

LAST_DAYS = timedelta(days=12)
UNREAD_FOR = timedelta(days=4)
HEARD = (
    "absence.planned", "blocker.handed_on", "blocker.raised", "check_in.acknowledged", "check_in.posted", "comment.posted",
    "commitment.made", "decision.asked", "decision.handed_over", "dependency.agreed", "dependency.declined", "dependency.delivered",
    "dependency.negotiated", "dependency.noted", "dependency.nudged", "dependency.requested", "help.answered", "help.refused",
)  # fmt: skip


def tell(stage: Stage) -> None:
    """Priya Raman wants to hear at once; Jonas Brandt works from Tuesday to Friday and reads his message after lunch."""
    stage.at("2 Tue 09:10", partial(hear_at_once, stage, "Priya Raman"))
    stage.at("2 Wed 16:05", partial(work_four_days, stage, "Jonas Brandt"))


def hear_at_once(stage: Stage, who: str, now: datetime) -> None:
    choose_volume(person=stage.people[who], volume=Volume.AT_ONCE, by=stage.people[who], now=now)


def work_four_days(stage: Stage, who: str, now: datetime) -> None:
    person = stage.people[who]
    choose_hours(person=person, working_days=[1, 2, 3, 4], from_hour=7, until_hour=15, daily_hour=13, by=person, now=now)


def tell_of_the_last_days(stage: Stage) -> None:
    """Lines as reactions write them, older ones read; of all that came before nobody hears any more."""
    latest = Event.objects.filter(reacted_at=None, at__gt=stage.now - LAST_DAYS, name__in=HEARD).order_by("id")
    for event in latest.select_related("organization", "actor"):
        for reaction in reactions.get(event.name, []):
            reaction(event, event.at)
    old = Notification.objects.filter(created_at__lt=stage.now - UNREAD_FOR)
    old.update(read_at=stage.now - timedelta(hours=1))
