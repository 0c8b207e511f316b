"""Verb: whoever owes a check-in on the day on which it is due is to hear of it."""

from __future__ import annotations

from datetime import date, datetime

from alignment.reads.owed import due_by_person
from organizations.logbook import record_each, verb
from organizations.models import Organization

AT_ONCE = 100  # people to a line: each line's mails are written in one transaction of their own


@verb
def remind_of_check_ins(*, organization: Organization, due_on: date, now: datetime) -> int:
    """Note who owes what is due; how many people they are. The mails follow from the lines, each once (reactions/due.py)."""
    people = sorted(due_by_person(due_on, organization.check_in_every_days))
    hundreds = [people[first : first + AT_ONCE] for first in range(0, len(people), AT_ONCE)]
    lines = [(organization, {"due_on": due_on.isoformat(), "people": some}) for some in hundreds]
    record_each("check_in.fell_due", lines, by=None, now=now)
    return len(people)
