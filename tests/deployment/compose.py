"""The compose file as its engine reads it: variables filled in, anchors merged, commands as lists."""

from __future__ import annotations

import re
from typing import Any

import yaml

from peakos.up.home import CHECKOUT

FILE = CHECKOUT / "docker-compose.yml"
VARIABLE = re.compile(r"\$(?:(\$)|\{(\w+)(?::([-?])([^}]*(?:\{\w+\}[^}]*)*))?\})")


def interpolate(text: str, variables: dict[str, str]) -> str:
    """`${NAME}`, `${NAME:-default}`, `${NAME:?what to do}` and `$$`, as the compose specification has them."""

    def fill(found: re.Match[str]) -> str:
        dollar, name, kind, rest = found.groups()
        if dollar:
            return "$"
        if variables.get(name):
            return variables[name]
        if kind == "?":
            raise LookupError(rest)
        return interpolate(rest, variables) if kind == "-" else ""

    return VARIABLE.sub(fill, text)


def read(**variables: str) -> dict[str, Any]:
    """The whole file with these variables."""

    def filled(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: filled(item) for key, item in value.items()}
        if isinstance(value, list):
            return [filled(item) for item in value]
        return interpolate(value, variables) if isinstance(value, str) else value

    return dict(filled(yaml.safe_load(FILE.read_text())))
