"""What this room reminds people of: a promise on the working day before its day, while there is time; not after."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format

from accountability.models import OPEN_STATES, Commitment
from notifications.digests import Morning, Reminder, reminds_of

MOST = 50


@reminds_of
def remind_of_commitments(morning: Morning) -> Sequence[Reminder]:
    theirs = Q(owner__in=morning.people) & (Q(is_private=False) | Q(owner=morning.person))
    owned = Commitment.with_private.filter(theirs, state__in=OPEN_STATES)
    coming = owned.filter(due_on__range=(morning.today, morning.following)).select_related("organization", "owner")
    return [of_commitment(commitment, morning) for commitment in coming.order_by("due_on", "id")[:MOST]]


def of_commitment(commitment: Commitment, morning: Morning) -> Reminder:
    assert commitment.due_on
    assert commitment.owner
    text = f"“{commitment}” is due on {date_format(commitment.due_on, 'l j F')}"
    is_own = commitment.owner_id == morning.person.pk
    whose = "you promised it" if is_own else f"you stand in for {commitment.owner.name}, who promised it"
    path = reverse("accountability:commitment", args=[commitment.organization.slug, commitment.pk])
    key = f"{commitment.pk}/{commitment.due_on.isoformat()}"
    return Reminder("commitment.due", key, text, path, f"You get this because {whose}.")
