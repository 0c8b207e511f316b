"""What stands before a door: who only reads, or does not run the workspace, is told so before a form is even read."""

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


def for_writers(view: View) -> View:
    """Marks a form: who only reads is told so before a word is typed, and not when it is sent."""
    view.is_for_writers = True  # type: ignore[attr-defined]
    return view


def for_teams(view: View) -> View:
    """Marks a form for what is begun in the name of a team: leaders, and who is in one; the verb asks about the team itself."""

    @wraps(view)
    def gated(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST" and not policy.may_act_for_some_team(request.person):
            raise NotAllowed("You are in no team, and this is done for one. Ask a leader of the organization.")
        return view(request, *args, **kwargs)

    return for_writers(cast(View, gated))


def runs_the_workspace(view: View) -> View:
    """Admins and owners; the verb asks again, with the row in hand."""

    @wraps(view)
    def gated(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not policy.may_run(request.person):
            raise NotAllowed("Only admins and owners may do this. Ask one of them.")
        return view(request, *args, **kwargs)

    return cast(View, gated)
