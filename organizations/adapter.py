"""How sign-in differs from allauth's default: nobody signs up, mail goes through the outbox, and no link leads away from us."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from organizations.actions.access import request_new_password
from organizations.models import User


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]
    """Closed to strangers."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "This address and this password do not belong together. Check both.",
        "too_many_login_attempts": "Too many wrong passwords. Wait five minutes, then try again.",
        "enter_current_password": "This is not your current password. Type it again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Only a path of this very site."""
        return bool(url) and str(url).startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Written down here, sent by a worker: no request waits for a mail server."""
        request_new_password(user=user, now=timezone.now())

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """No toast for coming and going: the page that follows says it."""
