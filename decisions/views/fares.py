"""Door: how decisions fare, and with `?of=` the records of one of the figures."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from decisions.reads.fares import fares as read_fares
from decisions.reads.fares_groups import asked_only
from decisions.reads.fares_records import RECORDS, records_of
from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.verbs import day_of


@require_safe
def fares(request: MemberRequest) -> HttpResponse:
    now = timezone.now()
    today = day_of(now, request.person.organization)
    page = read_fares(now, today)
    of = Asked(request.GET).one_of("of", RECORDS) or "latency"
    only = asked_only(Asked(request.GET))
    values = {"page": page, "of": of, "heading": RECORDS[of], "records": records_of(of, page, only), "only": only, "today": today}
    return render(request, "decisions/fares/show.html", values)
