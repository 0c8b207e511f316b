"""Doors: the pages for what goes wrong; none of them needs the database, none says more than the reader may know."""

from __future__ import annotations

import sys
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from redis.exceptions import RedisError

AWAY = (OperationalError, InterfaceError, RedisError)  # a service that comes back by itself
RETRY_AFTER = 10  # seconds


def page(template: str, status: int, request: HttpRequest, **context: Any) -> HttpResponse:
    """An error page without a context processor, so that it shows when sessions and people cannot be read."""
    words = {"request_id": getattr(request, "request_id", ""), "path": request.path, **context}
    return HttpResponse(render_to_string(template, words), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page("400.html", 400, request)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page("403.html", 403, request)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page("404.html", 404, request)


def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    response = page("429.html", 429, request)
    response["Retry-After"] = "300"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that is too old, or came from elsewhere."""
    return page("403_csrf.html", 403, request)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django calls this with the exception in hand: a service that is away is 503, for another try; the rest is a fault of ours."""
    if isinstance(sys.exc_info()[1], AWAY):
        response = page("503.html", 503, request)
        response["Retry-After"] = str(RETRY_AFTER)
        return response
    return page("500.html", 500, request)
