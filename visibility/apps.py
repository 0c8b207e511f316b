"""Tells Django of this room; loads its reactions, and what it reminds people of, when all rooms stand."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig


class VisibilityConfig(AppConfig):
    name = "visibility"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        for part in ("reactions", "reminding"):
            if find_spec(f"{self.name}.{part}"):
                import_module(f"{self.name}.{part}")
