"""A field for an objective that is typed: found by its title, asked back where several have it."""

from __future__ import annotations

from django.db.models import Q

from alignment.models import Metric, Objective
from organizations.forms.pickers import RowField
from organizations.reads.named import Names

OBJECTIVES = Names(Objective, "objective", "objectives", ("title", "key"), Q(archived_on=None))
METRICS = Names(Metric, "number of the scorecard", "metrics", ("title", "key"))


class ObjectiveField(RowField):
    """An objective by its title: cleans to the Objective, or None."""

    names = OBJECTIVES


class MetricField(RowField):
    """A number of the scorecard by its title: cleans to the Metric, or None."""

    names = METRICS
