"""Verbs of this room: a promise is made, and stays in view until it is done, re-scoped, or dropped on purpose."""

from accountability.actions.commitments import (
    STATES,
    amend_commitment,
    drop_commitment,
    finish_commitment,
    make_commitment,
    reopen_commitment,
    rescope_commitment,
    start_commitment,
)

__all__ = [
    "STATES",
    "amend_commitment",
    "drop_commitment",
    "finish_commitment",
    "make_commitment",
    "reopen_commitment",
    "rescope_commitment",
    "start_commitment",
]
