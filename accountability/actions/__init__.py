"""Verbs of this room: a promise is asked for and made, and stays in view until it is done, re-scoped, or dropped on purpose."""

from accountability.actions.asking import (
    accept_commitment,
    ask_again,
    ask_for_commitment,
    counter_commitment,
    decline_commitment,
    take_offer,
)
from accountability.actions.closing import (
    confirm_commitment,
    drop_commitment,
    finish_commitment,
    reopen_commitment,
    rescope_commitment,
    send_back_commitment,
)
from accountability.actions.commitments import amend_commitment, make_commitment, start_commitment
from accountability.actions.entering import STATES

__all__ = [
    "STATES",
    "accept_commitment",
    "amend_commitment",
    "ask_again",
    "ask_for_commitment",
    "confirm_commitment",
    "counter_commitment",
    "decline_commitment",
    "drop_commitment",
    "finish_commitment",
    "make_commitment",
    "reopen_commitment",
    "rescope_commitment",
    "send_back_commitment",
    "start_commitment",
    "take_offer",
]
