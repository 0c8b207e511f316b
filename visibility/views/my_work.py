"""Door: My work, as a page and as what of it changes when something is dealt with."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accountability.days import day_at
from organizations.middleware import MemberRequest
from organizations.policy import may_write
from organizations.verbs import day_of
from visibility.reads.owed import my_work
from visibility.shell import shell_of


@require_safe
def show(request: MemberRequest) -> HttpResponse:
    """What waits for the reader; as a fragment with the count of the rail, which falls with it."""
    person, now = request.person, timezone.now()
    today = day_of(now, person.organization)
    work = my_work(person=person, today=today, everything=request.GET.get("show") == "all", own_day=day_at(person, now, today))
    values = {"work": work, "today": today, "may_write": may_write(person)}
    if not request.headers.get("HX-Request"):
        return render(request, "visibility/my_work/show.html", values)
    places = [place for place in shell_of(request.person, request.path).places if place.is_mine]
    return render(request, "visibility/my_work/_answered.html", values | {"places": places})
