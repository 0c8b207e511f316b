"""Doors: the suggestions below a field in which an objective, a dependency or a number of the scorecard is typed."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from alignment.forms.pickers import METRICS, OBJECTIVES
from alignment.reads.named import DEPENDENCIES
from organizations.middleware import MemberRequest
from organizations.views.pick import suggestions


@require_safe
def objectives(request: MemberRequest) -> HttpResponse:
    return suggestions(request, OBJECTIVES, "state")


@require_safe
def metrics(request: MemberRequest) -> HttpResponse:
    return suggestions(request, METRICS, "unit")


@require_safe
def dependencies(request: MemberRequest) -> HttpResponse:
    return suggestions(request, DEPENDENCIES, "state")
