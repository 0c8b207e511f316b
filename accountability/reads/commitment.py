"""Look: one commitment, with the whole chain of what it was before and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from accountability import policy
from accountability.days import day_where
from accountability.models import WAITING_STATES, Commitment, CommitmentState
from accountability.reads.commitments import CommitmentRow, commitment_row
from accountability.repeating import in_words
from alignment.reads.findings.graph import rows_of
from alignment.reads.sight import Line, line_up
from organizations.models import Person

MOST = 50
CHAIN = f"""
WITH RECURSIVE back(id, step) AS (
    SELECT %(pk)s::bigint, 0
  UNION
    SELECT c.id, b.step - 1 FROM back b JOIN accountability_commitment c ON c.successor_id = b.id
    WHERE c.organization_id = %(organization)s AND b.step > -{MOST}
),
forth(id, step) AS (
    SELECT %(pk)s::bigint, 0
  UNION
    SELECT c.successor_id, f.step + 1 FROM forth f JOIN accountability_commitment c ON c.id = f.id
    WHERE c.organization_id = %(organization)s AND c.successor_id IS NOT NULL AND f.step < {MOST}
)
SELECT id, min(step) AS step FROM (SELECT * FROM back UNION SELECT * FROM forth) chain
GROUP BY id HAVING id <> %(pk)s ORDER BY step, id
"""  # noqa: S608  our own numbers


@dataclass(frozen=True, slots=True)
class CommitmentPage:
    """One commitment, what it was before and what became of it."""

    commitment: Commitment
    row: CommitmentRow
    predecessors: Sequence[CommitmentRow]  # the newest first
    successors: Sequence[CommitmentRow]
    first_promised_on: date | None  # the first day of the whole chain, where there is one
    first_title: str  # only where it was reworded
    line: Line | None  # the way from its objective up to the strategy
    next_one: Commitment | None  # of one that repeats
    repeats: str  # how often, in words
    may_answer: bool
    may_confirm: bool

    @property
    def moves(self) -> int:
        """How often it was re-dated in all."""
        return len(self.predecessors) + len(self.successors)


def commitment_page(pk: int, reader: Person, now: datetime) -> CommitmentPage | None:
    """One commitment with its chain of re-scopings, both ways to the end; None for what is private to others."""
    related = ("owner", "team", "objective__health", "organization", "asked_by", "receiver", "agreed_by", "key_result", "check_in")
    commitment = Commitment.seen_by(reader).select_related(*related).filter(pk=pk).first()
    if commitment is None:
        return None
    steps = {row["id"]: row["step"] for row in rows_of(CHAIN, pk=pk)}
    found = Commitment.seen_by(reader).filter(pk__in=steps).select_related("owner", "team") if steps else ()
    chain = sorted(found, key=lambda one: (steps[one.pk], one.pk))
    rows = {one.pk: commitment_row(one, day_where(one.owner, now, commitment.organization)) for one in chain}
    first = commitment.original_title
    days = [one.original_due_on for one in (*chain, commitment) if one.original_due_on]
    repeats = bool(commitment.repeats)
    return CommitmentPage(
        commitment=commitment,
        row=commitment_row(commitment, day_where(commitment.owner, now, commitment.organization)),
        predecessors=[rows[one.pk] for one in reversed(chain) if steps[one.pk] < 0],
        successors=[rows[one.pk] for one in chain if steps[one.pk] > 0],
        first_promised_on=min(days) if chain and days else None,
        first_title=first if first and first != commitment.title else "",
        line=line_up(commitment.objective_id) if commitment.objective_id else None,
        next_one=Commitment.seen_by(reader).filter(repeat_of=commitment).first() if repeats else None,
        repeats=in_words(commitment.repeats),
        may_answer=may_answer(commitment, reader),
        may_confirm=may_confirm(commitment, reader),
    )


def may_answer(commitment: Commitment, reader: Person | None) -> bool:
    """Whether it is this reader's turn: the doer's while it is asked, the asker's while another day is offered."""
    if commitment.state not in WAITING_STATES:
        return False
    is_countered = commitment.state == CommitmentState.COUNTERED
    return (policy.may_settle_ask if is_countered else policy.may_answer_commitment)(reader, commitment)


def may_confirm(commitment: Commitment, reader: Person | None) -> bool:
    """Whether it waits for a receiver's word, and this reader may give it."""
    is_waiting = commitment.state == CommitmentState.DONE and commitment.receiver_id is not None and commitment.confirmed_on is None
    return is_waiting and policy.may_confirm_commitment(reader, commitment)
