"""Door: the promises between teams."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from alignment.promises import AHEAD_DAYS, SLOW_ABOVE, TOO_FEW
from alignment.reads import promises as reads
from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.verbs import day_of


@require_safe
def promises(request: MemberRequest) -> HttpResponse:
    """What teams asked of each other, and what was kept; of teams, never of people."""
    today = day_of(timezone.now(), request.person.organization)
    values = {"page": reads.promises(today, Asked(request.GET).page), "too_few": TOO_FEW, "slow": SLOW_ABOVE, "ahead": AHEAD_DAYS}
    return render(request, "alignment/dependencies/promises.html", values)
