"""The feed finds words for every line that a verb writes, in the organization's own nouns."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from organizations.models import Organization
from organizations.tenancy import in_organization
from tests.test_architecture import ROOMS
from visibility.reads.deeds import DEEDS, words_of

HERE = Path(__file__).parents[2]
PENS = {"record", "record_each", "finish"}  # all that write a line take its name as a word of their own


def names_written() -> set[str]:
    """The names of all lines, from the calls that write them."""
    modules = [path for room in (*ROOMS, "peakos") for path in (HERE / room).rglob("*.py") if "migrations" not in path.parts]
    return {name for path in modules for name in names_in(ast.parse(path.read_text()), str(path))}


def names_in(module: ast.Module, path: str) -> Iterator[str]:
    named = {target.id: value for target, value in constants(module)}
    for function in [node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)]:
        for call in [node for node in ast.walk(function) if isinstance(node, ast.Call)]:
            if not (isinstance(call.func, ast.Name) and call.func.id in PENS):
                continue
            for node in [found for argument in call.args[:2] for found in ast.walk(argument)]:
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value
                elif isinstance(node, ast.Name) and node.id.isupper():
                    assert node.id in named, f"{path}: {node.id} is not said in this module"
                    yield named[node.id]


def constants(module: ast.Module) -> Iterator[tuple[ast.Name, str]]:
    """The texts that a module gives a name to, alone or side by side."""
    for node in [node for node in module.body if isinstance(node, ast.Assign)]:
        for target in node.targets:
            values = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
            for name, value in zip(target.elts if isinstance(target, ast.Tuple) else [target], values, strict=False):
                if isinstance(name, ast.Name) and isinstance(value, ast.Constant) and isinstance(value.value, str):
                    yield name, value.value


def test_every_line_that_a_verb_writes_has_words_of_its_own() -> None:
    written = {name for name in names_written() if "." in name}
    assert len(written) > 90, "the calls are found"
    assert written - set(DEEDS) == set(), "say in visibility/reads/deeds.py how the feed tells of them"


def test_the_feed_speaks_the_organizations_own_words(tidewater: Organization) -> None:
    assert words_of("objective.closed") == "closed the objective"
    tidewater.words = {"objective": {"one": "rock", "many": "rocks"}}
    tidewater.save(update_fields=["words"])
    with in_organization(tidewater):
        assert (words_of("objective.closed"), words_of("commitment.made")) == ("closed the rock", "made the commitment")
    assert words_of("tide.turned_back") == "turned back the tide", "a line of a former version says what its name says"
