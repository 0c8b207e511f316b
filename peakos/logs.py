"""The log: a line of JSON an entry, in UTC, with the request's number and without the secret that a link may hold."""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from typing import Any

import structlog

Entry = MutableMapping[str, Any]

LETS_SOMEBODY_IN = re.compile(r"(/invitations/|/calendars/|/password/reset/key/)[^/\s\"'?]+")


def hide_secrets(logger: Any, method: str, entry: Entry) -> Entry:
    """No link that opens a door is readable in a log."""
    for name, value in entry.items():
        if isinstance(value, str):
            entry[name] = LETS_SOMEBODY_IN.sub(r"\1…", value)
    return entry


def plain_request(logger: Any, method: str, entry: Entry) -> Entry:
    """Django hands whole requests to its log; their repr would bring back what was hidden."""
    entry.pop("request", None)
    return entry


ALWAYS: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
    plain_request,
    structlog.processors.format_exc_info,
    hide_secrets,
]
# In JSON a line break is two characters, so nobody writes a line of their own into the log.
FORMS = {
    "json": structlog.processors.JSONRenderer(),
    "text": structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
}


def logging_for(level: str, form: str) -> dict[str, Any]:
    """The setting LOGGING: everything to the standard error output, in one form."""
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *ALWAYS, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    drop = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    formatter = {
        "()": "structlog.stdlib.ProcessorFormatter",
        "foreign_pre_chain": ALWAYS,
        "processors": [drop, FORMS[form]],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {"django": {"handlers": [], "level": "INFO", "propagate": True}},
    }
