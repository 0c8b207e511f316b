"""Verbs: objectives and their key results, check-ins, dependencies, risks and metrics, one module per noun."""

from alignment.actions.archive import archive_objective, restore_objective
from alignment.actions.check_ins import post_check_in
from alignment.actions.checklists import add_item, add_items, remove_item, tick_item
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
from alignment.actions.guards import add_guard, remove_guard
from alignment.actions.initiatives import add_initiative, change_initiative
from alignment.actions.key_results import add_key_result, change_key_result, end_key_result, place_key_result
from alignment.actions.metrics import add_metric, record_measurement
from alignment.actions.objectives import change_objective, close_objective, set_objective
from alignment.actions.pausing import hold_objective, reopen_objective, resume_objective
from alignment.actions.risks import raise_risk, settle_risk
from alignment.actions.tree import link_objectives, unlink_objectives

__all__ = [
    "accept_delivery",
    "add_guard",
    "add_initiative",
    "add_item",
    "add_items",
    "add_key_result",
    "add_metric",
    "agree_dependency",
    "archive_objective",
    "change_initiative",
    "change_key_result",
    "change_objective",
    "close_objective",
    "decline_dependency",
    "deliver_dependency",
    "end_key_result",
    "hold_objective",
    "link_objectives",
    "negotiate_dependency",
    "place_key_result",
    "post_check_in",
    "raise_risk",
    "record_measurement",
    "remove_guard",
    "remove_item",
    "reopen_objective",
    "request_dependency",
    "restore_objective",
    "resume_objective",
    "set_objective",
    "settle_risk",
    "start_dependency",
    "tick_item",
    "unlink_objectives",
    "withdraw_dependency",
]
