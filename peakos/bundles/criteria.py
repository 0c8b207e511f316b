"""What options are compared by, as it comes in: by so many at most, each named once, and with the weight it was scored by."""

from __future__ import annotations

from decisions.tallies import MOST_CRITERIA
from peakos.bundles.columns import Table
from peakos.bundles.desk import Desk, staged


def refuse_unfit(desk: Desk, table: Table) -> None:
    """Refuse what the page where criteria are written down would refuse."""
    if not all(desk.has(table, name) for name in table.identity):
        return
    known = {"staged": staged(table), "most": MOST_CRITERIA}
    desk.refuse(table, "duplicate_row", IN_OTHER_LETTERS.format(**known))
    desk.refuse(table, "out_of_range", TOO_MANY.format(**known))
    if desk.has(table, "weight"):
        desk.refuse(table, "changed_record", CHANGED_WEIGHT.format(**known))


IN_OTHER_LETTERS = """
SELECT s._line, 'name', format('“%%s” is a criterion of this decision already, in other letters. Write both alike, or leave '
    'one out.', s.name)
FROM {staged} s WHERE s._outcome = 'created' AND (
    EXISTS (SELECT 1 FROM {staged} o WHERE o._outcome <> 'refused' AND o.decision = s.decision AND lower(o.name) = lower(s.name)
        AND o.name <> s.name AND o._line < s._line)
    OR EXISTS (SELECT 1 FROM decisions_criterion t JOIN decisions_decision d ON d.id = t.decision_id
        WHERE d.organization_id = %(org)s AND d.key = s.decision AND lower(t.name) = lower(s.name) AND t.name <> s.name))
"""
TOO_MANY = """
SELECT s._line, 'decision', 'Options are compared by {most} criteria at most. Leave out the others.'
FROM {staged} s WHERE s._outcome = 'created' AND {most} <
    (SELECT count(*) FROM {staged} o WHERE o._outcome = 'created' AND o.decision = s.decision AND o._line <= s._line)
    + (SELECT count(*) FROM decisions_criterion t JOIN decisions_decision d ON d.id = t.decision_id
        WHERE d.organization_id = %(org)s AND d.key = s.decision)
"""
CHANGED_WEIGHT = """
SELECT s._line, 'weight', format('“%%s” was scored by here, with the weight %%s, and keeps it. Restore it, or leave this row out.',
    t.name, t.weight)
FROM {staged} s JOIN decisions_criterion t ON t.id = s._id
WHERE s._outcome = 'changed' AND t.weight <> s.weight AND EXISTS (SELECT 1 FROM decisions_optionvote v WHERE v.criterion_id = t.id)
"""
