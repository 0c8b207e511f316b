"""What this room reminds a team's chat of: check-ins that are due today, by what they are about and not by whose they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from alignment.reads.owed import without_report
from alignment.reminding import titles
from notifications.digests import reminds_teams_of
from notifications.hours import is_last_working_day
from organizations.measures import check_in_due_on
from organizations.models import Organization, Team
from organizations.tenancy import organization_in_hand
from organizations.verbs import day_of
from organizations.words import own_words

MOST = 200


@reminds_teams_of
def remind_of_check_ins(team: Team | None, now: datetime) -> Sequence[str]:
    organization = Organization.objects.get(pk=organization_in_hand())
    today = day_of(now, organization)
    following = today + timedelta(days=3 if today.weekday() == 4 else 1)
    owed = without_report(today, organization.check_in_every_days).exclude(owner=None).order_by("title", "id")
    owed = owed.filter(team=team) if team else owed
    due = [
        row for row in owed[:MOST] if is_last_working_day(today, check_in_due_on(today, row.asked_every), following)
    ]  # fmt: skip
    words = own_words()
    return [f"{words['Check_in'] if len(due) == 1 else words['Check_ins']} due today: {titles(due)}"] if due else []
