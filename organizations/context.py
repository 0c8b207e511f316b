"""What pages before signing in need to know of the installation."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def installation(request: HttpRequest) -> dict[str, bool]:
    """Whether there are demo people to sign in as."""
    return {"has_demo": settings.PEAKOS_DEMO}
