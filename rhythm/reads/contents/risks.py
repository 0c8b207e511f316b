"""Risks in a meeting: nobody's first, then the gravest of which nobody has said what is done with them."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, Value, When

from alignment.models import Risk
from alignment.models.risks import RiskState
from alignment.reads.risks import ANSWERS, risk_row
from rhythm.reads.candidates import GRAVE
from rhythm.reads.contents.rows import MOST, Group, Place, Row, about, called, put


def risks(place: Place) -> dict[str, Any]:
    """Two queries."""
    ours = Risk.objects.annotate(exposure=F("likelihood") * F("impact")).filter(
        place.scope.of("team", "objective__owner") | Q(pk__in=place.ids_about(Risk)), state=RiskState.OPEN
    )
    undecided = Q(owner=None) | Q(disposition="", exposure__gte=GRAVE) | Q(pk__in=place.ids_about(Risk))
    counts = ours.aggregate(undecided=Count("id", filter=undecided), watched=Count("id", filter=~undecided))
    nobody_first = Case(When(owner=None, then=Value(0)), default=Value(1), output_field=IntegerField())
    found = ours.filter(undecided).select_related("owner", "team", "objective__team")
    found = found.order_by(nobody_first, F("exposure").desc(nulls_last=True), "raised_on", "id")
    rows = [put(place, row_of(one)) for one in found[:MOST]]
    group = Group("", rows, counts["undecided"] - len(rows), page="alignment:risks", asks=place.team_asks)
    watched = counts["watched"]
    return {
        "groups": [group] if rows else [],
        "calm": f"{called(watched, 'risk')} owned and watched, not read out" if watched else "",
        "clear": "Every risk has an owner and an answer." if watched else "No open risks. Ask once what could still go wrong.",
    }


def row_of(risk: Risk) -> Row:
    line = risk_row(risk, with_objective=True)
    return Row(
        about=about(risk),
        title=risk.title,
        mark="unanswered" if risk.owner_id is None else "at_risk",
        word="Nobody owns it" if risk.owner_id is None else "Undecided",
        figure=f"{line.exposure} of 25" if line.exposure else "",
        tone=line.tone,
        words=f"threatens “{risk.objective}”" if risk.objective else risk.mitigation[:200],
        who=risk.owner,
        page="alignment:risk",
        pk=risk.pk,
        more={"answers": ANSWERS.items()},
    )
