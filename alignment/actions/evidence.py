"""A rehearsal: what would speak against a check-in, found by posting it and taking it back before anybody can see it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from alignment.actions.check_ins import EvidenceDisagrees, Values, post_check_in
from alignment.models import Objective
from alignment.models.check_ins import Claim
from alignment.reads.evidence import Cause
from organizations.models import Person
from organizations.refusals import Refused

ANYTHING = "…"  # stands for the way back, which is asked for later


def rehearse(*, objective: Objective, by: Person, now: datetime, claim: Claim, values: Values | None) -> list[Cause]:
    """The evidence against a colour with the numbers that are typed, in the same words and by the same rules as once it is posted.

    Nothing stays: no row, no line in the logbook. Where the report could not be posted at all, there is nothing to say yet.
    """
    with transaction.atomic():
        try:
            post_check_in(objective=objective, claim=claim, values=values, way_back=ANYTHING, is_sure=False, by=by, now=now)
        except EvidenceDisagrees as disagreement:
            return disagreement.causes
        except Refused:
            return []
        finally:
            transaction.set_rollback(True)
    return []
