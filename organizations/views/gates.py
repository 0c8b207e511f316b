"""What stands before a door: only who runs the workspace goes further, before a form is even read."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.http import HttpResponse

from organizations import policy
from organizations.middleware import MemberRequest
from organizations.refusals import NotAllowed

View = TypeVar("View", bound=Callable[..., HttpResponse])


def open_to_viewers(view: View) -> View:
    """Marks what also somebody who only reads may change: what is about themselves."""
    view.is_open_to_viewers = True  # type: ignore[attr-defined]
    return view


def runs_the_workspace(view: View) -> View:
    """Admins and owners; the verb asks again, with the row in hand."""

    @wraps(view)
    def gated(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not policy.may_run(request.person):
            raise NotAllowed("Only admins and owners may do this. Ask one of them.")
        return view(request, *args, **kwargs)

    return cast(View, gated)
