"""Doors to the scorecard: a number gets its value."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from alignment.actions.metrics import record_measurement
from alignment.forms.measurements import MeasurementForm
from alignment.models import Metric
from organizations.middleware import MemberRequest, way_back
from organizations.refusals import NotSaid


@require_POST
def measurements(request: MemberRequest, pk: int) -> HttpResponse:
    """A `value`, of today or of the day `on`; typed into a cell, so what is wrong is told in one sentence."""
    metric = get_object_or_404(Metric.objects.select_related("owner", "team"), pk=pk)
    form = MeasurementForm(request.POST, metric=metric)
    if not form.is_valid():
        raise NotSaid(form.fault)
    value = form.cleaned_data["value"]
    if value is None:
        raise NotSaid(f"Say how far “{metric}” is as a number, like 12 or 12.5.")
    record_measurement(metric=metric, value=value, on=form.day, by=request.person, now=timezone.now())
    return HttpResponse(status=204) if "HX-Request" in request.headers else redirect(way_back(request))
