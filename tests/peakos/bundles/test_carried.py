"""Whatever the product keeps is in a file of the bundle, or said here not to be: a new column is not lost in silence."""

from __future__ import annotations

from collections import defaultdict

from peakos.bundles.format import TABLES
from tests.peakos.bundles.workspaces import NOT_COMPARED, carried_models

# Columns of the format that more than a field stands behind (`ballots.py`, `linking.py`).
OF_THEIR_OWN = {
    "decisions.Option": {"pros", "cons", "is_chosen"},
    "decisions.OptionVote": {"points", "criterion"},
    "rhythm.MeetingOutput": {"meeting"},
}
# Private commitments are in no bundle (docs/bundle.md).
LEFT_OUT = {"accountability.Commitment": {"is_private"}}


def test_every_field_has_its_column() -> None:
    told: dict[str, set[str]] = defaultdict(set)
    for table in TABLES:
        for store in table.stores:
            told[store.model] |= {table.under.field} if table.under else set()
            for column in table.columns_of(store):
                told[store.model] |= {column.field, column.is_day_only}
                if link := column.link:
                    told[link.model] |= {link.owner, link.other, *link.fixed, *(["position"] if link.is_ordered else [])}
    left = {
        label: fields - told[label] - NOT_COMPARED - OF_THEIR_OWN.get(label, set()) - LEFT_OUT.get(label, set())
        for label, fields in ((one._meta.label, {field.name for field in one._meta.concrete_fields}) for one in carried_models())
    }
    assert {label: fields for label, fields in left.items() if fields} == {}
