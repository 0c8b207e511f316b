"""What every page needs to know of the installation, and the organization's words for things."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from organizations.words import words_of


def installation(request: HttpRequest) -> dict[str, bool]:
    """Whether there are demo people to sign in as."""
    return {"has_demo": settings.PEAKOS_DEMO}


def words(request: HttpRequest) -> dict[str, Any]:
    """`{{ words.objective }}`, `{{ words.Objectives }}`, `{{ words.an_objective }}`; the product's own before signing in."""
    person = getattr(request, "person", None)
    return {"words": SimpleLazyObject(lambda: words_of(person.organization if person else None))}
