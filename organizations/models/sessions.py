"""A signed-in browser."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from organizations.models.people import User


class Session(AbstractBaseSession):
    """Django's session, with its login beside it, so that all sessions of a login can be counted and ended at once."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sessions")

    class Meta:
        pass

    @classmethod
    def get_session_store_class(cls) -> Any:
        from organizations.sessions import SessionStore

        return SessionStore
