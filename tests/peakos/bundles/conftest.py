"""Fixtures: a place for uploads, and Marta's browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from organizations.models import Person


@pytest.fixture(autouse=True)
def uploads(settings: Any, tmp_path: Path) -> Path:
    """Uploads of this test lie in a folder of their own."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    return tmp_path / "uploads" / "imports"


@pytest.fixture
def browser(marta: Person) -> Client:
    """Marta's browser."""
    client = Client()
    assert marta.user
    client.force_login(marta.user)
    return client
