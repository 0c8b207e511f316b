"""Whether an assumption still holds, in a sentence when it does not."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format

from alignment.arithmetic import text
from alignment.guards import is_broken
from alignment.models import Dependency, Measurement
from alignment.models.dependencies import DependencyState
from alignment.models.objectives import Bound
from decisions.models import Assumption, Watch

THERE = {DependencyState.DELIVERED, DependencyState.ACCEPTED}


def why_broken(assumption: Assumption, today: date) -> str:
    """Empty while it holds. A day breaks when it is over and nobody has said that it came true."""
    if assumption.watch == Watch.METRIC:
        return beyond(assumption)
    assert assumption.holds_until
    if assumption.watch == Watch.DEPENDENCY and assumption.dependency:
        return not_delivered(assumption.dependency, assumption.holds_until, today)
    until = date_format(assumption.holds_until, "j F Y")
    return f"It was to have come true by {until}, and nobody has said that it did." if today > assumption.holds_until else ""


def beyond(assumption: Assumption) -> str:
    """The latest measurement against the limit; what was never measured holds."""
    newest = Measurement.objects.filter(metric=assumption.metric).order_by("-on").first()
    limit = assumption.limit_value
    if newest is None or limit is None or not is_broken(assumption.bound, limit, newest.value):
        return ""
    side = "or more" if assumption.bound == Bound.AT_LEAST else "at most"
    number = f"{text(limit)} {side}" if assumption.bound == Bound.AT_LEAST else f"{side} {text(limit)}"
    return f"“{assumption.metric}” is {text(newest.value)} on {date_format(newest.on, 'j F Y')}; {number} was assumed."


def not_delivered(dependency: Dependency, until: date, today: date) -> str:
    """Refused, withdrawn, promised for a later day, or not there when the day is over."""
    by = date_format(until, "j F Y")
    if dependency.state in {DependencyState.DECLINED, DependencyState.WITHDRAWN}:
        return f"“{dependency}” was {dependency.get_state_display().lower()}."
    if dependency.state in THERE:
        is_late = dependency.delivered_on is not None and dependency.delivered_on > until
        return f"“{dependency}” was delivered after {by}." if is_late else ""
    if dependency.promised_by and dependency.promised_by > until:
        return f"“{dependency}” is promised for {date_format(dependency.promised_by, 'j F Y')} now; {by} was assumed."
    return f"“{dependency}” was not delivered by {by}." if today > until else ""
