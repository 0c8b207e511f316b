"""The shape of what must hold for a decision; nothing is saved here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Case, Q, Value, When

from alignment.models import Dependency, Metric
from alignment.models.dependencies import OPEN_STATES
from alignment.models.objectives import Bound
from decisions.actions.assumptions import Bond
from decisions.forms.evidence import day
from decisions.models import Decision, HeldUp, Watch
from organizations.forms.fields import PlainForm, line

MOST = 200


class AssumptionForm(PlainForm):
    """What must hold, and what shows that it no longer does."""

    text = line("What must hold", ask="Say what must hold for this to stand.")
    watch = forms.ChoiceField(
        label="What shows it",
        choices=Watch.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what shows whether it holds."},
    )
    metric: forms.ModelChoiceField[Metric] = forms.ModelChoiceField(label="Which number", queryset=None, required=False)
    bound = forms.ChoiceField(label="It holds while the number", choices=Bound.choices, required=False)
    limit = forms.DecimalField(
        label="This number",
        required=False,
        max_digits=21,
        decimal_places=6,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"invalid": "Give a number, like 94 or 7.5.", "max_digits": "That number is too large."},
    )
    dependency: forms.ModelChoiceField[Dependency] = forms.ModelChoiceField(
        label="What is delivered", queryset=None, required=False
    )
    delivered_by = day("By this day")
    until = day("It comes true by")

    def __init__(self, *args: Any, decision: Decision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, queryset in (("metric", metrics_near(decision)), ("dependency", dependencies_near(decision))):
            field: Any = self.fields[name]
            field.queryset, field.empty_label = queryset, "Choose one"
            field.error_messages["invalid_choice"] = "Choose one of the list."

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        needed = {
            Watch.METRIC: [("metric", "Choose the number."), ("limit", "Say at which number it would not hold any more.")],
            Watch.DEPENDENCY: [("dependency", "Choose what is delivered.")],
            Watch.DATE: [("until", "Say by which day it is to have come true.")],
        }
        for name, ask in needed.get(said.get("watch", ""), []):
            if said.get(name) is None and name not in self.errors:
                self.add_error(name, ask)
        return said

    @property
    def bond(self) -> Bond:
        said = self.cleaned_data
        if said["watch"] == Watch.METRIC:
            return Bond(metric=said["metric"], bound=Bound(said["bound"] or Bound.AT_LEAST), limit=said["limit"])
        if said["watch"] == Watch.DEPENDENCY:
            return Bond(dependency=said["dependency"], until=said["delivered_by"])
        return Bond(until=said["until"])


class DropForm(PlainForm):
    """Why the decision stands without it."""

    reason = line("Why the decision stands without it", ask="Say why the decision stands without it.", limit=1000)


def metrics_near(decision: Decision) -> Any:
    """The numbers of what it is about and of its team first."""
    near = Q(objective=decision.objective_id) if decision.objective_id else Q(pk=None)
    near |= Q(team=decision.team_id) if decision.team_id else Q(pk=None)
    first = Case(When(near, then=Value(0)), default=Value(1))
    ids = list(Metric.objects.order_by(first, "title", "id").values_list("pk", flat=True)[:MOST])
    return Metric.objects.filter(pk__in=ids).order_by(first, "title", "id")


def dependencies_near(decision: Decision) -> Any:
    """Open ones of what it is about and of what it holds up first."""
    held = HeldUp.objects.filter(decision=decision)
    near = Q(pk__in=held.values("dependency")) | Q(from_objective__in=held.values("objective"))
    near |= Q(from_objective=decision.objective_id) if decision.objective_id else Q(pk=None)
    first = Case(When(near, then=Value(0)), default=Value(1))
    found = Dependency.objects.filter(state__in=OPEN_STATES).order_by(first, "title", "id")
    return Dependency.objects.filter(pk__in=list(found.values_list("pk", flat=True)[:MOST])).order_by(first, "title", "id")
