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
    """Sign everybody out after SESSION_ABSOLUTE_AGE; who does not come for SESSION_COOKIE_AGE has run out by then."""

    def answer(request: HttpRequest) -> HttpResponse:
        now = timezone.now().timestamp()
        if now - request.session.get(SIGNED_IN_AT, now) > settings.SESSION_ABSOLUTE_AGE:
            logout(request)
        response = get_response(request)
        if SESSION_KEY in request.session:  # also when the view has just signed somebody in
            note_visit(request.session, now)
        return response

    return answer


def note_visit(session: Any, now: float) -> None:
    """Saves the session now and then, which pushes the end of an unused one SESSION_COOKIE_AGE away from today."""
    session.setdefault(SIGNED_IN_AT, now)
    if now - session.get(SEEN_AT, 0) > SEEN_EVERY:
        session[SEEN_AT] = now
