"""Verbs: objectives and their key results, check-ins, dependencies, risks and metrics, one module per noun."""

from alignment.actions.check_ins import post_check_in
from alignment.actions.dependencies import (
    accept_delivery,
    agree_dependency,
    decline_dependency,
    deliver_dependency,
    negotiate_dependency,
    request_dependency,
    start_dependency,
    withdraw_dependency,
)
from alignment.actions.key_results import add_key_result, change_key_result
from alignment.actions.metrics import add_metric, record_measurement
from alignment.actions.objectives import change_objective, close_objective, link_objectives, set_objective
from alignment.actions.pausing import hold_objective, reopen_objective, resume_objective
from alignment.actions.risks import raise_risk, settle_risk

__all__ = [
    "accept_delivery",
    "add_key_result",
    "add_metric",
    "agree_dependency",
    "change_key_result",
    "change_objective",
    "close_objective",
    "decline_dependency",
    "deliver_dependency",
    "hold_objective",
    "link_objectives",
    "negotiate_dependency",
    "post_check_in",
    "raise_risk",
    "record_measurement",
    "reopen_objective",
    "request_dependency",
    "resume_objective",
    "set_objective",
    "settle_risk",
    "start_dependency",
    "withdraw_dependency",
]
