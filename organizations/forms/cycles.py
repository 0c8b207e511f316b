"""Forms of planning periods: a new one, and one that others may be changing too."""

from __future__ import annotations

from typing import Any

from django import forms

from organizations.forms.conflicts import SharedForm
from organizations.forms.fields import PlainForm, line
from organizations.models import Cycle

MOST = 60


def day(label: str, ask: str) -> forms.DateField:
    messages = {"required": ask, "invalid": "Give the day as year-month-day, like 2026-09-28."}
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), error_messages=messages)


class CycleFields(forms.Form):
    """A name, two days, and perhaps the longer period around it."""

    name = line("Name", ask="Give the cycle a name, for instance Q3 2026.", widget=forms.TextInput(attrs={"autocomplete": "off"}))
    starts_on = day("First day", "Say on which day it starts.")
    ends_on = day("Last day", "Say on which day it ends.")
    parent = forms.TypedChoiceField(
        label="Lies within",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="A year, or a half-year. Cycles may overlap.",
        error_messages={"invalid_choice": "Choose a period of the list, or none."},
    )

    def offer(self, cycle: Cycle | None) -> None:
        """What it may lie within: what is not over, and not itself."""
        field = self.fields["parent"]
        assert isinstance(field, forms.TypedChoiceField)
        around = Cycle.objects.exclude(status="closed").exclude(pk=cycle.pk if cycle else None).order_by("-ends_on", "id")[:MOST]
        own = [cycle.parent] if cycle and cycle.parent and cycle.parent not in around else []
        field.choices = [("", "Nothing"), *((str(one.pk), one.name) for one in [*own, *around])]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        starts, ends = said.get("starts_on"), said.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "Choose a last day that is not before the first day.")
        return said

    @property
    def words(self) -> dict[str, Any]:
        """What the verbs are told."""
        said = self.cleaned_data
        return said | {"parent": Cycle.objects.filter(pk=said["parent"]).first() if said["parent"] else None}


class CycleForm(CycleFields, PlainForm):
    """A new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(None)


class CycleChangeForm(CycleFields, SharedForm):
    """One that is there."""

    def __init__(self, data: Any = None, *, cycle: Cycle) -> None:
        stored = {"name": cycle.name, "starts_on": cycle.starts_on, "ends_on": cycle.ends_on, "parent": cycle.parent_id}
        super().__init__(data, row=cycle, stored=stored)
        self.offer(cycle)
