"""Door to the slot of an objective's page: is it set up to succeed?"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accountability.reads.set_up import needs_of
from alignment.models import Objective
from organizations.middleware import MemberRequest
from organizations.verbs import day_of


@require_safe
def of_objective(request: MemberRequest, pk: int) -> HttpResponse:
    """The five that it needs, with a link to mend each that is missing: a fragment, or a page of its own."""
    objective = get_object_or_404(Objective.objects.select_related("owner"), pk=pk)
    needs = needs_of(objective)
    today = day_of(timezone.now(), request.person.organization)
    values = {"objective": objective, "needs": needs, "count": sum(need.is_there for need in needs), "today": today}
    name = "_set_up" if request.headers.get("HX-Request") else "set_up"
    return render(request, f"accountability/seats/{name}.html", values)
