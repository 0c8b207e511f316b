"""Doors: pages of people, teams and settings."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that is too old, or came from elsewhere."""
    return render(
        request,
        "refused.html",
        {"sentence": "This form is out of date. Go back, load the page again and send it once more."},
        status=403,
    )
