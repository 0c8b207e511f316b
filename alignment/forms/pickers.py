"""A field for an objective that is typed: found by its title, asked back where several have it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from alignment.models import Metric, Objective
from alignment.reads.rows import OPEN_STATES
from organizations.forms.pickers import RowField
from organizations.reads.named import Names

OBJECTIVES = Names(Objective, "objective", "objectives", ("title", "key"), Q(archived_on=None))
METRICS = Names(Metric, "number of the scorecard", "metrics", ("title", "key"))


class ObjectiveField(RowField):
    """An objective by its title: cleans to the Objective, or None."""

    names = OBJECTIVES


class OpenObjectiveField(ObjectiveField):
    """An objective that has not ended: what is over can be served and waited for no longer."""

    def clean(self, value: Any) -> Any:
        objective = super().clean(value)
        if objective and objective.state not in OPEN_STATES:
            has_become = objective.get_state_display().lower() or "not under way"
            raise forms.ValidationError(f"“{objective}” is {has_become}. Name one that is under way, or none.", code="ended")
        return objective


class MetricField(RowField):
    """A number of the scorecard by its title: cleans to the Metric, or None."""

    names = METRICS
