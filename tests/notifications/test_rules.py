"""The table of rules: everything that somebody is told of has its row, and each row can be read in the settings."""

from __future__ import annotations

import ast

from notifications.models import Preference
from notifications.rules import OTHER, RULES, TABLE, Cadence, Kind, rule_of
from organizations.words import all_of
from tests.test_architecture import in_rooms, python_files


def reasons() -> set[str]:
    """Every word that is given as a reason to `notify`, or as the rule of a reminder or of a step."""
    found = set()
    for _, tree in in_rooms():
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            name = getattr(call.func, "id", "")
            given = [keyword.value for keyword in call.keywords if keyword.arg == "reason" and name in {"notify", "News", "tell"}]
            given += call.args[:1] if name in {"Reminder", "Step"} else []
            found |= {str(value.value) for value in given if isinstance(value, ast.Constant) and is_name(value)}
    return found


def is_name(value: ast.Constant) -> bool:
    """noun.past, as rules are called."""
    return isinstance(value.value, str) and "." in value.value


def test_every_reason_has_a_row() -> None:
    assert len(reasons()) > 15, "the walk finds them"
    assert not reasons() - TABLE.keys()
    assert python_files()


def test_rows_have_names_of_their_own_and_words_in_the_organizations_nouns() -> None:
    assert len(TABLE) == len(RULES)
    words = all_of({"decision": {"one": "call", "many": "calls"}})
    said = [rule.words.format_map(words) for rule in RULES]
    assert "A call waits for you" in said
    assert not [text for text in said if "{" in text or text.endswith(".")]


def test_every_kind_of_mail_is_a_switch_of_the_settings() -> None:
    assert {field.name for field in Preference._meta.get_fields()} >= {str(kind) for kind in Kind}


def test_what_is_computed_in_the_morning_can_be_turned_off_for_everybody() -> None:
    assert all(rule.is_optional for rule in RULES if rule.cadence == Cadence.MORNING)


def test_a_reason_with_a_number_is_its_rule_and_an_unknown_one_waits_for_the_daily_message() -> None:
    assert rule_of("strategy_impact.waits_on_you.12") is TABLE["strategy_impact.waits_on_you"]
    assert rule_of("from.another_version") is OTHER
    assert OTHER.cadence == Cadence.CHOSEN
