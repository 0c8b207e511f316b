"""Looks at what was promised: one module per page, and the rows that rooms above show too."""

from accountability.reads.commitments import CommitmentRow, commitment_row

__all__ = ["CommitmentRow", "commitment_row"]
