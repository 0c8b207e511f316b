"""All recurring jobs, in one table. A job only looks for rows that are due, so a run that is missed or doubled does no harm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any


@dataclass(frozen=True)
class Job:
    """A task and its period; what was not begun within a period is left to the next one, so that an outage makes no burst."""

    name: str
    task: str
    every: timedelta


JOBS = (
    # What a lost message left behind: lines without their reactions, mail that waits.
    Job("relay events", "organizations.tasks.relay_events", timedelta(seconds=10)),
    Job("send deliveries", "notifications.tasks.send_deliveries", timedelta(seconds=10)),
    Job("send to chats", "notifications.tasks.send_to_chats", timedelta(seconds=10)),
    # The sign of life that /readyz looks for.
    Job("tick", "organizations.tasks.tick", timedelta(seconds=20)),
    Job("resume imports", "peakos.bundles.tasks.resume_stuck_imports", timedelta(minutes=1)),
    # Once for each organization's day, after its own midnight; often, since midnight comes to each at its own hour.
    Job("refresh weeks", "rhythm.tasks.refresh_weeks", timedelta(minutes=10)),
    Job("plan meetings ahead", "rhythm.tasks.plan_ahead", timedelta(minutes=10)),
    Job("nightly health", "intelligence.tasks.nightly_health", timedelta(minutes=10)),
    # Rooms that nobody closed, by the last sign of life in them, and huddles in writing at their time.
    Job("close forgotten meetings", "rhythm.tasks.close_forgotten_meetings", timedelta(minutes=5)),
    # Hand-overs that begin, and what was lent and comes back, when a day begins.
    Job("settle covers", "accountability.tasks.settle_covers", timedelta(minutes=10)),
    # Whose hour has come hears what their day brings; chats hear what falls due in their team.
    Job("go the rounds", "notifications.tasks.go_the_rounds", timedelta(minutes=1)),
    Job("remind chats", "notifications.tasks.remind_chats", timedelta(minutes=10)),
    Job("look at assumptions", "decisions.tasks.look_at_assumptions", timedelta(minutes=10)),
    Job("begin days of decisions", "decisions.tasks.begin_days", timedelta(minutes=10)),
    Job("look for missed check-ins", "alignment.tasks.look_for_missed", timedelta(minutes=10)),
    # The agendas of the meetings that come, for who reads them beforehand, and once more shortly before.
    Job("build agendas", "rhythm.tasks.build_agendas", timedelta(minutes=10)),
    Job("sweep out", "organizations.tasks.sweep_out", timedelta(hours=6)),
)


def beat_schedule() -> dict[str, dict[str, Any]]:
    """The table as Celery's clock reads it."""
    return {job.name: {"task": job.task, "schedule": job.every, "options": {"expires": job.every.total_seconds()}} for job in JOBS}
