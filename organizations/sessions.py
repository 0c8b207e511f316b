"""How long a sign-in lasts, and where it is kept: the session engine and the middleware that ends old sessions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"
SEEN_EVERY = 3600  # seconds between two notes of a visit: a page read does not cost a write


class SessionStore(DatabaseStore):
    """Sessions in the database, each with its login."""

    @classmethod
    def get_model_class(cls) -> Any:
        from organizations.models import Session

        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row = super().create_model_instance(data)
        row.user_id = int(data[SESSION_KEY]) if data.get(SESSION_KEY) else None  # type: ignore[attr-defined]
        return row


def end_old_sessions(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Sign out who has not been here for SESSION_COOKIE_AGE, and everybody after SESSION_ABSOLUTE_AGE."""

    def answer(request: HttpRequest) -> HttpResponse:
        now = timezone.now().timestamp()
        if SESSION_KEY in request.session and is_over(request.session, now):
            logout(request)
        response = get_response(request)
        if SESSION_KEY in request.session:  # also when the view has just signed somebody in
            note_visit(request.session, now)
        return response

    return answer


def is_over(session: Any, now: float) -> bool:
    idle = now - session.get(SEEN_AT, now)
    age = now - session.get(SIGNED_IN_AT, now)
    return bool(idle > settings.SESSION_COOKIE_AGE or age > settings.SESSION_ABSOLUTE_AGE)


def note_visit(session: Any, now: float) -> None:
    session.setdefault(SIGNED_IN_AT, now)
    if now - session.get(SEEN_AT, 0) > SEEN_EVERY:
        session[SEEN_AT] = now
